"""`cockpit.yaml`: what this office wants of its figures, and below how many persons it shows no count.

Rows are this file's for the areas it names: a policy that stands in the database for one of them and is no longer
written here is ended.
"""

from collections.abc import Iterator
from datetime import datetime

from pydantic import Field

from wenhui.cockpit import actions, queries
from wenhui.cockpit.actions import Wanted
from wenhui.cockpit.models import IndicatorPolicy, SmallCountRule
from wenhui.ground.areas.models import Area
from wenhui.kit.actor import Actor
from wenhui.kit.catalogue import CatalogueError, Change, Document, Part

FILE = "cockpit.yaml"

PATH = r"^([a-z0-9_-]{1,20}\.)+$"


class PolicyRow(Part):
    """What is wanted of one indicator: `target` is where it is met, `limit` from where it is amiss."""

    indicator: str = Field(pattern=r"^[a-z0-9_]+\.[a-z0-9_]+$", max_length=60)
    target: float | None = None
    limit: float | None = None
    holds_below: bool = False


class OfficeRow(Part):
    """The policies of one area."""

    area: str = Field(pattern=PATH)
    hide_counts_of_persons_below: int = Field(default=5, ge=2, le=100)
    indicators: list[PolicyRow] = []


class Schema(Document):
    """The whole file."""

    offices: list[OfficeRow] = Field(min_length=1)


def plan(document: Schema) -> list[Change]:
    """Return what applying would change. Raises CatalogueError when the file names what this office does not have."""
    problems = [*_problems(document)]
    if problems:
        raise CatalogueError(problems)
    return [change for office in document.offices for change in _changes(office)]


def apply(document: Schema, *, by: Actor, at: datetime) -> None:
    """Make the policies say what the file says; a second time nothing changes."""
    for office in document.offices:
        if any(_changes(office)):
            actions.adopt_policies(
                path=office.area,
                wanted=_wanted(office),
                hide_below=office.hide_counts_of_persons_below,
                by=by,
                at=at,
            )


def _wanted(office: OfficeRow) -> list[Wanted]:
    return [Wanted(**row.model_dump()) for row in office.indicators]


def _standing(office: OfficeRow) -> dict[str, Wanted]:
    rows = IndicatorPolicy.objects.filter(path=office.area).values("indicator", "target", "limit", "holds_below")
    return {row["indicator"]: Wanted(**row) for row in rows}


def _changes(office: OfficeRow) -> Iterator[Change]:
    standing = _standing(office)
    wanted = {one.indicator: one for one in _wanted(office)}
    for key, one in wanted.items():
        if key not in standing:
            yield Change("add", f"policy {key} {office.area}", _in_words(one))
        elif standing[key] != one:
            yield Change("change", f"policy {key} {office.area}", f"{_in_words(standing[key])} → {_in_words(one)}")
    for key in standing:
        if key not in wanted:
            yield Change("end", f"policy {key} {office.area}")
    hidden = SmallCountRule.objects.filter(path=office.area).values_list("hide_below", flat=True).first()
    if hidden != office.hide_counts_of_persons_below:
        yield Change(
            "add" if hidden is None else "change",
            f"small counts {office.area}",
            f"below {office.hide_counts_of_persons_below}",
        )


def _in_words(wanted: Wanted) -> str:
    parts = (("target", wanted.target), ("limit", wanted.limit))
    said = [f"{name} {value:g}" for name, value in parts if value is not None]
    return ", ".join(said) + (", and below" if wanted.holds_below else "")


def _problems(document: Schema) -> Iterator[str]:
    paths = {office.area for office in document.offices}
    known = set(Area.objects.filter(path__in=paths).values_list("path", flat=True))
    defined = queries.definitions()
    for place, office in enumerate(document.offices):
        if office.area not in known:
            yield document.problem(("offices", place, "area"), f"there is no area {office.area}")
        seen: set[str] = set()
        for number, row in enumerate(office.indicators):
            here = ("offices", place, "indicators", number, "indicator")
            if row.indicator not in defined:
                yield document.problem(here, f"{row.indicator} is no indicator of this system")
            if row.indicator in seen:
                yield document.problem(here, f"{row.indicator} stands here twice")
            if row.target is None and row.limit is None:
                yield document.problem(here, f"{row.indicator} has neither target nor limit")
            seen.add(row.indicator)
