"""One way of writing for each value: what is left are differences between people or slips, not habits of writing.

Pure, and all of it tables of cases in the tests. Text in, text out; an empty text means that nothing is known.
"""

import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import lru_cache
from operator import mul
from typing import Final

from wenhui.lake.linkage import characters

UNKNOWN: Final = frozenset({"", "-", "--", "/", "\\", "?", "无", "不详", "未知", "none", "null", "n/a", "nil", "<na>"})
NO_NUMBER: Final = frozenset({"NA", "NAN"})  # words for nothing that may be names
MALE, FEMALE = "1", "2"  # GB/T 2261.1
SEXES: Final = {
    **dict.fromkeys(("1", "男", "男性", "男士", "m", "male", "man", "boy", "先生"), MALE),
    **dict.fromkeys(("2", "女", "女性", "女士", "f", "female", "woman", "girl", "w"), FEMALE),
}
ID_LENGTH: Final = 18
ID_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS: Final = "10X98765432"
EXCEL_EPOCH: Final = date(1899, 12, 30)
EXCEL_DAYS: Final = range(3_000, 60_000)  # 1908 to 2064
_MARKED = re.compile("[\u0080-\u2fff\ufeff]")
_HAN_NAME = re.compile("[\u4e00-\u9fff]+")
_BRACKETS = re.compile(r"[(（\[【<].*?[)）\]】>]")
_NOT_LETTER = re.compile(r"[\W_]+")
_NOT_DIGIT = re.compile(r"\D+")
_NUMERALS = str.maketrans("〇零一二三四五六七八九两", "0012345678" + "92")


def plain(text: str) -> str:
    """Return the text in half-width lower case without accents or outer blanks; empty when it says that nothing is known."""
    if text.isascii():
        bare = text.strip().lower()
    else:
        wide = unicodedata.normalize("NFKC", text).lower()
        bare = (_without_accents(wide) if _MARKED.search(wide) else wide).strip()
    return "" if bare in UNKNOWN else bare


def _without_accents(text: str) -> str:
    apart = unicodedata.normalize("NFD", text)
    letters = "".join(one for one in apart if not unicodedata.combining(one) and one not in "\u200b\ufeff")
    return unicodedata.normalize("NFC", letters).translate(_LETTERS)


_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i"})


def name_part(text: str) -> str:
    """Return a surname or given name: letters and characters only; Latin words parted by one blank."""
    bare = plain(_BRACKETS.sub("", plain(text)))
    if not bare.isascii() and any(map(characters.is_han, bare)):
        return _NOT_LETTER.sub("", bare)
    return _NOT_LETTER.sub(" ", bare.replace("'", "").replace("\u2019", "")).strip()


def whole_name(text: str) -> tuple[str, str]:
    """Return surname and given name of a name in one cell: 欧阳若曦, Anna Novak, "Novak, Anna", 买买提·艾力."""
    if _HAN_NAME.fullmatch(text):
        return _cut(text)
    bare = plain(_BRACKETS.sub("", plain(text)))
    if not bare.isascii() and any(map(characters.is_han, bare)):
        if _HAN_NAME.fullmatch(bare):
            return _cut(bare)
        given, dot, surname = re.sub(r"[•・‧∙.]", "·", bare).partition("·")
        if dot:
            return name_part(surname), name_part(given)
        return _cut(_NOT_LETTER.sub("", bare))
    surname, comma, given = bare.partition(",")
    if comma:
        return name_part(surname), name_part(given)
    words = name_part(bare).split()
    return (words[-1], " ".join(words[:-1])) if words else ("", "")


def _cut(name: str) -> tuple[str, str]:
    bare = "" if name in UNKNOWN else name
    place = 2 if bare[:2] in characters.compound_surnames() and len(bare) > 2 else 1
    return bare[:place], bare[place:]


def sex(text: str) -> str:
    """Return 1 for male, 2 for female, empty for anything else."""
    return SEXES.get(plain(text), "")


def id_check(first: str) -> str:
    """Return the check character of seventeen digits (GB 11643, ISO 7064 MOD 11-2)."""
    return ID_CHECKS[(sum(map(mul, first.encode(), ID_WEIGHTS)) - 48 * sum(ID_WEIGHTS)) % 11]


def id_number(text: str) -> str:
    """Return an identity number of any country: letters and digits in upper case; 15 Chinese digits become 18."""
    if _PLAIN_ID.fullmatch(text):
        return text
    bare = plain(text).upper()
    bare = bare if bare.isalnum() else _NOT_LETTER.sub("", bare)
    if bare in NO_NUMBER or not bare.strip("0"):
        return ""
    if len(bare) == 15 and bare.isdecimal() and is_day(f"19{bare[6:12]}"):
        longer = f"{bare[:6]}19{bare[6:]}"
        return longer + id_check(longer)
    return bare


@lru_cache(maxsize=200_000)
def is_citizen_number(number: str) -> bool:
    """Say whether this has the form of a Chinese identity number: 18 characters, a day inside; the check may fail."""
    return len(number) == ID_LENGTH and number[:17].isdecimal() and is_day(number[6:14])


@lru_cache(maxsize=200_000)
def is_whole_citizen_number(number: str) -> bool:
    """Say whether this is a Chinese identity number whose check character fits."""
    return is_citizen_number(number) and id_check(number[:17]) == number[17]


def phone(text: str) -> str:
    """Return the digits of the first phone number in the cell, without the country's 86."""
    if _MOBILE.fullmatch(text):
        return text
    bare = plain(text)
    for part in re.split(r"[,;/|、]|\s{2,}|或", bare):
        digits = _NOT_DIGIT.sub("", part)
        if len(digits) > 11 and digits.startswith("0086"):
            digits = digits[4:]
        elif len(digits) > 11 and digits.startswith("86"):
            digits = digits[2:]
        if len(digits) >= 5 and digits.strip("0"):
            return digits
    return ""


@lru_cache(maxsize=200_000)
def is_day(digits: str) -> bool:
    """Say whether eight digits are a day between 1850 and 2100."""
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return 1850 <= day.year < 2100


def code(text: str) -> str:
    """Return a household number or the like: letters and digits."""
    return _NOT_LETTER.sub("", plain(text))


# --- dates ---

_PLAIN_ID = re.compile(r"[1-9][0-9]{16}[0-9X]")
_MOBILE = re.compile(r"1[0-9]{10}")
_PLAIN_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DATE_PARTS = re.compile(r"\d+")
_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec"
MONTHS: Final = {name: f"{number:02}" for number, name in enumerate(_MONTHS.split(), start=1)}


def birth_date(text: str, order: str = "dmy") -> str:
    """Return a date as eight digits, empty when the text holds none.

    Eight digits that are no day (19830231) are kept: a slip of one digit still says something. `order` is how dates that
    begin with the day or month are meant; years of two digits are refused, for they would be our guess of the century.
    """
    if plain_day := _PLAIN_DAY.fullmatch(text):
        return "".join(plain_day.groups())
    bare = plain(text)
    if not bare:
        return ""
    bare = bare.split("t")[0] if re.match(r"\d{4}-\d\d-\d\dt", bare) else bare
    bare = re.sub(r"\s+\d{1,2}:\d\d.*$", "", bare)
    named = re.search(r"[a-z]{3}", bare)
    if named and named.group() in MONTHS:
        order = "mdy" if bare[0].isalpha() else "dmy"
        bare = re.sub(r"[a-z]+", f" {MONTHS[named.group()]} ", bare)
    return _assembled(_DATE_PARTS.findall(bare.removesuffix(".0")), order)


def _assembled(parts: list[str], order: str) -> str:
    if len(parts) == 1:
        [digits] = parts
        if len(digits) == 8:
            return _eight(digits, order)
        if len(digits) == 5 and int(digits) in EXCEL_DAYS:
            return f"{EXCEL_EPOCH + timedelta(days=int(digits)):%Y%m%d}"
        return digits[:8] if len(digits) == 14 else ""
    if len(parts) == 3:
        if len(parts[0]) == 4:
            year, month, day = parts
        elif len(parts[2]) == 4:
            day, month, year = parts if order == "dmy" else (parts[1], parts[0], parts[2])
        else:
            return ""
        if len(month) <= 2 and len(day) <= 2:
            return f"{year}{month:0>2}{day:0>2}"
    return ""


def _eight(digits: str, order: str) -> str:
    """Return eight digits year first; day or month first only when they are a day no other way."""
    if is_day(digits) or not "1850" <= digits[4:] < "2100":
        return digits
    turned = digits[4:] + (digits[2:4] + digits[:2] if order == "dmy" else digits[:4])
    return turned if is_day(turned) else digits


def birth_date_by(text: str, form: str) -> str:
    """Return a date written after a `strptime` form as eight digits, empty when it does not fit."""
    bare = plain(text)
    try:
        return f"{datetime.strptime(bare, form):%Y%m%d}" if bare else ""  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return ""


def day_order(texts: list[str]) -> str:
    """Return `mdy` when dates with the year last have second parts above 12 and no first ones, else `dmy`."""
    first = second = 0
    for text in texts:
        parts = _DATE_PARTS.findall(text)
        if len(parts) == 3 and len(parts[2]) == 4 and len(parts[0]) <= 2:
            first += int(parts[0]) > 12
            second += int(parts[1]) > 12
    return "mdy" if second > first else "dmy"


# --- addresses ---

_UNIT = re.compile(r"号楼|单元|幢|栋|座|号|室|户|层|楼|弄|组|房|梯|[#\-_/~—–－.,，、;；:：()（）\[\]【】\s]+")
_CHINESE_NUMBER = re.compile(r"([〇零一二三四五六七八九两十百]+)(?=号楼|单元|幢|栋|座|号|室|层|楼|弄|组|房|区|期)")
_NUMERAL = re.compile("[〇零一二三四五六七八九两十百]")
_PIECES = re.compile(r"\d+[a-z]?(?![a-z])|[a-z]+\d*|[^\W\da-z_]+")
_WORD = re.compile(r"[a-z]+|\d+[a-z]?")
_SHORT: Final = """
street st, road rd, avenue ave, av ave, drive dr, place pl, court ct, crescent cres, lane ln, close cl, circuit cct,
parade pde, boulevard blvd, highway hwy, terrace tce, square sq, apartment apt, unit apt, flat apt, saint st, mount mt,
north n, south s, east e, west w
"""
SHORT: Final = {"no": "", "number": ""} | dict(pair.split() for pair in _SHORT.split(","))


def address(text: str) -> str:
    """Return an address as words and numbers: 流水东苑3幢2单元501室 and 流水东苑3-2-501 become 流水东苑 3 2 501."""
    bare = plain(text)
    if not bare:
        return ""
    if bare.isascii() or not any(map(characters.is_han, bare)):
        words = (SHORT.get(word, word) for word in _WORD.findall(bare.replace("'", "")))
        return " ".join(word.lstrip("0") or "0" for word in words if word)
    if _NUMERAL.search(bare):
        bare = _CHINESE_NUMBER.sub(lambda found: _number(found.group(1)), bare)
    pieces = _PIECES.findall(_UNIT.sub(" ", bare))
    return " ".join(piece.lstrip("0") or "0" if piece[0].isdigit() else _estate(piece) for piece in pieces)


def _estate(piece: str) -> str:
    shorter = re.sub(r"(小区|社区|公寓)$", "", piece)
    return shorter if len(shorter) > 1 else piece


def _number(written: str) -> str:
    """Return 五〇一 as 501 and 十二 as 12."""
    if "十" not in written and "百" not in written:
        return written.translate(_NUMERALS)
    hundreds, hundred, rest = written.rpartition("百")
    tens, ten, ones = rest.partition("十") if "十" in rest else ("", "", rest)
    digits = [part.translate(_NUMERALS) for part in (hundreds or "1", tens or "1", ones.lstrip("零〇") or "0")]
    if not all(part.isdecimal() for part in digits):
        return written
    return str((int(digits[0]) * 100 if hundred else 0) + (int(digits[1]) * 10 if ten else 0) + int(digits[2]))


@lru_cache(maxsize=200_000)
def home_of(normal: str) -> str:
    """Return what of a normal address names the home: the last two characters of the last words, and the numbers after them.

    Districts and streets in front are left out by half of all writers. Empty when there is no number.
    """
    pieces = normal.split()
    words = [place for place, piece in enumerate(pieces) if not piece[0].isdigit() and len(piece) > 1]
    if not words:
        return normal
    last = words[-1]
    if characters.is_han(pieces[last][-1]):
        numbers = pieces[last + 1 :]
        return " ".join([pieces[last][-2:], *numbers]) if numbers else ""
    numbers = [piece for piece in pieces if piece[0].isdigit()]
    longest = max((pieces[place] for place in words), key=len)
    return " ".join([longest, *numbers]) if numbers else ""


def soundex(word: str) -> str:
    """Return the Soundex code of a Latin word, of any length (American Soundex, not cut at four)."""
    if not word:
        return ""
    codes = [_SOUNDEX.get(letter, "") for letter in word]
    kept = [
        code for place, code in enumerate(codes) if code and code != "0" and (place == 0 or code != codes[place - 1])
    ]
    return word[0] + "".join(kept[1:] if codes[0] not in {"", "0"} else kept)


_SOUNDEX: Final = {
    letter: digit
    for letters, digit in (
        ("aeiouy", "0"),
        ("bfpv", "1"),
        ("cgjkqsxz", "2"),
        ("dt", "3"),
        ("l", "4"),
        ("mn", "5"),
        ("r", "6"),
    )
    for letter in letters
}
