"""Among 55,000 people a search is quick under the web role, because policies leave it its index."""

import time
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wenhui.ground.accounts.testing import AsWeb, Office
from wenhui.kit.privacy import Privacy
from wenhui.kit.scope import Scope
from wenhui.record.registry import identifiers, matching, queries
from wenhui.record.registry.tests.conftest import TODAY, invented_id_number

PEOPLE = 55_000
SECONDS = 0.1
LSDY = "hz.gs.wh.lsdy."
SOUGHT = {
    "张": "registry_person_by_name",
    "张伟": "registry_person_by_name",
    "zhangw": "registry_person_by_pinyin",
    "zw": "registry_person_by_initials",
    "5678": "registry_person_by_phone_tail",
    "12000005678": "registry_person_by_phone",
    invented_id_number(): "registry_an_id_number_is_registered_once",
}
PEOPLE_BY_KEYS = (
    ("张伟", "zhangwei", "zw"), ("王秀英", "wangxiuying", "wxy"), ("李强", "liqiang", "lq"), ("陈芳", "chenfang", "cf"),
    ("赵雯", "zhaowen", "zw"), ("沈国华", "shenguohua", "sgh"), ("周丽", "zhouli", "zl"), ("吴杰", "wujie", "wj"),
    ("徐敏", "xumin", "xm"), ("孙浩", "sunhao", "sh"),
)  # fmt: skip
NAMES, PINYIN, INITIALS = (f"ARRAY{list(column)}" for column in zip(*PEOPLE_BY_KEYS, strict=True))


@pytest.fixture
def crowd(office: Office) -> None:
    """55,000 people over two communities, every name a tenth of them, every phone tail 5 or 6 times."""
    here, there = office.building.pk, office.building_elsewhere.pk
    sealed = identifiers.seal_phone("12000005678").phone
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO registry_person (name, pinyin, initials, sex, registration, ethnic, left_because, area_id,"
            f" area_path, phone, phone_index, phone_tail_index, id_number, id_number_index) "
            f"SELECT ({NAMES})[1 + n % 10], ({PINYIN})[1 + n % 10], ({INITIALS})[1 + n % 10], '1', 'registered', '', '',"
            f" CASE WHEN n % 8 = 0 THEN %s ELSE %s END, '', %s, sha256(n::text::bytea),"
            f" sha256((n %% 10000)::text::bytea), 'x'::bytea, sha256(('i' || n)::bytea) "
            f"FROM generate_series(1, %s) AS n".replace("n % ", "n %% "),
            [here, there, sealed, PEOPLE],
        )
        cursor.execute(
            "UPDATE registry_person SET phone_index = %s, phone_tail_index = %s, id_number_index = %s, name = '张伟',"
            " pinyin = 'zhangwei', initials = 'zw' WHERE id = (SELECT min(id) FROM registry_person WHERE area_id = %s)",
            [
                identifiers.phone_index("12000005678"),
                identifiers.phone_tail_index("5678"),
                identifiers.id_number_index(invented_id_number()),
                here,
            ],
        )
        cursor.execute("ANALYZE registry_person")


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize("scope", [Scope("hz.gs.wh.", Privacy.PERSONAL), Scope(LSDY, Privacy.PERSONAL)])
def test_every_kind_of_search_uses_its_index_and_is_quick_under_the_web_role(as_web: AsWeb, scope: Scope) -> None:
    with as_web(scope):
        for text, index in SOUGHT.items():
            with CaptureQueriesContext(connection) as asked:
                found = queries.find(text, today=TODAY)
            plans = [plan_of(one["sql"]) for one in asked.captured_queries if "registry_person" in one["sql"]]

            assert found, text
            assert all("Seq Scan" not in plan for plan in plans), plans
            assert any(index in plan for plan in plans), plans
            assert min(seconds(text) for _ in range(3)) < SECONDS


def plan_of(sql: str) -> str:
    """Return the plan of a statement as the database would run it now."""
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + sql)
        return "\n".join(row[0] for row in cursor.fetchall())


def seconds(text: str) -> float:
    """Return how long one search takes."""
    begin = time.perf_counter()
    queries.find(text, today=TODAY)
    return time.perf_counter() - begin


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.usefixtures("crowd")
def test_candidates_for_a_new_record_come_from_indexes_under_the_web_role(as_web: AsWeb) -> None:
    typed = matching.Typed(
        name="张伟",
        pinyin="zhangwei",
        birth_on=date(1958, 3, 9),
        id_number=invented_id_number(),
        phone="12000005678",
        dwelling_id=1,
    )

    with as_web(Scope(LSDY, Privacy.PERSONAL)), CaptureQueriesContext(connection) as asked:
        list(matching.candidates(typed))
    with as_web(Scope(LSDY, Privacy.PERSONAL)):
        plans = [plan_of(one["sql"]) for one in asked.captured_queries if "registry_person" in one["sql"]]

    wanted = ("once", "by_phone", "by_pinyin", "by_birth", "dwelling_id")
    assert [name for name, plan in zip(wanted, plans, strict=True) if name not in plan] == []
    assert all("Seq Scan on registry_person" not in plan for plan in plans), plans
