"""The number format of each cell style of a workbook (ECMA-376 part 1, 18.8.30 and 18.8.10)."""

import re
from collections.abc import Sequence

from wenhui.kit.sheets.package import Package
from wenhui.kit.sheets.xmlparts import elements

GENERAL = "General"
TEXT = "@"

# Formats that stand in no file because every programme knows them; 27 to 36 and 50 to 58 are dates in Chinese Excel.
_BUILT_IN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: TEXT,
    **dict.fromkeys((*range(27, 32), *range(50, 55), 36, 57, 58), "yyyy/m/d"),
}  # fmt: skip
_QUIET = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


def of_package(package: Package) -> list[str]:
    """Return the format of each cell style in order; a style beyond the list is General."""
    own: dict[int, str] = {}
    found: list[str] = []
    for kind, part in package.related(package.workbook).values():
        if kind == "styles" and part in package:
            for element in elements(package.read(part)):
                if element.name == "numFmt" and element.parent == "numFmts":
                    own[int(element.get("numFmtId") or 0)] = element.get("formatCode")
                elif element.name == "xf" and element.parent == "cellXfs":
                    key = int(element.get("numFmtId") or 0)
                    found.append(own.get(key) or _BUILT_IN.get(key, GENERAL))
    return found


def of_style(formats: Sequence[str], style: int) -> str:
    """Return the format of a style; one beyond the list is General."""
    return formats[style] if style < len(formats) else GENERAL


def is_date(code: str) -> bool:
    """Say whether a format shows a day or an hour."""
    if code == GENERAL:
        return False
    plain = _QUIET.sub("", code.split(";", 1)[0]).lower()
    return any(letter in plain for letter in "ydh") or plain.strip("/-. ") in {"m", "mm", "mmm"}


def is_numeric(code: str) -> bool:
    """Say whether a format is for numbers: it shows digits and no day."""
    plain = _QUIET.sub("", code.split(";", 1)[0])
    return not is_date(code) and ("0" in plain or "#" in plain)


def is_percent(code: str) -> bool:
    """Say whether a format shows a share as a percentage."""
    return is_numeric(code) and "%" in _QUIET.sub("", code)


def padding(code: str) -> int:
    """Return to how many digits a format fills whole numbers with leading zeros; 0 when it does not."""
    return len(code) if len(code) > 1 and set(code) == {"0"} else 0


def decimals(code: str) -> int:
    """Return how many decimals a format shows."""
    match = re.search(r"\.([0#]+)", _QUIET.sub("", code.split(";", 1)[0]))
    return len(match[1]) if match else 0
