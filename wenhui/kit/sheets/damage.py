"""Numbers that a spreadsheet programme has spoilt for good, recognised so that nobody takes them for the truth.

Excel, WPS and LibreOffice keep 15 digits of a number. An 18-digit ID number typed as a number ends with 000; saved as
csv and opened again, long numbers read 1.3912E+10. Neither can be mended: the digits are gone.
"""

import re
from collections.abc import Sequence

from wenhui.kit.sheets.engine import Value
from wenhui.kit.words import Words

SCIENTIFIC = Words(
    "号码被表格软件改成了科学记数法，后面的数字已丢失。请把该列设为“文本”格式，重新填写这一格。",
    "A spreadsheet programme turned this number into scientific notation and lost its last digits. "
    "Set the column to text and type it again.",
)
CUT_SHORT = Words(
    "号码超过 15 位却存成了数值，末尾数字被表格软件改成了 0。请把该列设为“文本”格式，重新填写这一格。",
    "A number of more than 15 digits was kept as a number, and its last digits became 0. "
    "Set the column to text and type it again.",
)

_SCIENTIFIC = re.compile(r"\s*\d(?:\.\d+)?E\+?\d{2}\s*\Z", re.IGNORECASE)
_CUT_TEXT = re.compile(r"[1-9]\d{14}000\Z")
_FIFTEEN_DIGITS = 1e15
_ID_DIGITS = 18
_SUSPECT_SHARE = 0.05  # honest ID numbers end with 000 about once in a thousand


def find(column: Sequence[Value], texts: Sequence[str]) -> dict[int, Words]:
    """Return the places in a column whose digits are lost, each with the words for its owner.

    Numbers above 15 digits and scientific notation are certain. Texts that end with 000 are told only where a column
    has so many of them that it must have been a number before.
    """
    found: dict[int, Words] = {}
    if column is not texts:
        for place, value in enumerate(column):
            if type(value) is float and abs(value) >= _FIFTEEN_DIGITS:
                found[place] = CUT_SHORT
    joined = "\n".join(texts)
    if "E+" in joined or "e+" in joined:
        found |= {place: SCIENTIFIC for place, text in enumerate(texts) if _SCIENTIFIC.match(text)}
    if ("000\n" in joined or joined.endswith("000")) and _ID_DIGITS in set(map(len, texts)):
        long = [place for place, text in enumerate(texts) if len(text) == _ID_DIGITS and place not in found]
        cut = [place for place in long if _CUT_TEXT.match(texts[place])]
        if len(cut) > 1 and len(cut) >= _SUSPECT_SHARE * len(long):
            found |= dict.fromkeys(cut, CUT_SHORT)
    return found
