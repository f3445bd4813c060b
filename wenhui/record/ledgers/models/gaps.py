"""What filled forms lacked and somebody may ask at a door."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wenhui.kit.privacy import Privacy
from wenhui.record.ledgers.words import GapStanding

IS_OPEN = Q(standing=GapStanding.OPEN)


class LedgerGap(models.Model):
    """One attribute of one subject that a filled form lacked, or that has grown old (缺项). Never another form.

    It is about a person, a household, or (both empty) the home itself, and is open once whatever the number of forms:
    `askers` wanted it, the first by `due_on`. It closes by itself. `asked_as` is under which key visits ask it.
    """

    PRIVACY: ClassVar = {
        "id": Privacy.INSIDE,
        "person": Privacy.PERSONAL,
        "household": Privacy.PERSONAL,
        "dwelling": Privacy.PERSONAL,
        "key": Privacy.INSIDE,
        "is_stale": Privacy.INSIDE,
        "askers": Privacy.INSIDE,
        "ground": Privacy.INSIDE,
        "due_on": Privacy.INSIDE,
        "standing": Privacy.INSIDE,
        "asked_as": Privacy.INSIDE,
        "opened_at": Privacy.INSIDE,
        "closed_at": Privacy.INSIDE,
        "area": Privacy.INSIDE,
        "area_path": Privacy.INSIDE,
    }
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    person = models.ForeignKey("registry.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    household = models.ForeignKey("registry.Household", models.PROTECT, null=True, related_name="+", db_index=False)
    dwelling = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=60, db_collation="C")
    is_stale = models.BooleanField(default=False)
    askers = ArrayField(models.CharField(max_length=30))
    ground = models.CharField(max_length=200)
    due_on = models.DateField()
    standing = models.CharField(max_length=10, choices=GapStanding.choices, default=GapStanding.OPEN)
    asked_as = models.CharField(max_length=20, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["area_path", "due_on"], condition=IS_OPEN, name="ledgers_open_gap_by_area"),
            models.Index(fields=["asked_as"], name="ledgers_gap_as_asked"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "key"],
                condition=IS_OPEN & Q(person__isnull=False),
                name="ledgers_a_gap_is_open_once_person",
            ),
            models.UniqueConstraint(
                fields=["household", "key"],
                condition=IS_OPEN & Q(household__isnull=False),
                name="ledgers_a_gap_is_open_once_household",
            ),
            models.UniqueConstraint(
                fields=["dwelling", "key"],
                condition=IS_OPEN & Q(person__isnull=True, household__isnull=True),
                name="ledgers_a_gap_is_open_once_home",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(household__isnull=True), name="ledgers_a_gap_is_about_one_subject"
            ),
            models.CheckConstraint(
                condition=(IS_OPEN & Q(closed_at__isnull=True)) | (~IS_OPEN & Q(closed_at__isnull=False)),
                name="ledgers_a_gap_that_closed_knows_when",
            ),
            models.CheckConstraint(condition=~Q(ground=""), name="ledgers_a_gap_names_its_ground"),
        ]
