"""What accepting a file would do, as its page shows it: cells that change, conflicts, newcomers, what was not taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Func
from django.utils.translation import gettext, gettext_lazy

from wenhui.ground.areas.models import Area
from wenhui.kit import bulk, clock
from wenhui.kit.html import wording
from wenhui.kit.words import Words
from wenhui.record.facts import contrasting
from wenhui.record.facts.actions.writing import LONG_AGO
from wenhui.record.facts.contrasting import Difference
from wenhui.record.facts.models import Conflict
from wenhui.record.facts.subjects import COLUMN
from wenhui.record.ledgers import elsewhere, naming, sampled
from wenhui.record.ledgers.models import Upload
from wenhui.record.ledgers.naming import Named
from wenhui.record.ledgers.rules.rows import CALLED
from wenhui.record.ledgers.words import FindingKind
from wenhui.record.registry import dictionary
from wenhui.record.registry import queries as registry
from wenhui.record.registry.rules import masks
from wenhui.record.registry.rules.codes import YES_NO
from wenhui.record.registry.rules.values import SEVERAL
from wenhui.record.registry.words import Kind, OrganisationKind, Registration, Sex, Subject

A_PAGE: Final = 50
PROVIDERS: Final = "provider"
BETWEEN: Final = "、"
CHANGES, OTHERS, NEWCOMERS, FINDINGS, DOUBTS = "changes", "others", "newcomers", "findings", "doubts"
ELSEWHERE: Final = "elsewhere"
TITLES: Final = {
    FINDINGS: gettext_lazy("没有采用的"),
    OTHERS: gettext_lazy("与别家说法不同的"),
    CHANGES: gettext_lazy("要改的"),
    NEWCOMERS: gettext_lazy("要新增的人"),
    DOUBTS: gettext_lazy("请核对的"),
    ELSEWHERE: gettext_lazy("住址和登记的不同"),
}


@dataclass(frozen=True, slots=True)
class Changed:
    """One cell that differs: where in the sheet, of whom or what, what it says and what is known, covered, what comes of it.

    `as_of` is None where the registry held it before anybody was known to have said it.
    """

    row: int | None
    of: Named
    attribute: Words
    said: str
    known: str
    provider: Words
    as_of: date | None
    leads: bool
    is_conflict: bool


@dataclass(frozen=True, slots=True)
class New:
    """Somebody new: where in the sheet, the name covered, and where they will live."""

    row: int
    name: str
    sex: str
    birth_on: date | None
    registration: str
    place: str


@dataclass(frozen=True, slots=True)
class Founded:
    """A new organisation: where in the sheet, its name and credit code, what it is, and where it will be."""

    row: int
    name: str
    uscc: str
    kind: str
    place: str


class Cells(Sequence[Changed]):
    """The cells of a file that differ, read page by page."""

    def __init__(self, upload: Upload, *, from_others: bool, count: int) -> None:
        self.upload, self.from_others, self.count_of_all = upload, from_others, count

    def __len__(self) -> int:
        return self.count_of_all

    def __getitem__(self, asked: Any) -> Any:
        first, last, _ = asked.indices(self.count_of_all)
        found = contrasting.differences(
            self.upload.origin_id or 0, column=COLUMN[naming.subject_of(self.upload)],
            from_others=self.from_others, first=first, many=last - first,
        )  # fmt: skip
        return _changed(self.upload, found)


@dataclass(frozen=True)
class Preview:
    """The figures of a previewed file and one of its lists."""

    upload: Upload
    counts: dict[str, int]
    titles: dict[str, str]
    show: str
    leaf: Page[Any] | None

    @property
    def told_apart(self) -> str:
        """Return how the rows are called that the registry holds."""
        subject = naming.subject_of(self.upload)
        if subject is Subject.PERSON:
            return gettext("认出的人")
        return gettext("认出的%(what)s") % {"what": wording.say(CALLED[subject])}

    @property
    def more(self) -> int:
        """Return how many findings are not told one by one, as there are too many."""
        return self.counts.get("more", 0)

    @property
    def is_of_bodies(self) -> bool:
        """Say whether its rows are organisations, of which new ones are shown otherwise than people."""
        return naming.subject_of(self.upload) is Subject.ORGANISATION

    @property
    def is_empty(self) -> bool:
        """Say whether accepting it would say nothing at all."""
        return not any(self.counts[key] for key in ("newcomers", "equal", "new", "changed"))


def look_at(upload: Upload, *, show: str, page: str | None) -> Preview:
    """Return what a page shows of a previewed file; without a choice, the first list that holds anything."""
    differ = contrasting.counts(upload.origin_id or 0, column=COLUMN[naming.subject_of(upload)])
    counts, is_of_bodies = dict(upload.counts), naming.subject_of(upload) is Subject.ORGANISATION
    refused = counts["refused"] + counts["cells"] + counts.get("columns", 0)
    sizes = {
        FINDINGS: refused,
        OTHERS: differ.others,
        CHANGES: differ.own,
        NEWCOMERS: counts["newcomers"],
        DOUBTS: counts["doubts"],
        ELSEWHERE: counts.get("elsewhere", 0),
    }
    chosen = show if sizes.get(show) else next((key for key, size in sizes.items() if size), "")
    listed: Any = {
        CHANGES: lambda: Cells(upload, from_others=False, count=differ.own),
        OTHERS: lambda: Cells(upload, from_others=True, count=differ.others),
        NEWCOMERS: lambda: Bodies(upload) if is_of_bodies else Newcomers(upload),
        FINDINGS: lambda: upload.findings.exclude(kind=FindingKind.DOUBT).order_by("row", "pk"),
        ELSEWHERE: lambda: elsewhere.people_of(upload),
        DOUBTS: lambda: upload.findings.filter(kind=FindingKind.DOUBT).order_by("row", "pk"),
    }
    leaf = Paginator(listed[chosen](), A_PAGE).get_page(page) if chosen else None
    titles = {key: str(TITLES[key]) for key, size in sizes.items() if size}
    if is_of_bodies and sizes[NEWCOMERS]:
        titles[NEWCOMERS] = gettext("要新增的单位")
    sized = counts | {f"size_{key}": size for key, size in sizes.items()}
    return Preview(upload, sized, titles, chosen, leaf)


def conflicts_of(upload: Upload) -> int:
    """Return how many open conflicts an accepted file has a part in."""
    if upload.origin_id is None:
        return 0
    mine = Conflict.objects.filter(settled_at__isnull=True)
    return mine.filter(origin=upload.origin_id).count() + mine.filter(against=upload.origin_id).count()


def _changed(upload: Upload, found: Sequence[Difference]) -> list[Changed]:
    numbers = {one.subject for one in found}
    of = naming.named(upload, numbers, today=clock.local_day(clock.now()))
    rows = naming.rows_of(upload, numbers)
    providers = dictionary.current().tables[PROVIDERS].by_code
    return [
        Changed(
            row=rows.get(one.subject),
            of=of[one.subject],
            attribute=one.attribute.words,
            said=_in_words(one, one.said),
            known=_in_words(one, one.known),
            provider=providers[one.provider].words,
            as_of=None if one.as_of == LONG_AGO else one.as_of,
            leads=one.leads,
            is_conflict=bool(one.others) or not one.leads,
        )
        for one in found
        if one.subject in of
    ]


def _in_words(one: Difference, text: str) -> str:
    """Return a canonical text as lists show it: codes by their names, names and numbers covered."""
    attribute = one.attribute
    table = YES_NO if attribute.kind == Kind.BOOLEAN else dictionary.current().tables.get(attribute.table)
    parts = text.split(SEVERAL)
    if table is None:
        return BETWEEN.join(sampled.covered(attribute.kind, part) for part in parts)
    codes = table.by_code
    return BETWEEN.join(wording.say(codes[part].words) if part in codes else part for part in parts)


class Newcomers(Sequence[New]):
    """The people whom a file would bring, read page by page."""

    def __init__(self, upload: Upload) -> None:
        self.pieces = upload.newcomers.order_by("first")
        self.sizes = list(self.pieces.annotate(size=Func("rows", function="cardinality")).values_list("pk", "size"))

    def __len__(self) -> int:
        return sum(size for _, size in self.sizes)

    def __getitem__(self, asked: Any) -> Any:
        first, last, _ = asked.indices(len(self))
        found: list[tuple[int, Sequence[Any]]] = []
        before = 0
        for number, size in self.sizes:
            if first < before + size and before < last:
                piece = self.pieces.get(pk=number)
                listed = list(zip(piece.rows, zip(*bulk.read(piece.people), strict=True), strict=True))
                found += listed[max(0, first - before) : last - before]
            before += size
        return _newcomers(found)


def _newcomers(found: Sequence[tuple[int, Sequence[Any]]]) -> list[New]:
    """Return people as lists show them; `found` are the row and the columns of `registry.actions.NewPeople`."""
    homes = [int(dwelling or area or 0) for _, (*_, dwelling, area) in found]
    paths = dict(Area.objects.filter(pk__in=homes).values_list("pk", "path"))
    places = registry.addresses(paths.values())
    return [
        New(
            row, masks.mask_name(name), str(Sex(sex).label), date.fromisoformat(birth) if birth else None,
            str(Registration(registration).label), places[paths[home]],
        )
        for (row, (name, sex, birth, *_, registration, _, _, _)), home in zip(found, homes, strict=True)
    ]  # fmt: skip


class Bodies(Sequence[Founded]):
    """The organisations that a file would bring, read page by page."""

    def __init__(self, upload: Upload) -> None:
        self.rows = upload.organisations.select_related("area").order_by("row")

    def __len__(self) -> int:
        return self.rows.count()

    def __getitem__(self, asked: Any) -> Any:
        found = list(self.rows[asked])
        places = registry.addresses(one.area.path for one in found)
        return [
            Founded(one.row, one.name, one.uscc, str(OrganisationKind(one.kind).label), places[one.area.path])
            for one in found
        ]
