"""Which sensitive attributes the office may keep: admitted with a duty and a law, dismissed with everything kept of them."""

from datetime import date, datetime

from django.db import transaction

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.record.registry.models import AdmittedAttribute, Person
from wenhui.record.registry.words import SensitiveAttribute


@transaction.atomic
def admit_attribute(
    *, key: SensitiveAttribute, duty: str, law: str, since: date, by: Actor, at: datetime
) -> AdmittedAttribute:
    """Let a sensitive attribute of people be kept from a day on, or amend on what ground it is."""
    key = SensitiveAttribute(key)
    fields = {"duty": duty, "law": law, "since": since}
    attribute, _ = AdmittedAttribute.objects.update_or_create(key=key, defaults=fields)
    journal.write(
        by=by, at=at, verb="registry.admit_attribute", subject=f"attribute:{key.value}", reason=f"{duty}；{law}"
    )
    return attribute


@transaction.atomic
def dismiss_attribute(*, key: SensitiveAttribute, by: Actor, at: datetime, reason: str = "") -> int:
    """No longer keep an attribute: what was kept of it is erased. Returns of how many people. Needs the owner."""
    key = SensitiveAttribute(key)
    AdmittedAttribute.objects.filter(key=key).delete()
    erased = Person.objects.exclude(**{key.value: ""}).update(**{key.value: ""})
    journal.write(
        by=by,
        at=at,
        verb="registry.dismiss_attribute",
        subject=f"attribute:{key.value}",
        reason=reason,
        refs={"rows": erased},
    )
    return erased
