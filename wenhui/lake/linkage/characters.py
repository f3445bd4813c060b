"""How Chinese characters sound and which ones look alike.

`pinyin.txt` holds the first toneless reading of every character of the basic block (U+4E00–9FA5), taken from pypinyin
(MIT); a test compares the two. Its own file loads in a few milliseconds, pypinyin with its phrases in a quarter of a second.
`similar.txt` is our own: groups of characters that are taken for one another when a name is read from handwriting, a bad
copy or an old card, because they share a component or differ in a stroke.
"""

from functools import cache
from importlib import resources
from typing import Final

# 前后鼻音 and 平翘舌: who types by ear mixes up -n with -ng, z/c/s with zh/ch/sh, and l with n.
EAR: Final = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))


def is_han(character: str) -> bool:
    """Say whether the character is a Chinese one."""
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff"


@cache
def readings() -> dict[str, str]:
    """Return the toneless reading of each character."""
    lines = _lines("pinyin.txt")
    return {character: sound for sound, characters in (line.split() for line in lines) for character in characters}


@cache
def shapes() -> dict[str, str]:
    """Return for each easily confused character the first of its group."""
    return {character: group[0] for group in _lines("similar.txt") for character in group}


@cache
def compound_surnames() -> frozenset[str]:
    """Return the surnames of two characters."""
    return frozenset(name for line in _lines("compound.txt") for name in line.split())


@cache
def sound_of(text: str) -> str:
    """Return how a Chinese text is typed, syllables parted by apostrophes; other characters stay."""
    known = readings()
    return "'".join(known.get(character, character) for character in text)


@cache
def by_ear(sound: str) -> str:
    """Return a sound in which what careless ears mix up is one."""
    return "'".join(_blurred(syllable) for syllable in sound.split("'"))


def _blurred(syllable: str) -> str:
    for sharp, blunt in EAR:
        syllable = syllable.replace(sharp, blunt)
    return f"l{syllable[1:]}" if syllable.startswith("n") else syllable


def _lines(name: str) -> list[str]:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
