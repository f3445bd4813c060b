"""Names of people: one way to write each, surname and given name, pinyin for search."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from wenhui.kit.words import Words
from wenhui.record.registry.rules.refusal import NotUsableError

LONGEST = 80
DOT = "·"
DOTS = re.compile(r"\s*[·•・‧∙⋅●．.]\s*(?=[一-鿿㐀-䶿])")
HAN = re.compile(r"[㐀-䶿一-鿿𠀀-𲎯]")

# Surnames whose reading as a surname is not the common reading of the character.
SURNAMES = {
    "单": "shan", "仇": "qiu", "曾": "zeng", "解": "xie", "区": "ou", "查": "zha", "任": "ren", "朴": "piao",
    "盖": "ge", "覃": "qin", "翟": "zhai", "乐": "yue", "缪": "miao", "种": "chong", "折": "she", "秘": "bi",
    "黑": "he", "员": "yun", "冼": "xian", "洗": "xian", "牟": "mou", "逄": "pang", "卜": "bu", "纪": "ji",
    "应": "ying", "费": "fei", "阚": "kan", "召": "shao", "祭": "zhai", "晁": "chao", "隗": "wei", "訾": "zi",
    "尉": "wei", "句": "gou", "会": "gui", "车": "che", "石": "shi", "繁": "po", "沈": "shen", "盛": "sheng",
    "曲": "qu", "那": "na", "宁": "ning", "燕": "yan", "华": "hua", "哈": "ha", "谌": "chen", "教": "jiao",
    "强": "qiang", "都": "du", "贾": "jia", "葛": "ge", "薄": "bo", "柏": "bai", "长": "chang", "重": "chong",
    "藏": "zang", "臧": "zang", "乜": "nie", "钻": "zuan", "呙": "guo", "适": "kuo", "炔": "gui", "莘": "shen",
    "郇": "xun", "郗": "xi", "邸": "di", "仝": "tong", "过": "guo", "於": "yu", "俞": "yu", "行": "xing",
}  # fmt: skip

COMPOUND_SURNAMES = {
    "欧阳": "ou yang", "上官": "shang guan", "司马": "si ma", "诸葛": "zhu ge", "东方": "dong fang",
    "皇甫": "huang fu", "尉迟": "yu chi", "公孙": "gong sun", "慕容": "mu rong", "长孙": "zhang sun",
    "宇文": "yu wen", "司徒": "si tu", "令狐": "ling hu", "端木": "duan mu", "轩辕": "xuan yuan",
    "夏侯": "xia hou", "万俟": "mo qi", "澹台": "tan tai", "太史": "tai shi", "闻人": "wen ren",
    "南宫": "nan gong", "百里": "bai li", "独孤": "du gu", "呼延": "hu yan", "申屠": "shen tu",
    "公冶": "gong ye", "濮阳": "pu yang", "单于": "chan yu", "淳于": "chun yu", "钟离": "zhong li",
    "第五": "di wu", "拓跋": "tuo ba", "赫连": "he lian", "西门": "xi men", "鲜于": "xian yu",
    "完颜": "wan yan", "纳兰": "na lan", "东郭": "dong guo", "左丘": "zuo qiu", "谷梁": "gu liang",
}  # fmt: skip


class SearchKeys(NamedTuple):
    """What letters find a name: `zhangwei` and `zw`."""

    pinyin: str
    initials: str


def read_name(text: str) -> str:
    """Return a name in its one form; raise NotUsableError in words when it cannot be a name."""
    name = DOTS.sub(DOT, " ".join(unicodedata.normalize("NFKC", text).split()))
    if HAN.search(name):
        name = name.replace(" ", "")
    if not name:
        raise NotUsableError(Words("没有填姓名", "no name was entered"))
    if len(name) > LONGEST:
        raise NotUsableError(
            Words(
                f"姓名有 {len(name)} 个字，最多 {LONGEST} 个",
                f"the name has {len(name)} characters, more than {LONGEST}",
            )
        )
    if not all(character.isalpha() or character in " ·'’-." for character in name) or not any(
        character.isalpha() for character in name
    ):
        raise NotUsableError(
            Words("姓名里有数字或符号，请照证件填写", "the name holds digits or signs; enter it as on the card")
        )
    return name


def split_surname(name: str) -> tuple[str, str]:
    """Return surname and given name. A name in Latin letters has no surname in front: its first letter."""
    if DOT not in name and len(name) > 2 and name[:2] in COMPOUND_SURNAMES:
        return name[:2], name[2:]
    return name[:1], name[1:]


def syllables(name: str) -> list[str]:
    """Return the pinyin of each character without tones, ü as `v`; words in Latin letters stay whole, in lower case."""
    if DOT in name or not HAN.match(name):
        return [*_common(name)]
    surname, given = split_surname(name)
    known = COMPOUND_SURNAMES.get(surname) or SURNAMES.get(surname)
    return [*(known.split() if known else _common(surname)), *_common(given)]


def search_keys(name: str) -> SearchKeys:
    """Return the joined pinyin and the initials, of letters a–z only. 单玉 gives `shanyu`, `sy`."""
    parts = syllables(name)
    return SearchKeys("".join(parts), "".join(part[0] for part in parts))


def reading(text: str) -> tuple[str, ...]:
    """Return the pinyin of each character in its common reading, without tones."""
    return _common(text)


def letters(word: str) -> str:
    """Return only a–z of a word, accents dropped."""
    plain = unicodedata.normalize("NFKD", word.lower())
    return "".join(character for character in plain if "a" <= character <= "z")


@lru_cache(maxsize=65536)
def _common(text: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin  # reads its phrases for a third of a second; most processes spell no name

    words = [word for part in lazy_pinyin(text) for word in part.split()]
    return tuple(spelt for word in words if (spelt := letters(word)))
