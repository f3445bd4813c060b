"""What is remembered, kept and handed out, who did it, and what the journal says of it."""

from datetime import timedelta

import pytest

from wenhui.ground.accounts.testing import AsWeb, Cast, Office
from wenhui.ground.journal.models import Entry
from wenhui.kit.privacy import Privacy
from wenhui.record.ledgers import actions, queries
from wenhui.record.ledgers.actions import KEPT_DAYS
from wenhui.record.ledgers.models import BlankForm, RememberedHead
from wenhui.record.ledgers.refusals import (
    AmbiguousAreaError,
    GroundMissingError,
    LedgersError,
    TooLargeBlankError,
    UnknownAreaError,
    UnknownAskerError,
    UnknownAttributeError,
)
from wenhui.record.ledgers.rules import asking
from wenhui.record.ledgers.rules.columns import Remembered
from wenhui.record.ledgers.tests.conftest import AT, GROUND, ZHOU
from wenhui.record.ledgers.tests.making import TODAY, blank_form, door, resident, saved, understood
from wenhui.record.ledgers.words import Decided
from wenhui.record.registry.dictionary import Dictionary
from wenhui.record.registry.words import Subject

pytestmark = pytest.mark.django_db
NEEDS = {"走访情况": Remembered("person.needs"), "审核人": Remembered("", "由审核人填写")}


def test_a_head_is_remembered_for_its_provider_and_journalled(words: Dictionary) -> None:
    actions.remember(provider="civil_affairs", subject=Subject.PERSON, choices=NEEDS, by=ZHOU, at=AT)

    form = saved(blank_form(["姓名", "走访情况", "审核人"]))
    _, _, theirs = understood(form, words, queries.memory_of("civil_affairs"))
    _, _, others = understood(form, words, queries.memory_of("health"))
    assert [one.decided for one in theirs.columns[1:]] == [Decided.REMEMBERED, Decided.OWN]
    assert others.columns[1].decided is Decided.OPEN
    entry = Entry.objects.get(verb="ledgers.remember")
    assert (entry.subject, sorted(entry.refs.values())) == ("provider:civil_affairs", ["-", "person.needs"])


def test_a_later_decision_takes_the_earlier_one_s_place(words: Dictionary) -> None:
    for key in ("person.needs", "person.skill"):
        choices = {"走访情况": Remembered(key)}
        actions.remember(provider="health", subject=Subject.PERSON, choices=choices, by=ZHOU, at=AT)

    assert [(row.key, row.actor_key) for row in RememberedHead.objects.all()] == [("person.skill", "zhounc")]


@pytest.mark.parametrize(
    ("provider", "key", "refused"),
    [("nobody", "person.needs", UnknownAskerError), ("health", "person.nothing", UnknownAttributeError)],
)
def test_what_the_dictionary_does_not_have_is_not_remembered(
    words: Dictionary, provider: str, key: str, refused: type[LedgersError]
) -> None:
    with pytest.raises(refused):
        actions.remember(provider=provider, subject=Subject.PERSON, choices={"甲": Remembered(key)}, by=ZHOU, at=AT)

    assert not RememberedHead.objects.exists()


def test_a_blank_form_is_kept_for_who_brought_it_until_it_has_served(words: Dictionary) -> None:
    old = actions.keep_blank(
        name="旧表.xlsx", content=b"PK", provider="health", by=ZHOU, at=AT - timedelta(days=KEPT_DAYS + 1)
    )
    kept = actions.keep_blank(name="新表.xlsx", content=b"PK", provider="health", by=ZHOU, at=AT)

    assert queries.blank(kept.pk, by=ZHOU) == kept
    assert queries.blank(old.pk, by=ZHOU) is None
    assert queries.blank(kept.pk, by=type(ZHOU)(ZHOU.kind, "gulan", "顾晓岚")) is None
    assert Entry.objects.filter(verb="ledgers.keep_blank").count() == 2


@pytest.mark.parametrize(
    ("size", "provider", "refused"), [(5 * 2**20, "health", TooLargeBlankError), (2, "nobody", UnknownAskerError)]
)
def test_a_blank_form_that_is_too_large_or_nobody_s_is_not_kept(
    words: Dictionary, size: int, provider: str, refused: type[LedgersError]
) -> None:
    with pytest.raises(refused):
        actions.keep_blank(name="表.xlsx", content=b"P" * size, provider=provider, by=ZHOU, at=AT)

    assert not BlankForm.objects.exists()


def test_filling_says_in_the_journal_who_gave_what_to_whom_and_no_value(office: Office, words: Dictionary) -> None:
    resident("林秋实", door(office, 501))
    opened, head, binding = understood(saved(blank_form(["姓名", "身份证号", "开户银行"])), words)
    conditions = asking.parse(
        "姓名=林秋实", attributes=words.attributes, tables=words.tables, subject=Subject.PERSON, today=TODAY
    )

    answer = actions.fill(
        opened=opened, head=head, binding=binding, area=office.community, conditions=conditions,
        asker="civil_affairs", ground=GROUND, clearance=Privacy.SENSITIVE, by=ZHOU, at=AT,
    )  # fmt: skip

    entry = Entry.objects.get(verb="ledgers.fill")
    assert answer.rows == 1
    assert (entry.subject, entry.reason, entry.actor_key) == (f"area:{office.community.pk}", GROUND, "zhounc")
    assert entry.refs | {"form": ""} == {
        "asker": "civil_affairs", "rows": 1, "form": "", "attributes": "person.name person.id_number",
        "conditions": "person.name",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("asker", "ground", "refused"),
    [("civil_affairs", " 无 ", GroundMissingError), ("nobody", GROUND, UnknownAskerError)],
)
def test_nothing_is_handed_out_without_an_asker_and_a_ground(
    office: Office, words: Dictionary, asker: str, ground: str, refused: type[LedgersError]
) -> None:
    opened, head, binding = understood(saved(blank_form(["姓名", "联系电话"])), words)

    with pytest.raises(refused):
        actions.fill(
            opened=opened, head=head, binding=binding, area=office.community, asker=asker, ground=ground,
            clearance=Privacy.SENSITIVE, by=ZHOU, at=AT,
        )  # fmt: skip

    assert not Entry.objects.filter(verb="ledgers.fill").exists()


def test_the_web_role_remembers_keeps_and_fills(office: Office, words: Dictionary, cast: Cast, as_web: AsWeb) -> None:
    resident("林秋实", door(office, 501))
    opened, head, binding = understood(saved(blank_form(["姓名", "联系电话"])), words)

    with as_web(cast["zhounc"].scope):
        actions.remember(provider="health", subject=Subject.PERSON, choices=NEEDS, by=ZHOU, at=AT)
        actions.keep_blank(name="表.xlsx", content=opened.content, provider="health", by=ZHOU, at=AT)
        answer = actions.fill(
            opened=opened, head=head, binding=binding, area=office.community, asker="health", ground=GROUND,
            clearance=Privacy.SENSITIVE, by=ZHOU, at=AT,
        )  # fmt: skip

    assert answer.rows == 1


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("流水东苑社区", "lsdy."),
        ("流水东苑", "lsdy."),
        ("文晖街道", ""),
        ("hz.gs.wh.lsdy.g04.", "lsdy.g04."),
        ("hz.gs.wh.lsdy.g04", "lsdy.g04."),
        ("流水东苑04网格", "lsdy.g04."),
        ("流水东苑1幢", "lsdy.g04.b001."),
        ("流水东苑 1 幢", "lsdy.g04.b001."),
    ],
)
def test_an_area_is_called_by_name_path_or_address(office: Office, text: str, path: str) -> None:
    assert queries.area_called(text) == office.at(path)


@pytest.mark.parametrize("text", ["不在这里社区", "hz.gs.xx.", "330105999", "", "流水东苑99幢"])
def test_an_area_that_is_not_there_is_refused_in_words(office: Office, text: str) -> None:
    with pytest.raises(UnknownAreaError) as refused:
        queries.area_called(text)

    assert "没有生成文件" in refused.value.words.zh


def test_an_area_outside_one_s_scope_is_not_there(office: Office) -> None:
    assert queries.area_called("流水东苑社区", within="hz.gs.wh.") == office.community
    with pytest.raises(UnknownAreaError):
        queries.area_called("流水东苑社区", within="hz.gs.wh.dtg.")


def test_a_name_of_two_areas_is_refused_with_both(office: Office) -> None:
    for path in ("lsdy.g04.", "lsdy.g05."):
        area = office.at(path)
        type(area).objects.filter(pk=area.pk).update(name="东片网格")

    with pytest.raises(AmbiguousAreaError) as refused:
        queries.area_called("东片网格")

    assert "hz.gs.wh.lsdy.g05." in str(refused.value)
