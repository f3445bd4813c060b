"""How many cells a department's table took or brought."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wenhui.kit.privacy import Privacy
from wenhui.record.ledgers.models.uploads import Upload
from wenhui.record.ledgers.words import CountedAs


class CellCount(models.Model):
    """What one blank form, or one imported table, took (台账计量), counted when it happened: for figures, never for people.

    `served` cells came without anybody's hand: into a blank form from the registry, or into the registry from a table.
    `confirmed` ones a table brought as they were held. `asked` ones are left to a hand: blank in the form, or not taken
    from the table; `repeated` of these are held, and the form has no word for them. `seconds` run from bringing a blank
    form to taking it filled, empty where nothing measured them. A withdrawn import no longer `stands`.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            *("id", "upload", "asker", "counted_as", "at", "rows", "served", "confirmed", "asked", "repeated"),
            *("seconds", "stands", "area", "area_path"),
        ],
        Privacy.INSIDE,
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    upload = models.OneToOneField(Upload, models.PROTECT, null=True, blank=True, related_name="+")
    asker = models.CharField(max_length=30, db_collation="C")
    counted_as = models.CharField(max_length=6, choices=CountedAs.choices)
    at = models.DateTimeField()
    rows = models.PositiveIntegerField()
    served = models.PositiveIntegerField(default=0)
    confirmed = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0)
    seconds = models.PositiveIntegerField(null=True, blank=True)
    stands = models.BooleanField(default=True)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["area_path", "at"], name="ledgers_counted_by_area")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(repeated__lte=F("asked")), name="ledgers_what_is_repeated_was_asked"),
            models.CheckConstraint(
                condition=Q(counted_as=CountedAs.BLANK, upload__isnull=True)
                | Q(counted_as=CountedAs.IMPORT, upload__isnull=False),
                name="ledgers_an_import_is_counted_with_its_file",
            ),
        ]
