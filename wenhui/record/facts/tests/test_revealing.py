"""A covered word is shown for a reason, to whom it may be, and on record."""

import pytest

from wenhui.ground.journal.models import Entry
from wenhui.kit.privacy import Privacy
from wenhui.record.facts import actions
from wenhui.record.facts.actions.refusals import NoGroundError, NotAllowedError, NothingKnownError, NotSayableError
from wenhui.record.facts.tests.conftest import AT, ZHOU, say
from wenhui.record.registry.models import Person
from wenhui.record.registry.words import Subject

pytestmark = pytest.mark.database


def reveal(person: Person, key: str = "person.monthly_income", **changes: object) -> str:
    asked: dict[str, object] = {"reason": "核对低保申请", "may": lambda _: True, "clearance": Privacy.SENSITIVE}
    return actions.reveal(
        subject=Subject.PERSON, number=person.pk, key=key, by=ZHOU, at=AT, **{**asked, **changes}  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_word_is_uncovered_and_the_journal_names_the_attribute_not_the_value(lin: Person) -> None:
    say(lin, monthly_income="3200.00")

    text = reveal(lin)

    entry = Entry.objects.get(verb="facts.reveal")
    assert text == "3200.00"
    assert (entry.subject, entry.reason, entry.refs) == (
        f"person:{lin.pk}",
        "核对低保申请",
        {"attribute": "person.monthly_income"},
    )


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"may": lambda _: False}, NotAllowedError),
        ({"clearance": Privacy.PERSONAL}, NotAllowedError),
        ({"reason": " 看 看 "}, NoGroundError),
        ({"key": "person.bank_account"}, NothingKnownError),
        ({"key": "household.monthly_income"}, NotSayableError),
    ],
)
def test_who_may_not_sees_nothing_and_leaves_no_line(
    lin: Person, changes: dict[str, object], refused: type[Exception]
) -> None:
    say(lin, monthly_income="3200.00")

    with pytest.raises(refused):
        reveal(lin, **changes)  # type: ignore[arg-type]

    assert not Entry.objects.filter(verb="facts.reveal").exists()
