"""What a filled form and an imported table took is written down within the action that does it, as one row."""

from datetime import datetime, timedelta
from typing import Final

from wenhui.ground.areas import queries as areas
from wenhui.ground.areas.models import Area, Level
from wenhui.record.ledgers.filling import Answer
from wenhui.record.ledgers.models import CellCount, Upload
from wenhui.record.ledgers.words import CountedAs, Why

# Blank cells that nobody may fill, or only somebody else: they are not asked of a hand.
NOBODY_S: Final = frozenset({Why.NOT_ADMITTED, Why.ABOVE})
LONGEST: Final = timedelta(hours=2)  # a blank form that lay that long says nothing about work
BELOW_COUNTS: Final = frozenset({Level.UNIT, Level.DWELLING})


def count_answer(answer: Answer, *, asker: str, area: Area, begun_at: datetime | None, at: datetime) -> None:
    """Count what a blank form took from the registry, and what it left to hands."""
    CellCount.objects.create(
        asker=asker,
        counted_as=CountedAs.BLANK,
        at=at,
        rows=answer.rows,
        served=answer.cells_served,
        asked=sum(gap.count for gap in answer.gaps if gap.why not in NOBODY_S),
        repeated=sum(gap.count for gap in answer.gaps if gap.why is Why.NO_WORD),
        seconds=_seconds(begun_at, at),
        area=_counted(area),
    )


def count_import(upload: Upload, *, at: datetime) -> None:
    """Count what an accepted table brought, as its check said."""
    counts = upload.counts
    CellCount.objects.create(
        upload=upload,
        asker=upload.provider,
        counted_as=CountedAs.IMPORT,
        at=at,
        rows=counts["rows"],
        served=counts["new"] + counts["changed"] + counts.get("brought", 0),
        confirmed=counts["equal"],
        asked=counts["cells"],
        area=_counted(upload.area),
    )


def uncount(upload: Upload) -> None:
    """Count a withdrawn table no longer."""
    CellCount.objects.filter(upload=upload).update(stands=False)


def _seconds(begun_at: datetime | None, at: datetime) -> int | None:
    if begun_at is None or not timedelta() <= at - begun_at <= LONGEST:
        return None
    return int((at - begun_at).total_seconds())


def _counted(area: Area) -> Area:
    """Return the area that a row of figures points at: never below the building."""
    if area.level not in BELOW_COUNTS:
        return area
    return next(one for one in areas.ancestors(area.path) if one.level == Level.BUILDING)
