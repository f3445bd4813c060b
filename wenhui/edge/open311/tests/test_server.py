"""GeoReport v2 as programs see it: services, requests in and out, updates, the bulk file, and every refusal."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wenhui.edge.open311 import actions, queries
from wenhui.edge.open311.asked import Reported, Wanted
from wenhui.edge.open311.testing import BASE, Program
from wenhui.edge.open311.tests.test_wire import as_text
from wenhui.ground.accounts.testing import AsWeb, MakeToken, WebClient
from wenhui.ground.areas.models import Area, Level
from wenhui.ground.journal.models import Entry
from wenhui.kit import clock
from wenhui.kit.scope import Scope
from wenhui.work.cases.models import Case, CaseReport, CaseReporter
from wenhui.work.cases.testing import Desk
from wenhui.work.cases.words import Channel, Verb

pytestmark = pytest.mark.django_db

GRID = "hz.gs.wh.lsdy.g04."
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[120.16, 30.29], [120.17, 30.29], [120.17, 30.3], [120.16, 30.3], [120.16, 30.29]]],
}
INSIDE, OUTSIDE = {"lat": "30.295", "long": "120.165"}, {"lat": "40.71", "long": "-74.0"}
HOLE = {"service_code": "event-0401", "description": "路面塌了一块\n约一米见方", **INSIDE}


@pytest.fixture(autouse=True)
def the_clock_is_the_desks(offered: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let programs call while the desk works, and give the grid an outline."""
    Area.objects.filter(path=GRID).update(outline=SQUARE, lng=120.165, lat=30.295)
    assert Area.objects.get(path=GRID).level == Level.GRID
    monkeypatch.setattr(clock, "now", lambda: offered.at + timedelta(hours=1))


def sent(program: Program, **changes: Any) -> Any:
    return program.post("requests.json", HOLE | changes)


@pytest.mark.parametrize(
    "path", ["discovery", "services", "services/event-0401", "requests", "servicerequestupdates", "requests/NONE"]
)
def test_both_forms_say_the_same(offered: Desk, program: Program, path: str) -> None:
    offered.take(offered.report(), Verb.ACCEPT)

    in_json, in_xml = program.get(f"{path}.json"), program.get(f"{path}.xml")

    assert as_text(in_json.records) == in_xml.records != []
    assert (in_json.headers["Content-Type"], in_xml.headers["Content-Type"]) == (
        "application/json; charset=utf-8",
        "text/xml; charset=utf-8",
    )


def test_services_are_those_offered_in_either_language(stranger: Program) -> None:
    services = stranger.get("services.json").records
    english = stranger.get("services.json", locale="en").records

    assert "event-2101" not in [one["service_code"] for one in services]  # 邻里纠纷
    assert services[0]["service_name"] == "暴露垃圾"
    assert english[0]["service_name"] == "Exposed rubbish"
    assert [one["service_code"] for one in services if one["metadata"]] == ["event-0401", "component-0118"]


def test_a_request_becomes_a_case_where_it_lies(program: Program) -> None:
    answer = sent(program)

    case = Case.objects.get()
    assert (answer.status_code, answer.records[0]["service_request_id"]) == (200, case.number)
    assert (case.channel, case.area_path, case.type_id) == (Channel.OPEN311, GRID, "event-0401")
    assert (case.title, case.description) == ("路面塌陷：路面塌了一块", "路面塌了一块\n约一米见方")
    assert Entry.objects.filter(verb="cases.report").latest("id").actor_kind == "token"


def test_the_action_alone_takes_a_request_once_and_names_the_program(offered: Desk, make_token: MakeToken) -> None:
    token, _ = make_token("cases.report")
    given = Reported(code="event-0401", words="路面塌了", attributes={}, address="流水东苑社区 1 幢", key="k-1")
    (jurisdiction,) = queries.jurisdictions()

    taken = [
        actions.take_request(jurisdiction=jurisdiction, token=token, given=given, by=token.actor, at=offered.at)
        for _ in range(2)
    ]

    assert taken[0].case == taken[1].case
    entry = Entry.objects.get(verb="cases.report")
    assert (entry.actor_kind, entry.actor_key) == ("token", str(token.pk))


def test_an_address_within_the_grid_decides_the_building(program: Program) -> None:
    sent(program, address_string="流水东苑社区 1 幢")

    assert Case.objects.get().area_path == GRID + "b001."


def test_an_id_of_ours_names_the_building(program: Program) -> None:
    sent(program, lat="", long="", address_id=GRID + "b002.")

    assert Case.objects.get().area_path == GRID + "b002."


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (OUTSIDE, "不在本辖区"),
        ({"lat": "", "long": "", "address_string": "火星路 1 号"}, "地址没有认出来"),
        ({"service_code": "pothole"}, "没有“pothole”这个类别"),
        ({"service_code": "event-2101"}, "没有“event-2101”这个类别"),
    ],
)
def test_what_belongs_elsewhere_or_to_no_service_is_referred_not_dropped(
    program: Program, changes: dict[str, str], said: str
) -> None:
    answer = sent(program, **changes)

    case = Case.objects.get()
    assert answer.status_code == 200
    assert said in answer.records[0]["service_notice"]
    assert said in case.description
    assert (case.area_path == "hz.gs.wh.") is ("service_code" not in changes)
    assert case.attributes.get("service_code") == changes.get("service_code")


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"service_code": ""}, 400, "service_code"),
        ({"lat": "", "long": ""}, 400, "没有写在哪里"),
        ({"lat": "30.29", "long": ""}, 400, "要一起写"),
        ({"lat": "nan", "long": "120"}, 400, "要一起写"),
        ({"lat": "1e999", "long": "120"}, 400, "要一起写"),
        ({"description": "塌" * 4001}, 400, "最多 4000 个字"),
        ({"description": "塌" * 100_000}, 400, "最多 4000 个字"),
        ({"description": "塌" * 2_000_000}, 400, "太大"),
        ({"address_string": "路" * 201}, 400, "最多 200 个字"),
        ({"attribute[is_blocked]": "perhaps"}, 400, "只能从给出的几项里选"),
        ({"jurisdiction_id": "nowhere.example"}, 404, "jurisdiction_id"),
        ({"api_key": "wh_forged"}, 403, "令牌不对"),
    ],
)
@pytest.mark.parametrize("form", ["json", "xml"])
def test_what_cannot_be_taken_is_refused_in_words_and_in_the_standards_shape(
    program: Program, changes: dict[str, str], status: int, said: str, form: str
) -> None:
    program.key = changes.get("api_key", program.key)

    answer = program.post(f"requests.{form}", HOLE | changes)

    assert (answer.status_code, str(answer.records[0]["code"])) == (status, str(status))
    assert said in answer.said
    assert Case.objects.count() == 0


def test_control_characters_and_turned_lines_are_left_out(program: Program) -> None:
    sent(program, description="路面\x00塌\u202e陷\x1b")

    assert Case.objects.get().description == "路面塌陷"


@pytest.mark.parametrize(
    ("given", "name", "has_phone", "notice"),
    [
        ({"first_name": "晚晴", "last_name": "顾", "phone": "120 0000 1234"}, "顾晚晴", True, ""),
        ({"first_name": "Ada", "last_name": "Lee"}, "Ada Lee", False, ""),
        ({"first_name": "Ada", "phone": "call me"}, "Ada", False, "电话"),
        ({"phone": "不知道"}, None, False, "电话"),
        ({"email": "ada@example.com"}, None, False, ""),
    ],
)
def test_who_reports_is_kept_for_those_cleared_and_told_to_nobody(
    program: Program, given: dict[str, str], name: str | None, has_phone: bool, notice: str
) -> None:
    answer = sent(program, requested_datetime="2026-03-17T08:00:00+08:00", **given)

    report = CaseReport.objects.get()
    kept = CaseReporter.objects.filter(report=report).first()
    assert answer.status_code == 200
    assert notice in answer.records[0]["service_notice"]
    assert ((kept.name, kept.phone is not None) if kept else (None, False)) == (name, has_phone)
    assert (report.route, report.said_at) == ("phone" if has_phone else "none", datetime(2026, 3, 17, tzinfo=UTC))
    told = program.get("requests.json").content.decode()
    assert not [word for word in given.values() if word in told]


def test_a_place_outside_says_whose_it_is(program: Program) -> None:
    sent(program, **OUTSIDE, address_string="上海市黄浦区")

    assert Case.objects.get().belongs_to == "上海市黄浦区"


def test_updates_of_a_short_while_go_by_the_index_of_moments(offered: Desk, as_web: AsWeb) -> None:
    (jurisdiction,) = queries.jurisdictions()
    wanted = Wanted(since=offered.at, until=offered.at + timedelta(hours=1))

    with as_web(Scope("hz.gs.wh.")), connection.cursor() as cursor, CaptureQueriesContext(connection) as asked:
        for way in (
            "seqscan",
            "indexscan",
            "nestloop",
        ):  # few rows lie here; what counts is that policies let it be used
            cursor.execute(f"SET LOCAL enable_{way} = off")
        queries.updates(jurisdiction, wanted, is_public=True)
        cursor.execute("EXPLAIN " + asked.captured_queries[-1]["sql"])
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "case_moves_by_moment" in plan


def test_only_forms_are_read(program: Program) -> None:
    answer = program.client.post(
        BASE + "requests.json", HOLE | {"api_key": program.key}, content_type="application/json"
    )

    assert (answer.status_code, "表单" in answer.content.decode()) == (400, True)


def test_answers_beside_place_and_words_are_kept(program: Program) -> None:
    sent(program, **{"attribute[is_blocked]": "yes", "attribute[note]": "有井"})

    assert Case.objects.get().attributes == {"is_blocked": "yes", "note": "有井"}


def test_a_program_that_repeats_itself_gets_the_same_number(offered: Desk, program: Program) -> None:
    first, again = sent(program), sent(program)
    other_device = sent(program, device_id="phone-2")
    offered.at += timedelta(minutes=11)
    later = sent(program)

    numbers = [one.records[0]["service_request_id"] for one in (first, again, other_device, later)]
    assert numbers[0] == numbers[1]
    assert len(set(numbers)) == 3


def test_a_key_of_the_programs_own_gives_the_same_number_for_good_and_finds_it(offered: Desk, program: Program) -> None:
    key = {"Idempotency-Key": "their-4711"}
    first = program.post("requests.json", HOLE, **key).records[0]
    offered.at += timedelta(days=1)

    again = program.post("requests.json", HOLE | {"description": "另外的话"}, **key).records[0]
    found = program.get("tokens/their-4711.json").records[0]

    assert first["service_request_id"] == again["service_request_id"] == found["service_request_id"]
    assert program.get("tokens/unknown.json").status_code == 404
    assert Program().get("tokens/their-4711.json").status_code == 403


def test_a_key_without_the_permission_reports_nothing_and_reads_what_strangers_read(
    offered: Desk, make_token: MakeToken
) -> None:
    offered.report()
    only_sees, only_reports = (Program(make_token(one)[1]) for one in ("cases.see", "cases.report"))

    assert sent(only_sees).status_code == 403
    assert sent(only_reports).status_code == 200
    assert {one["description"] for one in only_reports.get("requests.json").records} == {None}


def test_strangers_read_no_words_of_people_no_exact_place_and_no_type_that_is_not_offered(
    offered: Desk, stranger: Program, program: Program
) -> None:
    shown = offered.report(
        title="王大妈家门口塌了", description="找王大妈 13800000000", place="1 幢 501", lng=120.1651, lat=30.2951
    )
    hidden = offered.report(type_key="event-2102")  # 婚恋家庭纠纷

    read = {
        path: stranger.get(path).content.decode()
        for path in ("requests.json", f"requests/{shown.number}.xml", "servicerequestupdates.json")
    }

    assert [one["service_request_id"] for one in stranger.get("requests.json").records] == [shown.number]
    assert stranger.get(f"requests/{hidden.number}.json").status_code == 404
    for text in read.values():
        assert shown.number in text
        assert not [word for word in ("王大妈", "1380", "501", "顾晓岚", "30.2951", hidden.number) if word in text]
    assert "王大妈" in program.get(f"requests/{shown.number}.json").content.decode()
    assert stranger.get("requests.json").records[0]["address"] == "流水东苑社区 流水东苑 1 幢"


def test_closed_is_told_as_closed_and_never_as_solved(offered: Desk, stranger: Program) -> None:
    case = offered.take(offered.report(), Verb.CLOSE)

    told = stranger.get(f"requests/{case.number}.json").records[0]
    steps = stranger.get("servicerequestupdates.json", end_date=offered.at.isoformat()).records

    assert (told["status"], told["expected_datetime"][-6:]) == ("closed", "+08:00")
    assert "您觉得没有解决" in told["status_notes"]
    assert [one["extended_status"] for one in steps] == [
        "open", "investigating", "action_scheduled", "in_progress", "in_progress", "in_progress", "closed",
    ]  # fmt: skip
    assert told["updated_datetime"] == steps[-1]["updated_datetime"]


def test_lists_are_filtered_as_the_standard_says(offered: Desk, stranger: Program) -> None:
    old = offered.take(offered.report(at=offered.at - timedelta(days=60)), Verb.CLOSE)
    new = offered.report(type_key="event-0102")
    day = timedelta(days=1)
    asked = [
        {},
        {"status": "open"},
        {"status": "closed"},
        {"status": "open,closed"},
        {"service_code": "event-0102,event-0104"},
        {"service_request_id": f"{old.number},NONE", "status": "open"},
        {"end_date": (new.reported_at - day).isoformat()},
        {"start_date": (new.reported_at - day).isoformat()},
        {"start_date": new.reported_at.date().isoformat()},
        {"page_size": "1", "page": "2"},
        {"start_date": "2020-01-01T00:00:00Z"},
    ]

    found = [{one["service_request_id"] for one in stranger.get("requests.json", **query).records} for query in asked]

    both = {old.number, new.number}
    only_old, only_new = {old.number}, {new.number}
    assert found == [both, only_new, only_old, both, only_new, only_old, only_old, only_new, only_new, only_old, set()]


@pytest.mark.parametrize(
    "query",
    [
        {"start_date": "2026-03-18", "end_date": "2026-03-17"},
        {"start_date": "2025-01-01", "end_date": "2026-03-17"},
        {"start_date": "yesterday"},
        {"end_date": "9999-12-31T23:59:59-23:59"},
        {"status": "solved"},
        {"page": "0"},
        {"page_size": "5000"},
        {"page": "٣"},
        {"service_request_id": ",".join(map(str, range(300)))},
    ],
)
@pytest.mark.parametrize("path", ["requests.json", "servicerequestupdates.xml"])
def test_a_list_that_cannot_be_asked_is_refused(stranger: Program, query: dict[str, str], path: str) -> None:
    answer = stranger.get(path, **query)

    assert answer.status_code == 400
    assert answer.said


def test_a_token_sees_and_reports_on_its_own_ground_only(offered: Desk, make_token: MakeToken, as_web: AsWeb) -> None:
    token, key = make_token("cases.see", "cases.report", path="dtg.")
    case, own = offered.report(), offered.report(area=offered.office.building_elsewhere, by=offered.actor("hansg"))
    program = Program(key)

    listed = program.get("requests.json").records
    with as_web(token.scope), connection.cursor() as cursor:
        cursor.execute("SELECT number FROM cases_case")
        in_database = cursor.fetchall()
        cursor.execute("UPDATE cases_case SET title = 'x' WHERE number = %s", [case.number])
        changed = cursor.rowcount
    sent(program)

    assert ([one["service_request_id"] for one in listed], in_database, changed) == ([own.number], [(own.number,)], 0)
    assert Case.objects.latest("id").area_path == "hz.gs.wh.dtg."


def test_a_key_for_other_ground_opens_nothing_here(offered: Desk, make_token: MakeToken) -> None:
    city = Area.objects.create(
        level=Level.CITY, label="nyc", path="nyc.", name="New York", is_synthetic=True, time_zone="America/New_York"
    )

    answer = Program(make_token("cases.see", area=city)[1]).get("requests.json")

    assert answer.status_code == 403


def test_a_month_comes_as_a_table(offered: Desk, stranger: Program) -> None:
    case = offered.take(offered.report(), Verb.CLOSE)

    page = stranger.client.get(BASE + "bulk/2026-03.csv").content.decode("utf-8-sig").splitlines()

    head, row = (line.split(",") for line in page)
    told = dict(zip(head, row, strict=True))
    assert told["service_request_id"] == case.number
    assert told["closed_date"].startswith("2026-03-17T")
    assert (told["source"], told["status_description"]) == ("grid_patrol", "已结案")
    by_day = [stranger.client.get(BASE + f"bulk/2026-03-{day}.csv").content.decode() for day in (16, 17)]
    assert [case.number in text for text in by_day] == [False, True]
    for nonsense in ("2026-13", "2026-02-30", "0001-01-01", "9999-12-31"):
        assert stranger.client.get(f"{BASE}bulk/{nonsense}.csv").status_code == 404


@pytest.mark.parametrize(
    ("path", "most"), [("services.json", 12), ("requests.json", 13), ("servicerequestupdates.json", 12)]
)
def test_answers_ask_the_database_little(  # ten of these are the test's own: roles, savepoints, the scope there and back
    offered: Desk, stranger: Program, path: str, most: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(4):
        offered.take(offered.report(), Verb.REGISTER)

    with django_assert_max_num_queries(most):
        stranger.get(path)


def test_other_methods_and_forms_lead_nowhere(offered: Desk) -> None:
    client = WebClient()

    assert client.delete(BASE + "requests.json").status_code == 405
    assert client.post(BASE + "services.json").status_code == 405
    assert client.get(BASE + "requests.yaml").status_code == 404
