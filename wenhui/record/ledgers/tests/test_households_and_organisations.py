"""Tables whose rows are households or organisations: whom they mean, who is new, what is told; taken back as one."""

from datetime import date

import pytest

from wenhui.ground.accounts.testing import AsWeb, Office
from wenhui.ground.journal.models import Entry
from wenhui.kit.privacy import Privacy
from wenhui.kit.scope import Scope
from wenhui.record.facts import queries as facts
from wenhui.record.ledgers import actions
from wenhui.record.ledgers.models import RowsOfSubjects
from wenhui.record.ledgers.tests.bringing import brought, checked, listed, taken_back, told
from wenhui.record.ledgers.tests.conftest import AT, ZHOU
from wenhui.record.ledgers.tests.making import door, resident, say
from wenhui.record.registry import actions as registry
from wenhui.record.registry.dictionary import Dictionary
from wenhui.record.registry.models import Household, Organisation
from wenhui.record.registry.rules import identity
from wenhui.record.registry.rules.organisations import compose_credit_code
from wenhui.record.registry.words import OrganisationKind, Subject

pytestmark = pytest.mark.database
DOOR = "流水东苑社区1幢1单元501室"
HOUSEHOLDS = ("户号", "户主姓名", "户主身份证号", "家庭住址", "家庭人口数", "家庭月收入", "电动自行车数")
BODIES = ("企业名称", "统一社会信用代码", "企业类型", "经营地址", "从业人数", "联系电话")
CODE = compose_credit_code(register="91", region="330105", serial=7)
TRADER = compose_credit_code(register="92", region="330105", serial=8)
LIN_NUMBER = identity.compose(county="999999", birth_on=date(1958, 3, 9), serial=7)


@pytest.fixture
def household(office: Office, words: Dictionary) -> Household:
    """林秋实's household behind 501."""
    head = resident("林秋实", office.dwelling)
    return registry.form_household(dwelling=office.dwelling, head_id=head.pk, on=date(2020, 5, 1), by=ZHOU, at=AT)


def households(*rows: tuple[object, ...]) -> bytes:
    return listed("低保家庭台账", HOUSEHOLDS, *rows)


def bodies(*rows: tuple[object, ...]) -> bytes:
    return listed("沿街商铺台账", BODIES, *rows)


def known(column: str, number: int) -> dict[str, str]:
    return {key: word.text for key, word in facts.known_of(column, [number])[number].items()}


@pytest.mark.parametrize(
    ("number", "name", "id_number", "home", "doubted"),
    [
        (True, "", "", "", []),
        (False, "", LIN_NUMBER, "", ["C"]),  # 999999 is no county
        (False, "林秋实", "", DOOR, ["B"]),
    ],
)
def test_a_household_is_found_by_number_by_its_head_or_by_name_and_door(
    household: Household, office: Office, number: bool, name: str, id_number: str, home: str, doubted: list[str]
) -> None:
    row = (household.number if number else "", name, id_number, home, 1, 2800, 2)

    upload = brought(households(row), office.community, provider="civil_affairs")

    assert (upload.subject, upload.counts["linked"]) == (Subject.HOUSEHOLD, 1)
    assert known("household", household.pk)["household.monthly_income"] == "2800.00"
    assert [column for kind, _, column, _ in told(upload) if kind != "column"] == doubted


def test_a_household_that_is_not_held_is_told_and_not_formed(household: Household, office: Office) -> None:
    resident("何晚舟", door(office, 502), serial=12)
    member = identity.compose(county="999999", birth_on=date(1958, 3, 9), serial=12)
    stranger = identity.compose(county="999999", birth_on=date(1990, 7, 1), serial=3)

    upload = brought(
        households(
            ("H99999999", "", "", "", 1, 1, 1),
            ("", "何晚舟", member, DOOR, 1, 1, 1),
            ("", "顾青川", stranger, DOOR, 1, 1, 1),
            ("", "顾青川", "", DOOR, 1, 1, 1),
            ("", "", "", "", 1, 1, 1),
        ),
        office.community,
    )

    assert [one for one in told(upload) if one[0] == "row"] == [
        ("row", 3, "A", "登记簿里没有这一户"),
        ("row", 4, "C", "登记簿里有这个身份号码的人"),
        ("row", 5, "A", "登记簿里没有这一户"),
        ("row", 6, "B", "登记簿里没有这一户"),
        ("row", 7, "A", "没有户号、户主身份号码"),
    ]
    assert Household.objects.count() == 1


def test_a_number_and_a_head_of_two_households_are_told(household: Household, office: Office) -> None:
    other = resident("何晚舟", door(office, 502), serial=12)
    registry.form_household(dwelling=door(office, 502), head_id=other.pk, on=date(2020, 5, 1), by=ZHOU, at=AT)
    number = identity.compose(county="999999", birth_on=date(1958, 3, 9), serial=12)

    upload = checked(households((household.number, "何晚舟", number, "", 1, 1, 1)), office.community)

    assert [one for one in told(upload) if one[0] == "row"] == [("row", 3, "A", "户号和户主身份号码指的不是同一户")]


def test_who_heads_a_household_is_not_said_by_a_table(household: Household, office: Office) -> None:
    brought(households((household.number, "林秋实", LIN_NUMBER, DOOR, 1, 2800, 2)), office.community)

    assert set(known("household", household.pk)) == {"household.monthly_income", "household.ebikes"}


def test_new_organisations_are_registered_and_their_words_known(words: Dictionary, office: Office) -> None:
    upload = brought(
        bodies(
            ("杭州虚构科技有限公司", CODE, "", "流水东苑社区1幢", 12, "0571-88880001"),
            ("老王面馆", "", "个体工商户", "流水东苑社区2幢", 2, ""),
        ),
        office.community, provider="market",
    )  # fmt: skip

    company, noodles = Organisation.objects.order_by("pk")
    assert (upload.subject, upload.counts["newcomers"]) == (Subject.ORGANISATION, 2)
    assert (company.uscc, company.kind, company.area) == (CODE, OrganisationKind.ENTERPRISE, office.building)
    assert (noodles.uscc, noodles.kind) == (None, OrganisationKind.TRADER)
    assert known("organisation", company.pk)["organisation.employees"] == "12"
    assert list(upload.organisations.values_list("organisation", "words")) == [(company.pk, {}), (noodles.pk, {})]
    assert Entry.objects.get(verb="registry.register_organisations").refs["organisations"] == 2


def test_an_organisation_is_found_by_its_code_or_by_name_where_it_is(words: Dictionary, office: Office) -> None:
    company = registry.register_organisation(name="旧名公司", area=office.building, uscc=CODE, by=ZHOU, at=AT)
    noodles = registry.register_organisation(name="老王面馆", area=office.building, by=ZHOU, at=AT)

    upload = brought(
        bodies(
            ("新名有限公司", CODE, "", "", 12, ""), ("老王面馆", "", "", "流水东苑社区1幢", 2, ""),
            ("老王面馆", "", "", "流水东苑社区2幢", 2, ""),
        ),
        office.community,
    )  # fmt: skip

    company.refresh_from_db()
    assert (upload.counts["linked"], upload.counts["newcomers"], Organisation.objects.count()) == (2, 1, 3)
    assert company.name == "新名有限公司"
    assert known("organisation", noodles.pk)["organisation.employees"] == "2"


def test_the_same_organisations_again_bring_nothing_new(words: Dictionary, office: Office) -> None:
    row = ("杭州虚构科技有限公司", CODE, "企业", "流水东苑社区1幢", 12, "0571-88880001")
    brought(bodies(row, ("老王面馆", "", "", "流水东苑社区2幢", 2, "")), office.community)

    again = brought(bodies(("老王面馆", "", "", "流水东苑社区2幢", 2, ""), row), office.community)

    assert (again.counts["newcomers"], again.counts["new"], again.counts["changed"]) == (0, 0, 0)
    assert Organisation.objects.count() == 2


def test_what_is_wrong_with_organisations_is_told_row_by_row(words: Dictionary, office: Office) -> None:
    upload = brought(
        bodies(
            ("甲公司", CODE, "", "流水东苑社区1幢", 1, ""),
            ("乙公司", CODE, "", "流水东苑社区1幢", 1, ""),
            ("丙公司", CODE[:-1] + ("0" if CODE[-1] != "0" else "1"), "", "流水东苑社区1幢", 1, ""),
            ("", "", "", "流水东苑社区1幢", 1, ""),
            ("丁公司", "", "", "", 1, ""),
            ("戊公司", "", "", "某市某路 1 号", 1, ""),
            ("己公司", TRADER, "企业", "流水东苑社区1幢", 1, ""),
            ("己公司", TRADER, "", "流水东苑社区1幢", 1, ""),
        ),
        office.community,
    )

    assert told(upload) == [
        ("row", 3, "B", "同一个统一社会信用代码写给了两家不同名称的单位"),
        ("row", 4, "B", "同一个统一社会信用代码写给了两家不同名称的单位"),
        ("cell", 5, "B", "末位校验不符"),
        ("row", 6, "A", "没有单位名称"),
        ("row", 7, "D", "登记簿里没有这家单位"),
        ("row", 8, "D", "地址认不到本区域的任何地方"),
        ("doubt", 9, "C", "单位类别与统一社会信用代码的前两位不一致"),
        ("row", 10, "", "和上面一行说的是同一个"),
    ]
    assert sorted(Organisation.objects.values_list("name", "kind")) == [("丙公司", "other"), ("己公司", "trader")]


def test_organisations_that_only_a_withdrawn_file_brought_are_struck_out(words: Dictionary, office: Office) -> None:
    row = ("杭州虚构科技有限公司", CODE, "", "流水东苑社区1幢", 12, "")
    upload = brought(bodies(row, ("老王面馆", "", "", "流水东苑社区2幢", 2, "")), office.community)
    noodles = Organisation.objects.get(name="老王面馆")
    say(Subject.ORGANISATION, noodles.pk, employees="3")

    taken_back(upload)
    again = brought(bodies(row), office.community)

    struck = Organisation.objects.get(is_mistaken=True)
    assert (struck.name, struck.uscc, struck.closed_on is None) == ("杭州虚构科技有限公司", None, False)
    assert known("organisation", struck.pk) == {}
    assert Organisation.objects.get(name="老王面馆").closed_on is None
    assert Entry.objects.get(verb="registry.strike_out_organisations").refs == {
        "organisations": str(struck.pk), "stayed": 1,
    }  # fmt: skip
    assert (again.counts["newcomers"], Organisation.objects.get(uscc=CODE).is_mistaken) == (1, False)


def test_an_organisation_that_another_community_holds_is_told_and_not_doubled(
    words: Dictionary, office: Office, as_web: AsWeb
) -> None:
    registry.register_organisation(name="甲公司", area=office.building_elsewhere, uscc=CODE, by=ZHOU, at=AT)

    with as_web(Scope(office.community.path, Privacy.SENSITIVE)):
        upload = brought(bodies(("甲公司", CODE, "", "流水东苑社区1幢", 1, "")), office.community)

    assert [one[:2] for one in told(upload)] == [("row", 3)]
    assert Organisation.objects.count() == 1


def test_what_moved_since_the_check_is_refused(words: Dictionary, household: Household, office: Office) -> None:
    upload = checked(bodies(("甲公司", CODE, "", "流水东苑社区1幢", 1, "")), office.community)
    registry.register_organisation(name="甲公司", area=office.building, uscc=CODE, by=ZHOU, at=AT)
    other = checked(households((household.number, "", "", "", 1, 2800, 2)), office.community)
    say(Subject.HOUSEHOLD, household.pk, ebikes="5")

    with pytest.raises(actions.MovedSinceError, match="1 organisations"):
        actions.accept(upload_id=upload.pk, by=ZHOU, at=AT)
    with pytest.raises(actions.MovedSinceError, match="1 households"):
        actions.accept(upload_id=other.pk, by=ZHOU, at=AT)


def test_what_is_given_up_leaves_nothing(words: Dictionary, household: Household, office: Office) -> None:
    upload = checked(bodies(("甲公司", CODE, "", "流水东苑社区1幢", 1, "")), office.community)

    actions.discard(upload_id=upload.pk, by=ZHOU, at=AT)

    assert (upload.organisations.count(), upload.findings.count(), RowsOfSubjects.objects.count()) == (0, 0, 0)
