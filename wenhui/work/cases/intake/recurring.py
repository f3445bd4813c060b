"""The keeper's beat that looks each night which cases may be one matter coming back, and asks people; it joins nothing.

What is open, or was closed lately, of one office at a time; so many of the newest at most, so that a night is enough. Asked
twice it proposes nothing twice: whoever belongs to a family is taken, and what was declined is remembered.
"""

import logging
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from django.db import InterfaceError, OperationalError, connection
from django.db.models import Q

from wenhui.kit import clock
from wenhui.kit.actor import job
from wenhui.kit.scope import upper_bound
from wenhui.lake.families import finding
from wenhui.lake.families.likely import Telling, likely_same
from wenhui.work.cases import actions
from wenhui.work.cases.actions.families import SMALLEST, STANDS
from wenhui.work.cases.actions.intake import point_of
from wenhui.work.cases.models import IS_OPEN, Case, CaseKin, CaseLikelyKin, CasePolicy
from wenhui.work.cases.words import KinDecision, Stage

COMPARER: Final = job("families", "夜间比对")
MOST_COMPARED: Final = 10_000
MOST_PROPOSED: Final = 20
"""So many proposals of one office a night, the surest first: more are asked of nobody in one morning."""

CLOSED_WITHIN: Final = timedelta(days=90)
SURE: Final = 0.6
TOLD_WORDS: Final = 4
LOOK: Final = 300.0
FROM: Final = time(0, 30)  # by the clock of Shanghai
WITHIN: Final = timedelta(minutes=40)
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)

log = logging.getLogger(__name__)


def run(stop: threading.Event) -> None:
    """Compare once each night until told to stop; when the database goes away, look again later."""
    done: date | None = None
    while not stop.wait(LOOK):
        at = clock.now()
        if not is_night(at) or done == clock.local_day(at):
            continue
        try:
            for path in CasePolicy.objects.order_by("path").values_list("path", flat=True):
                propose(path, at=at, is_over=stop.is_set)
            done = clock.local_day(at)
        except (OperationalError, InterfaceError) as error:
            log.warning("The database went away (%s); trying again.", str(error).strip().splitlines()[0])
        finally:
            connection.close()


def is_night(at: datetime) -> bool:
    """Say whether it is the hour for comparing."""
    begins_at = datetime.combine(clock.local_day(at), FROM, tzinfo=clock.SHANGHAI)
    return begins_at <= at < begins_at + WITHIN


def propose(path: str, *, at: datetime, is_over: Callable[[], bool] = lambda: False) -> int:
    """Propose families and further members among an office's cases; return how many proposals there are now to decide."""
    cases = {case.pk: case for case in compared(path, at=at)}
    kin = dict(CaseKin.objects.filter(family__standing__in=STANDS, case__in=cases).values_list("case_id", "family_id"))
    held = set(CaseKin.objects.filter(case__in=cases).values_list("case_id", flat=True))
    apart = _said_apart(cases)
    made = 0
    for group in _groups(list(cases.values())):
        if made >= MOST_PROPOSED or is_over():
            break
        families = {kin[pk] for pk in group if pk in kin}
        free = {pk: score for pk, score in group.items() if pk not in held and score >= SURE}
        if len(families) == 1:
            made += _members(families.pop(), [cases[pk] for pk in group if pk in kin], free, cases, at)
        elif not families:
            made += _family(_not_apart(free, apart), cases, at)
    return made


def compared(path: str, *, at: datetime) -> list[Case]:
    """Return the cases of an office that are compared: open, or closed lately; the newest, in the order they came."""
    lately = Q(stage=Stage.CLOSED, closed_at__gte=at - CLOSED_WITHIN)
    found = (
        Case.objects.filter(IS_OPEN | lately, area_path__gte=path, area_path__lt=upper_bound(path))
        .select_related("area")
        .order_by("-reported_at", "-pk")
    )
    return list(found[:MOST_COMPARED])[::-1]


def telling(case: Case) -> Telling:
    """Return what is compared of a case."""
    lng, lat = point_of(case.area, case.lng, case.lat)
    day = (case.reported_at - _EPOCH) / timedelta(days=1)
    point = None if lng is None or lat is None else (lat, lng)
    return Telling(str(case.pk), f"{case.title} {case.place} {case.description}", day, point)


def _groups(cases: Sequence[Case]) -> list[dict[int, float]]:
    """Return the groups of cases that may be one matter, each with how surely a case belongs there; the surest first."""
    told = [telling(case) for case in cases]
    numbers, scores = finding.families(
        [one.text for one in told], [one.day for one in told], [one.point for one in told]
    )
    groups: dict[int, dict[int, float]] = defaultdict(dict)
    for case, number, score in zip(cases, numbers, scores, strict=True):
        if number is not None:
            groups[number][case.pk] = score
    return sorted(groups.values(), key=lambda group: -sum(group.values()) / len(group))


def _said_apart(cases: Mapping[int, Case]) -> list[set[int]]:
    """Return the sets of cases of which somebody said that they are not one matter."""
    declined: dict[int, set[int]] = defaultdict(set)
    rows = CaseLikelyKin.objects.filter(case__in=cases, decision=KinDecision.DECLINED)
    for family, case in rows.values_list("family_id", "case_id"):
        declined[family].add(case)
    return list(declined.values())


def _not_apart(free: Mapping[int, float], apart: Sequence[set[int]]) -> dict[int, float]:
    """Return the cases of a group without those that somebody said are not one matter with others of it."""
    kept = dict(free)
    for said in apart:
        together = [pk for pk in kept if pk in said]
        for pk in together[1:]:
            del kept[pk]
    return kept


def _family(group: Mapping[int, float], cases: Mapping[int, Case], at: datetime) -> int:
    if len(group) < SMALLEST:
        return 0
    members = [cases[pk] for pk in group]
    reasons = _reasons(members[-1], members[:-1])
    actions.gather(numbers=[case.number for case in members], title="", by=COMPARER, at=at, reasons=reasons)
    return 1


def _members(
    family_id: int, members: Sequence[Case], free: Mapping[int, float], cases: Mapping[int, Case], at: datetime
) -> int:
    made = 0
    for pk, score in free.items():
        reasons = _reasons(cases[pk], members)
        likely = actions.propose_kin(
            family_id=family_id, case_id=pk, likelihood=score, reasons=reasons, by=COMPARER, at=at
        )
        made += likely is not None
    return made


def _reasons(one: Case, others: Sequence[Case]) -> dict[str, Any]:
    """Return why a case may be the same matter as others: the words most of them share, metres and days at most."""
    found = likely_same(telling(one), [telling(case) for case in others], least=0.0)
    words = Counter(word for like in found for word in like.words)
    metres = [like.metres for like in found if like.metres is not None]
    reasons: dict[str, Any] = {"words": [word for word, _ in words.most_common(TOLD_WORDS)]}
    if metres:
        reasons["metres"] = round(max(metres))
    if found:
        reasons["days"] = round(max(like.days for like in found))
    return reasons
