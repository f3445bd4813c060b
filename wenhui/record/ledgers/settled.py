"""What came of a file that was accepted, or taken back: how many, who was new, and who stays as a question."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.paginator import Page, Paginator

from wenhui.kit.words import Words
from wenhui.record.ledgers import previewed
from wenhui.record.ledgers.models import Arrivals, Errand, Upload
from wenhui.record.ledgers.words import ErrandKind, UploadStanding
from wenhui.record.registry import following, hanging
from wenhui.record.registry import queries as registry
from wenhui.record.registry.models import Person
from wenhui.record.registry.queries import Found
from wenhui.record.registry.words import LeftBecause

A_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Stayed:
    """Somebody whom the file brought and who was not struck out: whom, from which row, and what hangs on them."""

    found: Found
    row: int
    because: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The figures of a settled file and the people whom it brought; of a withdrawn one, those who stay."""

    counts: dict[str, int]
    arrived: int
    struck: int
    conflicts: int
    findings: int
    is_behind: bool
    withdrawal: Errand | None
    people: list[Stayed]
    leaf: Page[Any]


def look_at(upload: Upload, *, page: str | None, today: date) -> Outcome:
    """Return what a page shows of a settled file."""
    brought = Arrivals.objects.filter(upload=upload).first()
    rows = dict(zip(brought.people, brought.rows, strict=True)) if brought else {}
    here = Person.objects.filter(pk__in=rows)
    standing = here.exclude(left_because=LeftBecause.MISTAKEN).order_by("pk")
    leaf = Paginator(standing, A_PAGE).get_page(page)
    is_withdrawn = upload.standing == UploadStanding.WITHDRAWN
    return Outcome(
        counts=upload.counts,
        arrived=len(rows),
        struck=here.filter(left_because=LeftBecause.MISTAKEN).count(),
        conflicts=previewed.conflicts_of(upload),
        findings=upload.findings.count(),
        is_behind=upload.origin is not None and not upload.origin.is_caught_up,
        withdrawal=Errand.objects.filter(upload=upload, kind=ErrandKind.WITHDRAW, zh="").order_by("-pk").first(),
        people=_people(list(leaf.object_list), rows, is_asked=is_withdrawn, today=today),
        leaf=leaf,
    )


def _people(people: list[Person], rows: dict[int, int], *, is_asked: bool, today: date) -> list[Stayed]:
    hangs = hanging.hanging_on([one.pk for one in people]) if is_asked else {}
    called = following.described([row for found in hangs.values() for row in found])
    return [
        Stayed(
            found, rows[found.person_id], tuple(called[row] for row in hangs.get(found.person_id, ()) if row in called)
        )
        for found in registry.shown(people, today=today)
    ]
