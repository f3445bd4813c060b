"""How much of what a form asks is held already, and how much of that is fresh."""

from datetime import date

from wenhui.record.forms import knowing
from wenhui.record.forms.models import Form, FormColumn
from wenhui.record.forms.rules import cells, repeats
from wenhui.record.registry import dictionary


def measure(form: Form, columns: list[FormColumn], *, today: date) -> int:
    """Write into columns how many of the form's subjects have them, and fresh; return how many subjects there are.

    One person of 55,000 costs some hundredths of a millisecond for each column; a whole office some seconds.
    """
    held = dictionary.current()
    keyed = {held_key(column): column for column in columns if column.attribute_id}
    attributes = [held.attributes[key] for key in keyed if key in held.attributes]
    listing = knowing.rows(form, form.area, attributes, today=today)
    known = knowing.known(listing, attributes, today=today)
    for column in columns:
        attribute = held.attributes.get(held_key(column)) if column.attribute_id else None
        column.held = column.fresh = 0
        if attribute is not None and attribute.key in known:
            there = [one for one in known[attribute.key] if one.text]
            column.held = len(there)
            column.fresh = sum(
                cells.is_fresh(one, today=today, freshness_days=attribute.freshness_days) for one in there
            )
        column.is_repeated = attribute is not None and repeats.is_repeated(
            subjects=len(listing), fresh=column.fresh, is_asked_every_time=bool(attribute.ask_every_time)
        )
    return len(listing)


def held_key(column: FormColumn) -> str:
    """Return the key of a column's attribute; empty for an own question."""
    return column.attribute.key if column.attribute else ""
