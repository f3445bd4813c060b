"""A form filled and handed out: a disclosure, hence a line in the journal."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from wenhui.ground.areas.models import Area
from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.clock import local_day
from wenhui.kit.privacy import Privacy
from wenhui.kit.sheets.heads import Head
from wenhui.kit.sheets.opening import Opened
from wenhui.record.ledgers import filling
from wenhui.record.ledgers.actions import counting, gaps
from wenhui.record.ledgers.filling import Answer
from wenhui.record.ledgers.refusals import GroundMissingError, UnknownAskerError
from wenhui.record.ledgers.rules.asking import Condition
from wenhui.record.ledgers.rules.columns import Binding
from wenhui.record.registry import dictionary

PROVIDERS = "provider"


@transaction.atomic
def fill(
    *,
    opened: Opened,
    head: Head,
    binding: Binding,
    area: Area,
    conditions: Sequence[Condition] = (),
    asker: str,
    ground: str,
    clearance: Privacy,
    skips_stale: bool = False,
    due_on: date | None = None,
    begun_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Answer:
    """Answer a blank form, and write down who gave what about which area to whom, and on what ground.

    With `due_on` what is lacking, and what was filled with old words, is handed on to be asked at the door by that day.
    `begun_at` is when somebody began with the form, where that was measured.

    The journal names the attributes and how many rows, never a value, not even one of a condition. Raises what
    `filling.answer` raises, UnknownAskerError, and GroundMissingError.
    """
    stated = ground.strip()
    if len(stated) < journal.SHORTEST_REASON:
        raise GroundMissingError
    if asker not in dictionary.current().tables[PROVIDERS].by_code:
        raise UnknownAskerError
    answer = filling.answer(
        opened, head, binding, area=area, conditions=conditions, clearance=clearance, skips_stale=skips_stale,
        today=local_day(at),
    )  # fmt: skip
    journal.write(
        by=by,
        at=at,
        verb="ledgers.fill",
        subject=f"area:{area.pk}",
        reason=stated,
        refs={
            "asker": asker,
            "rows": answer.rows,
            "form": hashlib.sha256(opened.content).hexdigest()[:16],
            "attributes": " ".join(answer.keys_served),
            "conditions": " ".join(condition.key for condition in conditions),
        },
    )
    counting.count_answer(answer, asker=asker, area=area, begun_at=begun_at, at=at)
    if due_on is not None:
        gaps.hand_on(lacking=answer.lacking, asker=asker, ground=stated, due_on=due_on, by=by, at=at)
    return answer
