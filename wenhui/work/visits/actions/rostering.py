"""Rosters are composed, ended, printed, and become knocks at doors."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from wenhui.ground.areas.models import Area
from wenhui.ground.journal import actions as journal
from wenhui.kit import clock
from wenhui.kit.actor import Actor
from wenhui.kit.words import Words
from wenhui.work.visits import access, composing
from wenhui.work.visits.actions import asking
from wenhui.work.visits.actions.access_asked import refuse_unless_allowed
from wenhui.work.visits.actions.asking import Wanted
from wenhui.work.visits.actions.errors import NothingAskedError, UnknownRosterError
from wenhui.work.visits.models import Outreach, Roster
from wenhui.work.visits.rules import choosing
from wenhui.work.visits.rules.choosing import Question
from wenhui.work.visits.words import ReasonKind


@transaction.atomic
def keep_roster(*, name: str, ground: str, question: Question, area: Area, by: Actor, at: datetime) -> Roster:
    """Save a question over the people below `area` (名册), with the ground on which it is asked."""
    refuse_unless_allowed(access.ROSTER, paths=[area.path], by=by, at=at)
    if not name.strip() or not ground.strip():
        raise NothingAskedError(gettext("名册要有名称和依据。"))
    if not question.asks_anything:
        raise NothingAskedError(composing.NobodyAskedError.words.zh)
    roster = Roster.objects.create(
        name=name.strip(), ground=ground.strip(), question=choosing.written(question), area=area, by_key=str(by),
        by_name=by.name, at=at,
    )  # fmt: skip
    journal.write(by=by, at=at, verb="visits.keep_roster", subject=f"roster:{roster.pk}", refs={"area": area.path})
    return roster


@transaction.atomic
def end_roster(*, roster_id: int, by: Actor, at: datetime) -> Roster:
    """Put a roster away; what was asked with it goes on."""
    roster = _open(roster_id)
    refuse_unless_allowed(access.ROSTER, paths=[roster.area_path], by=by, at=at)
    roster.ended_at = at
    roster.save(update_fields=["ended_at"])
    journal.write(by=by, at=at, verb="visits.end_roster", subject=f"roster:{roster.pk}")
    return roster


@transaction.atomic
def print_roster(*, roster_id: int, people: int, by: Actor, at: datetime) -> Roster:
    """Write down that a roster of so many people left the house on paper, covered as on the page."""
    roster = _open(roster_id)
    refuse_unless_allowed(access.ROSTER, paths=[roster.area_path], by=by, at=at)
    journal.write(by=by, at=at, verb="visits.print_roster", subject=f"roster:{roster.pk}", refs={"people": people})
    return roster


@transaction.atomic
def reach_out(
    *, key: str, roster_id: int, words: Words, tell: Words, due_on: date, path: str, by: Actor, at: datetime
) -> Outreach:
    """Give every home of a roster at or below `path` one reason to visit (上门通知); the same `key` again does nothing.

    A home is knocked at once however many of its people the roster names.
    """
    done = Outreach.objects.filter(key=key).first()
    if done is not None:
        return done
    roster = _open(roster_id)
    today = clock.local_day(at)
    if due_on < today:
        raise NothingAskedError(gettext("要办到的日子已经过了。"))
    outreach = Outreach(
        key=key, roster=roster, zh=words.zh, tell_zh=tell.zh, from_on=today, due_on=due_on, at=at,
        by_key=str(by), by_name=by.name, area=roster.area,
    )  # fmt: skip
    try:
        with transaction.atomic():
            outreach.save(force_insert=True)
    except IntegrityError:
        done = Outreach.objects.filter(key=key).first()
        if done is None:
            raise
        return done
    people = composing.chosen(composing.read(roster.question), path=path, today=today)
    reasons = [
        Wanted(key=f"{dwelling_id}", dwelling_id=dwelling_id, words=words, tell=tell, from_on=today, due_on=due_on)
        for dwelling_id in sorted(set(people.values_list("dwelling", flat=True)))
    ]
    asking.ask(
        kind=ReasonKind.OUTREACH, source=f"outreach:{outreach.pk}", ground=roster.ground, wanted=reasons, by=by, at=at
    )
    outreach.homes = len({one.dwelling_id for one in reasons})
    outreach.save(update_fields=["homes"])
    refs: dict[str, str | int] = {"roster": roster.pk, "homes": outreach.homes}
    journal.write(by=by, at=at, verb="visits.reach_out", subject=f"outreach:{outreach.pk}", refs=refs)
    return outreach


def _open(roster_id: int) -> Roster:
    roster = Roster.objects.select_for_update(of=("self",)).select_related("area").filter(pk=roster_id).first()
    if roster is None or roster.ended_at is not None:
        raise UnknownRosterError(gettext("没有这份名册，或已经收起。"))
    return roster
