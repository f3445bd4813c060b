"""Lays data out as PDF. Data never become code: a template reads them as JSON, so what a text says is only ever shown.

    printing.pdf(template, {"title": "…"}, at=at, pictures={"before-1.jpg": content})

A template is Typst after `frame.typ`, which it may use: `d` is the data, `body`, `heads` the typefaces. The same data
at the same moment give the same bytes. Nothing but the pictures given can be read from it.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import typst

from wenhui.kit.paper import fonts
from wenhui.kit.tidy import tidy

MOST: Final = 200_000
"""Characters of one text; nothing that people write on a case is longer."""

FRAME: Final = Path(__file__).parent / "frame.typ"


def pdf(template: Path, data: Mapping[str, Any], *, at: datetime, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """Return the PDF of `template` with `data`. Raises NoFontError where the machine has no Chinese font."""
    given = {
        "data": json.dumps(clean(data), ensure_ascii=False),
        "at": json.dumps([at.year, at.month, at.day]),
        "fonts": json.dumps({"body": fonts.BODY, "heads": fonts.HEADS}),
    }
    with TemporaryDirectory(prefix="wenhui-paper-") as root:
        for name, content in (pictures or {}).items():
            (Path(root) / name).write_bytes(content)
        main = Path(root) / "main.typ"
        main.write_bytes(_source(template))
        return typst.compile(
            str(main), root=root, font_paths=fonts.at_hand(), sys_inputs=given, timestamp=int(at.timestamp())
        )


def clean(data: Any) -> Any:
    """Return data fit for paper: control characters and marks that turn the direction of reading are taken out."""
    match data:
        case str():
            return tidy(data, most=MOST).words
        case Mapping():
            return {key: clean(one) for key, one in data.items()}
        case list() | tuple():
            return [clean(one) for one in data]
        case _:
            return data


def square(text: str) -> bytes:
    """Return a QR code of `text` as an SVG picture."""
    import segno  # brings its writers of every kind, for which no start of the office should wait

    return bytes(segno.make(text, error="m", micro=False).svg_inline(border=0).replace("<svg", SVG, 1), "utf-8")


SVG: Final = '<svg xmlns="http://www.w3.org/2000/svg"'


@cache
def _source(template: Path) -> bytes:
    return FRAME.read_bytes() + b"\n" + template.read_bytes()
