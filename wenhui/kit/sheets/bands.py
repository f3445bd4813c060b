"""Where the labels of a table stand: a band of one to four rows, found by scoring rows and following merged cells."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from wenhui.kit.sheets import headlike
from wenhui.kit.sheets.areas import Area
from wenhui.kit.sheets.marks import squeezed
from wenhui.kit.sheets.sheet import Sheet
from wenhui.kit.words import Words

_DEEPEST = 40  # titles and notes above a first head; below that no first head is looked for
_MOST_LEVELS = 4
_ENOUGH = 0.5
_SURE = 0.62  # what a further table's head must reach


class Line(NamedTuple):
    """The texts of a row: column → text."""

    row: int
    texts: dict[int, str]

    @property
    def labels(self) -> dict[int, str]:
        """Return those that can head a column."""
        return {column: text for column, text in self.texts.items() if headlike.is_label(text)}


@dataclass(frozen=True)
class Band:
    """The rows and columns on which labels stand, how sure that is (0 to 1), and why."""

    top: int
    bottom: int
    left: int
    right: int
    confidence: float
    reasons: tuple[Words, ...]


class _Score(NamedTuple):
    row: int
    share: float
    reasons: tuple[Words, ...]


def find(sheet: Sheet) -> Iterator[Band]:
    """Yield the bands of labels from top to bottom: the likeliest among the first rows, then those of further tables."""
    scores = [score for row in range(1, min(_DEEPEST, sheet.height) + 1) if (score := _score(sheet, row))]
    best = max(scores, key=lambda score: (score.share, -score.row), default=None)
    if best is None or best.share < _ENOUGH:
        return
    band = _grown(sheet, best)
    yield band
    for row in _begins(sheet, band.bottom + 1):
        if row <= band.bottom or not _may_be_head(sheet, row):
            continue
        if (score := _score(sheet, row)) and score.share >= _SURE:
            if _line(sheet, row).texts == _line(sheet, band.bottom).texts:
                continue
            further = _grown(sheet, score)
            if further.top > band.bottom + 1 and _texts(sheet, further) != _texts(sheet, band):
                band = further
                yield band


def apart(sheet: Sheet, band: Band) -> list[Band]:
    """Return a band as the bands of tables side by side: blank columns part it and both sides repeat a label."""
    groups: list[list[int]] = []
    for column in range(band.left, band.right + 1):
        if levels(sheet, band, column):
            if groups and groups[-1][-1] == column - 1:
                groups[-1].append(column)
            else:
                groups.append([column])
    titles = [{squeezed(levels(sheet, band, column)[-1]) for column in group} for group in groups]
    if len(groups) < 2 or any(len(titles[0] & other) < min(2, len(other)) for other in titles[1:]):
        return [band]
    return [replace(band, left=group[0], right=group[-1]) for group in groups]


def levels(sheet: Sheet, band: Band, column: int) -> list[str]:
    """Return the texts over a column from the outermost level to the innermost, as written."""
    found: list[str] = []
    for row in range(band.top, band.bottom + 1):
        text = _text_over(sheet, row, column, carried=row < band.bottom and bool(sheet.text(band.bottom, column)))
        if text and (not found or squeezed(text) != squeezed(found[-1])):
            found.append(text)
    return found


def _text_over(sheet: Sheet, row: int, column: int, *, carried: bool) -> str:
    """Return the text that stands over a column in a row: its own, its merge's, or its left neighbour's without merges."""
    area = _merge(sheet, row, column)
    if area:
        return sheet.text(area.top, area.left)
    text = sheet.text(row, column)
    if text or not carried or any(merged.top <= row <= merged.bottom for merged in sheet.merged):
        return text
    left = next((sheet.text(row, back) for back in range(column - 1, 0, -1) if sheet.text(row, back)), "")
    return left if headlike.is_label(left) else ""


def _merge(sheet: Sheet, row: int, column: int) -> Area | None:
    return next((area for area in sheet.merged if area.covers(row, column)), None)


def _line(sheet: Sheet, row: int) -> Line:
    return Line(row, {column: text for column in range(1, sheet.width + 1) if (text := sheet.text(row, column))})


def _texts(sheet: Sheet, band: Band) -> list[dict[int, str]]:
    return [_line(sheet, row).texts for row in range(band.top, band.bottom + 1)]


def _begins(sheet: Sheet, first: int) -> Iterator[int]:
    """Yield rows that follow a blank row or a lone title, where a further table may begin."""
    blank = False
    for row in range(first, sheet.height + 1):
        line = sheet.rows[row - 1]
        if not any(line):
            blank = True
        elif blank:
            filled = sum(value != "" for value in line)
            if filled > 1:
                yield row
            blank = filled == 1


def _may_be_head(sheet: Sheet, row: int) -> bool:
    """Say at little cost whether it is worth weighing a row deep in the sheet."""
    texts = [text for column in range(1, sheet.width + 1) if (text := sheet.text(row, column))]
    return all(map(headlike.is_label, texts)) and sum(map(headlike.has_hint, texts)) * 2 >= len(texts)


def _score(sheet: Sheet, row: int) -> _Score | None:
    """Weigh whether the innermost labels stand in a row; None when they cannot."""
    line = _line(sheet, row)
    labels = line.labels
    hanging = {
        column: text
        for area in sheet.merged
        if area.top < row <= area.bottom and headlike.is_label(text := sheet.text(area.top, area.left))
        for column in range(area.left, area.right + 1)
    }
    texts = list(line.texts.values())
    if len(labels) < 2 or headlike.is_instruction_row(texts) or headlike.is_number_row(texts):
        return None
    covered = labels.keys() | hanging.keys() | _spread(sheet, row, labels)
    hints = sum(headlike.has_hint(text) for text in labels.values()) / len(labels)
    pure = len(labels) / len(line.texts)
    distinct = len({squeezed(text) for text in labels.values()}) / len(labels)
    full = min(1.0, len(covered) / max(1, _used(sheet, row)))
    share = 0.4 * hints + 0.2 * pure + 0.1 * distinct + 0.3 * full
    if headlike.is_signature(texts):
        share -= 0.3
    reasons = [
        Words(
            f"第 {row} 行像表头，因为有 {len(labels)} 个互不相同的列名，其中 {round(hints * 100)}% 是常见的表头用词",
            f"row {row} looks like a head: {len(labels)} different labels, "
            f"{round(hints * 100)}% with words heads are made of",
        )
    ]
    for found, words in _pointers(sheet, row):
        if found:
            share += 0.06
            reasons.append(words)
    return _Score(row, min(1.0, share), tuple(reasons))


def _pointers(sheet: Sheet, row: int) -> Iterator[tuple[bool, Words]]:
    filtered = sheet.layout.filtered
    yield filtered is not None and filtered.top == row, Words("筛选按钮在这一行", "the filter buttons stand on it")
    yield sheet.layout.frozen_rows == row, Words("窗口冻结到这一行", "the window is frozen below it")
    tops = {area.top for validation in sheet.layout.validations for area in validation.areas}
    yield bool(tops) and min(tops) == row + 1, Words("下拉选项从下一行开始", "drop-down lists begin below it")
    below = [text for column in range(1, sheet.width + 1) if (text := sheet.text(row + 1, column))]
    values = sum(not headlike.is_label(text) for text in below)
    yield bool(values) and values * 3 >= len(below), Words("下一行起是数据", "values begin below it")


def _used(sheet: Sheet, row: int) -> int:
    """Return in how many columns anything stands from this row on, looked at over the next fifty rows."""
    rows = range(row, min(row + 50, sheet.height) + 1)
    return sum(any(sheet.value(line, column) != "" for line in rows) for column in range(1, sheet.width + 1))


def _spread(sheet: Sheet, row: int, labels: dict[int, str]) -> set[int]:
    return {
        column
        for area in sheet.merged
        if area.top == row and area.left in labels
        for column in range(area.left, area.right + 1)
    }


def _grown(sheet: Sheet, score: _Score) -> Band:
    """Return the band around a row: levels above and below it that merged or complementary labels tie to it."""
    top = bottom = score.row
    while top > 1 and bottom - top + 1 < _MOST_LEVELS and _is_level_above(sheet, top - 1, bottom):
        top -= 1
    bottom = max(bottom, _hangs_to(sheet, top, bottom))
    while bottom < sheet.height and bottom - top + 1 < _MOST_LEVELS and _is_level_below(sheet, bottom):
        bottom = max(bottom + 1, _hangs_to(sheet, top, bottom + 1))
    band = Band(top, bottom, 1, sheet.width, round(score.share, 2), score.reasons)
    labelled = [column for column in range(1, sheet.width + 1) if levels(sheet, band, column)]
    if bottom > top:
        words = Words(f"表头有 {bottom - top + 1} 层", f"the head has {bottom - top + 1} levels")
        band = replace(band, reasons=(*score.reasons, words))
    right = max([*labelled, *_loose(sheet, bottom, labelled[-1])])
    return replace(band, left=labelled[0], right=right)


def _loose(sheet: Sheet, bottom: int, right: int) -> Iterator[int]:
    """Yield columns right beside the table that hold values under no label."""
    for column in range(right + 1, sheet.width + 1):
        if not any(sheet.value(row, column) != "" for row in range(bottom + 1, min(bottom + 50, sheet.height) + 1)):
            return
        yield column


def _hangs_to(sheet: Sheet, top: int, bottom: int) -> int:
    """Return the lowest row that a label beginning in the band hangs down to."""
    reach = [
        area.bottom
        for area in sheet.merged
        if top <= area.top <= bottom < area.bottom < area.top + _MOST_LEVELS
        and headlike.is_label(sheet.text(area.top, area.left))
    ]
    return max(reach, default=bottom)


def _is_level_above(sheet: Sheet, row: int, bottom: int) -> bool:
    """Say whether a row groups the labels below it, and is no title: a label over several columns but not over all."""
    line = _line(sheet, row)
    labels = line.labels
    if not labels or len(labels) < len(line.texts):
        return False
    below = _line(sheet, row + 1).texts
    width = len(below.keys() | labels.keys())
    ties = [area for area in sheet.merged if area.top == row and area.left in labels]
    if any(area.bottom > row for area in ties) and len(labels) > 1:
        return True
    groups = [area for area in ties if 2 <= area.width < 0.8 * max(width, area.width + 1)]
    if groups:
        return len(labels) > 1 or any(area.top < row + 1 <= area.bottom for area in sheet.merged)
    return 2 <= len(labels) < len(below) and not ties and _complements(labels, below)


def _is_level_below(sheet: Sheet, row: int) -> bool:
    """Say whether the next row divides labels of this one."""
    here, below = _line(sheet, row), _line(sheet, row + 1)
    if not below.texts or len(below.labels) < len(below.texts):
        return False
    groups = [area for area in sheet.merged if area.bottom == row and area.width > 1 and area.left in here.labels]
    if groups:
        divided = [column for column in below.labels if any(area.left <= column <= area.right for area in groups)]
        hinted = sum(headlike.has_hint(text) for text in below.labels.values())
        return bool(divided) and hinted * 2 >= len(below.labels)
    return len(here.labels) >= 2 and _complements(here.labels, below.texts)


def _complements(upper: dict[int, str], lower: dict[int, str]) -> bool:
    """Say whether a row without merged cells fills the gaps of the one above, both being labels."""
    gaps = set(range(min(upper), max(*upper, *lower) + 1)) - upper.keys()
    hinted = sum(headlike.has_hint(text) for text in lower.values())
    return bool(gaps) and gaps <= lower.keys() and hinted * 3 >= len(lower) * 2
