"""What a form lacks is told, stale words are marked or left out, and what can be asked at a door becomes one question."""

import io
from datetime import date, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from django.db import DatabaseError, transaction

from wenhui.ground.accounts.testing import AsWeb, Browse, Cast, Office
from wenhui.ground.journal.models import Entry
from wenhui.kit import clock
from wenhui.kit.privacy import Privacy
from wenhui.record.facts import actions as facts
from wenhui.record.facts.actions import About
from wenhui.record.facts.words import Through
from wenhui.record.ledgers import actions, filling
from wenhui.record.ledgers.filling import Answer
from wenhui.record.ledgers.models import LedgerGap
from wenhui.record.ledgers.tests.conftest import AT, GROUND, ZHOU
from wenhui.record.ledgers.tests.making import TODAY, answered, blank_form, door, resident, saved, understood
from wenhui.record.ledgers.words import GapStanding, Why
from wenhui.record.registry import actions as registry
from wenhui.record.registry import projecting
from wenhui.record.registry.dictionary import Dictionary
from wenhui.record.registry.models import Person
from wenhui.record.registry.words import Subject

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=2)


@pytest.fixture
def lin(office: Office, words: Dictionary) -> Person:
    """林秋实, of whom the register knows name, numbers and home."""
    return resident("林秋实", door(office, 501))


def say(person: Person, on: date, *, at: datetime = AT, provider: str = "community", **cells: str) -> None:
    """Let a provider have said something of a day."""
    keyed = {f"person.{key}": text for key, text in cells.items()}
    facts.say(
        about=[About(Subject.PERSON, person.pk, keyed)], through=Through.FORM, provider=provider, ground=GROUND,
        as_of=on, by=ZHOU, at=at,
    )  # fmt: skip


def asked(answer: Answer) -> list[tuple[str, bool]]:
    return sorted((one.key, one.is_stale) for one in answer.lacking)


def fill(office: Office, held: Dictionary, titles: list[str], **given: Any) -> Answer:
    """Fill a form, and hand on what it lacks."""
    opened, head, binding = understood(saved(blank_form(titles)), held)
    defaults: dict[str, Any] = {
        "asker": "civil_affairs",
        "due_on": TODAY + timedelta(days=14),
        "area": office.community,
    }
    return actions.fill(
        opened=opened, head=head, binding=binding, ground=GROUND, clearance=Privacy.SENSITIVE, by=ZHOU, at=AT,
        **(defaults | given),
    )  # fmt: skip


def cells(answer: Answer) -> list[Any]:
    return [cell.value for cell in openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0][2]]


def test_old_words_are_filled_and_told_by_column_with_the_oldest_day(
    office: Office, words: Dictionary, lin: Person
) -> None:
    he = resident("何晚舟", door(office, 502), serial=8)
    say(lin, date(2021, 3, 5), marriage="20", education="30")
    say(he, date(2024, 1, 9), marriage="10")

    answer = answered(saved(blank_form(["姓名", "婚姻状况", "文化程度"])), words, office.community)

    assert cells(answer) == ["林秋实", "已婚", "大学专科教育"]
    assert [(one.key, one.count, one.oldest) for one in answer.stale] == [("person.marriage", 2, date(2021, 3, 5))]
    assert asked(answer) == [("person.education", False), ("person.marriage", True), ("person.marriage", True)]


def test_old_words_may_be_left_out(office: Office, words: Dictionary, lin: Person) -> None:
    say(lin, date(2021, 3, 5), marriage="20")
    opened, head, binding = understood(saved(blank_form(["姓名", "婚姻状况"])), words)

    answer = filling.answer(
        opened, head, binding, area=office.community, clearance=Privacy.SENSITIVE, skips_stale=True, today=TODAY
    )

    assert cells(answer) == ["林秋实", None]
    assert [(gap.key, gap.why, gap.count) for gap in answer.gaps] == [("person.marriage", Why.STALE, 1)]


def test_a_word_that_was_confirmed_lately_is_not_old(office: Office, words: Dictionary, lin: Person) -> None:
    say(lin, date(2021, 3, 5), marriage="20")
    say(lin, date(2026, 3, 1), marriage="20", provider="civil_affairs")

    answer = answered(saved(blank_form(["姓名", "婚姻状况"])), words, office.community)

    assert (answer.stale, answer.lacking) == ((), ())


def test_what_nobody_at_a_door_could_answer_is_no_gap(office: Office, words: Dictionary, lin: Person) -> None:
    titles = ["姓名", "年龄", "所属社区", "楼宇名称", "本人签字", "户主姓名", "入住日期", "走访情况", "开户银行"]

    answer = answered(saved(blank_form(titles)), words, office.community)

    assert asked(answer) == [("person.bank_name", False)]


def test_a_household_is_asked_once_however_many_rows_it_has_and_its_head_for_the_phone(
    office: Office, words: Dictionary, lin: Person
) -> None:
    child = resident("林小满", door(office, 501), born=date(2015, 1, 2), serial=8)
    type(lin).objects.filter(pk=lin.pk).update(phone=None, phone_index=None, phone_tail_index=None)
    household = registry.form_household(
        dwelling=door(office, 501), head_id=lin.pk, member_ids=[lin.pk, child.pk], on=date(2020, 5, 1), by=ZHOU, at=AT
    )

    answer = answered(saved(blank_form(["姓名", "家庭月收入（元）", "户主电话"])), words, office.community)

    about = {(one.key, one.person, one.household) for one in answer.lacking}
    assert about == {("household.monthly_income", 0, household.pk), ("person.phone", lin.pk, 0)}
    assert len(answer.lacking) == 2


def test_what_a_form_lacks_is_handed_on_once_whatever_the_number_of_forms(
    office: Office, words: Dictionary, lin: Person
) -> None:
    fill(office, words, ["姓名", "开户银行"])
    fill(office, words, ["姓名", "开户银行", "婚姻状况"], asker="police", due_on=TODAY + timedelta(days=5))

    gaps = {gap.key: gap for gap in LedgerGap.objects.all()}
    assert set(gaps) == {"person.bank_name", "person.marriage"}
    assert gaps["person.bank_name"].askers == ["civil_affairs", "police"]
    assert gaps["person.bank_name"].due_on == TODAY + timedelta(days=5)
    assert (gaps["person.marriage"].area, gaps["person.marriage"].area_path) == (office.building, office.building.path)
    entry = Entry.objects.filter(verb="ledgers.hand_on").latest("pk")
    assert (entry.subject, entry.refs["gaps"], entry.refs["homes"]) == ("asker:police", 2, 1)


def test_homes_and_households_are_asked_once_too(office: Office, words: Dictionary, lin: Person) -> None:
    registry.form_household(
        dwelling=door(office, 501), head_id=lin.pk, member_ids=[lin.pk], on=date(2020, 5, 1), by=ZHOU, at=AT
    )

    for _ in range(2):
        fill(office, words, ["户编号", "户主姓名", "家庭月收入（元）"])
        fill(office, words, ["房屋地址", "建筑面积", "所属网格"])

    assert sorted(LedgerGap.objects.filter(dwelling=door(office, 501)).values_list("key", flat=True)) == [
        "dwelling.floor_area",
        "household.monthly_income",
    ]


def test_without_a_day_nothing_is_handed_on(office: Office, words: Dictionary, lin: Person) -> None:
    fill(office, words, ["姓名", "开户银行"], due_on=None)

    assert not LedgerGap.objects.exists()


def test_a_gap_closes_when_anybody_says_it(office: Office, words: Dictionary, lin: Person) -> None:
    say(lin, date(2021, 3, 5), marriage="20")
    fill(office, words, ["姓名", "开户银行", "婚姻状况"])
    say(lin, TODAY, at=AT + timedelta(days=1), marriage="20")

    closed = actions.settle_gaps(by=ZHOU, at=LATER)

    standing = dict(LedgerGap.objects.values_list("key", "standing"))
    assert closed.count == 1
    assert standing == {"person.bank_name": GapStanding.OPEN, "person.marriage": GapStanding.KNOWN}
    assert Entry.objects.get(verb="ledgers.settle_gaps").refs["closed"] == 1


def test_a_gap_closes_when_the_registry_itself_learns_it_or_its_person_has_gone(
    office: Office, words: Dictionary, lin: Person
) -> None:
    he = resident("何晚舟", door(office, 502), serial=8)
    type(he).objects.filter(pk=he.pk).update(phone=None, phone_index=None, phone_tail_index=None)
    fill(office, words, ["姓名", "联系电话", "开户银行"])
    projecting.show("person", {"person.phone": {he.pk: "12012345678"}})
    registry.move_out(person_id=lin.pk, on=TODAY, by=ZHOU, at=AT)

    actions.settle_gaps(by=ZHOU, at=LATER)

    standing = {(gap.person_id, gap.key): gap.standing for gap in LedgerGap.objects.all()}
    assert standing == {
        (he.pk, "person.phone"): GapStanding.KNOWN,
        (he.pk, "person.bank_name"): GapStanding.OPEN,
        (lin.pk, "person.bank_name"): GapStanding.GONE,
    }


def test_a_gap_that_was_taken_up_is_not_taken_up_again(office: Office, words: Dictionary, lin: Person) -> None:
    fill(office, words, ["姓名", "开户银行"])
    gap = LedgerGap.objects.get()

    taken = [actions.take_up_gaps(asked_as={gap.pk: key}, by=ZHOU, at=AT) for key in ("7", "8")]

    gap.refresh_from_db()
    assert (taken, gap.asked_as) == ([1, 0], "7")
    assert Entry.objects.filter(verb="ledgers.take_up_gaps").count() == 1


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"standing": "known"}, "ledgers_a_gap_that_closed_knows_when"),
        ({"ground": ""}, "ledgers_a_gap_names_its_ground"),
    ],
)
def test_the_database_holds_what_a_gap_is(
    office: Office, words: Dictionary, lin: Person, changes: dict[str, str], named: str
) -> None:
    fill(office, words, ["姓名", "开户银行"])

    with pytest.raises(DatabaseError, match=named), transaction.atomic():
        LedgerGap.objects.update(**changes)


def test_the_web_role_hands_on_within_its_scope_and_sees_no_others(
    office: Office, words: Dictionary, lin: Person, cast: Cast, as_web: AsWeb
) -> None:
    with as_web(cast["zhounc"].scope):
        for _ in range(2):
            fill(office, words, ["姓名", "开户银行"])
        own = LedgerGap.objects.count()
    with as_web(cast["hansg"].scope):
        elsewhere = LedgerGap.objects.count()

    assert (own, elsewhere) == (1, 0)


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_the_page_tells_what_is_old_and_hands_on_what_is_lacking(
    office: Office, words: Dictionary, lin: Person, cast: Cast, browse: Browse
) -> None:
    say(lin, date(2021, 3, 5), marriage="20")
    browser, today = browse("zhounc"), clock.local_day(clock.now())
    form = io.BytesIO(saved(blank_form(["姓名", "婚姻状况", "开户银行"])))
    form.name = "名册.xlsx"
    address = browser.post("/ledgers/fill/", {"file": form, "asker": "civil_affairs"}).headers["Location"]
    first = text(browser.get(address))
    posted = {"area": "流水东苑社区", "ground": GROUND, "due_on": (today + timedelta(days=9)).isoformat()}

    looked = text(browser.post(address, {"do": "look", **posted}))
    late = browser.post(address, {"do": "fill", **posted, "due_on": "2020-01-01"})
    filled = browser.post(address, {"do": "fill", **posted})
    after = text(browser.get(address))

    assert f'value="{today + timedelta(days=14)}"' in first
    assert "1 格已过期，最早 2021-03" in looked
    assert "缺的和过期的能上门问的：1 户，2 件" in looked
    assert late.status_code == 422
    assert filled["Content-Type"].endswith("sheet")
    assert "已交给走访：1 户，2 件" in after
    assert LedgerGap.objects.count() == 2


def test_a_card_says_what_forms_lack_and_whether_somebody_goes_to_ask(
    office: Office, words: Dictionary, lin: Person, cast: Cast, browse: Browse
) -> None:
    say(lin, date(2021, 3, 5), marriage="20")
    fill(office, words, ["姓名", "婚姻状况", "开户银行", "月收入"])
    fill(office, words, ["房屋地址", "建筑面积", "所属网格"], asker="housing")
    gap = LedgerGap.objects.get(key="person.marriage")
    actions.take_up_gaps(asked_as={gap.pk: "1"}, by=ZHOU, at=AT)

    secretary = text(browse("zhounc").get(f"/registry/persons/{lin.pk}/"))
    worker = text(browse("gulan").get(f"/registry/persons/{lin.pk}/"))
    home = text(browse("gulan").get(f"/registry/dwellings/{door(office, 501).pk}/"))

    assert '婚姻状况 <span class="tag">要重新确认</span>' in secretary
    assert secretary.index("已知情况") < secretary.index("部门表格还缺的")
    assert f"民政要，{TODAY + timedelta(days=14)} 前，已交给走访" in secretary
    assert ("月收入" in secretary, "月收入" in worker) == (True, False)
    assert "建筑面积" in home
    assert "住建要" in home
