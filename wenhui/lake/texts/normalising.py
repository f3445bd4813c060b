"""One way of writing a text: full-width and half-width, capitals, blanks, signs nobody sees."""

import re
import unicodedata
from typing import Final

LONGEST: Final = 20_000  # characters of a text that are looked at; who writes more has said it by then
# Zero-width and direction signs join; control characters, lone surrogates and private characters part.
_UNSEEN: Final = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_BROKEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\uf8ff\ufff0-\ufffd]")


def plain(text: str) -> str:
    """Return a text as it is compared: NFKC, small letters, single blanks, nothing unseen, at most LONGEST characters."""
    text = text[: 2 * LONGEST]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _UNSEEN.sub("", text))
    return " ".join(_BROKEN.sub(" ", text).lower().split())[:LONGEST]
