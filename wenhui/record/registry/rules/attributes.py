"""What the attribute dictionary (属性字典) says of one attribute, as rules and rooms above read it."""

from dataclasses import dataclass

from wenhui.kit.privacy import Privacy
from wenhui.kit.words import Words
from wenhui.record.registry.words import Kind, Subject


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of the dictionary.

    `synonyms` are heads of columns seen in ledgers. `authority` lists providers (code table `provider`), the most
    believed first. `freshness_days` is None for what does not age. `column` is the registry's own column that holds the
    attribute (`person.name`), if any. What is `computed_from` other attributes is not asked where those are known.
    `ask_every_time` is the reason why an earlier answer never serves again, or empty.
    """

    key: str
    subject: Subject
    kind: Kind
    words: Words
    synonyms: tuple[str, ...] = ()
    unit: str = ""
    table: str = ""
    column: str = ""
    privacy: Privacy = Privacy.PERSONAL
    law: str = ""
    freshness_days: int | None = None
    authority: tuple[str, ...] = ()
    computed_from: tuple[str, ...] = ()
    ask_every_time: str = ""
    is_several: bool = False
    needs_admission: bool = False

    @property
    def heads(self) -> tuple[str, ...]:
        """Return every head under which the attribute may stand, its own name first."""
        return (self.words.zh, *self.synonyms, self.words.en)
