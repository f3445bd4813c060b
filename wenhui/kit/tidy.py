"""Words as people and machines send them, made safe to keep and to show.

Control characters go (a line break and a tab stay what they mean), and so do the marks that turn the direction of text
round, by which one thing is written and another read; invisible spaces go; what is longer than there is room for is cut.
What was done is told, so that whoever sent it can be told too.
"""

import re
import unicodedata
from enum import StrEnum
from typing import NamedTuple

TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\ufff9-\ufffb]")
BROKEN = re.compile("[\ud800-\udfff]")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
LINES = re.compile("\r\n?|[\u2028\u2029]")


class Mended(StrEnum):
    """What was done to words on their way in."""

    CONTROLS = "controls"  # control characters or broken ones were taken out
    TURNING = "turning"  # marks that turn the direction of reading were taken out
    CUT = "cut"  # there was more than there is room for


class Tidy(NamedTuple):
    """Words fit to keep, and what was done to them."""

    words: str
    mended: frozenset[Mended] = frozenset()


def tidy(text: str, *, most: int, lines: bool = True) -> Tidy:
    """Return `text` fit to keep: at most `most` characters, with its line breaks or, without `lines`, on one line."""
    mended = set()
    plain = LINES.sub("\n", text)
    for kind, unwanted, instead in (
        (Mended.CONTROLS, CONTROLS, ""),
        (Mended.CONTROLS, BROKEN, "\ufffd"),
        (Mended.TURNING, TURNING, ""),
    ):
        plain, found = unwanted.subn(instead, plain)
        if found:
            mended.add(kind)
    plain = unicodedata.normalize("NFC", INVISIBLE.sub("", plain))
    plain = plain.strip() if lines else " ".join(plain.split())
    if len(plain) > most:
        mended.add(Mended.CUT)
        plain = plain[:most].rstrip()
    return Tidy(plain, frozenset(mended))
