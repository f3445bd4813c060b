"""What pasted heads mean: each is bound to an attribute where that is plain, else it is a question of the form's own."""

import re
from collections.abc import Sequence
from typing import Final

from wenhui.record.forms.actions.drafting import BESIDE, Asked
from wenhui.record.forms.words import Answering
from wenhui.record.ledgers import queries as ledgers
from wenhui.record.ledgers.rules.columns import folded_path
from wenhui.record.registry import dictionary
from wenhui.record.registry.rules.heads import Head, chosen
from wenhui.record.registry.words import Subject

BETWEEN: Final = re.compile(r"[\t\r\n]+")
REQUIRED: Final = re.compile(r"[（(]\s*必填\s*[)）]|^[*＊]|[*＊]$")
CHOICES: Final = re.compile(r"[、,，;；\n]+")
LONGEST: Final = 60


def heads_of(text: str) -> list[str]:
    """Return the heads of pasted cells: one a line or one a tab, without numbers of rows."""
    heads = [" ".join(head.split())[:LONGEST] for head in BETWEEN.split(text)]
    return [head for head in heads if head and head not in {"序号", "编号"}]


def choices_of(text: str) -> tuple[str, ...]:
    """Return what one may choose, typed in one line."""
    return tuple(one for part in CHOICES.split(text) if (one := part.strip()[:LONGEST]))


def bind(heads: Sequence[str], *, name: str, subject: Subject, asker: str, why_own: str) -> list[Asked]:
    """Return the columns of a form: remembered from the asker's ledgers, proposed by the dictionary, or own questions."""
    titles = [REQUIRED.sub("", head).strip() or head for head in heads]
    held = dictionary.current()
    remembered = ledgers.memory_of(asker)
    proposals = held.heads.propose([Head((title,)) for title in titles], name, subject)
    asked: list[Asked] = []
    taken: set[str] = set()
    for head, title, found in zip(heads, titles, proposals, strict=True):
        before = remembered.get((subject, folded_path((title,))))
        best = chosen(found)
        key = before.key if before else best.key if best else ""
        usable = key in held.attributes and held.attributes[key].subject in BESIDE[subject] and key not in taken
        is_required = bool(REQUIRED.search(head))
        if usable:
            taken.add(key)
            asked.append(Asked(title=title, key=key, is_required=is_required))
        else:
            asked.append(Asked(title=title, answering=Answering.TEXT, why_own=why_own, is_required=is_required))
    return asked
