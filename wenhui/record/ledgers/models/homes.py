"""People of whom a file says that they live elsewhere than is known: nobody is moved by a table, somebody asks."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wenhui.kit.privacy import Privacy
from wenhui.record.ledgers.models.columns import side_by_side
from wenhui.record.ledgers.models.uploads import Upload
from wenhui.record.ledgers.words import DoubtStanding

IS_OPEN = Q(standing=DoubtStanding.OPEN)


class LivesElsewhere(models.Model):
    """Of whom a checked file says that they live elsewhere, and where (住址不同): `people` and `places` side by side."""

    PRIVACY: ClassVar = dict.fromkeys(["upload", "area", "area_path"], Privacy.INSIDE) | dict.fromkeys(
        ["people", "places"], Privacy.PERSONAL
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, DELETE"

    upload = models.OneToOneField(Upload, models.CASCADE, primary_key=True, related_name="elsewhere")
    people = ArrayField(models.BigIntegerField())
    places = ArrayField(models.BigIntegerField())
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")

    class Meta:
        constraints: ClassVar = [
            side_by_side("people", "places", name="ledgers_people_and_places_run_side_by_side"),
        ]


class HomeDoubt(models.Model):
    """Somebody may have moved: files say they live at `place`, the registry at `dwelling` (住址疑问).

    Open once a person, however many files say so: `askers` are their providers, `origins` their origins. It closes when
    somebody has asked at the door, when the registry learns it, or when no file says it any more. `asked_as` is under
    which key visits ask it.
    """

    PRIVACY: ClassVar = {
        **dict.fromkeys(["person", "dwelling", "place"], Privacy.PERSONAL),
        **dict.fromkeys(
            [
                *("id", "askers", "origins", "ground", "due_on", "standing", "asked_as", "opened_at", "closed_at"),
                *("area", "area_path"),
            ],
            Privacy.INSIDE,
        ),
    }
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", db_index=False)
    dwelling = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    askers = ArrayField(models.CharField(max_length=30))
    origins = ArrayField(models.BigIntegerField())
    ground = models.CharField(max_length=200)
    due_on = models.DateField()
    standing = models.CharField(max_length=10, choices=DoubtStanding.choices, default=DoubtStanding.OPEN)
    asked_as = models.CharField(max_length=20, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "place"], name="ledgers_home_doubt_by_person")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person"], condition=IS_OPEN, name="ledgers_a_home_is_in_doubt_once"),
            models.CheckConstraint(
                condition=(IS_OPEN & Q(closed_at__isnull=True)) | (~IS_OPEN & Q(closed_at__isnull=False)),
                name="ledgers_a_doubt_that_closed_knows_when",
            ),
            models.CheckConstraint(condition=~Q(ground=""), name="ledgers_a_doubt_names_its_ground"),
        ]
