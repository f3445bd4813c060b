"""A binding as an import takes it: one column for each attribute where a form has one address in two columns."""

from dataclasses import replace

from wenhui.kit.sheets.taking import Rows
from wenhui.record.ledgers.importing.cells import Bound
from wenhui.record.ledgers.rules.columns import ADDRESSES, Binding, Part


def of_binding(binding: Binding, rows: Rows) -> tuple[Rows, list[Bound]]:
    """Return the columns that mean something, and the rows with addresses put together.

    Where a form has a column for the building and one for the door, the whole address is in the first column that asks
    for it: what stands there, else building and door.
    """
    columns = list(rows.columns)
    taken = [Bound(place, one.key, one.factor) for place, one in enumerate(binding.columns) if one.key]
    for key in ADDRESSES:
        places = {
            part: [place for place, one in enumerate(binding.columns) if one.key == key and one.part is part]
            for part in Part
        }
        if not places[Part.BUILDING]:
            continue
        wholes = [rows.columns[place] for place in places[Part.WHOLE]]
        pieces = [rows.columns[place] for part in (Part.BUILDING, Part.DOOR) for place in places[part]]
        target = min(place for found in places.values() for place in found)
        columns[target] = [
            next(
                (whole[row] for whole in wholes if whole[row].strip()), "".join(piece[row].strip() for piece in pieces)
            )
            for row in range(len(rows))
        ]
        taken = [one for one in taken if one.key != key or one.place == target]
    return replace(rows, columns=columns), taken
