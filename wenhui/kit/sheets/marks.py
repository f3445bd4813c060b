"""The small print on a head: whether its column must be filled, what it notes in brackets, and the bare title."""

import re
from typing import NamedTuple

_MUST = re.compile(r"[（(\[【]?\s*(?<!非)(?:必填项?|必录|必须填写|required)\s*[）)\]】]?", re.IGNORECASE)
_MAY = re.compile(r"[（(\[【]?\s*(?:选填项?|可选|非必填项?|可不填|选录|optional)\s*[）)\]】]?", re.IGNORECASE)
_STAR = re.compile(r"^[*＊★]+|[*＊★]+$")
_BRACKETS = re.compile(r"[（(\[【]([^（()）\[\]【】]*)[）)\]】]")
_ASIAN = r"\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
_BETWEEN = re.compile(rf"(?<=[{_ASIAN}])\s+(?=[{_ASIAN}])")


class Marked(NamedTuple):
    """A head taken apart. `required` is None where it does not say; `note` is what stood in brackets."""

    title: str
    required: bool | None
    note: str


def squeezed(text: str) -> str:
    """Return a text on one line: breaks and blanks between Chinese letters gone (姓　名 → 姓名), others one blank."""
    return _BETWEEN.sub("", " ".join(text.replace("\u3000", " ").split()))


def read(written: str) -> Marked:
    """Take a head apart: `*联系电话（必填，多个用;分隔）` → 联系电话, required, 多个用;分隔."""
    text = squeezed(written)
    required = None
    if _MAY.search(text):
        required, text = False, _MAY.sub("", text)
    elif _MUST.search(text):
        required, text = True, _inside_brackets_gone(text)
    if _STAR.search(text.strip()):
        required, text = (True if required is None else required), _STAR.sub("", text.strip())
    notes = [note.strip(" ，,；;：:") for note in _BRACKETS.findall(text)]
    title = squeezed(_BRACKETS.sub("", text)).strip(" ：:，,")
    return Marked(title or text.strip(), required, "；".join(note for note in notes if note))


def told(note: str) -> bool | None:
    """Return whether a note under a head says that its column must be filled, may be, or neither."""
    begin = note.strip()[:8]
    if _MAY.search(begin):
        return False
    return True if _MUST.search(begin) else None


def _inside_brackets_gone(text: str) -> str:
    """Drop the mark, but keep what else its brackets say."""

    def without(match: re.Match[str]) -> str:
        rest = _MUST.sub("", match[1]).strip(" ，,；;")
        return f"（{rest}）" if rest else ""

    return _MUST.sub("", _BRACKETS.sub(without, text))
