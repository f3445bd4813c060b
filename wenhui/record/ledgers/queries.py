"""Named questions about departments' tables."""

from django.db.models import Exists, OuterRef, QuerySet

from wenhui.ground.areas import queries as areas
from wenhui.ground.areas.models import Area, Level
from wenhui.kit.actor import Actor
from wenhui.kit.scope import upper_bound
from wenhui.record.ledgers.models import BlankForm, Errand, HomeDoubt, LedgerGap, RememberedHead, RememberedTab, Upload
from wenhui.record.ledgers.refusals import AmbiguousAreaError, UnknownAreaError
from wenhui.record.ledgers.rules.columns import Memory, Remembered
from wenhui.record.ledgers.words import DoubtStanding, GapStanding
from wenhui.record.registry import queries as registry
from wenhui.record.registry.words import Subject

SHOWN = 8
EVERYWHERE = ""


def memory_of(provider: str) -> Memory:
    """Return what was decided about a provider's heads."""
    rows = RememberedHead.objects.filter(provider=provider).values_list("subject", "path", "key", "reason")
    return {(Subject(subject), path): Remembered(key, reason) for subject, path, key, reason in rows}


def remembered_tabs(provider: str) -> set[str]:
    """Return the names, folded, of the sheets that were chosen in a provider's workbooks."""
    return set(RememberedTab.objects.filter(provider=provider).values_list("tab", flat=True))


def blank(number: int, *, by: Actor) -> BlankForm | None:
    """Return a blank form, to whoever uploaded it."""
    return BlankForm.objects.filter(pk=number, actor_kind=by.kind, actor_key=by.key).first()


def uploads() -> QuerySet[Upload]:
    """Return the files that the transaction sees, the latest first, without content; `is_busy` while a job is on one."""
    busy = Errand.objects.filter(upload=OuterRef("pk"), ended_at__isnull=True)
    return (
        Upload.objects.defer("content", "digest", "columns").select_related("area")
        .annotate(is_busy=Exists(busy)).order_by("-pk")
    )  # fmt: skip


def upload(number: int) -> Upload | None:
    """Return one file of the scope, without its content."""
    return Upload.objects.defer("content").select_related("area", "origin").filter(pk=number).first()


def last_errand(of: Upload) -> Errand | None:
    """Return what was ordered of a file last, done or not."""
    return Errand.objects.filter(upload=of).order_by("-pk").first()


def open_gaps() -> QuerySet[LedgerGap]:
    """Return what filled forms lacked and nobody knows yet, the most pressing first."""
    return LedgerGap.objects.filter(standing=GapStanding.OPEN).order_by("due_on", "pk")


def gaps_that_wait() -> QuerySet[LedgerGap]:
    """Return those of them that nobody has been sent to ask yet."""
    return open_gaps().filter(asked_as="").order_by("pk")


def homes_that_wait() -> QuerySet[HomeDoubt]:
    """Return who may have moved and whom nobody has been sent to ask yet."""
    return HomeDoubt.objects.filter(standing=DoubtStanding.OPEN, asked_as="").order_by("pk")


def homes_asked() -> set[str]:
    """Return the keys under which visits ask those that are open."""
    open_now = HomeDoubt.objects.filter(standing=DoubtStanding.OPEN).exclude(asked_as="")
    return set(open_now.values_list("asked_as", flat=True))


def area_called(text: str, *, within: str = EVERYWHERE) -> Area:
    """Return the area of a name (with or without 社区, 街道), an official code, a path or an address, in a scope.

    Raises UnknownAreaError, and AmbiguousAreaError that names those it may be.
    """
    asked = "".join(text.split())
    here = Area.objects.filter(valid_to__isnull=True, path__gte=within, path__lt=upper_bound(within) if within else "~")
    if asked.isascii():
        path = asked if asked.endswith(".") else f"{asked}."
        found = here.filter(path=path).first() or here.filter(codes__code=asked).order_by("-codes__edition").first()
        if found is None:
            raise UnknownAreaError.named(text)
        return found
    names = [asked, *(asked + suffix for suffix in ("社区", "街道", "区", "市") if not asked.endswith(suffix))]
    for name in names:
        called = list(here.filter(name__in=_spellings(name)).order_by("path")[: SHOWN + 1])
        if len(called) > 1:
            raise _between(text, called)
        if called:
            return called[0]
    return _at_address(text, within)


def _spellings(name: str) -> list[str]:
    """Return a name with and without the blanks that some names have around their numbers."""
    spaced = "".join(
        f" {letter}" if letter.isdigit() != before.isdigit() else letter for before, letter in _pairs(name)
    )
    return [name, spaced.strip()]


def _pairs(text: str) -> list[tuple[str, str]]:
    return list(zip(text[:1] + text, text, strict=False))


def _at_address(text: str, within: str) -> Area:
    for root in Area.objects.filter(level=Level.SUBDISTRICT).order_by("path"):
        if not (root.path.startswith(within) or within.startswith(root.path)):
            continue
        understood = areas.understand(text, within=max(root.path, within, key=len))
        if understood.candidates:
            raise _between(text, list(understood.candidates))
        if understood.area is not None and understood.understood and not understood.leftover:
            return understood.area
    raise UnknownAreaError.named(text)


def _between(text: str, found: list[Area]) -> AmbiguousAreaError:
    shown = found[:SHOWN]
    places = registry.addresses(area.path for area in shown)
    names = [places[area.path] or area.name for area in shown]
    return AmbiguousAreaError.between(text, names, [area.path for area in shown])
