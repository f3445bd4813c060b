"""What someone means who types into the search box, and the ranges that answer it.

Every answer is an equality or a range of text in byte order (`COLLATE "C"`), because only those may use an index under
row-level security.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from wenhui.kit.words import Words
from wenhui.record.registry.rules import names
from wenhui.record.registry.rules.phones import read_phone
from wenhui.record.registry.rules.refusal import NotUsableError, plain

LAST_CHARACTER = 0x10FFFF
SURROGATES = range(0xD800, 0xE000)
YU = re.compile(r"([ln])(?:ü|yu)")  # typed `lü` or, as on passports, `lyu`; kept as `lv`


class Sought(StrEnum):
    """What kind of thing was typed."""

    NAME = "name"
    LETTERS = "letters"
    PHONE = "phone"
    PHONE_TAIL = "phone_tail"
    ID_NUMBER = "id_number"


@dataclass(frozen=True, slots=True)
class Question:
    """A search text understood: what is sought, in the form in which it is kept."""

    sought: Sought
    value: str


def understand(text: str) -> Question:
    """Return what `text` seeks; raise NotUsableError in words when nothing could be found with it."""
    compact = plain(text).upper()
    if not compact:
        raise NotUsableError(
            Words(
                "请输入姓名、拼音、首字母、手机号（或后四位）或身份号码",
                "type a name, pinyin, initials, a phone number (or its last four digits) or an ID number",
            )
        )
    if re.fullmatch(r"\d{17}[\dX]", compact):
        return Question(Sought.ID_NUMBER, compact)
    if re.fullmatch(r"\d{4}", compact):
        return Question(Sought.PHONE_TAIL, compact)
    if re.fullmatch(r"[+\d()./]+", compact):
        return _phone(compact)
    return _name(text)


def prefix_range(prefix: str) -> tuple[str, str]:
    """Return the half-open range of all texts that begin with `prefix`, in byte order of UTF-8."""
    stem = prefix.rstrip(chr(LAST_CHARACTER))
    following = ord(stem[-1]) + 1
    if following in SURROGATES:
        following = SURROGATES.stop
    return prefix, stem[:-1] + chr(following)


def _phone(digits: str) -> Question:
    try:
        return Question(Sought.PHONE, read_phone(digits).number)
    except NotUsableError:
        raise NotUsableError(
            Words(
                "数字可以是手机号后四位、完整的电话号码或 18 位身份号码",
                "digits may be the last four of a phone, a whole phone number or an ID number of 18 characters",
            )
        ) from None


def _name(text: str) -> Question:
    name = names.read_name(text)
    if names.HAN.search(name):
        return Question(Sought.NAME, name)
    letters = names.letters(YU.sub(r"\1v", name.lower()))
    if not letters:
        raise NotUsableError(
            Words("只能按汉字、拼音字母或号码查找", "only Chinese characters, pinyin letters and numbers can be sought")
        )
    return Question(Sought.LETTERS, letters)
