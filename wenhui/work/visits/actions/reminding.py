"""What the office's own clock does every day: reminders come up, and reasons whose person has gone end."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction

from wenhui.ground.areas.models import Level
from wenhui.ground.journal import actions as journal
from wenhui.kit import clock
from wenhui.kit.actor import Actor
from wenhui.kit.scope import upper_bound
from wenhui.kit.words import Words
from wenhui.record.facts.models import Known
from wenhui.record.registry import dictionary
from wenhui.record.registry.models import Person
from wenhui.work.visits import knowing
from wenhui.work.visits.actions import asking
from wenhui.work.visits.actions.asking import Wanted
from wenhui.work.visits.models import ReminderRule
from wenhui.work.visits.rules import reminding
from wenhui.work.visits.rules.reminding import anniversary
from wenhui.work.visits.words import Moment, ReasonKind

LEASE = "dwelling.lease_until"

# Who moved within the office's ground takes their own reasons along; who left, died or lives nowhere ends them.
FOLLOW = """
UPDATE visits_reason reason SET dwelling_id = person.dwelling_id, area_id = person.area_id
FROM registry_person person
WHERE reason.state = 'open' AND person.id = reason.person_id AND person.left_on IS NULL
AND person.dwelling_id IS NOT NULL AND person.dwelling_id <> reason.dwelling_id
"""
END_GONE = """
UPDATE visits_reason reason SET state = 'gone', ended_at = %s
FROM registry_person person
WHERE reason.state = 'open' AND person.id = reason.person_id
AND (person.left_on IS NOT NULL OR person.dwelling_id IS NULL)
"""

# What a reason asks and anybody has said or confirmed since it was given is asked no more; with its last question, and
# nothing to tell, it is met.
ANSWERED = """
WITH answered AS (
    SELECT reason.id, array_agg(wanted.key) AS keys
    FROM visits_reason reason
    CROSS JOIN LATERAL unnest(reason.asks) AS wanted (key)
    JOIN registry_attribute attribute ON attribute.key = wanted.key
    CROSS JOIN LATERAL (
        SELECT CASE WHEN attribute.subject = 'person' THEN reason.person_id END AS person,
               CASE attribute.subject WHEN 'dwelling' THEN reason.dwelling_id
                   WHEN 'building' THEN reason.area_id END AS place,
               CASE WHEN attribute.subject = 'household' THEN (
                   SELECT min(household.id) FROM registry_household household
                   WHERE household.dwelling_id = reason.dwelling_id AND household.dissolved_on IS NULL
               ) END AS household
    ) about
    WHERE reason.state = 'open' AND reason.asks <> '{}' AND (
        EXISTS (
            SELECT 1 FROM facts_statement said JOIN facts_origin origin ON origin.id = said.origin_id
            WHERE origin.standing = 'in_force' AND origin.at > reason.asked_at AND said.said ? attribute.id::text
            AND (said.person_id = about.person OR said.place_id = about.place OR said.household_id = about.household)
        ) OR EXISTS (
            SELECT 1 FROM facts_confirmation said JOIN facts_origin origin ON origin.id = said.origin_id
            WHERE origin.standing = 'in_force' AND origin.at > reason.asked_at AND attribute.id = ANY (said.attributes)
            AND (said.person_id = about.person OR said.place_id = about.place OR said.household_id = about.household)
        )
    )
    GROUP BY reason.id
)
UPDATE visits_reason reason SET
    asks = CASE WHEN rest.asks = '{}' AND reason.tell_zh = '' THEN reason.asks ELSE rest.asks END,
    state = CASE WHEN rest.asks = '{}' AND reason.tell_zh = '' THEN 'met' ELSE 'open' END,
    ended_at = CASE WHEN rest.asks = '{}' AND reason.tell_zh = '' THEN %s END
FROM answered
CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(key ORDER BY place), '{}') AS asks
    FROM visits_reason again CROSS JOIN LATERAL unnest(again.asks) WITH ORDINALITY AS left_over (key, place)
    WHERE again.id = answered.id AND key <> ALL (answered.keys)
) rest
WHERE reason.id = answered.id
"""

# The day on which the oldest of what is known of a person goes stale, and everything of it that will have by the last day.
STALE = """
SELECT person.id, person.dwelling_id, min(spoken.stale_on), array_agg(spoken.key ORDER BY spoken.key)
FROM registry_person person
CROSS JOIN LATERAL (
    SELECT attribute.key, max(origin.as_of) + attribute.freshness_days AS stale_on
    FROM registry_attribute attribute
    CROSS JOIN LATERAL (
        SELECT said.origin_id FROM facts_statement said
        WHERE said.person_id = person.id AND said.said ? attribute.id::text
        UNION ALL
        SELECT said.origin_id FROM facts_confirmation said
        WHERE said.person_id = person.id AND attribute.id = ANY (said.attributes)
    ) spoken
    JOIN facts_origin origin ON origin.id = spoken.origin_id AND origin.standing = 'in_force'
    WHERE attribute.key = ANY (%s) AND attribute.freshness_days IS NOT NULL
    GROUP BY attribute.key, attribute.freshness_days
) spoken
WHERE person.left_on IS NULL AND person.dwelling_id IS NOT NULL
AND person.area_path >= %s AND person.area_path < %s AND person.birth_on <= %s AND spoken.stale_on <= %s
GROUP BY person.id ORDER BY person.id
"""


@transaction.atomic
def remind(*, by: Actor, at: datetime) -> int:
    """Give a reason to visit for every date of the rules in force that comes up; return how many are new.

    Harmless to repeat: a person's date gives one reason. A day on which nobody asked is caught up with.
    """
    today, created = clock.local_day(at), 0
    for rule in ReminderRule.objects.filter(ended=False).order_by("key"):
        wanted = list(_wanted(rule, today))
        if wanted:
            asked = asking.ask(
                kind=ReasonKind.GAP if rule.moment == Moment.STALE else ReasonKind.REMINDER,
                source=f"rule:{rule.key}",
                ground=rule.ground,
                wanted=wanted,
                by=by,
                at=at,
            )
            created += asked.created
    return created


@transaction.atomic
def tidy(*, by: Actor, at: datetime) -> int:
    """Let reasons follow who moved, end for who has gone, and ask no more what is known now; return how many changed."""
    with connection.cursor() as cursor:
        cursor.execute(FOLLOW)
        followed: int = cursor.rowcount
        cursor.execute(END_GONE, [at])
        ended: int = cursor.rowcount
        cursor.execute(ANSWERED, [at])
        answered: int = cursor.rowcount
    if followed or ended or answered:
        refs: dict[str, str | int] = {"followed": followed, "ended": ended, "answered": answered}
        journal.write(by=by, at=at, verb="visits.tidy", subject="reasons:open", refs=refs)
    return followed + ended + answered


class _Coming(NamedTuple):
    """Something a rule brings: its own key, the person (none for homes), the door, the date, what is asked."""

    key: str
    person_id: int | None
    dwelling_id: int
    moment: date
    asks: tuple[str, ...]


def _wanted(rule: ReminderRule, today: date) -> Iterator[Wanted]:
    """Yield the reasons that a rule has for today, those that were given before among them."""
    first, last = reminding.moments_to_raise(today, lead_days=rule.lead_days, open_days=rule.open_days)
    for one in COMING[Moment(rule.moment)](rule, first, last):
        window = reminding.window(one.moment, lead_days=rule.lead_days, open_days=rule.open_days)
        is_past = window.due_on < today  # what went stale long ago is due in due time from now
        yield Wanted(
            key=one.key,
            dwelling_id=one.dwelling_id,
            person_id=one.person_id,
            words=Words(rule.zh, rule.en),
            tell=Words(rule.tell_zh, rule.tell_en),
            asks=one.asks,
            from_on=min(window.from_on, today),
            due_on=today + timedelta(days=rule.open_days) if is_past else window.due_on,
        )


def _birthdays(rule: ReminderRule, first: date, last: date) -> Iterator[_Coming]:
    """Yield who has the birthday within these days."""
    earliest, latest = reminding.born_between(first, last, rule.years)
    people = Person.objects.filter(
        left_on__isnull=True, dwelling__isnull=False, birth_on__gte=earliest, birth_on__lte=latest,
        area_path__gte=rule.path, area_path__lt=upper_bound(rule.path),
    )  # fmt: skip
    for person_id, dwelling_id, birth_on in people.order_by("pk").values_list("pk", "dwelling_id", "birth_on"):
        moment = reminding.anniversary(birth_on, rule.years) if birth_on else last
        if first <= moment <= last and dwelling_id is not None:
            yield _Coming(f"{person_id}:{moment.isoformat()}", person_id, dwelling_id, moment, tuple(rule.asks))


def _leases(rule: ReminderRule, first: date, last: date) -> Iterator[_Coming]:
    """Yield the homes whose lease is known to end within these days."""
    number = dictionary.current().numbers.get(LEASE)
    if number is None:
        return
    within = {"place__path__gte": rule.path, "place__path__lt": upper_bound(rule.path)}
    leases = Known.objects.filter(place__level=Level.DWELLING, **within).annotate(ends_on=knowing.text_of(number))
    for known in leases.filter(ends_on__gte=first.isoformat(), ends_on__lte=last.isoformat()).order_by("place"):
        ends_on = date.fromisoformat(known.ends_on)
        assert known.place_id is not None  # noqa: S101 - asked for above
        yield _Coming(f"{known.place_id}:{ends_on.isoformat()}", None, known.place_id, ends_on, tuple(rule.asks))


def _stale(rule: ReminderRule, first: date, last: date) -> Iterator[_Coming]:
    """Yield of whom something known will have gone stale by the last day: people of the rule's age or older."""
    with connection.cursor() as cursor:
        cursor.execute(
            STALE, [list(rule.asks), rule.path, upper_bound(rule.path), anniversary(last, -rule.years), last]
        )
        rows = cursor.fetchall()
    for person_id, dwelling_id, moment, keys in rows:
        yield _Coming(f"{person_id}:{moment.isoformat()}", person_id, dwelling_id, moment, tuple(keys))


COMING: Mapping[Moment, Callable[[ReminderRule, date, date], Iterator[_Coming]]] = {
    Moment.BIRTHDAY: _birthdays,
    Moment.LEASE_END: _leases,
    Moment.STALE: _stale,
}
