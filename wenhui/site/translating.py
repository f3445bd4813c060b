"""Collects the sentences readers see and compiles their English, without the gettext binaries.

The msgid is the Chinese sentence, so Chinese needs no file; English stands in `wenhui/locale/en/LC_MESSAGES/django.po`.
Babel reads Python and writes the files; Django itself says what a template holds. Needs no settings: tests compile
before Django has any.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[1]
LOCALE = PACKAGE / "locale"
ENGLISH = LOCALE / "en" / "LC_MESSAGES" / "django.po"

KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_HEAD = "# The English of Wenhui. Collected by `make words`; only msgstr lines are written by hand."
_ALWAYS = datetime(2026, 1, 1, tzinfo=UTC)  # collecting again changes only what changed
_HAN = re.compile(r"[\u3400-\u9fff]")
_SKIPPED = {"tests", "migrations", "__pycache__", "lib"}


def has_han(text: str) -> bool:
    """Say whether a text holds a Chinese character."""
    return _HAN.search(text) is not None


def sources(package: Path = PACKAGE) -> Iterator[Path]:
    """Return the files whose words readers see: code and templates; tests and migrations speak to nobody."""
    for kind in ("*.py", "*.html", "*.txt"):
        for path in sorted(package.rglob(kind)):
            within = path.relative_to(package)
            if not _SKIPPED & set(within.parts) and (kind == "*.py" or "templates" in within.parts):
                yield path


def collect(paths: Iterable[Path], *, root: Path = PACKAGE.parent) -> Catalog:
    """Return every sentence marked for translation, with the files it stands in."""
    found = Catalog(charset="utf-8", fuzzy=False)
    for path in paths:
        for _, message, _, context in extract("python", BytesIO(_as_python(path)), KEYWORDS):
            # No line numbers: they change with every edit, and a translator looks for the file.
            found.add(message, locations=[(path.relative_to(root).as_posix(), 0)], context=context)
    return found


def merge(found: Catalog, *kept: Catalog) -> Catalog:
    """Return what was found with the first translation kept anywhere; sentences no longer found are dropped.

    A near miss is not guessed: a changed sentence is a new one, and the house test asks for its English.
    """
    merged = Catalog(
        locale="en", header_comment=_HEAD, project="Wenhui", version="1", charset="utf-8", fuzzy=False,
        msgid_bugs_address="-", last_translator="-", language_team="-", creation_date=_ALWAYS, revision_date=_ALWAYS,
    )  # fmt: skip
    for message in found:
        if message.id:
            merged.add(
                message.id,
                next(_translations(message, kept), None),
                locations=sorted(set(message.locations)),
                context=message.context,
            )
    return merged


def read(path: Path = ENGLISH) -> Catalog:
    """Return a catalogue of translations from its file; an empty one when there is none yet."""
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale="en")


def write(catalogue: Catalog, path: Path = ENGLISH) -> None:
    """Write a catalogue of translations, in the order of its files."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=0, sort_by_file=True, include_lineno=False)


def untranslated(catalogue: Catalog) -> list[str]:
    """Return the sentences that have no translation yet."""
    return [spoken(message.id) for message in catalogue if message.id and not all(strings(message))]


def strings(message: Message) -> tuple[str, ...]:
    """Return the translations of one sentence: one, or one a plural form; empty where there is none."""
    return tuple(message.string) if isinstance(message.string, list | tuple) else (message.string or "",)


def spoken(msgid: str | Iterable[str]) -> str:
    """Return the sentence itself, the first of two where there is a plural."""
    return msgid if isinstance(msgid, str) else next(iter(msgid))


def compile_all(locale: Path = LOCALE) -> list[Path]:
    """Compile every catalogue of translations that is newer than what was compiled from it; return what was written."""
    written = []
    for source in sorted(locale.rglob("*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            beside = target.with_suffix(".mo.part")  # a reader never sees half a file
            with beside.open("wb") as file:
                write_mo(file, read(source))
            beside.replace(target)
            written.append(target)
    return written


def _translations(message: Message, kept: Iterable[Catalog]) -> Iterator[str | tuple[str, ...]]:
    for catalogue in kept:
        before = catalogue.get(message.id, message.context)
        if (
            before is not None
            and isinstance(before.id, tuple) == isinstance(message.id, tuple)
            and all(strings(before))
        ):
            yield strings(before) if isinstance(before.id, tuple) else strings(before)[0]


def _as_python(path: Path) -> bytes:
    """Return a file as Python that Babel can read; of a template, the calls Django makes of its tags."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text.encode()
    # Indentation means nothing in a template and much in Python.
    return "\n".join(line.strip() for line in templatize(text, str(path)).splitlines()).encode()
