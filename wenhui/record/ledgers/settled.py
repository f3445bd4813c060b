"""What came of a file that was accepted, or taken back: how many, who was new, and who stays as a question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from wenhui.kit.html import numbers
from wenhui.kit.words import Words
from wenhui.record.ledgers import naming, previewed
from wenhui.record.ledgers.models import Arrivals, Errand, Upload
from wenhui.record.ledgers.rules.rows import COUNTED
from wenhui.record.ledgers.words import ErrandKind, UploadStanding
from wenhui.record.registry import following, hanging
from wenhui.record.registry import queries as registry
from wenhui.record.registry.models import Organisation, Person
from wenhui.record.registry.queries import Found
from wenhui.record.registry.words import LeftBecause, Subject

A_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Stayed:
    """Somebody whom the file brought and who was not struck out: whom, from which row, and what hangs on them."""

    found: Found
    row: int
    because: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Brought:
    """An organisation that the file brought: its row, name, credit code and place."""

    row: int
    name: str
    uscc: str
    place: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The figures of a settled file and whom it brought, people or organisations; of a withdrawn one, those who stay."""

    counts: dict[str, int]
    arrived: int
    struck: int
    conflicts: int
    findings: int
    is_behind: bool
    withdrawal: Errand | None
    people: list[Stayed]
    bodies: list[Brought]
    leaf: Page[Any]
    counted: Words

    @property
    def told(self) -> str:
        """Return in one phrase what became of the cells; what did not happen is not spoken of."""
        told = {
            "new": gettext("补上 %(n)s 格"),
            "changed": gettext("%(n)s 格与原来不同"),
            "equal": gettext("确认 %(n)s 格没有变化"),
        }
        found = [words % {"n": numbers.number(self.counts[key])} for key, words in told.items() if self.counts[key]]
        return gettext("、").join(found) or gettext("没有一格可写")

    @property
    def more(self) -> int:
        """Return how many findings are not told one by one, as there were too many."""
        return self.counts.get("more", 0)


def look_at(upload: Upload, *, page: str | None, today: date) -> Outcome:
    """Return what a page shows of a settled file."""
    subject = naming.subject_of(upload)
    is_of_bodies = subject is Subject.ORGANISATION
    rows = _arrived(upload, is_of_bodies=is_of_bodies)
    here: QuerySet[Any] = (Organisation if is_of_bodies else Person).objects.filter(pk__in=rows)
    gone = Q(is_mistaken=True) if is_of_bodies else Q(left_because=LeftBecause.MISTAKEN)
    leaf = Paginator(here.exclude(gone).order_by("pk"), A_PAGE).get_page(page)
    is_withdrawn = upload.standing == UploadStanding.WITHDRAWN
    shown = list(leaf.object_list)
    return Outcome(
        counts=upload.counts,
        arrived=len(rows),
        struck=here.filter(gone).count(),
        conflicts=previewed.conflicts_of(upload),
        findings=upload.findings.count(),
        is_behind=upload.origin is not None and not upload.origin.is_caught_up,
        withdrawal=Errand.objects.filter(upload=upload, kind=ErrandKind.WITHDRAW, zh="").order_by("-pk").first(),
        people=[] if is_of_bodies else _people(shown, rows, is_asked=is_withdrawn, today=today),
        bodies=_bodies(shown, rows) if is_of_bodies else [],
        leaf=leaf,
        counted=COUNTED[subject],
    )


def _arrived(upload: Upload, *, is_of_bodies: bool) -> dict[int, int]:
    """Return the rows of the sheet by the number of whom or what they brought."""
    if is_of_bodies:
        held = upload.organisations.filter(organisation__isnull=False).values_list("organisation", "row")
        return {number: row for number, row in held if number is not None}
    brought = Arrivals.objects.filter(upload=upload).first()
    return dict(zip(brought.people, brought.rows, strict=True)) if brought else {}


def _bodies(found: Sequence[Organisation], rows: Mapping[int, int]) -> list[Brought]:
    places = registry.addresses(one.area_path for one in found)
    return [Brought(rows[one.pk], one.name, one.uscc or "", places[one.area_path]) for one in found]


def _people(people: list[Person], rows: dict[int, int], *, is_asked: bool, today: date) -> list[Stayed]:
    hangs = hanging.hanging_on([one.pk for one in people]) if is_asked else {}
    called = following.described([row for found in hangs.values() for row in found])
    return [
        Stayed(
            found, rows[found.person_id], tuple(called[row] for row in hangs.get(found.person_id, ()) if row in called)
        )
        for found in registry.shown(people, today=today)
    ]
