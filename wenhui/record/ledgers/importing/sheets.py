"""The rows of a file that was received."""

from wenhui.kit import heap
from wenhui.kit.sheets import heads, opening, reading, taking
from wenhui.kit.sheets.taking import Rows
from wenhui.record.ledgers.actions.refusals import ContentGoneError
from wenhui.record.ledgers.models import Upload


def rows_of(upload: Upload) -> Rows:
    """Return the table of a received file. Raises ContentGoneError, and RefusedFileError where no head is found."""
    if upload.content is None:
        raise ContentGoneError
    return take(bytes(upload.content), upload.tab)


@heap.left_alone()
def take(content: bytes, tab: str = "") -> Rows:
    """Return the first table of a tab, of the first tab that is shown unless one is named."""
    sheet = reading.read(opening.open_file(content), tab or None)
    return taking.take(sheet, heads.find(sheet)[0])
