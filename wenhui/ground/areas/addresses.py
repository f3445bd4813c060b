"""Reads free-text addresses as people write them: `流水西苑12幢3单元501室`, `12栋3-501`, `打铁关社区 5幢`. Pure.

`parse` knows how addresses are built, not which places exist; `queries.understand` sets its pieces against the tree.
"""

import re
import unicodedata
from dataclasses import dataclass, replace

LONGEST = 200

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NUMERAL = "零〇一二两三四五六七八九十百"
_NUMBERED = "幢|栋|棟|座|号|单元|室|层|楼|弄"


@dataclass(frozen=True, slots=True)
class Pieces:
    """What an address says, level by level, each as written after normalising; `leftover` was not understood.

    `place` is a name before the building: an estate, a community without its suffix, a named house.
    """

    city: str = ""
    district: str = ""
    subdistrict: str = ""
    community: str = ""
    grid: str = ""
    road: str = ""
    road_number: str = ""
    place: str = ""
    building: str = ""
    unit: str = ""
    floor: str = ""
    room: str = ""
    leftover: str = ""

    def outside(self) -> "Pieces":
        """Return the pieces down to the building."""
        return Pieces(
            self.city, self.district, self.subdistrict, self.community, self.grid, self.road, self.road_number,
            self.place, self.building,
        )  # fmt: skip


def normalise(text: str) -> str:
    """Return the text in one spelling: half-width, no blanks, `-` between numbers only, 幢 for 栋/座/号楼/#, digits for
    Chinese numerals before a counter. Normalising again changes nothing.
    """
    while (once := _normalised_once(text)) != text:
        text = once
    return text


def number_of(chinese: str) -> int:
    """Return the value of Chinese numerals up to 999: 十二 is 12, 一百零五 is 105, and in a row 五二一 is 521."""
    if not any(character in "十百" for character in chinese):
        return int("".join(str(_DIGITS[character]) for character in chinese))
    total = digit = 0
    for character in chinese:
        if character == "百":
            total, digit = total + max(digit, 1) * 100, 0
        elif character == "十":
            total, digit = total + max(digit, 1) * 10, 0
        else:
            digit = _DIGITS[character]
    return total + digit


def parse(text: str) -> Pieces:
    """Return the pieces of an address. Whatever has no place in an address is left over, never dropped."""
    whole = normalise(text)
    written, beyond = whole[:LONGEST], whole[LONGEST:]
    notes = "".join(_NOTE.findall(written))
    pieces, rest = _around(_NOTE.sub("", written))
    pieces, rest = _on_a_road(pieces, rest)
    pieces, rest = _building(pieces, rest)
    pieces, rest = _inside(pieces, rest)
    return replace(pieces, leftover=rest + notes + beyond)


def _normalised_once(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).upper()
    text = _BLANK.sub("", text)
    text = _DASH.sub("-", text)
    text = _LONE_DASH.sub("", text)
    text = _CHINESE_NUMBER.sub(lambda found: str(number_of(found[0])), text)
    text = _LEADING_ZEROS.sub("", text)
    return _BUILDING_WORD.sub("幢", text)


_BLANK = re.compile(r"[\s\u200b\ufeff。;:'\"·!?]+")
_DASH = re.compile(r"[-‐‑‒–—―−_~/\\,、]+")
_LONE_DASH = re.compile(r"(?<![0-9A-Z])-|-(?![0-9A-Z])")
_CHINESE_NUMBER = re.compile(rf"(?<![0-9{_NUMERAL}])[{_NUMERAL}]{{1,6}}(?={_NUMBERED})")
_LEADING_ZEROS = re.compile(rf"(?<![0-9])0+(?=[1-9][0-9]*(?:{_NUMBERED}))")
_BUILDING_WORD = re.compile(r"(?<=[0-9A-Z])(?:号楼|号幢|#楼|#幢|#|栋|棟|座)")
_NOTE = re.compile(r"\([^()]*\)")

_HAN = "[\u4e00-\u9fff]"
_AROUND = re.compile(
    rf"(?:{_HAN}{{2,3}}省)?"
    rf"(?P<city>{_HAN}{{2,3}}市)?"
    rf"(?P<district>{_HAN}{{1,3}}(?<![小东南西北中一二三四五六七八九十社])[区县])?"
    rf"(?P<subdistrict>{_HAN}{{1,6}}?(?:街道|镇))?(?:办事处)?"
    rf"(?P<community>{_HAN}{{1,8}}?社区)?(?:居委会)?"
    r"(?:第?(?P<grid>[0-9]{1,3})号?网格)?"
)
_ROAD = re.compile(rf"(?P<road>{_HAN}{{1,8}}?(?:路|街|巷|大道|弄))(?P<number>[0-9]{{1,4}}(?:-[0-9]{{1,3}})?)(?:号|弄)")
_BUILDINGS = (
    re.compile(r"(?P<place>[^0-9]+[0-9]+号)(?P<building>[A-Z]?[0-9]{1,3}|[A-Z])幢(?P<rest>.*)"),
    re.compile(r"(?P<place>[^0-9]*?(?:[0-9]+区)?)(?P<building>[A-Z]?[0-9]{1,3}|[A-Z])幢(?P<rest>.*)"),
    re.compile(r"(?P<place>[^0-9]+(?:[0-9]+区)?)(?P<building>[0-9]{1,3})号(?P<rest>.*)"),
    re.compile(
        r"(?P<place>[^0-9]*?(?:[0-9]+区)?)(?P<building>[A-Z]?[0-9]{1,3})-(?P<rest>[0-9]{1,2}-[0-9]{3,4}[A-Z]?(?![0-9]).*)"
    ),
    re.compile(r"(?P<place>[^0-9]*?(?:[0-9]+区)?)(?P<building>[A-Z]?[0-9]{1,3})-(?P<rest>[0-9]{3,4}[A-Z]?(?![0-9]).*)"),
)
_PLACE = re.compile(r"[^0-9()]{2,20}(?:[0-9]+区)?")
_UNIT_DASH_ROOM = re.compile(r"(?P<unit>[0-9]{1,2})-(?P<room>[0-9]{3,4}[A-Z]?)(?:室|房|户)?(?![0-9])")
_UNIT = re.compile(r"(?P<unit>[0-9]{1,2}|[A-Z])单元?")
_FLOOR = re.compile(r"(?P<floor>[0-9]{1,2})(?:层|楼)")
_ROOM = re.compile(r"(?P<room>[0-9]{1,4}[A-Z]?(?=[室房户])|[0-9]{3,4}[A-Z]?(?![0-9]))[室房户]?")


def _around(text: str) -> tuple[Pieces, str]:
    found = _AROUND.match(text)
    if found is None:
        return Pieces(), text
    named = {key: value for key, value in found.groupdict().items() if value}
    return Pieces(**named), text[found.end() :]


def _on_a_road(pieces: Pieces, text: str) -> tuple[Pieces, str]:
    found = _ROAD.match(text)
    if found is None:
        return pieces, text
    return replace(pieces, road=found["road"], road_number=found["number"]), text[found.end() :]


def _building(pieces: Pieces, text: str) -> tuple[Pieces, str]:
    for pattern in _BUILDINGS[: 3 if pieces.road else 5]:
        found = pattern.match(text)
        if found:
            return replace(pieces, place=found["place"], building=found["building"]), found["rest"]
    found = _PLACE.match(text)
    if found:
        return replace(pieces, place=found[0]), text[found.end() :]
    return pieces, text


def _inside(pieces: Pieces, text: str) -> tuple[Pieces, str]:
    found = _UNIT_DASH_ROOM.match(text)
    if found:
        return replace(pieces, unit=found["unit"], room=found["room"]), text[found.end() :]
    for pattern in (_UNIT, _FLOOR, _ROOM):
        found = pattern.match(text)
        if found:
            pieces, text = replace(pieces, **found.groupdict()), text[found.end() :]
    return pieces, text
