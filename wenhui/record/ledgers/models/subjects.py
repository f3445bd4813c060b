"""Files whose rows are not people: of what they speak, which organisations they bring; which sheet is meant."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wenhui.kit.privacy import Privacy
from wenhui.record.ledgers.models.columns import side_by_side
from wenhui.record.ledgers.models.uploads import Upload
from wenhui.record.registry.words import OrganisationKind


class RowsOfSubjects(models.Model):
    """Of which households, dwellings, buildings or organisations the rows of a file speak (行与主体), side by side.

    Which of these they are, `Upload.subject` says.
    """

    PRIVACY: ClassVar = dict.fromkeys(["upload", "rows", "area", "area_path"], Privacy.INSIDE) | {
        "subjects": Privacy.PERSONAL
    }
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, DELETE"

    upload = models.OneToOneField(Upload, models.CASCADE, primary_key=True, related_name="speaks_of")
    rows = ArrayField(models.IntegerField())
    subjects = ArrayField(models.BigIntegerField())
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")

    class Meta:
        constraints: ClassVar = [
            side_by_side("rows", "subjects", name="ledgers_rows_and_subjects_run_side_by_side"),
        ]


class BroughtOrganisation(models.Model):
    """A row of a file about an organisation that the registry did not hold (新增单位).

    `words` are kept as those of `Newcomer`, and erased when the file is accepted; `organisation` says then which it became.
    """

    PRIVACY: ClassVar = {
        **dict.fromkeys(["id", "upload", "row", "organisation", "area", "area_path"], Privacy.INSIDE),
        **dict.fromkeys(["name", "uscc", "kind"], Privacy.OPEN),
        "words": Privacy.SENSITIVE,
    }
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE, DELETE"

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="organisations", db_index=False)
    row = models.IntegerField()
    name = models.CharField(max_length=120)
    uscc = models.CharField(max_length=18, blank=True)
    kind = models.CharField(max_length=14, choices=OrganisationKind.choices)
    words = models.JSONField(default=dict)
    organisation = models.BigIntegerField(null=True)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["upload", "row"], name="ledgers_a_row_brings_one_organisation"),
        ]


class RememberedTab(models.Model):
    """Which sheet of a provider's workbooks holds the table (工作表记忆), digits left out: 3月名册 is 4月名册."""

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "provider", "tab", "at", "actor_kind", "actor_key", "actor_name"], Privacy.INSIDE
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, DELETE"

    provider = models.CharField(max_length=30, db_collation="C")
    tab = models.CharField(max_length=100, db_collation="C")
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_key = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "tab"], name="ledgers_a_sheet_is_remembered_once"),
        ]
