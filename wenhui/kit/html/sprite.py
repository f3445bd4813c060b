"""Draws one sprite from our own drawings and the few Tabler icons in use; run at install, never committed.

Tabler's icons are MIT; its notice stands at the head of the sprite.
"""

from pathlib import Path
from xml.etree import ElementTree as ET

from wenhui.kit.html import icons

SVG = "http://www.w3.org/2000/svg"
NOTICE = "Tabler Icons, MIT License, Copyright (c) 2020-2025 Pawel Kuna; lights and mark: Wenhui, Apache-2.0"
HERE = Path(__file__).parent


class MissingIconError(LookupError):
    """An icon of the list is not among Tabler's outline drawings."""


def symbol(name: str, drawing: str) -> ET.Element:
    """Return Tabler's `drawing` as the symbol `i-{name}`: its strokes, without the sizes that belong to the page."""
    source = ET.fromstring(drawing)  # noqa: S314 - see above
    made = ET.Element(f"{{{SVG}}}symbol", {"id": f"i-{name}", "viewBox": source.get("viewBox", "0 0 24 24")})
    for part in source:
        if part.get("stroke") != "none":  # Tabler's invisible bounding box
            part.tail = None
            made.append(part)
    return made


def build(outline: Path) -> str:
    """Return the sprite: every icon of the list, from `outline` (Tabler's folder) and our own drawings."""
    ET.register_namespace("", SVG)
    sprite = ET.parse(HERE / "drawings.svg").getroot()  # noqa: S314 - our own file
    for name, drawn_as in sorted(icons.TABLER.items()):
        file = outline / f"{drawn_as}.svg"
        if not file.is_file():
            raise MissingIconError(f"Icon {name!r}: Tabler has no outline drawing {drawn_as!r}.")
        sprite.append(symbol(name, file.read_text(encoding="utf-8")))
    return f"<!-- {NOTICE} -->\n{ET.tostring(sprite, encoding='unicode')}\n"
