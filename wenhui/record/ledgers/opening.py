"""A form opened on the sheet that holds its table: many begin with a cover or instructions."""

from wenhui.kit.sheets import heads, opening, reading
from wenhui.kit.sheets.heads import Head, NoHeadError
from wenhui.kit.sheets.opening import Opened


def open_form(content: bytes, tab: str | None = None) -> tuple[Opened, Head]:
    """Return an opened file and the first head of a tab; without a name, of the first shown tab that has one.

    Raises a RefusedFileError in words.
    """
    opened = opening.open_file(content)
    if tab is not None:
        return opened, heads.find(reading.read(opened, tab))[0]
    for shown in opened.visible:
        try:
            return opened, heads.find(reading.read(opened, shown.name))[0]
        except NoHeadError:
            continue
    raise NoHeadError
