"""The pieces of `cases.yaml`, as they are written; what they mean together is for `catalogue`."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from wenhui.kit.catalogue import Part
from wenhui.work.cases.evaluation.formulas import Formulas
from wenhui.work.cases.routing.decision_table import Check, When, Where
from wenhui.work.cases.words import Channel, Kind, Platform, Power, Urgency

Limit = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,2} work(day|hour)s?$")]
AreaPath = Annotated[str, StringConstraints(pattern=r"^([a-z0-9_-]+\.)+$")]
Piece = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$")]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{2,40}$")]
Metres = Annotated[int, Field(ge=10, le=1000)]
Synonym = Annotated[str, StringConstraints(min_length=1, max_length=40, strip_whitespace=True)]
TwoDigits = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")]


class UnitRow(Part):
    """A handling unit."""

    key: Key
    zh: str
    en: str
    ended: bool = False


class Minor(Part):
    """A class of event or component; what it does not say it takes from its major class."""

    code: TwoDigits
    zh: str
    en: str
    unit: Key | None = None
    limit: Limit | None = None
    platform: Platform | None = None
    urgency: Urgency | None = None
    radius: Metres | None = None
    words: list[Synonym] = []
    ended: bool = False


class Major(Part):
    """A major class (大类) with its minor ones (小类)."""

    kind: Kind
    code: TwoDigits
    zh: str
    en: str
    platform: Platform
    unit: Key
    limit: Limit
    urgency: Urgency = Urgency.ORDINARY
    radius: Metres = 200
    minors: list[Minor]


class OwnType(Part):
    """A type outside the classes, such as the one for reports without a type."""

    key: Key
    kind: Kind = Kind.EVENT
    zh: str
    en: str
    platform: Platform
    unit: Key | None = None
    limit: Limit
    urgency: Urgency = Urgency.ORDINARY
    radius: Metres = 200
    words: list[Synonym] = []
    ended: bool = False


class ElsewhereRow(Part):
    """Where to turn with what is no duty of the office: which body, its telephone, how."""

    key: Key
    zh: str
    en: str
    phone: str = ""
    how_zh: str
    how_en: str
    ended: bool = False


class CapRow(Part):
    """How much of one kind of request a case may have; what it does not say is left open."""

    times: int = Field(default=0, ge=0, le=9)
    percent: int = Field(default=0, ge=0, le=300)
    workdays: int = Field(default=0, ge=0, le=250)
    words: int = Field(default=1, ge=1, le=500)


class RungRow(Part):
    """One step of the escalation ladder: at which percent of the time, and whether the unit or which role is told."""

    percent: int = Field(ge=1, le=1000)
    whom: Key


class PolicyRow(Part):
    """How clocks run in an area and below."""

    area: AreaPath
    hours: list[Piece]
    intake: Limit = "1 workday"
    soon_percent: int = Field(default=30, ge=0, le=100)
    reopen_days: int = Field(default=15, ge=0, le=365)
    alike_days: int = Field(default=60, ge=0, le=365)
    alike_closed_days: int = Field(default=14, ge=0, le=365)
    returns: int = Field(default=2, ge=0, le=9)
    suggest_percent: int = Field(default=80, ge=1, le=100)
    ladder: list[RungRow] = []
    upper: dict[Channel, Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,3} (hour|workday|workhour)s?$")]] = {}
    quiet: Piece | None = None
    caps: dict[Literal["extend", "defer", "hold", "hang"], CapRow] = {}


class RouteRow(Part):
    """One row of the decision table; what it does not say does not matter, or is left to the type."""

    types: list[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$")]] = []
    area: AreaPath | None = None
    when: When | None = None
    where: Where | None = None
    urgency: Urgency | None = None
    platform: Platform | None = None
    unit: Key | None = None
    helpers: list[Key] = []
    limit: Limit | None = None
    check: Check | None = None
    automatic: bool = False
    note: Annotated[str, StringConstraints(max_length=200)] = ""


class EnforcementRow(Part):
    """Who may enforce a kind of matter, from a day and before another; `item` is a type or the beginning of some."""

    item: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$")]
    power: Power
    valid_from: date
    valid_to: date | None = None
    basis: Annotated[str, StringConstraints(min_length=1, max_length=120)]


class EnforcementOf(Part):
    """All enforcement items of one office: what the file leaves out does not hold there."""

    area: AreaPath
    items: list[EnforcementRow]


class RoutesOf(Part):
    """The decision table of one office. It is planted once; what the office changes on its page stays."""

    area: AreaPath
    rows: list[RouteRow]


class EvaluationOf(Formulas):
    """How one office evaluates its units, for its area and everything below."""

    area: AreaPath


class CalendarRow(Part):
    """The office's own days in an area and below; `announced` names years entered in full, with their source."""

    area: AreaPath
    announced: dict[int, str] = {}
    off: dict[date, str] = {}
    worked: dict[date, str] = {}


def upper_of(text: str) -> dict[str, str | int]:
    """Return what `72 hours` or `5 workdays` of an upper platform says."""
    amount, unit = text.split()
    return {"amount": int(amount), "unit": unit if unit.endswith("s") else f"{unit}s"}
