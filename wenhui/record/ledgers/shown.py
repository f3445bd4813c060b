"""A bound form and its answer as pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext, pgettext

from wenhui.kit.html import wording
from wenhui.kit.sheets.areas import letters
from wenhui.kit.words import Words
from wenhui.record.ledgers.filling import Answer, Gap, Stale
from wenhui.record.ledgers.refusals import UnknownAttributeError
from wenhui.record.ledgers.rules.columns import Binding, Bound, Remembered, folded_path
from wenhui.record.ledgers.words import Decided
from wenhui.record.registry.dictionary import Dictionary

FIELD = "column-{}"


@dataclass(frozen=True, slots=True)
class Line:
    """One column on the page: its place and head, what it is taken for and how, and after a look what was found."""

    field: str
    place: str
    head: str
    meaning: str
    decided: str
    kind: str
    reasons: Sequence[Words]
    is_index: bool
    served: int | None = None
    gaps: tuple[Gap, ...] = ()
    stale: Stale | None = None


def meanings(dictionary: Dictionary) -> dict[str, str]:
    """Return every attribute's name, with its subject, as it is chosen and shown; by that name its key."""
    return {_called(dictionary, key): key for key in dictionary.attributes}


def own() -> str:
    """Return the word for a column that is no fact."""
    return gettext("不是登记事项")


def lines(binding: Binding, dictionary: Dictionary, answer: Answer | None = None) -> list[Line]:
    """Return the columns of a form as they are shown."""
    return [_line(bound, dictionary, answer) for bound in binding.columns if bound.column.path]


def choices(binding: Binding, dictionary: Dictionary, typed: Mapping[str, str]) -> dict[str, Remembered]:
    """Return what somebody says otherwise than it was, by folded path. Raises UnknownAttributeError."""
    keys = meanings(dictionary)
    found: dict[str, Remembered] = {}
    for bound in binding.columns:
        said = typed.get(FIELD.format(bound.column.number), "").strip()
        if not said or said == _meaning(bound, dictionary) or not folded_path(bound.column.path):
            continue
        if said == own():
            found[folded_path(bound.column.path)] = Remembered("", own())
        elif said in keys:
            found[folded_path(bound.column.path)] = Remembered(keys[said])
        else:
            raise UnknownAttributeError.named(said)
    return found


def handed_on(answer: Answer) -> str:
    """Return what is said when what a form lacked was handed on to be asked at doors."""
    said = {"homes": answer.homes_lacking, "n": len(answer.lacking)}
    return (
        ngettext("已交给走访：%(homes)s 户，%(n)s 件", "已交给走访：%(homes)s 户，%(n)s 件", len(answer.lacking)) % said
    )


def _line(bound: Bound, dictionary: Dictionary, answer: Answer | None) -> Line:
    number = bound.column.number
    return Line(
        field=FIELD.format(number),
        place=letters(number),
        head=bound.column.full_title,
        meaning=_meaning(bound, dictionary),
        decided=str(bound.decided.label),
        kind="soon" if bound.decided is Decided.OPEN else "",
        reasons=bound.reasons,
        is_index=bound.decided is Decided.INDEX,
        served=answer.served.get(number, 0) if answer else None,
        gaps=tuple(gap for gap in answer.gaps if gap.column.number == number) if answer else (),
        stale=next((one for one in answer.stale if one.column.number == number), None) if answer else None,
    )


def _meaning(bound: Bound, dictionary: Dictionary) -> str:
    if bound.decided is Decided.OWN:
        return own()
    return _called(dictionary, bound.key) if bound.key else ""


def _called(dictionary: Dictionary, key: str) -> str:
    attribute = dictionary.attributes[key]
    return pgettext("attributes", "%(name)s（%(subject)s）") % {
        "name": wording.say(attribute.words),
        "subject": attribute.subject.label,
    }
