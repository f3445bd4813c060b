"""Many cases go to their units in one act, and what nobody has accepted comes back for ten minutes.

A few statements whatever the number: one locks, one a unit changes the cases, one each writes the moves and the journal.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext

from wenhui.ground.journal import actions as journal
from wenhui.kit import asked
from wenhui.kit.actor import Actor
from wenhui.work.cases import access, events, rules
from wenhui.work.cases.actions import errors, steps
from wenhui.work.cases.events import CaseDispatched, CaseMoved
from wenhui.work.cases.models import IS_OPEN, Case, CaseMove, Unit
from wenhui.work.cases.words import Stage, Verb


class Locked(NamedTuple):
    """What a step of many reads of a case, which stays locked until the transaction ends."""

    pk: int
    number: str
    stage: str
    area_path: str
    unit_key: str


@dataclass(frozen=True, slots=True)
class Many:
    """What a step of many did: the cases that took it, and the numbers of those it left as they were."""

    done: Sequence[Locked]
    left: Sequence[str]


@transaction.atomic
def dispatch_many(*, units: Mapping[int, str], by: Actor, at: datetime) -> Many:
    """Ask a unit for each case to handle it (批量派遣): case id to unit.

    A case that no longer waits for dispatch is left alone. One that is outside the actor's post refuses them all, and so
    does a unit that is not there.
    """
    _refuse_unknown_units(set(units.values()))
    found = _locked(units)
    going, left = _parted(found, Verb.DISPATCH)
    _refuse_unless_allowed(Verb.DISPATCH, going, by, at)
    bound: dict[str, list[int]] = defaultdict(list)
    for case in going:
        bound[units[case.pk]].append(case.pk)
    for unit_key, pks in bound.items():
        Case.objects.filter(pk__in=pks).update(stage=Stage.DISPATCHED, unit_key=unit_key, dispatched_at=at)
    _record(Verb.DISPATCH, going, by=by, at=at, units=units)
    _tell(
        CaseDispatched(
            case_id=case.pk, number=case.number, area_path=case.area_path, verb=Verb.DISPATCH, at=at,
            unit_key=units[case.pk],
        )
        for case in going
    )  # fmt: skip
    return Many(going, left)


@transaction.atomic
def recall_many(*, dispatched_at: datetime, by: Actor, at: datetime) -> Many:
    """Take back what the same actor dispatched at a moment (撤回派遣), as far as no unit has accepted it.

    Within ten minutes, or TooLateError. What a unit has taken on, or given back, stays where it is.
    """
    if not rules.may_recall(at, dispatched_at=dispatched_at):
        raise errors.TooLateError(gettext("派遣超过 10 分钟，不能一起撤回了；请联系处置单位退单。"))
    sent = Case.objects.filter(
        IS_OPEN, dispatched_at=dispatched_at, moves__verb=Verb.DISPATCH, moves__at=dispatched_at,
        moves__by_kind=by.kind, moves__by_key=by.key,
    )  # fmt: skip
    found = _locked(sent.values_list("pk", flat=True))
    coming, left = _parted(found, Verb.RECALL)
    _refuse_unless_allowed(Verb.RECALL, coming, by, at)
    Case.objects.filter(pk__in=[case.pk for case in coming]).update(
        stage=Stage.REGISTERED, unit_key="", dispatched_at=None
    )
    _record(Verb.RECALL, coming, by=by, at=at, units={case.pk: case.unit_key for case in coming})
    _tell(
        CaseMoved(case_id=case.pk, number=case.number, area_path=case.area_path, verb=Verb.RECALL, at=at)
        for case in coming
    )  # fmt: skip
    return Many(coming, left)


def _locked(pks: Iterable[int]) -> list[Locked]:
    """Lock the cases in sight by id, in one order for everybody, so that two who press at once wait for each other."""
    rows = Case.objects.select_for_update(of=("self",)).filter(pk__in=list(pks)).order_by("pk")
    return [Locked(*row) for row in rows.values_list("pk", "number", "stage", "area_path", "unit_key")]


def _parted(found: Sequence[Locked], verb: Verb) -> tuple[list[Locked], list[str]]:
    """Return the cases that stand where the step begins, and the numbers of the others."""
    going = [case for case in found if rules.may_move(verb, Stage(case.stage))]
    taken = {case.pk for case in going}
    return going, [case.number for case in found if case.pk not in taken]


def _refuse_unknown_units(keys: set[str]) -> None:
    if set(Unit.objects.filter(key__in=keys, ended=False).values_list("key", flat=True)) != keys:
        raise errors.UnknownUnitError(str(steps.MISSING[rules.Given.UNIT]))


def _refuse_unless_allowed(verb: Verb, cases: Sequence[Locked], by: Actor, at: datetime) -> None:
    posts = steps.posts(by, at)
    permission = rules.MOVES[verb].permission
    for case in cases:
        if not access.may(by, permission, path=case.area_path, posts=posts):
            raise errors.NotAllowedError(
                gettext("您的岗位不能派遣 %(number)s，一件也没有派。") % {"number": case.number}
            )


def _record(verb: Verb, cases: Sequence[Locked], *, by: Actor, at: datetime, units: Mapping[int, str]) -> None:
    """Write one move and one line in the journal for each case."""
    to = rules.MOVES[verb].to or ""
    CaseMove.objects.bulk_create(
        CaseMove(
            case_id=case.pk, area_path=case.area_path, verb=verb, from_stage=case.stage, to_stage=to, by_kind=by.kind,
            by_key=by.key, by_name=by.name, at=at, unit_key=units[case.pk],
        )
        for case in cases
    )  # fmt: skip
    lines = ((f"case:{case.pk}", {"number": case.number, "unit": units[case.pk]}) for case in cases)
    journal.write_each(by=by, at=at, verb=f"cases.{verb}", lines=lines)


def _tell(facts: Iterable[CaseMoved]) -> None:
    """Tell every step of many; whoever listens asks the database once for all of them."""
    with asked.once():
        for fact in facts:
            events.tell(fact)
