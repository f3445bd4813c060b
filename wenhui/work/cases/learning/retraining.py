"""Learns anew when enough cases were closed, and lets the new edition rule unless it is worse. For the owner's processes."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from wenhui.kit.actor import Actor
from wenhui.work.cases import actions
from wenhui.work.cases.learning import editions, lessons, teaching
from wenhui.work.cases.learning.teaching import Taught
from wenhui.work.cases.models import CasePolicy, SuggestionEdition

SECONDS: Final = 1800.0
"""Learning that takes longer is given up; 20,000 cases take some minutes of one core that yields to others."""


def offices() -> list[str]:
    """Return the areas that decided about their clocks: each learns from its own cases."""
    return list(CasePolicy.objects.order_by("path").values_list("path", flat=True))


def is_due(path: str) -> bool:
    """Say whether an office has closed enough cases since it last learnt."""
    last = SuggestionEdition.objects.filter(path=path).order_by("-pk").first()
    if last is None:
        return True
    return teaching.is_due(closed=lessons.closed_since(path, None), since=lessons.closed_since(path, last.learnt_until))


def train(
    path: str, *, by: Actor, at: datetime, is_over: Callable[[], bool] | None = None, seconds: float = SECONDS
) -> SuggestionEdition:
    """Learn from an office's closed cases and keep the edition; with `is_over` in a process of its own.

    Raises TextsError where there is nothing to learn, StoppedError when it took too long or was told to stop.
    """
    lesson, closed = lessons.lesson_of(path)
    ruling = SuggestionEdition.objects.filter(path=path, in_force=True).first()
    folder = editions.folder(path)
    before = folder / ruling.digest if ruling else None
    taught: Taught
    if is_over is None:
        taught = teaching.teach(lesson, folder, before)
    else:
        taught = teaching.teach_apart(lesson, folder, before, seconds=seconds, is_over=is_over)
    until = closed[taught.cases - 1] if taught.cases else None
    edition = actions.bring_edition(
        path=path, taught=taught, words=len(lesson.synonyms), learnt_until=until, by=by, at=at
    )
    held = SuggestionEdition.objects.filter(path=path, in_force=True).values_list("digest", flat=True)
    editions.sweep(path, keeping={*held, *([ruling.digest] if ruling else [])})
    return edition
