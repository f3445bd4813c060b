"""Tables of whatever rows brought as a page and its job bring them: understood by their heads, checked, accepted."""

import io
from collections.abc import Sequence

import openpyxl

from wenhui.ground.areas.models import Area
from wenhui.kit.privacy import Privacy
from wenhui.record.ledgers import actions
from wenhui.record.ledgers.importing import sampling, sheets
from wenhui.record.ledgers.importing.bound import of_binding
from wenhui.record.ledgers.models import Upload
from wenhui.record.ledgers.rules.rows import subject_of
from wenhui.record.ledgers.tests.conftest import AT, ZHOU, received
from wenhui.record.ledgers.tests.making import blank_form, saved


def listed(title: str, heads: Sequence[str], *rows: Sequence[object]) -> bytes:
    """Return a department's sheet with a title, which often says what its rows are."""
    workbook = blank_form(heads, title=title)
    for row in rows:
        workbook.active.append(list(row))
    return saved(workbook)


def checked(content: bytes, area: Area, provider: str = "housing", clearance: Privacy = Privacy.SENSITIVE) -> Upload:
    """Receive and check a table."""
    upload = received(content, area, provider)
    rows = sheets.take(content)
    binding = sampling.binding_of(upload, sampling.sampled(rows))
    joined, bound = of_binding(binding, rows)
    return actions.preview(
        upload_id=upload.pk, rows=joined, bound=bound, subject=subject_of(binding), clearance=clearance, by=ZHOU, at=AT
    )


def brought(content: bytes, area: Area, provider: str = "housing") -> Upload:
    """Receive, check and accept a table."""
    return actions.accept(upload_id=checked(content, area, provider).pk, by=ZHOU, at=AT)


def taken_back(upload: Upload, reason: str = "传错了月份") -> Upload:
    """Withdraw a table, and let follow what follows."""
    actions.withdraw(upload_id=upload.pk, reason=reason, by=ZHOU, at=AT)
    actions.follow_withdrawal(upload_id=upload.pk, reason=reason, by=ZHOU, at=AT)
    upload.refresh_from_db()
    return upload


def told(upload: Upload) -> list[tuple[str, int, str, str]]:
    """Return what was the matter: kind, row, column, and the first words."""
    rows = upload.findings.order_by("row", "pk").values_list("kind", "row", "column", "zh")
    return [(kind, row, column, zh.partition("，")[0]) for kind, row, column, zh in rows]


def workbook(*tabs: tuple[str, bytes]) -> bytes:
    """Return a workbook of several sheets, each copied from a file of one."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, content in tabs:
        tab = book.create_sheet(name)
        for row in rows_in(content):
            tab.append(row)
    return saved(book)


def rows_in(content: bytes) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
