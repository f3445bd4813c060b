"""When two people turn out to be one: what to call rows of this room where somebody is asked whose they are."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db.models import Model

from wenhui.kit.words import Words
from wenhui.record.forms.models import FiledRow, Filling
from wenhui.record.registry.following import Passage, Row

FILLINGS: Final = Filling._meta.db_table
FILED: Final = FiledRow._meta.db_table


class FormsFollower:
    """Answers the registry's merges for this room: nothing follows from its rows, and whose they are it cannot tell."""

    derived: Collection[type[Model]] = ()

    def moved(self, passage: Passage, *, at: datetime) -> None:
        """Do nothing: what was filled and filed stays as it was."""

    def whose(self, rows: Sequence[Row], *, primary: int, other: int) -> Mapping[Row, int]:
        """Return nobody."""
        return {}

    def silent(self, rows: Sequence[Row]) -> Collection[Row]:
        """Return none: what was filled and filed keeps saying what it said."""
        return ()

    def described(self, rows: Sequence[Row]) -> Mapping[Row, Words]:
        """Return which form was filled on which day, and in which filing a row stands."""
        fillings = Filling.objects.select_related("form").in_bulk(
            [int(row.key) for row in rows if row.table == FILLINGS]
        )
        filed = FiledRow.objects.select_related("filing__form").in_bulk(
            [int(row.key) for row in rows if row.table == FILED]
        )
        found = {}
        for row in rows:
            if row.table == FILLINGS and (filling := fillings.get(int(row.key))):
                name, day = filling.form.name, f"{filling.at:%Y-%m-%d}"
                found[row] = Words(f"{day} 填的《{name}》", f"“{name}” filled on {day}")
            elif row.table == FILED and (one := filed.get(int(row.key))):
                name, receipt = one.filing.form.name, one.filing.receipt
                found[row] = Words(f"《{name}》{receipt} 里的一行", f"a row of “{name}”, {receipt}")
        return found
