"""A file that came in, the people in it whom nobody knew, and what was wrong in it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wenhui.kit.privacy import Privacy
from wenhui.record.ledgers.models.columns import side_by_side
from wenhui.record.ledgers.words import FindingKind, UploadStanding
from wenhui.record.registry.words import Subject

UNDER_WAY = (UploadStanding.RECEIVED, UploadStanding.PREVIEWED)


class Upload(models.Model):
    """A department's file on its way into the registry (导入批次).

    `content` is kept until the file is accepted or discarded, then erased; its digest stays, so that the same file is not
    imported twice. `columns` says which column means which attribute; `counts` is what the preview said. `subject` is what
    one row is, as somebody chose or as it was checked; empty: as the heads say. `tabs` are the sheets there are to choose.
    """

    PRIVACY: ClassVar = {
        **dict.fromkeys(
            [
                *("id", "name", "digest", "provider", "ground", "as_of", "standing", "origin", "columns", "counts"),
                *("actor_kind", "actor_key", "actor_name", "at", "settled_at", "area", "area_path", "tab"),
                *("subject", "tabs"),
            ],
            Privacy.INSIDE,
        ),
        "content": Privacy.SENSITIVE,
    }
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    name = models.CharField(max_length=200)
    digest = models.BinaryField()
    content = models.BinaryField(null=True)
    tab = models.CharField(max_length=100)
    tabs = models.JSONField(default=list)
    subject = models.CharField(max_length=12, choices=Subject.choices, blank=True)
    provider = models.CharField(max_length=30, db_collation="C")
    ground = models.CharField(max_length=200)
    as_of = models.DateField()
    standing = models.CharField(max_length=10, choices=UploadStanding.choices)
    origin = models.OneToOneField("facts.Origin", models.PROTECT, null=True, related_name="+")
    columns = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    actor_kind = models.CharField(max_length=10)
    actor_key = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=80)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["digest"],
                condition=Q(standing__in=[*UNDER_WAY, UploadStanding.ACCEPTED]),
                name="ledgers_a_file_is_under_way_once",
            ),
            models.CheckConstraint(
                condition=Q(standing__in=UNDER_WAY) | Q(content__isnull=True), name="ledgers_a_settled_file_is_erased"
            ),
            models.CheckConstraint(
                condition=~Q(standing=UploadStanding.ACCEPTED) | Q(origin__isnull=False),
                name="ledgers_an_accepted_file_has_an_origin",
            ),
        ]


class RowsOfPeople(models.Model):
    """Of whom the rows of a file speak (行与人员): `people` and `rows` side by side, rows by their number."""

    PRIVACY: ClassVar = dict.fromkeys(["upload", "rows", "area", "area_path"], Privacy.INSIDE) | {
        "people": Privacy.PERSONAL
    }
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, DELETE"

    upload = models.OneToOneField(Upload, models.CASCADE, primary_key=True, related_name="spoken_of")
    rows = ArrayField(models.IntegerField())
    people = ArrayField(models.BigIntegerField())
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")

    class Meta:
        constraints: ClassVar = [
            side_by_side("rows", "people", name="ledgers_rows_and_people_run_side_by_side"),
        ]


class Arrivals(models.Model):
    """Whom a file brought into the registry (导入新增): `people` and `rows` side by side, so that they can be struck out."""

    PRIVACY: ClassVar = dict.fromkeys(["upload", "rows", "area", "area_path"], Privacy.INSIDE) | {
        "people": Privacy.PERSONAL
    }
    WEB_MAY: ClassVar[str] = "SELECT, INSERT"

    upload = models.OneToOneField(Upload, models.CASCADE, primary_key=True, related_name="arrivals")
    rows = ArrayField(models.IntegerField())
    people = ArrayField(models.BigIntegerField())
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")

    class Meta:
        constraints: ClassVar = [
            side_by_side("rows", "people", name="ledgers_rows_and_arrivals_run_side_by_side"),
        ]


class Newcomers(models.Model):
    """Rows of a file about people whom the registry does not hold (新增人员), thousands in a piece, until it is accepted.

    Columns run side by side with `rows`, each piece one text as `kit.bulk.kept` makes it: `people` are the columns of
    `registry.actions.NewPeople`, `said` the words as facts keep them (identifiers sealed), a column for each privacy class.
    `indexes` are the blind indexes of ID numbers once more, by which it is seen who was registered meanwhile.
    """

    PRIVACY: ClassVar = dict.fromkeys(["id", "upload", "first", "rows", "area", "area_path"], Privacy.INSIDE) | (
        dict.fromkeys(["people", "said", "indexes"], Privacy.SENSITIVE)
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, DELETE"

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="newcomers", db_index=False)
    first = models.IntegerField()
    rows = ArrayField(models.IntegerField())
    people = models.TextField()
    said = models.TextField()
    indexes = models.TextField()
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["upload", "first"], name="ledgers_a_row_brings_one_newcomer"),
        ]


class Finding(models.Model):
    """What is the matter with a cell or a row of a file (导入问题), where in the sheet, in words. Never repeats a value."""

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "upload", "kind", "row", "column", "title", "zh", "en", "area", "area_path"], Privacy.INSIDE
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, DELETE"

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="findings", db_index=False)
    kind = models.CharField(max_length=6, choices=FindingKind.choices)
    row = models.IntegerField()
    column = models.CharField(max_length=3, blank=True)
    title = models.CharField(max_length=120, blank=True)
    zh = models.TextField()
    en = models.TextField()
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["upload", "row"], name="ledgers_finding_by_row")]
