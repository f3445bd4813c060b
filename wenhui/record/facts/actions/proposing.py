"""Many words at once: proposed and looked at, then accepted as one, or discarded without a trace."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.db import transaction

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.ahead import ahead
from wenhui.record.facts import deriving
from wenhui.record.facts.actions import origins, writing
from wenhui.record.facts.actions.taking_in import Progress, catch_up
from wenhui.record.facts.comparing import Comparison, Table, compare_in_pieces
from wenhui.record.facts.models import Confirmation, Origin, Statement
from wenhui.record.facts.words import Standing, Through

UNSEEN: Final = 0  # the edition of what nobody ever spoke of


@transaction.atomic
def propose(
    *,
    table: Table,
    through: Through,
    provider: str,
    ground: str,
    reference: str = "",
    as_of: date,
    by: Actor,
    at: datetime,
) -> tuple[Origin, Comparison]:
    """Write down what a provider says of many subjects, without effect, and return how it compares with what is known."""
    origin = origins.make(
        through=through, provider=provider, ground=ground, reference=reference, as_of=as_of,
        standing=Standing.PROPOSED, by=by, at=at,
    )  # fmt: skip
    journal.write(by=by, at=at, verb="facts.propose", subject=f"origin:{origin.pk}")
    origins.lock()
    held = writing.keep_what_stood(table, at=at)
    found = compare_in_pieces(table, held, provider=origin.provider, as_of=origin.as_of)
    comparison = Comparison()
    for piece, statements in ahead((piece, writing.statements(origin, table.column, piece)) for piece in found):
        writing.carry_out(statements)
        comparison.add(piece)
    origin.compared_at = deriving.last_edition()
    origin.save(update_fields=["compared_at"])
    return origin, comparison


@transaction.atomic
def add(*, origin_id: int, column: str, guarded: int, words: Mapping[int, str], by: Actor, at: datetime) -> None:
    """Let a proposed origin speak of subjects that were registered because of it, and of whom nothing was said before.

    `words` are those of one privacy class (its rank) by subject, as they are kept: JSON, identifiers sealed.
    """
    origin = origins.locked(origin_id, Standing.PROPOSED)
    writing.write(origin, column, Comparison(said=[(one, guarded, said, UNSEEN) for one, said in words.items()]))


def accept(*, origin_id: int, by: Actor, at: datetime, progress: Progress = lambda done, of: None) -> Origin:
    """Put a proposed origin's words in force, then bring what is known in line. Raises WrongStandingError.

    Two transactions and more: the words are in force with the first, the rest may be taken up again by `catch_up`.
    """
    put_in_force(origin_id=origin_id, by=by, at=at)
    catch_up(origin_id=origin_id, by=by, at=at, progress=progress)
    return Origin.objects.get(pk=origin_id)


@transaction.atomic
def put_in_force(*, origin_id: int, by: Actor, at: datetime) -> Origin:
    """Let a proposed origin's words count; what is known follows with `catch_up`. Raises WrongStandingError."""
    origin = origins.locked(origin_id, Standing.PROPOSED)
    origins.lock()
    if origin.compared_at != deriving.last_edition():
        origin.compared_at = None
    deriving.next_edition()  # whoever compared before is told that words came
    origin.standing, origin.settled_at, origin.is_caught_up = Standing.IN_FORCE, at, False
    origin.save()
    journal.write(by=by, at=at, verb="facts.accept", subject=f"origin:{origin.pk}")
    return origin


@transaction.atomic
def discard(*, origin_id: int, by: Actor, at: datetime) -> None:
    """Erase a proposed origin with all its words. Raises WrongStandingError once they are in force."""
    origin = origins.locked(origin_id, Standing.PROPOSED)
    Statement.objects.filter(origin=origin).delete()
    Confirmation.objects.filter(origin=origin).delete()
    origin.delete()
    journal.write(by=by, at=at, verb="facts.discard", subject=f"origin:{origin_id}")
