"""The dictionary of what may be kept: attributes, their codes, and what needs admission first."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat

from wenhui.kit.privacy import Privacy
from wenhui.record.registry.words import Kind, Subject


class AdmittedAttribute(models.Model):
    """An attribute that needs admission and that this office may keep (准采项目): by which duty and law. None by default."""

    PRIVACY: ClassVar = dict.fromkeys(["id", "key", "duty", "law", "since"], Privacy.OPEN)
    WEB_MAY: ClassVar[str] = "SELECT"

    key = models.CharField(max_length=60, unique=True)
    duty = models.CharField(max_length=200)
    law = models.CharField(max_length=200)
    since = models.DateField()


class Attribute(models.Model):
    """One attribute of the dictionary (属性), from the catalogue: what it is called, what its values are, who knows it best.

    What `rules.attributes.Attribute` says of each field holds here. `ended_on` is set when the catalogue no longer names
    it; the row stays, because facts point at it. Never more than a few hundred rows, hence the short key.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            *("id", "key", "subject", "kind", "name_zh", "name_en", "synonyms", "unit", "table", "column", "privacy"),
            *("law", "freshness_days", "authority", "computed_from", "ask_every_time", "is_several"),
            *("needs_admission", "place", "ended_on"),
        ],
        Privacy.OPEN,
    )
    WEB_MAY: ClassVar[str] = "SELECT"

    id = models.SmallAutoField(primary_key=True)
    key = models.CharField(max_length=60, unique=True, db_collation="C")
    subject = models.CharField(max_length=12, choices=Subject.choices)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120)
    synonyms = ArrayField(models.CharField(max_length=60), default=list)
    unit = models.CharField(max_length=20, blank=True)
    table = models.ForeignKey("CodeTable", models.PROTECT, null=True, blank=True, related_name="attributes")
    column = models.CharField(max_length=60, blank=True)
    privacy = models.CharField(max_length=10)
    law = models.CharField(max_length=200)
    freshness_days = models.PositiveIntegerField(null=True, blank=True)
    authority = ArrayField(models.CharField(max_length=30), default=list)
    computed_from = ArrayField(models.CharField(max_length=60), default=list)
    ask_every_time = models.CharField(max_length=120, blank=True)
    is_several = models.BooleanField(default=False)
    needs_admission = models.BooleanField(default=False)
    place = models.PositiveSmallIntegerField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind=Kind.CODE, table__isnull=False) | (~Q(kind=Kind.CODE) & Q(table__isnull=True)),
                name="registry_attributes_of_codes_name_their_table",
            ),
            models.CheckConstraint(
                condition=Q(key__startswith=Concat(F("subject"), Value("."))),
                name="registry_an_attribute_key_begins_with_its_subject",
            ),
            models.CheckConstraint(
                condition=Q(freshness_days__isnull=True) | Q(freshness_days__gt=0),
                name="registry_freshness_is_at_least_a_day",
            ),
            models.CheckConstraint(condition=~Q(law=""), name="registry_an_attribute_names_its_ground"),
            models.CheckConstraint(
                condition=Q(privacy__in=[privacy.value for privacy in Privacy]),
                name="registry_an_attribute_has_a_privacy_class",
            ),
        ]


class CodeTable(models.Model):
    """A table of codes with the words that departments write for them (代码表), from the catalogue."""

    PRIVACY: ClassVar = dict.fromkeys(["key", "name_zh", "name_en", "standard", "suffixes", "ended_on"], Privacy.OPEN)
    WEB_MAY: ClassVar[str] = "SELECT"

    key = models.CharField(max_length=30, primary_key=True)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120)
    standard = models.CharField(max_length=40, blank=True)
    suffixes = ArrayField(models.CharField(max_length=10), default=list)
    ended_on = models.DateField(null=True, blank=True)


class CodeEntry(models.Model):
    """One code of a table (代码). A code that the catalogue no longer names is ended, and still understood in old facts."""

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "table", "code", "name_zh", "name_en", "words", "broader", "place", "ended_on"], Privacy.OPEN
    )
    WEB_MAY: ClassVar[str] = "SELECT"

    table = models.ForeignKey(CodeTable, models.CASCADE, related_name="entries")
    code = models.CharField(max_length=30)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120)
    words = ArrayField(models.CharField(max_length=60), default=list)
    broader = models.CharField(max_length=30, blank=True)
    place = models.PositiveSmallIntegerField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["table", "code"], name="registry_a_code_stands_once_in_its_table"),
        ]


class DictionaryEdition(models.Model):
    """Which dictionary is in force (字典版次): the digest of its content, by which processes know what they may keep.

    One row. Equal dictionaries have equal digests, so a change that is rolled back leaves nothing stale behind.
    """

    PRIVACY: ClassVar = dict.fromkeys(["id", "digest"], Privacy.OPEN)
    WEB_MAY: ClassVar[str] = "SELECT"

    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(pk=1), name="registry_one_edition_is_in_force"),
        ]
