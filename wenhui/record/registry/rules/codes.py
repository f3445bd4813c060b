"""Code tables (代码表): any department's words to a code, and a code to the words of the form that asks."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from wenhui.kit.words import Words

NUMBERED = re.compile(r"\(?([0-9a-z]{1,3})\)?[-.、:)_=]?(.+)")
SEPARATED = re.compile(r"([0-9a-z_]{1,30})[-.、:=](.+)")
TRAILING = re.compile(r"(.+?)\(([0-9a-z]{1,3})\)")


class DoubleMeaningError(ValueError):
    """One word would stand for two codes of a table."""

    def __init__(self, word: str, first: str, second: str) -> None:
        super().__init__(f"{word} stands for {first} and for {second}")


@dataclass(frozen=True, slots=True)
class Code:
    """One entry. `others` are words that departments write for it; `broader` is the code that a coarser form uses.

    An ended code is no longer offered, but what was written with it is still understood.
    """

    code: str
    words: Words
    others: tuple[str, ...] = ()
    broader: str = ""
    is_ended: bool = False


@dataclass(frozen=True)
class CodeTable:
    """A table of codes. `suffixes` (族 in 汉族) may be left off every name."""

    key: str
    words: Words
    codes: tuple[Code, ...]
    standard: str = ""
    suffixes: tuple[str, ...] = ()

    @cached_property
    def by_code(self) -> Mapping[str, Code]:
        """Entries by code."""
        return {code.code: code for code in self.codes}

    @cached_property
    def in_force(self) -> tuple[Code, ...]:
        """Entries that may still be chosen."""
        return tuple(code for code in self.codes if not code.is_ended)

    @cached_property
    def _meanings(self) -> Mapping[str, str]:
        """Codes by every written form. A form's own words win over forms that are only guessed from them."""
        found: dict[str, str] = {}
        for code in self.in_force:
            for word in (code.code, code.words.zh, code.words.en, *code.others):
                if found.setdefault(folded(word), code.code) != code.code:
                    raise DoubleMeaningError(word, found[folded(word)], code.code)
        for code in self.codes:
            for word in self._guessed(code):
                found.setdefault(folded(word), code.code)
        return found

    def _guessed(self, code: Code) -> Iterator[str]:
        if code.is_ended:
            yield from (code.code, code.words.zh, code.words.en, *code.others)
        if code.code.isdecimal():
            yield code.code.lstrip("0") or "0"  # a spreadsheet makes 1 of 01
        for word in (code.words.zh, *code.others):
            for suffix in self.suffixes:
                yield word.removesuffix(suffix) if len(word) > len(suffix) else word
                yield word if word.endswith(suffix) else word + suffix

    def check(self) -> None:
        """Raise DoubleMeaningError when a word stands for two codes, KeyError for a broader code that is not there."""
        for code in self.codes:
            if code.broader and code.broader not in self.by_code:
                raise KeyError(code.broader)
        self.code_of("")

    def code_of(self, text: str) -> str | None:
        """Return the code that `text` means, or None. Understands `1`, `01`, `男`, `男性`, `1-男`, `男(1)`."""
        meanings, word = self._meanings, folded(text)
        if word in meanings:
            return meanings[word]
        for pattern, (first, second) in ((NUMBERED, (1, 2)), (SEPARATED, (1, 2)), (TRAILING, (2, 1))):
            if (both := pattern.fullmatch(word)) and (code := meanings.get(both[second])) is not None:
                return code if meanings.get(both[first], code) == code else None
        return None

    def words_of(self, code: str, like: Sequence[str] = ()) -> str | None:
        """Return the word for a code, of those that a form allows (`like`) where it names any.

        A form without this code is given its word for the broader one. None where the form has no word for it.
        """
        entry = self.by_code.get(code)
        if entry is None:
            return None
        if not like:
            return entry.words.zh
        while entry is not None:
            allowed = [word for word in like if self.code_of(word) == entry.code]
            if allowed:
                return entry.words.zh if entry.words.zh in allowed else allowed[0]
            entry = self.by_code.get(entry.broader)
        return None

    def covers(self, broad: str, code: str) -> bool:
        """Say whether a code is a broader one of another, at any distance: 已婚 of 再婚. No code covers itself."""
        entry = self.by_code.get(code)
        while entry is not None and entry.broader:
            if entry.broader == broad:
                return True
            entry = self.by_code.get(entry.broader)
        return False

    def share_known(self, texts: Iterable[str]) -> float:
        """Return which part of the texts are words of this table, 0 for none."""
        asked = list(texts)
        return sum(self.code_of(text) is not None for text in asked) / len(asked) if asked else 0.0


def folded(text: str) -> str:
    """Return the form in which two spellings of one word are equal: half-width, lower case, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


YES = "1 有 √ ✓ ✔ ☑ 对 y t o v 已 是的 需要 同意 享受 安装 已安装 参加 正确 真 有效 愿意 已办理 属于"
NO = "0 无 × ✗ ✘ x ☒ □ 错 n f 未 没有 不是 不需要 不同意 不享受 未安装 未参加 假 没 不 不愿意 无效 未办理 不属于"
YES_NO = CodeTable(
    key="yes_no",
    words=Words("是否", "Yes or no"),
    codes=(
        Code("true", Words("是", "Yes"), tuple(YES.split())),
        Code("false", Words("否", "No"), tuple(NO.split())),
    ),
)
