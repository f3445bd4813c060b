"""The typefaces of paper: official documents are set in 仿宋, or in the Song face of Noto where there is none."""

from functools import cache
from typing import Final

import typst

from wenhui.kit.words import Words

BODY: Final = ("FangSong", "FangSong_GB2312", "STFangsong", "Noto Serif CJK SC", "Source Han Serif SC")
HEADS: Final = ("FZXiaoBiaoSong-B05S", "SimHei", "Noto Sans CJK SC", "Source Han Sans SC")

MISSING: Final = Words(
    "服务器上没有中文字体，印出来会是方框，所以没有印。请系统管理员安装 fonts-noto-cjk。",
    "This server has no Chinese font and would print boxes, so nothing was printed. Let the administrator install "
    "fonts-noto-cjk.",
)


class NoFontError(Exception):
    """Nothing is printed where Chinese would come out as boxes."""

    words = MISSING


@cache
def found() -> typst.Fonts:
    """Return the fonts of this machine, searched for once in a process."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)


def is_chinese_at_hand(fonts: typst.Fonts) -> bool:
    """Say whether a Chinese text face that we set in is among these fonts."""
    families = set(fonts.families())
    return bool(families & set(BODY))


def at_hand() -> typst.Fonts:
    """Return the fonts to print with. Raises NoFontError where Chinese cannot be printed."""
    fonts = found()
    if not is_chinese_at_hand(fonts):
        raise NoFontError(MISSING.en)
    return fonts
