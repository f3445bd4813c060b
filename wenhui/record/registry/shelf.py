"""The dictionary as a page shows it: each attribute in the reader's language, and whether this office keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from wenhui.kit.privacy import Privacy
from wenhui.kit.words import Words
from wenhui.record.registry.dictionary import Dictionary
from wenhui.record.registry.models import AdmittedAttribute
from wenhui.record.registry.rules.attributes import Attribute
from wenhui.record.registry.words import Kind, Subject

GUARDED: Mapping[Privacy, Words] = {
    Privacy.OPEN: Words("公开", "Open"),
    Privacy.INSIDE: Words("内部", "Inside"),
    Privacy.PERSONAL: Words("个人", "Personal"),
    Privacy.SENSITIVE: Words("敏感", "Sensitive"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One attribute on the page; `is_off` when nobody keeps it yet, `why` says what else is to be known."""

    attribute: Attribute
    value: str
    guarded: Words
    is_sensitive: bool
    fresh: str
    providers: list[Words]
    is_off: bool
    admitted: AdmittedAttribute | None
    computed_from: list[Words]


def lines(dictionary: Dictionary, subject: Subject, *, today: date) -> list[Line]:
    """Return the attributes of a subject in the catalogue's order."""
    admitted = {row.key: row for row in AdmittedAttribute.objects.filter(since__lte=today)}
    return [
        _line(dictionary, attribute, admitted.get(attribute.key))
        for attribute in dictionary.attributes.values()
        if attribute.subject == subject
    ]


def counts(dictionary: Dictionary) -> dict[Subject, int]:
    """Return how many attributes each subject has."""
    subjects = [attribute.subject for attribute in dictionary.attributes.values()]
    return {subject: subjects.count(subject) for subject in Subject}


def _line(dictionary: Dictionary, attribute: Attribute, admitted: AdmittedAttribute | None) -> Line:
    providers = dictionary.tables["provider"].by_code
    return Line(
        attribute=attribute,
        value=attribute.unit or str(Kind(attribute.kind).label),
        guarded=GUARDED[attribute.privacy],
        is_sensitive=attribute.privacy == Privacy.SENSITIVE,
        fresh=_fresh(attribute.freshness_days),
        providers=[providers[key].words for key in attribute.authority],
        is_off=attribute.needs_admission and admitted is None,
        admitted=admitted if attribute.needs_admission else None,
        computed_from=[dictionary.attributes[key].words for key in attribute.computed_from],
    )


def _fresh(days: int | None) -> str:
    if days is None:
        return gettext("不会过期")
    return ngettext("%(days)s 天", "%(days)s 天", days) % {"days": days}
