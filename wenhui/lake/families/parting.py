"""A text parted into what it is about and where it is: addresses say nothing about the matter, and much about the place."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from wenhui.lake.texts.normalising import plain

LONGEST: Final = 400  # characters of a telling that are compared: what it is about stands at its beginning
_CONCEPTS: Final = Path(__file__).with_name("concepts.txt")
_UNIT: Final = "号楼|号院|支路|幢|栋|号|弄|座"
_INSIDE: Final = "单元|室|层|楼|组|期|区"
_WITHIN: Final = frozenset(_INSIDE.split("|"))
_COUNT: Final = "[一二三四五六七八九十百]+"
_NAMED: Final = "小区|新村|社区|花园|公寓|大厦|广场|公园|家园|街道|大道|路(?![灯面口边])|街(?!面)|巷|苑|坊"
_HAN: Final = "[\u4e00-\u9fff]"
_COUNTED: Final = "个|人|辆|条|只|位|户|元|米|名|台|处|平|盏|棵|家|%|块|度|级"
_STREET: Final = (
    "street|st|avenue|ave?|road|rd|boulevard|blvd|drive|dr|lane|ln|way|place|pl|court|ct|square|sq|parkway|pkwy"
)
_WHERE: Final = re.compile(
    rf"(?P<street>\b(?!(?:the|a|an|this|our|my|on|of|in|to) )[a-z0-9]+ (?:{_STREET})\b\.?)|"
    rf"(?P<before>{_HAN}{{2,3}})(?=\d[\d\-]*(?:{_UNIT}))|(?P<number>\d[\d\-]*|{_COUNT})(?P<unit>{_UNIT}|{_INSIDE})|"
    rf"(?P<bare>[a-z]{{0,2}}\d[\d\-]*)(?![\d\-]|{_COUNTED})|(?P<name>{_HAN}{{2,3}}?(?:{_NAMED}))"
)
_ASIDE: Final = re.compile(
    r"(?=[\d市居群来住业网您你请希要望麻恳已曾多第反一再没无谢ptcra])(?:"  # most characters begin none of these
    r"(?<!\d)(?:\d{11}|\d{3,4}-\d{7,8})(?!\d)|\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?|"
    r"\d{1,2}(?:[:：]\d{2}|点\d{0,2}分?|月\d{1,2}[日号]|天|次|年|个月|小时)|"
    r"(?:市民|居民|群众|来电人?|住户|业主|网友)(?:来电)?(?:反映|投诉|称|表示|反应|求助|咨询)|您好|你好|(?:请|希望|要求|望|麻烦|恳请)"
    r"(?:尽快|有关部门|相关部门|领导|来人|政府|社区|街道|帮忙|及时|给予|予以)*(?:处理|解决|重视|核实|看一下|看看|协调|整改)?|"
    r"(?:已经?|曾|多次|第[一二三四五六]次|反复|一直|再次)+(?:反映|投诉|反应|打电话|联系)了?|没人管|无人管|谢谢|"
    r"\b(?:please|thank you|thanks|complain(?:t|ed|ing)?|reported|again|asap)\b)"
)
_LATIN: Final = re.compile(r"[a-z]{3,}")
_DIGITS: Final = str.maketrans("一二三四五六七八九", "123456789")


@dataclass(frozen=True, slots=True)
class Parted:
    """The matter of a text, the concepts it speaks of, and where: names by pairs of characters, numbers of houses."""

    matter: str
    concepts: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]


@lru_cache(maxsize=4096)  # the cases around are compared again with each word somebody types
def part(text: str) -> Parted:
    """Part a text."""
    told = _ASIDE.sub(" ", plain(text[: 2 * LONGEST])[:LONGEST])
    names: set[str] = set()
    numbers: set[str] = set()

    def taken(found: re.Match[str]) -> str:
        kind = found.lastgroup
        if kind == "street":
            names.add(found[0].split()[0])
        elif kind in {"name", "before"}:
            name = found[0]
            names.update(name[at : at + 2] for at in range(len(name) - 1))
        elif kind == "bare":
            numbers.add(found[0])
        elif found["unit"] not in _WITHIN:
            numbers.add(found["number"].translate(_DIGITS))
        return " "

    matter = _WHERE.sub(taken, told)
    words, known = _concepts()
    spoken = {known[word] for word in words.findall(matter)}
    spoken.update(known[one] for word in _LATIN.findall(matter) if (one := _one(word, known)))
    concepts = frozenset(spoken)
    return Parted(" ".join(matter.split()), concepts, frozenset(names), frozenset(numbers))


@cache
def _concepts() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern of the Chinese words of the concepts, the longest first, and which concept each word speaks of."""
    known: dict[str, str] = {}
    for line in _CONCEPTS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            concept, words = line.split(":")
            known |= dict.fromkeys(words.split(), concept)
    chinese = sorted((word for word in known if not word.isascii()), key=lambda word: (-len(word), word))
    return re.compile("|".join(chinese)), known


def _one(word: str, known: dict[str, str]) -> str:
    """Return the word of the concepts that an English word is, alone or with an s; empty for none."""
    one = word if word in known else word.removesuffix("s")
    return one if one in known else ""
