"""A few rows of a received file, from which its columns are understood: the same ones for the page and for the job.

A page that shows a binding must not read 55,000 rows each time. What was sampled stays in this process's memory for the
few files looked at last, never anywhere else.
"""

from collections import OrderedDict
from dataclasses import dataclass, replace
from threading import Lock
from typing import Final

from wenhui.kit.sheets.taking import Rows
from wenhui.record.ledgers import queries
from wenhui.record.ledgers.binding import bind
from wenhui.record.ledgers.importing import sheets
from wenhui.record.ledgers.models import Upload
from wenhui.record.ledgers.rules.columns import Binding
from wenhui.record.ledgers.rules.rows import chosen
from wenhui.record.registry import dictionary

MOST: Final = 400
FILES: Final = 8


@dataclass(frozen=True, slots=True)
class Sample:
    """At most MOST rows of a table, evenly spread, and how many there are."""

    rows: Rows
    total: int


_kept: "OrderedDict[tuple[bytes, str], Sample]" = OrderedDict()
_lock: Final = Lock()


def sampled(rows: Rows) -> Sample:
    """Return the sample of a table."""
    total = len(rows)
    places = range(total) if total <= MOST else [place * total // MOST for place in range(MOST)]
    few = replace(
        rows,
        numbers=[rows.numbers[place] for place in places],
        columns=[[column[place] for place in places] for column in rows.columns],
    )
    return Sample(few, total)


def sample_of(upload: Upload) -> Sample:
    """Return the sample of a received file, reading it the first time. Raises ContentGoneError, RefusedFileError."""
    key = (bytes(upload.digest), upload.tab)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    return keep(upload, sheets.rows_of(upload))


def keep(upload: Upload, rows: Rows) -> Sample:
    """Keep the sample of a file that was read just now, and forget the one looked at longest ago."""
    sample = sampled(rows)
    with _lock:
        _kept[bytes(upload.digest), upload.tab] = sample
        while len(_kept) > FILES:
            _kept.popitem(last=False)
    return sample


def binding_of(upload: Upload, sample: Sample) -> Binding:
    """Return what a file's columns mean, as its sample and what was remembered of its provider's heads say."""
    memory = queries.memory_of(upload.provider)
    subject = chosen(upload.subject)
    return bind(sample.rows.head, sample.rows, dictionary=dictionary.current(), remembered=memory, subject=subject)
