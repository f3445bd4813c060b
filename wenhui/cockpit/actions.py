"""The one write of the cockpit: an office says anew what it wants of its figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from wenhui.cockpit.models import IndicatorPolicy, SmallCountRule
from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an office wants of one indicator."""

    indicator: str
    target: float | None = None
    limit: float | None = None
    holds_below: bool = False


@transaction.atomic
def adopt_policies(*, path: str, wanted: Iterable[Wanted], hide_below: int, by: Actor, at: datetime) -> None:
    """Let exactly these policies hold for the area at `path`; those that stood and are not among them end."""
    rows = [
        IndicatorPolicy(
            indicator=one.indicator, path=path, target=one.target, limit=one.limit, holds_below=one.holds_below
        )
        for one in wanted
    ]
    IndicatorPolicy.objects.filter(path=path).delete()
    IndicatorPolicy.objects.bulk_create(rows)
    SmallCountRule.objects.update_or_create(path=path, defaults={"hide_below": hide_below})
    refs: dict[str, str | int] = {"policies": len(rows), "hide_below": hide_below}
    journal.write(by=by, at=at, verb="cockpit.adopt_policies", subject=f"area:{path}", refs=refs)
