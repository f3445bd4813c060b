"""Reads a sheet of theirs: heads by the names they use, each row as a ticket and what was said of it since.

A row that cannot be read is refused in words, by its number in the sheet; the others stand. No database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, tzinfo

from django.utils.translation import gettext

from wenhui.edge.hotline import rules, translate
from wenhui.edge.hotline.translate import HEADS, Said, Told
from wenhui.edge.hotline.words import State, Step
from wenhui.kit.sheets import dates, heads, opening, reading, taking
from wenhui.kit.sheets.heads import Head
from wenhui.kit.sheets.refusals import NoRowsError, RefusedFileError, TooManyRowsError
from wenhui.kit.words import Words

MOST_ROWS = 1_000
DAY_ENDS = time(23, 59)


class NotTicketsError(RefusedFileError):
    """The sheet has no column of ticket numbers, or none that says what it is about."""

    WORDS = Words(
        "这张表里没有找到“工单编号”和“标题”或“诉求内容”两列。请上传热线系统导出的工单表，不用改表头。",
        "No columns of ticket numbers and of titles or words were found. Upload the sheet as the hotline exports it.",
    )


class RowError(ValueError):
    """A row cannot be read; the text says why."""


@dataclass(frozen=True, slots=True, order=True)
class Refused:
    """One row that was not taken, or not as it stands: its number in the sheet, the ticket's, the reason."""

    row: int
    number: str
    why: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row that can be read: the ticket as it stands there, and what was said of it since, in order."""

    row: int
    told: Told
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of a sheet."""

    lines: tuple[Line, ...]
    refused: tuple[Refused, ...]


def read(content: bytes, *, zone: tzinfo) -> Page:
    """Return the rows of the first tab that holds tickets. Raises a RefusedFileError for the file as a whole."""
    sheet = reading.read(opening.open_file(content))
    for head in heads.find(sheet):
        fields = _fields(head)
        if "number" in fields and {"title", "text"} & set(fields):
            break
    else:
        raise NotTicketsError
    rows = taking.take(sheet, head)
    if not len(rows):
        raise NoRowsError
    if len(rows) > MOST_ROWS:
        raise TooManyRowsError.beyond(MOST_ROWS)
    lines: list[Line] = []
    refused: list[Refused] = []
    for number, values in zip(rows.numbers, rows.lines(), strict=True):
        given = {field: values[place].strip() for field, place in fields.items()}
        try:
            lines.append(line_of(number, given, zone))
        except RowError as error:
            refused.append(Refused(number, given["number"][:40], str(error)))
    return Page(tuple(lines), tuple(refused))


def _fields(head: Head) -> dict[str, int]:
    """Return where each of their columns stands; of two that mean the same, the first."""
    found: dict[str, int] = {}
    for place, column in enumerate(head.columns):
        field = translate.field_of(column.title) or translate.field_of(column.written)
        if field:
            found.setdefault(field, place)
    return found


def line_of(row: int, given: Mapping[str, str], zone: tzinfo) -> Line:
    """Return one row as a ticket. Raises RowError in words."""
    number = given.get("number", "")
    if rules.NUMBER.fullmatch(number) is None:
        raise RowError(gettext("工单编号是空的或读不懂。"))
    title, text = given.get("title", ""), given.get("text", "")
    if not title and not text:
        raise RowError(gettext("没有写是什么事。"))
    moments = {
        field: _moment(field, given.get(field, ""), zone, day_ends=field not in {"received_at"})
        for field in ("received_at", "sign_due_at", "contact_due_at", "answer_due_at")
    }
    told = Told(
        number=number, title=title or text, text=text if title else "", name=given.get("name", ""),
        phone=given.get("phone", ""), kind=given.get("kind", ""), place=given.get("place", ""),
        state=_state(given.get("state", "")), **moments,
    )  # fmt: skip
    return Line(row, told, _said(number, told.state, given, zone))


def _state(words: str) -> State:
    if not words:
        return State.TO_SIGN
    state = translate.state_of(words)
    if state is None:
        raise RowError(gettext("不认识工单状态“%(words)s”。") % {"words": words[:20]})
    return state


def _said(number: str, state: State, given: Mapping[str, str], zone: tzinfo) -> tuple[Said, ...]:
    found = [*_extension(number, given, zone), *_callback(number, given, zone), *_closed(number, state, given, zone)]
    return tuple(sorted(found, key=lambda one: one.at))


def _extension(number: str, given: Mapping[str, str], zone: tzinfo) -> Sequence[Said]:
    words = given.get("extension", "")
    if not words:
        return ()
    granted = translate.yes_or_no(words)
    if granted is None:
        return ()
    at = _needed("extension_at", given, zone, gettext("延期审核结果要有审核时间。"))
    until = _moment("extension_until", given.get("extension_until", ""), zone, day_ends=True)
    return (Said(number, Step.EXTENDED if granted else Step.NOT_EXTENDED, at, until if granted else None),)


def _callback(number: str, given: Mapping[str, str], zone: tzinfo) -> Sequence[Said]:
    words = given.get("callback", "")
    if not words:
        return ()
    try:
        step = translate.callback_of(words)
    except KeyError:
        raise RowError(gettext("不认识回访结果“%(words)s”。") % {"words": words[:20]}) from None
    if step is None:
        return ()
    at = _needed("callback_at", given, zone, gettext("回访结果要有回访时间。"))
    solved = translate.yes_or_no(given.get("solved", ""))
    return (Said(number, step, at, is_solved=solved, words=given.get("callback_words", "")),)


def _closed(number: str, state: State, given: Mapping[str, str], zone: tzinfo) -> Sequence[Said]:
    at = _moment("closed_at", given.get("closed_at", ""), zone, day_ends=False)
    return (Said(number, Step.CLOSED, at),) if at is not None and state is State.CLOSED else ()


def _needed(field: str, given: Mapping[str, str], zone: tzinfo, otherwise: str) -> datetime:
    at = _moment(field, given.get(field, ""), zone, day_ends=False)
    if at is None:
        raise RowError(otherwise)
    return at


def _moment(field: str, words: str, zone: tzinfo, *, day_ends: bool) -> datetime | None:
    """Return a moment of theirs on the office's clock; a day alone is its end for a limit, its beginning otherwise."""
    if not words:
        return None
    found = dates.parse(words)
    if found is None:
        raise RowError(gettext("“%(head)s”里的“%(words)s”不是时间。") % {"head": HEADS[field][0], "words": words[:20]})
    if isinstance(found, datetime):
        return found.replace(tzinfo=zone)
    return datetime.combine(found, DAY_ENDS if day_ends else time(), tzinfo=zone)
