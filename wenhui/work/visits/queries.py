"""Named questions about visits. Each answers within the transaction's scope, masked; none asks what time it is."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext

from wenhui.ground.accounts.models import Account, Post
from wenhui.ground.areas.models import Area, Level
from wenhui.ground.areas.rules import parent_path
from wenhui.kit import clock
from wenhui.kit.privacy import Privacy
from wenhui.kit.scope import upper_bound
from wenhui.kit.words import Words
from wenhui.record.registry import queries as registry
from wenhui.record.registry.queries import Found
from wenhui.work.visits import access, policies
from wenhui.work.visits.models import Outreach, Promise, Reason, Roster, Visit
from wenhui.work.visits.questions import Question, at_door, targets
from wenhui.work.visits.rules import knocking, walking
from wenhui.work.visits.rules.knocking import Attempt, Policy
from wenhui.work.visits.words import Outcome, Part, ReasonKind, ReasonState

AHEAD: Final = timedelta(days=7)
MOST_HOMES: Final = 200
LATEST_VISITS: Final = 5


@dataclass(frozen=True, slots=True)
class Knock:
    """When somebody last knocked, and what came of it."""

    visit: Visit

    @property
    def part(self) -> str:
        """Return the part of the day in words; empty in quiet time."""
        return str(Part(self.visit.part).label) if self.visit.part else ""


@dataclass(frozen=True, slots=True)
class HomeRow:
    """One home of the list: how much is to be done there and what first, by when, how the last knock went, when to try.

    `is_done` says that somebody was met there today and nothing is left.
    """

    dwelling_id: int
    room: str
    asks: int
    first: Words | None
    due_on: date | None
    is_late: bool
    is_done: bool
    last: Knock | None
    promise: Promise | None
    rests_until: date | None
    try_at: str

    @property
    def was_away(self) -> bool:
        """Say whether nobody opened when somebody knocked last."""
        return self.last is not None and self.last.visit.outcome == Outcome.NOBODY_HOME


@dataclass(frozen=True, slots=True)
class FloorRows:
    """Homes of one floor; `floor` is empty where doors do not tell."""

    floor: int | None
    homes: list[HomeRow]


@dataclass(frozen=True, slots=True)
class UnitRows:
    """Homes of one stairwell, from the top floor down; `name` is empty where a building has one only."""

    name: str
    floors: list[FloorRows]


@dataclass(frozen=True, slots=True)
class BuildingRows:
    """One building of the list; without `units` only how many homes wait there is shown."""

    path: str
    name: str
    homes: int
    units: list[UnitRows]


@dataclass(frozen=True, slots=True)
class Listing:
    """A worker's list. `buildings` are all with homes; only the chosen one's, or the first homes of all, are shown."""

    buildings: list[BuildingRows]
    homes: int
    late: int
    is_cut: bool


@dataclass(frozen=True, slots=True)
class DoorView:
    """What is to be done at one door, and who lives behind it, masked."""

    dwelling: Area
    place: str
    people: list[Found]
    reasons: list[Reason]
    questions: list[Question]
    visits: list[Knock]
    promise: Promise | None
    rests_until: date | None
    try_at: str
    policy: Policy

    @property
    def tells(self) -> list[Reason]:
        """Return the reasons for which something is told or looked at."""
        return [reason for reason in self.reasons if reason.tell_zh or not reason.asks]

    @property
    def unasked(self) -> list[Reason]:
        """Return the reasons that only ask what cannot be asked here: of nobody who is known, or above the clearance."""
        asked = {question.target for question in self.questions}
        return [
            reason for reason in self.reasons if reason.asks and not reason.tell_zh and not {*targets(reason)} & asked
        ]

    @property
    def who(self) -> dict[int, str]:
        """Return those who live here by number, masked."""
        return {one.person_id: one.name for one in self.people}

    @property
    def was_away(self) -> bool:
        """Say whether nobody opened when somebody knocked last."""
        return bool(self.visits) and self.visits[0].visit.outcome == Outcome.NOBODY_HOME


def to_do(today: date) -> Q:
    """Return which reasons are on a list today: open, begun, and not left in peace after a refusal."""
    rested = Q(rest_until__isnull=True) | Q(rest_until__lte=today)
    return Q(state=ReasonState.OPEN, from_on__lte=today) & rested


def listing(path: str, *, today: date, building: str = "", soon_only: bool = True) -> Listing:
    """Return the homes at or below `path` in walking order. Six questions however many there are.

    `soon_only` leaves out what is not due within a week, unless somebody is expected there. Above MOST_HOMES homes one
    building at a time is shown.
    """
    within = Q(area_path__gte=path, area_path__lt=upper_bound(path))
    asked = _asked(within & to_do(today), today, soon_only=soon_only)
    promises = {one.dwelling_id: one for one in Promise.objects.filter(within, kept_at__isnull=True).order_by("-on")}
    met_today = Visit.objects.filter(within, at__gte=clock.day_begins_at(today)).exclude(outcome=Outcome.NOBODY_HOME)
    wanted = {*asked, *(pk for pk, one in promises.items() if one.on <= today + AHEAD)}
    wanted |= set(met_today.values_list("dwelling", flat=True))
    doors = sorted(Area.objects.filter(pk__in=wanted), key=lambda area: walking.walking_order(area.path))
    by_building = {key: list(rows) for key, rows in groupby(doors, key=lambda area: walking.building_of(area.path))}
    is_cut = not building and len(doors) > MOST_HOMES
    shown = [door for door in doors if not is_cut and building in {"", walking.building_of(door.path)}]
    rows = _rows(shown, asked, promises, today=today, path=path)
    names = _names({*by_building, *(parent_path(door.path) for door in shown)})
    return Listing(
        buildings=[
            BuildingRows(key, names.get(key, ""), sum(door.pk in asked for door in homes), _units(homes, rows, names))
            for key, homes in by_building.items()
        ],
        homes=len(asked),
        late=sum(reasons[0].due_on < today for reasons in asked.values()),
        is_cut=is_cut,
    )


def door(dwelling_id: int, *, today: date, clearance: Privacy) -> DoorView | None:
    """Return what is to be done at a door; None where there is no such door, or nothing of it may be seen."""
    home = registry.home(dwelling_id, today=today)
    if home is None:
        return None
    policy = policies.at(home.dwelling.path)
    reasons = list(Reason.objects.filter(to_do(today), dwelling=dwelling_id).order_by("due_on", "pk"))
    attempts = knocks_at([dwelling_id], since=today - timedelta(days=policy.period_days)).get(dwelling_id, [])
    promise = Promise.objects.filter(dwelling=dwelling_id, kept_at__isnull=True).order_by("on").first()
    return DoorView(
        dwelling=home.dwelling,
        place=home.place,
        people=[*(one for _, members in home.households for one in members), *home.others],
        reasons=reasons,
        questions=at_door(home.dwelling, _building_id(home.dwelling), reasons, clearance=clearance),
        visits=[Knock(visit) for visit in Visit.objects.filter(dwelling=dwelling_id).order_by("-at")[:LATEST_VISITS]],
        promise=promise,
        rests_until=knocking.rests_until(attempts, today=today, policy=policy),
        try_at=_parts_left(attempts, policy),
        policy=policy,
    )


def _building_id(dwelling: Area) -> int | None:
    building = Area.objects.filter(path=walking.building_of(dwelling.path), level=Level.BUILDING)
    return building.values_list("pk", flat=True).first()


def knocks_at(dwelling_ids: Iterable[int], *, since: date) -> dict[int, list[Attempt]]:
    """Return when somebody knocked uninvited at these homes since a day, the first first."""
    found: dict[int, list[Attempt]] = {}
    rows = Visit.objects.filter(dwelling__in=dwelling_ids, at__gte=clock.day_begins_at(since), is_invited=False)
    for dwelling_id, moment, part in rows.order_by("at").values_list("dwelling", "at", "part"):
        found.setdefault(dwelling_id, []).append(Attempt(clock.local_day(moment), part))
    return found


def rosters(path: str) -> QuerySet[Roster]:
    """Return the rosters in use at or below `path`, the newest first."""
    within = Roster.objects.filter(area_path__gte=path, area_path__lt=upper_bound(path), ended_at__isnull=True)
    return within.select_related("area").order_by("-at")


def outreaches(roster: Roster) -> list[tuple[Outreach, Mapping[str, int]]]:
    """Return what a roster was used for, with how many reasons stand where, the newest first."""
    rows = list(roster.outreaches.order_by("-at"))
    counts: dict[str, dict[str, int]] = {}
    standing = Reason.objects.filter(source__in=[f"outreach:{row.pk}" for row in rows])
    for source, state, count in standing.values_list("source", "state").annotate(Count("pk")):
        counts.setdefault(source, {})[state] = count
    return [(row, counts.get(f"outreach:{row.pk}", {})) for row in rows]


def visiting_posts(path: str, *, on: date) -> list[Post]:
    """Return the posts at or below `path` that visit homes on a day, by area."""
    held = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    posts = Post.objects.filter(
        held, valid_from__lte=on, area__path__gte=path, area__path__lt=upper_bound(path), role__ended=False,
        role__permissions__contains=[access.VISIT],
    )  # fmt: skip
    return list(posts.select_related("account", "role", "area").order_by("area__path", "account__name"))


def colleagues(path: str, *, on: date) -> QuerySet[Account]:
    """Return who holds a post in the subdistrict around `path` on a day, by name."""
    office = "".join(f"{label}." for label in path.rstrip(".").split(".")[:3])
    held = Q(posts__valid_to__isnull=True) | Q(posts__valid_to__gt=on)
    within = Q(posts__area__path__gte=office, posts__area__path__lt=upper_bound(office), posts__valid_from__lte=on)
    return Account.objects.filter(held & within, is_active=True).distinct().order_by("name")


def _asked(where: Q, today: date, *, soon_only: bool) -> dict[int, list[Reason]]:
    """Return the reasons of each home, the most pressing first."""
    reasons = Reason.objects.filter(where).only("dwelling_id", "zh", "en", "due_on", "kind").order_by("due_on", "pk")
    if soon_only:
        reasons = reasons.filter(Q(due_on__lte=today + AHEAD) | Q(kind=ReasonKind.CHECK))
    found: dict[int, list[Reason]] = {}
    for reason in reasons:
        found.setdefault(reason.dwelling_id, []).append(reason)
    return found


def _rows(
    doors: Sequence[Area],
    asked: Mapping[int, list[Reason]],
    promises: Mapping[int, Promise],
    *,
    today: date,
    path: str,
) -> dict[int, HomeRow]:
    policy = policies.at(path)
    keys = [door.pk for door in doors]
    knocks = knocks_at(keys, since=today - timedelta(days=policy.period_days))
    last = Visit.objects.filter(dwelling__in=keys).order_by("dwelling", "-at").distinct("dwelling")
    latest = {visit.dwelling_id: Knock(visit) for visit in last}
    found = {}
    for door in doors:
        reasons, attempts = asked.get(door.pk, []), knocks.get(door.pk, [])
        promise = promises.get(door.pk)
        due_on = reasons[0].due_on if reasons else None
        found[door.pk] = HomeRow(
            dwelling_id=door.pk,
            room=door.name,
            asks=len(reasons),
            first=reasons[0].words if reasons else None,
            due_on=due_on,
            is_late=due_on is not None and due_on < today,
            is_done=not reasons and promise is None,
            last=latest.get(door.pk),
            promise=promise,
            rests_until=knocking.rests_until(attempts, today=today, policy=policy),
            try_at=_parts_left(attempts, policy) if attempts else "",
        )
    return found


def _parts_left(attempts: Sequence[Attempt], policy: Policy) -> str:
    """Return other hours worth a try, in words; nothing where every hour is as good."""
    parts = knocking.parts_to_try(attempts, policy)
    return "" if len(parts) == len(policy.parts) else gettext("、").join(str(Part(part).label) for part in parts)


def _names(paths: Collection[str]) -> dict[str, str]:
    return dict(Area.objects.filter(path__in=paths, level__in=[Level.BUILDING, Level.UNIT]).values_list("path", "name"))


def _units(doors: Iterable[Area], rows: Mapping[int, HomeRow], names: Mapping[str, str]) -> list[UnitRows]:
    """Return stairwells one after the other, each from the top floor down."""
    shown = [door for door in doors if door.pk in rows]
    units = []
    for above, doors_there in groupby(shown, key=lambda door: parent_path(door.path)):
        floors: dict[int | None, list[HomeRow]] = {}
        for door in doors_there:
            floors.setdefault(walking.floor_of(door.label), []).append(rows[door.pk])
        ordered = sorted(floors.items(), key=lambda floor: -(floor[0] or 0))
        name = "" if above == walking.building_of(above) else names.get(above, "")
        units.append(UnitRows(name, [FloorRows(floor, homes) for floor, homes in ordered]))
    return units
