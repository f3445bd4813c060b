"""`wenhui ledger fill`: a department's own form back, with the rows that are held here."""

import argparse
import getpass
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from wenhui.site.commands import RefusalError, office, tell

if TYPE_CHECKING:
    from wenhui.record.ledgers.filling import Answer

MOST_GAPS = 40


def fill(given: argparse.Namespace) -> int:
    """Fill a form; exit 2 with the reason when it cannot be filled, before anything is written."""
    out = given.out or given.template.with_name(f"{given.template.stem}-filled.xlsx")
    content = _read(given.template, out)
    with office():
        from wenhui.kit.sheets.refusals import RefusedFileError
        from wenhui.record.ledgers.refusals import LedgersError
        from wenhui.record.registry.rules.refusal import NotUsableError

        try:
            answer = _answer(given, content)
        except (RefusedFileError, LedgersError, NotUsableError) as error:
            raise RefusalError(str(error)) from error
        _write(out, answer.content)
        _tell(answer, out)
    return 0


def _read(template: Path, out: Path) -> bytes:
    if not out.absolute().parent.is_dir():
        raise RefusalError(f"There is no folder for {out}. Nothing was written.")
    if out.is_dir() or out.absolute() == template.absolute():
        raise RefusalError(f"{out} would be overwritten; name another file with -o. Nothing was written.")
    try:
        return template.read_bytes()
    except OSError as error:
        raise RefusalError(f"{template} cannot be read ({error.strerror}). Nothing was written.") from error


def _answer(given: argparse.Namespace, content: bytes) -> "Answer":
    from wenhui.kit import clock
    from wenhui.kit.actor import job
    from wenhui.kit.privacy import Privacy
    from wenhui.record.ledgers import actions, queries
    from wenhui.record.ledgers.binding import bind
    from wenhui.record.ledgers.opening import open_form
    from wenhui.record.ledgers.rules import asking
    from wenhui.record.registry import dictionary
    from wenhui.record.registry.words import Subject

    at, held = clock.now(), dictionary.current()
    opened, head = open_form(content, given.tab)
    binding = bind(head, None, dictionary=held, remembered=queries.memory_of(given.asker))
    conditions = asking.parse(
        ",".join(given.filter),
        attributes=held.attributes,
        tables=held.tables,
        subject=binding.subject or Subject.PERSON,
        today=clock.local_day(at),
    )
    return actions.fill(
        opened=opened,
        head=head,
        binding=binding,
        area=queries.area_called(given.area),
        conditions=conditions,
        asker=given.asker,
        ground=given.ground,
        clearance=Privacy.SENSITIVE,
        by=job(f"command:{getpass.getuser()}"),
        at=at,
    )


def _write(path: Path, content: bytes) -> None:
    """Write beside the place first, so that nobody finds half a file; what holds ID numbers is the owner's alone."""
    handle, beside = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(beside).chmod(0o600)
    Path(beside).replace(path)


def _tell(answer: "Answer", out: Path) -> None:
    from django.utils.translation import override

    with override("en"):
        tell(
            f"{answer.rows} rows, {answer.cells_served} cells filled, {answer.cells_lacking} left blank. Written to {out}."
        )
        for gap in sorted(answer.gaps, key=lambda gap: -gap.count)[:MOST_GAPS]:
            meant = f" ({gap.key})" if gap.key else ""
            tell(f"  {gap.count:>7} blank in {gap.column.full_title}{meant}: {gap.why.label}")
        for one in answer.stale[:MOST_GAPS]:
            since = f", the oldest of {one.oldest:%Y-%m}" if one.oldest else ""
            tell(f"  {one.count:>7} filled with old words in {one.column.full_title} ({one.key}){since}")
        for remark in answer.remarks:
            tell(f"  {remark.en}")
