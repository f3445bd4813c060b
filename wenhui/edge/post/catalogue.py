"""`post.yaml`: where messages to a unit or a role also go. Secrets are settings; a file of the catalogue never holds one.

An outlet that the file no longer names ends: nothing more is written to it.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, Self

from django.db import transaction
from pydantic import Field, model_validator

from wenhui.edge.post.models import Outlet
from wenhui.edge.post.words import Way
from wenhui.ground.accounts.models import Role
from wenhui.ground.areas.models import Area
from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.catalogue import CatalogueError, Change, Document, Part
from wenhui.work.cases.models import Unit

FILE = "post.yaml"


class Text(Part):
    """A name in both languages."""

    zh: str = Field(min_length=1, max_length=40)
    en: str = Field(min_length=1, max_length=80)


class OutletRow(Part):
    """One outlet: whose, on which ground, how it is reached; all steps unless some are named."""

    key: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,29}$")
    name: Text
    way: Way
    whom: str = Field(pattern=r"^(unit|role):[a-z][a-z0-9_]{0,39}$")
    area: str = Field(pattern=r"^([a-z0-9_-]+\.)+$")
    line: str = Field(default="", pattern=r"^[a-z0-9_-]{0,40}$")
    mailboxes: tuple[Annotated[str, Field(pattern=r"^[\w.+-]{1,64}@[\w-]+(\.[\w-]+)+$", max_length=254)], ...] = ()
    steps: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _has_one_address(self) -> Self:
        is_mail = self.way is Way.EMAIL
        if is_mail and (self.line or not self.mailboxes):
            raise ValueError("an outlet by e-mail has `mailboxes` and no `line`")
        if not is_mail and (self.mailboxes or not self.line):
            raise ValueError("a robot or webhook has a `line`, named as in WENHUI_POST_LINES, and no `mailboxes`")
        return self

    def columns(self, areas: dict[str, int]) -> dict[str, Any]:
        """Return the row as the table holds it."""
        return {
            "zh": self.name.zh, "en": self.name.en, "way": self.way.value, "whom": self.whom, "line": self.line,
            "area_id": areas[self.area], "mailboxes": list(self.mailboxes), "steps": list(self.steps), "ended": False,
        }  # fmt: skip


class Schema(Document):
    """The whole file."""

    outlets: tuple[OutletRow, ...] = ()


def plan(document: Schema) -> list[Change]:
    """Return what applying would change. Raises CatalogueError for areas, units and roles that are not there."""
    _refuse(document)
    return list(_changes(document))


def apply(document: Schema, *, by: Actor, at: datetime) -> None:
    """Make the outlets what the document says."""
    changes = plan(document)
    areas = _areas(document)
    with transaction.atomic():
        for row in document.outlets:
            Outlet.objects.update_or_create(key=row.key, defaults=row.columns(areas))
        Outlet.objects.exclude(key__in=[row.key for row in document.outlets]).update(ended=True)
        for change in changes:
            journal.write(by=by, at=at, verb=f"post.{change.kind}_by_catalogue", subject=change.what.replace(" ", ":"))


def _areas(document: Schema) -> dict[str, int]:
    wanted = [row.area for row in document.outlets]
    return dict(Area.objects.filter(path__in=wanted).values_list("path", "pk"))


def _refuse(document: Schema) -> None:
    areas = _areas(document)
    known = {f"unit:{key}" for key in Unit.objects.filter(ended=False).values_list("key", flat=True)}
    known |= {f"role:{key}" for key in Role.objects.filter(ended=False).values_list("key", flat=True)}
    problems: list[str] = []
    seen: set[str] = set()
    for number, row in enumerate(document.outlets):
        if row.key in seen:
            problems.append(document.problem(("outlets", number, "key"), f"{row.key} stands here again"))
        seen.add(row.key)
        if row.area not in areas:
            problems.append(document.problem(("outlets", number, "area"), f"no area {row.area}"))
        if row.whom not in known:
            problems.append(document.problem(("outlets", number, "whom"), f"no unit or role answers to {row.whom}"))
    if problems:
        raise CatalogueError(problems)


def _changes(document: Schema) -> Iterator[Change]:
    areas = _areas(document)
    held = {one.key: one for one in Outlet.objects.all()}
    for row in document.outlets:
        one = held.pop(row.key, None)
        if one is None:
            yield Change("add", f"outlet {row.key}", row.name.zh)
        elif different := [name for name, value in row.columns(areas).items() if getattr(one, name) != value]:
            yield Change("change", f"outlet {row.key}", ", ".join(different))
    yield from (Change("end", f"outlet {key}", one.zh) for key, one in held.items() if not one.ended)
