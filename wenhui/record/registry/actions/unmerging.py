"""Undoing a merge, weeks later too: everything goes back, and what came since goes to whom it belongs, or is asked for."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.record.registry import following, hanging
from wenhui.record.registry.actions import parting
from wenhui.record.registry.actions.judging import note, stated
from wenhui.record.registry.actions.refusals import (
    AlreadyUndoneError,
    LaterMergeError,
    NoRoomError,
    NoSuchMergeError,
    NoSuchQuestionError,
)
from wenhui.record.registry.following import Passage, Row
from wenhui.record.registry.hanging import Tie
from wenhui.record.registry.models import Merge, MergeQuestion, MergeStep, Person, Residence
from wenhui.record.registry.rules import merging as rules
from wenhui.record.registry.words import Verdict


@transaction.atomic
def unmerge(*, merge_id: int, reason: str, by: Actor, at: datetime) -> Merge:
    """Undo a merge: the other counts again, with what moved and with what came since and is known to be theirs.

    What came since and could be either's stays with the primary and becomes a question. A correction of the primary's
    columns stays, unless it says what the other's row says. Raises NoSuchMergeError, AlreadyUndoneError, LaterMergeError,
    NoGroundError.
    """
    reason = stated(reason)
    record = _locked(merge_id)
    if record.undone_at is not None:
        raise AlreadyUndoneError
    if record.primary.merged_into_id is not None:
        raise LaterMergeError
    since = _came_since(record)
    parting.part_columns(record)
    back, stuck = _move_back(record)
    theirs, unclear = _sorted_out(record, since)
    given, crowded = _given(record, theirs)
    parting.part_homes(record)
    _ask(record, [*stuck, *unclear, *crowded])
    record.undone_at, record.undone_reason = at, reason
    record.save(update_fields=["undone_at", "undone_reason"])
    note(record.primary_id, record.other_id, verdict=Verdict.DIFFERENT, reason=reason, by=by, at=at)
    journal.write(
        by=by,
        at=at,
        verb="registry.unmerge",
        subject=f"person:{record.primary_id}",
        reason=reason,
        refs={"other": record.other_id, "merge": record.pk, "rows": len(back) + len(given)},
    )
    following.tell(Passage(record.primary_id, record.other_id, [*back, *given]), at=at)
    return record


@transaction.atomic
def answer_whose(*, question_id: int, to_id: int, by: Actor, at: datetime) -> MergeQuestion:
    """Say whose a row is that came while two were one. Raises NoSuchQuestionError, NoRoomError."""
    question = (
        MergeQuestion.objects.select_for_update(of=("self",)).select_related("merge")
        .filter(pk=question_id, answered_at__isnull=True).first()
    )  # fmt: skip
    if question is None or to_id not in {question.merge.primary_id, question.merge.other_id}:
        raise NoSuchQuestionError
    record = _locked(question.merge_id)
    if {record.primary.merged_into_id, record.other.merged_into_id} != {None}:
        raise LaterMergeError
    row = Row(question.table, question.column, question.row)
    if to_id == record.other_id:
        given, crowded = _given(record, [row])
        if crowded:
            raise NoRoomError
        parting.part_homes(record)
        following.tell(Passage(record.primary_id, record.other_id, given), at=at)
    question.to_id, question.answered_at = to_id, at
    question.save(update_fields=["to", "answered_at"])
    journal.write(
        by=by,
        at=at,
        verb="registry.answer_whose",
        subject=f"person:{to_id}",
        refs={"merge": record.pk, "table": row.table, "row": row.key},
    )
    return question


def _locked(merge_id: int) -> Merge:
    """Lock the two persons, the lower number first as a merge does, then the merge."""
    found = Merge.objects.filter(pk=merge_id).first()
    if found is None:
        raise NoSuchMergeError
    pair = {found.primary_id, found.other_id}
    people = {one.pk: one for one in Person.objects.select_for_update(of=("self",)).filter(pk__in=pair).order_by("pk")}
    if len(people) < 2:
        raise NoSuchMergeError
    record = Merge.objects.select_for_update(of=("self",)).get(pk=merge_id)
    record.primary, record.other = people[found.primary_id], people[found.other_id]
    return record


def _came_since(record: Merge) -> dict[Tie, list[str]]:
    """Return the rows on the primary that came while the two were one; what other merges brought is theirs."""
    brought = set(
        MergeStep.objects.filter(
            merge__primary=record.primary_id, merge__undone_at__isnull=True, stayed=""
        ).values_list("table", "column", "row")
    )
    asked = set(MergeQuestion.objects.filter(merge__primary=record.primary_id).values_list("table", "column", "row"))
    since = {}
    for tie in hanging.ties():
        held = set(record.held.get(f"{tie.table}.{tie.column}", ()))
        rows = hanging.keys_of(tie, record.primary_id)
        since[tie] = [key for key in rows if key not in held and (tie.table, tie.column, key) not in brought | asked]
    return since


def _move_back(record: Merge) -> tuple[list[Row], list[Row]]:
    """Return the rows that went back, and those for which the other has no room any more."""
    back: list[Row] = []
    stuck: list[Row] = []
    for tie in hanging.ties():
        keys = record.steps.filter(table=tie.table, column=tie.column, stayed="").values_list("row", flat=True)
        for key, stayed in hanging.move(tie, list(keys), giver=record.primary_id, taker=record.other_id).items():
            (stuck if stayed else back).append(tie.row(key))
    return back, stuck


def _sorted_out(record: Merge, since: dict[Tie, list[str]]) -> tuple[list[Row], list[Row]]:
    """Return which rows are known to be the other's, and which could be either's."""
    rows = [tie.row(key) for tie, keys in since.items() for key in keys]
    told = following.ask(rows, primary=record.primary_id, other=record.other_id)
    primary, other = parting.links_of(record)
    theirs, unclear = [], []
    for tie, keys in since.items():
        named = hanging.links(tie, keys)
        for key in keys:
            row = tie.row(key)
            is_theirs = told[row] == record.other_id if row in told else rules.whose(named.get(key, ()), primary, other)
            if is_theirs is None:
                unclear.append(row)
            elif is_theirs:
                theirs.append(row)
    return theirs, unclear


def _given(record: Merge, rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Point rows at the other; return those that went and those for which there is no room."""
    given: list[Row] = []
    crowded: list[Row] = []
    for tie in hanging.ties():
        keys = [row.key for row in rows if (row.table, row.column) == (tie.table, tie.column)]
        if tie.model is Residence and keys:
            parting.make_room(record, keys)
        for key, stayed in hanging.move(tie, keys, giver=record.primary_id, taker=record.other_id).items():
            (crowded if stayed else given).append(tie.row(key))
    return given, crowded


def _ask(record: Merge, rows: Iterable[Row]) -> None:
    MergeQuestion.objects.bulk_create(
        [MergeQuestion(merge=record, table=row.table, row=row.key, column=row.column) for row in rows]
    )
