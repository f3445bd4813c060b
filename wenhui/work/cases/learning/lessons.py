"""An office's closed cases, and the words of its catalogue, as a lesson."""

import re
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from wenhui.kit.scope import upper_bound
from wenhui.work.cases.learning.teaching import Lesson
from wenhui.work.cases.models import Case, CaseType
from wenhui.work.cases.words import Stage

MOST: Final = 20_000
"""So many of the newest closed cases are learnt from; older ones tell of an office that is no more."""

NOT_GIVEN: Final = "not_given"
_LONG: Final = re.compile(r"[0-9０-９][0-9０-９xXｘＸ\-－ ]{4,}")


def text_of(title: str, description: str) -> str:
    """Return what is learnt from a case: its words, without telephones and numbers of papers."""
    return _LONG.sub(" ", f"{title} {description}").strip()


def closed_at(path: str) -> QuerySet[Case]:
    """Return the closed cases of an office that have a type, in no order."""
    known = CaseType.objects.filter(ended=False).exclude(key=NOT_GIVEN)
    return Case.objects.filter(
        area_path__gte=path, area_path__lt=upper_bound(path), stage=Stage.CLOSED, type__in=known
    ).order_by()


def closed_since(path: str, since: datetime | None) -> int:
    """Return how many cases were closed after a moment, or ever."""
    cases = closed_at(path)
    return (cases.filter(closed_at__gt=since) if since else cases).count()


def lesson_of(path: str) -> tuple[Lesson, list[datetime]]:
    """Return the newest closed cases of an office in the order they were closed, and when that was."""
    columns = ("pk", "title", "description", "type_id", "platform", "urgency", "unit_key", "closed_at")
    rows = list(closed_at(path).order_by("-closed_at", "-pk").values_list(*columns)[:MOST])[::-1]
    lesson = Lesson(
        texts=[text_of(title, description) for _, title, description, *_ in rows],
        said=[
            {"type": kind, "platform": platform, "urgency": urgency, "unit": unit}
            for _, _, _, kind, platform, urgency, unit, _ in rows
        ],
        keys=[str(pk) for pk, *_ in rows],
        synonyms=synonyms(),
    )
    return lesson, [row[-1] for row in rows]


def synonyms() -> list[tuple[str, dict[str, str]]]:
    """Return words of the catalogue with what they speak for: the name of each type and what people call it."""
    return [
        (word, {"type": one.key, "platform": one.platform, "urgency": one.urgency, "unit": one.unit_id or ""})
        for one in CaseType.objects.filter(ended=False).exclude(key=NOT_GIVEN).order_by("key")
        for word in (one.zh, *one.synonyms)
    ]
