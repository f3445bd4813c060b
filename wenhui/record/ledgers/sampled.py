"""The columns of a received file as its page shows them: what they look like, what they are taken for, what comes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from wenhui.kit.privacy import Privacy
from wenhui.kit.sheets import shapes
from wenhui.kit.sheets.shapes import Kind as ShapeKind
from wenhui.kit.sheets.shapes import Shape
from wenhui.kit.words import Words
from wenhui.record.ledgers import shown
from wenhui.record.ledgers.importing import admitting
from wenhui.record.ledgers.importing.sampling import Sample
from wenhui.record.ledgers.rules.columns import Binding, Bound
from wenhui.record.ledgers.rules.rows import subject_of
from wenhui.record.ledgers.shown import Line
from wenhui.record.ledgers.words import Decided, Use
from wenhui.record.registry.dictionary import Dictionary
from wenhui.record.registry.rules import masks
from wenhui.record.registry.rules.attributes import Attribute
from wenhui.record.registry.words import Kind, Subject

LOOKS: Final[dict[ShapeKind, str | Promise]] = {
    ShapeKind.BLANK: _("全是空的"),
    ShapeKind.ID_NUMBER: _("身份号码"),
    ShapeKind.CREDIT_CODE: _("统一社会信用代码"),
    ShapeKind.DATE: _("日期"),
    ShapeKind.PHONE: _("电话"),
    ShapeKind.YES_NO: _("是或否"),
    ShapeKind.INTEGER: _("整数"),
    ShapeKind.MONEY: _("金额"),
    ShapeKind.NUMBER: pgettext_lazy("shapes", "数"),
    ShapeKind.ADDRESS: _("地址"),
    ShapeKind.TEXT: _("文字"),
}
LIGHTS: Final = {Use.SAID: "ok", Use.TELLS: "ok", Use.LEFT: "hold", Use.OPEN: "soon"}
EXAMPLES: Final = 3
LONGEST: Final = 12
SHORTEST_COVERED: Final = 9
PLAIN: Final = frozenset({Kind.CODE, Kind.BOOLEAN, Kind.INTEGER, Kind.YEAR, Kind.MONTH, Kind.DATE})


@dataclass(frozen=True, slots=True)
class Sampled:
    """A column: its line as forms show it, what its values look like, and what it is used for.

    `examples` are some values, covered; of a column that is not taken none is shown.
    """

    line: Line
    look: str
    examples: Sequence[str]
    use: Use
    light: str
    why: Words | None


def columns(binding: Binding, sample: Sample, held: Dictionary, *, clearance: Privacy, today: date) -> list[Sampled]:
    """Return the columns of a table whose heads say anything."""
    lines = {line.field: line for line in shown.lines(binding, held)}
    subject, found = subject_of(binding), []
    for bound, cells in zip(binding.columns, sample.rows.columns, strict=True):
        line = lines.get(shown.FIELD.format(bound.column.number))
        if line is not None:
            use, why = _use(bound, held, subject=subject, clearance=clearance, today=today)
            look = _look(shapes.shape_of(cells))
            is_taken = use in {Use.SAID, Use.TELLS}
            examples = _examples(bound.attribute, cells, clearance) if is_taken else []
            found.append(Sampled(line, look, examples, use, LIGHTS[use], why))
    return found


def _use(
    bound: Bound, held: Dictionary, *, subject: Subject, clearance: Privacy, today: date
) -> tuple[Use, Words | None]:
    if bound.decided is Decided.OPEN:
        return Use.OPEN, None
    if not bound.key:
        return Use.LEFT, None
    fate = admitting.fate_of(bound.key, held.attributes, clearance=clearance, today=today, subject=subject)
    is_telling = fate.use is Use.SAID and bound.key in admitting.TELLING[subject]
    return (Use.TELLS if is_telling else fate.use), fate.words


def _look(shape: Shape) -> str:
    if shape.kind is ShapeKind.CODES:
        return ngettext("%(count)s 种写法", "%(count)s 种写法", shape.distinct) % {"count": shape.distinct}
    return str(LOOKS[shape.kind])


def _examples(attribute: Attribute | None, cells: Sequence[str], clearance: Privacy) -> list[str]:
    """Return a few values, covered as lists cover them; none of what is above the clearance."""
    if attribute is None or attribute.privacy.rank > clearance.rank:
        return []
    different = list(dict.fromkeys(text for cell in cells if (text := cell.strip())))
    return [covered(attribute.kind, text) for text in different[:EXAMPLES]]


def covered(kind: str, text: str) -> str:
    """Return a value as lists show it: names and numbers covered, running text cut."""
    if kind == Kind.NAME:
        return masks.mask_name(text)
    if kind == Kind.ID_NUMBER:
        return masks.mask_id_number(text) if len(text) >= SHORTEST_COVERED else "*" * len(text)
    if kind == Kind.PHONE:
        return "、".join(_phone(one) for one in text.replace("；", ";").split(";")) if text else ""
    if kind in PLAIN or len(text) <= LONGEST:
        return text
    return gettext("%(begin)s…") % {"begin": text[:LONGEST]}


def _phone(text: str) -> str:
    return masks.mask_phone(text) if len(text) >= SHORTEST_COVERED else "*" * len(text)
