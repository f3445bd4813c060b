"""Words as pages show them: in the reader's language, numbers and names of others masked, sensitive ones covered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext

from wenhui.kit.html.wording import say
from wenhui.kit.privacy import Privacy
from wenhui.record.registry import dictionary
from wenhui.record.registry.dictionary import Dictionary
from wenhui.record.registry.rules import masks
from wenhui.record.registry.rules.attributes import Attribute
from wenhui.record.registry.rules.codes import YES_NO
from wenhui.record.registry.rules.values import SEVERAL
from wenhui.record.registry.words import Kind

COVERED: Final = "••••••"
MASKED: Final[Mapping[Kind, Callable[[str], str]]] = {
    Kind.PHONE: masks.mask_phone,
    Kind.ID_NUMBER: masks.mask_id_number,
    Kind.NAME: masks.mask_name,
}
PROVIDERS: Final = "provider"


def is_covered(attribute: Attribute) -> bool:
    """Say whether a word of the attribute is shown only for a stated reason."""
    return attribute.privacy is Privacy.SENSITIVE or attribute.kind in MASKED


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says words of the dictionary that was read once for a page."""

    held: Dictionary

    def clear(self, attribute: Attribute, text: str) -> str:
        """Return a canonical text in the reader's words, with its unit; empty for none."""
        table = YES_NO if attribute.kind == Kind.BOOLEAN else self.held.tables.get(attribute.table)
        pieces = text.split(SEVERAL) if attribute.is_several else [text]
        if table is not None:
            pieces = [say(table.by_code[one].words) if one in table.by_code else one for one in pieces]
        said = gettext("、").join(piece for piece in pieces if piece)
        return f"{said} {attribute.unit}" if said and attribute.unit else said

    def covered(self, attribute: Attribute, text: str) -> str:
        """Return a canonical text as cards and lists show it."""
        if not text:
            return ""
        if attribute.kind in MASKED:
            pieces = text.split(SEVERAL) if attribute.is_several else [text]
            return gettext("、").join(MASKED[attribute.kind](piece) for piece in pieces)
        return COVERED if attribute.privacy is Privacy.SENSITIVE else self.clear(attribute, text)

    def provider(self, code: str) -> str:
        """Return what a provider is called, in the reader's language."""
        entry = self.held.tables[PROVIDERS].by_code.get(code)
        return say(entry.words) if entry else code


def speaker() -> Speaker:
    """Return who says the words of the dictionary in force."""
    return Speaker(dictionary.current())
