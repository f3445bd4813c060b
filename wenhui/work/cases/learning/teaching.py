"""Learning itself, apart from the database: from a lesson to a folder with a measured model. Pure but for files.

May run in a process of its own, which yields to everybody else and is ended when it takes too long.
"""

import hashlib
import json
import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from wenhui.lake.suggesting import keeping, several
from wenhui.lake.texts.errors import TextsError

ABOUTS: Final = ("type", "platform", "urgency", "unit")
LEAST_CASES: Final = 3  # a piece of words that fewer cases hold might name somebody; it is forgotten
FEWEST: Final = 40  # closed cases below which none is held out: they would measure nothing
HELD_OUT: Final = (20, 500)
YIELDING: Final = 15  # on the scale of nice(1)
SLACK: Final = 0.005  # of accuracy; a difference below it is no difference on 500 cases

Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Lesson:
    """Closed cases in the order they were closed, what was decided of each, their ids, and words from the catalogue."""

    texts: Sequence[str]
    said: Sequence[Labels]
    keys: Sequence[str]
    synonyms: Sequence[tuple[str, Labels]] = ()


@dataclass(frozen=True, slots=True)
class Taught:
    """What came of a lesson: the folder's name, how many cases it was learnt from, how many were held out.

    `measured` is the share of these that it named right, by what it says; `before` the same of the edition in force.
    """

    digest: str
    cases: int
    held_out: int
    measured: Mapping[str, float] = field(default_factory=dict)
    before: Mapping[str, float] = field(default_factory=dict)


class StoppedError(Exception):
    """Learning took too long, or was told to stop."""


def held_out(closed: int) -> int:
    """Return how many of so many closed cases, the newest, are kept from learning so that it can be measured."""
    least, most = HELD_OUT
    return 0 if closed < FEWEST else min(most, max(least, closed // 10))


def is_due(*, closed: int, since: int | None) -> bool:
    """Say whether enough cases were closed since the newest that the last edition knows; None: there is no edition.

    Those held out last time count among them, so that each edition is measured on cases that the one before has not seen.
    """
    if since is None:
        return True
    tried = held_out(closed)
    return closed >= FEWEST and since >= 2 * tried


def is_kept(taught: Taught) -> bool:
    """Say whether what was learnt may take the place of the edition in force: it names no fewer of the newest right."""
    first = ABOUTS[0]
    return first not in taught.before or taught.measured.get(first, 0.0) >= taught.before[first] - SLACK


def teach(lesson: Lesson, folder: Path, in_force: Path | None) -> Taught:
    """Learn, measure, and keep what was learnt below `folder` under a name of its own; raise TextsError when impossible."""
    folder.mkdir(parents=True, exist_ok=True)
    tried = held_out(len(lesson.texts))
    learnt = len(lesson.texts) - tried
    models = several.train(
        lesson.texts[:learnt], lesson.said[:learnt], lesson.keys[:learnt], lesson.synonyms, abouts=ABOUTS,
        least=LEAST_CASES,
    )  # fmt: skip
    newest, wanted = lesson.texts[learnt:], lesson.said[learnt:]
    measured = several.accuracy(models, newest, wanted) if tried else {}
    before = _before(in_force, newest, wanted) if tried and in_force else {}
    beside = Path(tempfile.mkdtemp(dir=folder, prefix=".new-"))
    try:
        several.keep(models, beside)
        digest = _digest(beside)
        if not (folder / digest).exists():
            beside.rename(folder / digest)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return Taught(digest, learnt, tried, measured, before)


def teach_apart(
    lesson: Lesson, folder: Path, in_force: Path | None, *, seconds: float, is_over: Callable[[], bool]
) -> Taught:
    """The same in a process that yields to others; raise StoppedError after so many seconds, or when told to stop."""
    spawning = multiprocessing.get_context("spawn")
    ours, theirs = spawning.Pipe(duplex=False)
    child = spawning.Process(target=_taught, args=(theirs, lesson, folder, in_force), daemon=True)
    child.start()
    theirs.close()
    try:
        for _ in range(max(1, round(seconds))):
            if ours.poll(1.0):
                return _received(ours)
            if is_over():
                break
        raise StoppedError("Learning was stopped before it was done.")
    finally:
        child.kill()
        child.join()
        ours.close()


def _received(ours: Connection) -> Taught:
    try:
        said = ours.recv()
    except EOFError as error:
        raise StoppedError("The process that learnt ended before it was done.") from error
    if isinstance(said, Taught):
        return said
    raise TextsError(str(said))


def _taught(out: Connection, lesson: Lesson, folder: Path, in_force: Path | None) -> None:
    os.nice(YIELDING)
    try:
        out.send(teach(lesson, folder, in_force))
    except TextsError as error:
        out.send(str(error))


def _before(in_force: Path, texts: Sequence[str], wanted: Sequence[Labels]) -> dict[str, float]:
    """Return how often the edition in force is right; one that cannot be read any more stands in nobody's way."""
    try:
        return several.accuracy(several.load(in_force, ABOUTS), texts, wanted)
    except TextsError:
        return {}


def _digest(folder: Path) -> str:
    heads = sorted(folder.glob(f"*/{keeping.HEAD}"))
    said = [(head.parent.name, json.loads(head.read_text(encoding="utf-8"))["sha256"]) for head in heads]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]
