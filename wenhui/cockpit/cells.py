"""The rows behind a figure: how rows of one table are shown, cell by cell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet

from wenhui.kit.privacy import Privacy


class Cell(NamedTuple):
    """One cell of a row; with an address it leads to the row's own page."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """How rows of one table are shown, and what one must be allowed to see them."""

    name: Any
    model: type[Model]
    permission: str
    least: Privacy
    heads: Sequence[Any]
    show: Callable[[QuerySet[Any], datetime], list[list[Cell]]]
    order: str = "-pk"
