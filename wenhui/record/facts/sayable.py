"""Of which attributes words are taken."""

from datetime import date

from wenhui.record.facts.actions.refusals import NotAdmittedError, NotSayableError
from wenhui.record.registry import dictionary, projecting
from wenhui.record.registry.models import AdmittedAttribute
from wenhui.record.registry.rules.attributes import Attribute
from wenhui.record.registry.words import Subject


def sayable(key: str, subject: Subject, *, today: date) -> tuple[int, Attribute]:
    """Return an attribute of which words are taken, with its number. Raises NotSayableError, NotAdmittedError.

    Where somebody lives, who heads a household and the like are not said but done: the registry has actions for them.
    """
    held = dictionary.current()
    attribute = held.attributes.get(key)
    if (
        attribute is None
        or attribute.subject != subject
        or (attribute.column and not projecting.shows(attribute.column))
    ):
        raise NotSayableError.of(key)
    if attribute.needs_admission and not AdmittedAttribute.objects.filter(key=key, since__lte=today).exists():
        raise NotAdmittedError.of(attribute.words)
    return held.numbers[key], attribute
