"""Takes the rows below a head, column by column, and leaves out what is no data, saying so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wenhui.kit.sheets import damage, headlike, heads, tails, texts
from wenhui.kit.sheets.areas import Area
from wenhui.kit.sheets.engine import Value
from wenhui.kit.sheets.heads import Column, Head
from wenhui.kit.sheets.sheet import Kind, Remark, Sheet
from wenhui.kit.sheets.tails import LeftOut
from wenhui.kit.words import Words

_FORMULA = Words(
    "这一列由公式算出，取的是上次保存时的结果。",
    "This column is computed by formulas; what they gave when the file was last saved is taken.",
)
_NO_VALUE = Words(
    "公式没有算出结果。请用 WPS 或 Excel 打开文件，保存后再上传。",
    "The formula holds no result. Open the file in WPS or Excel, save it and upload it again.",
)
_HIDDEN_COLUMN = Words("这一列是隐藏的，内容照样读取。", "This column is hidden; it was read all the same.")


@dataclass(frozen=True)
class Rows:
    """The data of a table by column: `columns[i][k]` is what `head.columns[i]` shows in sheet row `numbers[k]`.

    Texts are as written, blanks around them included; "" is a blank cell. `left_out` are the rows within the table
    that are no data; `remarks` say what the reader should know of single cells, columns and areas.
    """

    head: Head
    numbers: Sequence[int]
    columns: Sequence[Sequence[str]]
    left_out: tuple[LeftOut, ...]
    remarks: tuple[Remark, ...]

    def __len__(self) -> int:
        return len(self.numbers)

    def lines(self) -> Iterator[tuple[str, ...]]:
        """Yield the rows as texts, one after the other."""
        return iter(zip(*self.columns, strict=True))


def take(sheet: Sheet, head: Head) -> Rows:
    """Return the rows between a head and its tail. 55,000 rows of 24 columns take a quarter of a second."""
    lines, numbers, left_out = _sorted_out(sheet, head)
    values = [list(column) for column in zip(*lines, strict=True)] or [[] for _ in head.columns]
    merged = list(_spread(sheet, head, numbers, values))
    columns = [texts.texts(column) for column in values]
    remarks = [*_around(sheet, head), *merged, *_formulas(sheet, head, numbers)]
    for column, held, shown in zip(head.columns, values, columns, strict=True):
        remarks += [
            Remark(Kind.DAMAGED, _cell(numbers[place], column.number), words)
            for place, words in damage.find(held, shown).items()
        ]
    return Rows(head, numbers, columns, (*head.notes, *left_out, *head.tail), tuple(remarks))


def _cell(row: int, column: int) -> Area:
    return Area(row, column, row, column)


def _sorted_out(sheet: Sheet, head: Head) -> tuple[list[Sequence[Value]], list[int], list[LeftOut]]:
    """Return the lines of data with their row numbers, and the rows between them that are none. Blank rows go silently."""
    left, right = head.columns[0].number, head.columns[-1].number
    wanted = [column.number - left for column in head.columns]
    whole = wanted == list(range(right - left + 1))
    labels = heads.labels_of(sheet, head)
    firsts = {row[place] for row in labels for place in range(min(3, len(row)))}
    lines, numbers, left_out = [], [], []
    for number, row in enumerate(sheet.rows[head.first_row - 1 : head.last_row], head.first_row):
        line = row[left - 1 : right]
        if not whole:
            line = [line[place] for place in wanted]
        if not any(line) and all(value == "" for value in line):
            continue
        why = _why_none(line, firsts, labels)
        if why:
            left_out.append(LeftOut(number, why))
        else:
            lines.append(line)
            numbers.append(number)
    return lines, numbers, left_out


def _why_none(line: Sequence[Value], firsts: set[str], labels: frozenset[tuple[str, ...]]) -> Words | None:
    """Return what a row amid the data is, when it is none: the head again, a subtotal, a page number."""
    first = line[0] if line[0] != "" else next(value for value in line if value != "")
    if not isinstance(first, str):
        return None
    first = first.strip()
    if first in firsts and tuple(texts.text_of(value).strip() for value in line) in labels:
        return tails.REPEATED
    if not first or first[0] not in "合总共小累本全第":
        return None
    if headlike.is_total(first):
        return tails.TOTAL
    filled = [texts.text_of(value) for value in line if value != ""]
    return tails.PAGE if headlike.is_page_mark(filled) else None


def _spread(sheet: Sheet, head: Head, numbers: Sequence[int], values: list[list[Value]]) -> Iterator[Remark]:
    """Give the value of a merged area to each of its cells."""
    places = {number: place for place, number in enumerate(numbers)} if sheet.merged else {}
    for area in sheet.merged:
        if area.bottom < head.first_row or area.top > head.last_row:
            continue
        value = sheet.value(area.top, area.left)
        held = [place for place, column in enumerate(head.columns) if area.left <= column.number <= area.right]
        rows = [places[row] for row in range(area.top, area.bottom + 1) if row in places]
        if value == "" or not held or not rows:
            continue
        for place in held:
            for row in rows:
                values[place][row] = value
        yield Remark(
            Kind.MERGED,
            area,
            Words(
                f"合并单元格 {area}：内容算作其中每一格的。", f"Merged cells {area}: the value counts for each of them."
            ),
        )


def _around(sheet: Sheet, head: Head) -> Iterator[Remark]:
    """Yield what is told of whole columns and of the table."""
    layout = sheet.layout
    for column in head.columns:
        if column.number in layout.hidden_columns:
            yield Remark(Kind.HIDDEN, _down(head, column), _HIDDEN_COLUMN)
    hidden = sorted(row for row in layout.hidden_rows if head.first_row <= row <= head.last_row)
    if hidden:
        filtered = layout.filtered is not None
        whole = Area(hidden[0], head.columns[0].number, hidden[-1], head.columns[-1].number)
        how = Words("被筛选掉", "filtered out") if filtered else Words("隐藏", "hidden")
        yield Remark(
            Kind.FILTERED if filtered else Kind.HIDDEN,
            whole,
            Words(
                f"有 {len(hidden)} 行{how.zh}，内容照样读取。",
                f"{len(hidden)} rows are {how.en}; they were read all the same.",
            ),
        )


def _formulas(sheet: Sheet, head: Head, numbers: Sequence[int]) -> Iterator[Remark]:
    layout = sheet.layout
    if not layout.formulas and not layout.errors:
        return
    rows = frozenset(numbers)
    for column in head.columns:
        computed = [row for row, at in layout.formulas if at == column.number and row in rows]
        if computed:
            yield Remark(Kind.FORMULA, _down(head, column), _FORMULA)
        for row in sorted(computed):
            if (row, column.number) in layout.unvalued:
                yield Remark(Kind.NO_VALUE, _cell(row, column.number), _NO_VALUE)
        for (row, at), said in layout.errors.items():
            if at == column.number and row in rows:
                words = Words(
                    f"公式出错（{said}），这一格没有值。", f"The formula failed ({said}); the cell has no value."
                )
                yield Remark(Kind.ERROR, _cell(row, at), words)


def _down(head: Head, column: Column) -> Area:
    return Area(head.first_row, column.number, max(head.first_row, head.last_row), column.number)
