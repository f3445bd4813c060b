"""What may be kept: the dictionary of attributes, and which sensitive ones the office admits with a duty and a law."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.clock import local_day
from wenhui.record.registry import dictionary, keeping, models
from wenhui.record.registry.actions.refusals import NoSuchAttributeError
from wenhui.record.registry.models import AdmittedAttribute
from wenhui.record.registry.rules.attributes import Attribute
from wenhui.record.registry.rules.codes import CodeTable

ATTRIBUTE_COLUMNS = (
    *("subject", "kind", "name_zh", "name_en", "synonyms", "unit", "table", "column", "privacy", "law"),
    *("freshness_days", "authority", "computed_from", "ask_every_time", "is_several", "needs_admission", "place"),
    "ended_on",
)


@transaction.atomic
def write_dictionary(*, attributes: Sequence[Attribute], tables: Sequence[CodeTable], by: Actor, at: datetime) -> None:
    """Put a dictionary in force in place of the present one; what it no longer names is ended. Needs the owner.

    Attributes keep their numbers. Whether a held attribute may change is asked before, by the catalogue's plan.
    """
    today = local_day(at)
    _write_tables(tables, today)
    _write_attributes(attributes, today)
    digest = dictionary.digest_of(dictionary.read())
    models.DictionaryEdition.objects.update_or_create(pk=1, defaults={"digest": digest})
    journal.write(
        by=by,
        at=at,
        verb="registry.write_dictionary",
        subject=f"dictionary:{digest[:16]}",
        refs={"attributes": len(attributes), "tables": len(tables)},
    )


@transaction.atomic
def admit_attribute(*, key: str, duty: str, law: str, since: date, by: Actor, at: datetime) -> AdmittedAttribute:
    """Let a sensitive attribute be kept from a day on, or amend on what ground it is. Raises NoSuchAttributeError."""
    if not models.Attribute.objects.filter(key=key, needs_admission=True, ended_on__isnull=True).exists():
        raise NoSuchAttributeError
    fields = {"duty": duty, "law": law, "since": since}
    attribute, _ = AdmittedAttribute.objects.update_or_create(key=key, defaults=fields)
    journal.write(by=by, at=at, verb="registry.admit_attribute", subject=f"attribute:{key}", reason=f"{duty}；{law}")
    return attribute


@transaction.atomic
def dismiss_attribute(*, key: str, by: Actor, at: datetime, reason: str = "") -> int:
    """No longer keep an attribute: what was kept of it is erased. Returns in how many rows. Needs the owner."""
    attribute = models.Attribute.objects.filter(key=key).first()
    if attribute is None:
        raise NoSuchAttributeError
    AdmittedAttribute.objects.filter(key=key).delete()
    erased = keeping.erase(attribute)
    journal.write(
        by=by,
        at=at,
        verb="registry.dismiss_attribute",
        subject=f"attribute:{key}",
        reason=reason,
        refs={"rows": erased},
    )
    return erased


def _write_attributes(attributes: Sequence[Attribute], today: date) -> None:
    """Add and amend by two statements, not by an upsert, which would use up short numbers at every run."""
    numbers = dict(models.Attribute.objects.values_list("key", "pk"))
    rows = [_row(attribute, place) for place, attribute in enumerate(attributes)]
    for row in rows:
        row.pk = numbers.get(row.key)
    models.Attribute.objects.bulk_update([row for row in rows if row.pk], ATTRIBUTE_COLUMNS)
    models.Attribute.objects.bulk_create([row for row in rows if not row.pk])
    gone = models.Attribute.objects.exclude(key__in=[row.key for row in rows])
    gone.filter(ended_on__isnull=True).update(ended_on=today)


def _write_tables(tables: Sequence[CodeTable], today: date) -> None:
    models.CodeTable.objects.bulk_create(
        [
            models.CodeTable(
                key=table.key,
                name_zh=table.words.zh,
                name_en=table.words.en,
                standard=table.standard,
                suffixes=list(table.suffixes),
            )
            for table in tables
        ],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["name_zh", "name_en", "standard", "suffixes", "ended_on"],
    )
    entries = [
        models.CodeEntry(
            table_id=table.key,
            code=code.code,
            name_zh=code.words.zh,
            name_en=code.words.en,
            words=list(code.others),
            broader=code.broader,
            place=place,
        )
        for table in tables
        for place, code in enumerate(table.codes)
    ]
    models.CodeEntry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["table", "code"],
        update_fields=["name_zh", "name_en", "words", "broader", "place", "ended_on"],
    )
    named = {(entry.table_id, entry.code) for entry in entries}
    standing = models.CodeEntry.objects.filter(ended_on__isnull=True)
    gone = [row.pk for row in standing if (row.table_id, row.code) not in named]
    models.CodeEntry.objects.filter(pk__in=gone).update(ended_on=today)
    keys = [table.key for table in tables]
    models.CodeTable.objects.exclude(key__in=keys).filter(ended_on__isnull=True).update(ended_on=today)


def _row(attribute: Attribute, place: int) -> models.Attribute:
    return models.Attribute(
        key=attribute.key,
        subject=attribute.subject,
        kind=attribute.kind,
        name_zh=attribute.words.zh,
        name_en=attribute.words.en,
        synonyms=list(attribute.synonyms),
        unit=attribute.unit,
        table_id=attribute.table or None,
        column=attribute.column,
        privacy=attribute.privacy.value,
        law=attribute.law,
        freshness_days=attribute.freshness_days,
        authority=list(attribute.authority),
        computed_from=list(attribute.computed_from),
        ask_every_time=attribute.ask_every_time,
        is_several=attribute.is_several,
        needs_admission=attribute.needs_admission,
        place=place,
    )
