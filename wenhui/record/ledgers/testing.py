"""For tests of this room and those above: what a table says, canonically, once it is bound."""

from datetime import date

from wenhui.kit.sheets import heads, opening, reading, taking
from wenhui.record.ledgers.binding import bind
from wenhui.record.ledgers.rules.columns import Binding, Memory
from wenhui.record.registry.dictionary import Dictionary
from wenhui.record.registry.rules.values import Column, read_column
from wenhui.record.registry.words import Subject


def read_again(
    content: bytes, *, dictionary: Dictionary, remembered: Memory, subject: Subject | None = None, today: date
) -> tuple[Binding, dict[int, Column]]:
    """Read a filled form as an import does: how it is bound, and the canonical texts of its columns by their number.

    What `Answer.written` holds must come out again.
    """
    sheet = reading.read(opening.open_file(content))
    head = heads.find(sheet)[0]
    rows = taking.take(sheet, head)
    binding = bind(head, rows, dictionary=dictionary, remembered=remembered, subject=subject)
    return binding, {
        bound.column.number: read_column(
            cells,
            bound.attribute.kind,
            today=today,
            table=dictionary.tables.get(bound.attribute.table),
            is_several=bound.attribute.is_several,
            factor=bound.factor,
        )
        for bound, cells in zip(binding.columns, rows.columns, strict=True)
        if bound.attribute
    }
