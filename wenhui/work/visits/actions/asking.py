"""Any room gives a reason to visit, once; it takes it back the same way."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.words import Words
from wenhui.record.registry import dictionary
from wenhui.record.registry.words import Subject
from wenhui.work.visits import access, policies
from wenhui.work.visits.actions.access_asked import homes, refuse_unless_allowed
from wenhui.work.visits.actions.errors import NothingAskedError, UnknownAttributeError
from wenhui.work.visits.models import Reason, ReasonOutcome
from wenhui.work.visits.questions import Target, target
from wenhui.work.visits.words import ReasonKind, ReasonState

NOTHING = Words("", "")
A_BATCH = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One reason as a room wants it: `key` is its own within the source, `asks` keys of the attribute dictionary."""

    key: str
    dwelling_id: int
    words: Words
    from_on: date
    due_on: date
    person_id: int | None = None
    asks: tuple[str, ...] = ()
    tell: Words = NOTHING


class Asked(NamedTuple):
    """How many reasons came to stand, how many stood already, how many nobody may ask because they were refused."""

    created: int
    held: int
    refused: int


@transaction.atomic
def ask(*, kind: ReasonKind, source: str, ground: str, wanted: Sequence[Wanted], by: Actor, at: datetime) -> Asked:
    """Give reasons to visit (走访事由); one that was given before, by source and key, stays as it stands, ended or not.

    What a home has refused within the policy's days is left out, and a reason of which nothing is left is written down
    as refused. Raises NothingAskedError, UnknownAttributeError, UnknownHomeError, NotAllowedError.
    """
    _refuse_nothing(kind, ground, wanted)
    places = homes(one.dwelling_id for one in wanted)
    paths = {building.path for _, building in places.values()}
    refuse_unless_allowed(access.ASK, paths=paths, by=by, at=at)
    keys = [one.key for one in wanted]
    held = set(Reason.objects.filter(source=source, source_key__in=keys).values_list("source_key", flat=True))
    refused = _refused(places.keys(), days=policies.at(next(iter(paths), "")).refusal_days, at=at)
    rows = []
    for one in wanted:
        if one.key in held:
            continue
        left = tuple(key for key in one.asks if (one.dwelling_id, target(one.person_id, key)) not in refused)
        is_over = bool(one.asks) and not left and not one.tell.zh
        rows.append(
            Reason(
                kind=kind, source=source, source_key=one.key, dwelling_id=one.dwelling_id, person_id=one.person_id,
                zh=one.words.zh, en=one.words.en, tell_zh=one.tell.zh, tell_en=one.tell.en, ground=ground,
                asks=list(one.asks if is_over else left), from_on=one.from_on, due_on=one.due_on, asked_at=at,
                area=places[one.dwelling_id][1], state=ReasonState.REFUSED if is_over else ReasonState.OPEN,
                ended_at=at if is_over else None,
            )
        )  # fmt: skip
    Reason.objects.bulk_create(rows, batch_size=A_BATCH, ignore_conflicts=True)
    asked = Asked(len(rows), len(wanted) - len(rows), sum(row.state == ReasonState.REFUSED for row in rows))
    if rows:
        refs: dict[str, str | int] = {"kind": kind.value, "created": asked.created, "refused": asked.refused}
        journal.write(by=by, at=at, verb="visits.ask", subject=f"reasons:{source}", refs=refs)
    return asked


@transaction.atomic
def withdraw(*, source: str, keys: Collection[str] | None = None, by: Actor, at: datetime) -> int:
    """Take back open reasons of a source, all or those with these keys; return how many were open."""
    open_now = Reason.objects.select_for_update().filter(source=source, state=ReasonState.OPEN)
    if keys is not None:
        open_now = open_now.filter(source_key__in=keys)
    paths = set(open_now.values_list("area_path", flat=True))
    refuse_unless_allowed(access.ASK, paths=paths, by=by, at=at)
    ended = open_now.update(state=ReasonState.WITHDRAWN, ended_at=at)
    if ended:
        journal.write(by=by, at=at, verb="visits.withdraw", subject=f"reasons:{source}", refs={"ended": ended})
    return ended


def _refuse_nothing(kind: ReasonKind, ground: str, wanted: Sequence[Wanted]) -> None:
    if not ground.strip():
        raise NothingAskedError(gettext("请写明凭什么上门：职责、法律或本人的请求。"))
    attributes = dictionary.current().attributes
    for one in wanted:
        if not one.asks and not one.tell.zh and kind != ReasonKind.CHECK:
            raise NothingAskedError(gettext("上门要有事：要问什么，或要告诉什么。"))
        for key in one.asks:
            attribute = attributes.get(key)
            is_anybody = attribute is not None and attribute.subject == Subject.PERSON and one.person_id is None
            if attribute is None or is_anybody or attribute.subject == Subject.ORGANISATION:
                raise UnknownAttributeError(gettext("属性字典里没有“%s”，或没有说明问的是谁。") % key)


def _refused(dwelling_ids: Collection[int], *, days: int, at: datetime) -> set[tuple[int, Target]]:
    """Return what of whom was refused lately behind these doors."""
    rows = ReasonOutcome.objects.filter(
        reason__dwelling__in=dwelling_ids, visit__at__gte=at - timedelta(days=days)
    ).exclude(declined=[])
    return {
        (dwelling_id, target(person_id, key))
        for dwelling_id, person_id, keys in rows.values_list("reason__dwelling", "reason__person", "declined")
        for key in keys
    }
