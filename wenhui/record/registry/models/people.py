"""Persons, households, organisations, and who lived where from when to when.

There is no column for religion, politics or health, and none may be added without a duty and a law (PIPL art. 28).
"""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q

from wenhui.kit.privacy import Privacy
from wenhui.record.registry.words import LeftBecause, OrganisationKind, Registration, ResidenceKind, Sex


class Person(models.Model):
    """Someone who counts among this office's people (人员), now or once.

    `area` is the building or grid to which the person belongs, `dwelling` the front door behind it where that is known.
    ID number and phone are sealed (`kit.crypto`); their indexes answer equality only. `left_on` is the first day on
    which the person no longer counts here; the row and its residences stay. Who was registered twice is merged: the row
    counts no longer, leads to `merged_into` and keeps its own words, so that the merge can be undone. No index on `area`:
    rows are looked for by path, and areas are ended, never deleted.
    """

    PRIVACY: ClassVar = {
        "id": Privacy.INSIDE,
        "name": Privacy.PERSONAL,
        "pinyin": Privacy.PERSONAL,
        "initials": Privacy.PERSONAL,
        "sex": Privacy.PERSONAL,
        "birth_on": Privacy.PERSONAL,
        "id_number": Privacy.SENSITIVE,
        "id_number_index": Privacy.SENSITIVE,
        "phone": Privacy.PERSONAL,
        "phone_index": Privacy.PERSONAL,
        "phone_tail_index": Privacy.PERSONAL,
        "registration": Privacy.PERSONAL,
        "ethnic": Privacy.SENSITIVE,
        "household": Privacy.PERSONAL,
        "dwelling": Privacy.PERSONAL,
        "area": Privacy.INSIDE,
        "area_path": Privacy.INSIDE,
        "left_on": Privacy.PERSONAL,
        "left_because": Privacy.PERSONAL,
        "merged_into": Privacy.PERSONAL,
    }
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    name = models.CharField(max_length=80, db_collation="C")
    pinyin = models.CharField(max_length=480, db_collation="C", blank=True)
    initials = models.CharField(max_length=80, db_collation="C", blank=True)
    sex = models.CharField(max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    birth_on = models.DateField(null=True, blank=True)
    id_number = models.BinaryField(null=True, blank=True)
    id_number_index = models.BinaryField(null=True, blank=True)
    phone = models.BinaryField(null=True, blank=True)
    phone_index = models.BinaryField(null=True, blank=True)
    phone_tail_index = models.BinaryField(null=True, blank=True)
    registration = models.CharField(max_length=12, choices=Registration.choices)
    ethnic = models.CharField(max_length=2, blank=True)
    household = models.ForeignKey("Household", models.SET_NULL, null=True, blank=True, related_name="members")
    dwelling = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", null=True, blank=True)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    left_on = models.DateField(null=True, blank=True)
    left_because = models.CharField(max_length=8, choices=LeftBecause.choices, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["name", "area_path"], name="registry_person_by_name"),
            models.Index(fields=["pinyin", "area_path"], name="registry_person_by_pinyin"),
            models.Index(fields=["initials", "area_path"], name="registry_person_by_initials"),
            models.Index(fields=["phone_index", "area_path"], name="registry_person_by_phone"),
            models.Index(fields=["phone_tail_index", "area_path"], name="registry_person_by_phone_tail"),
            models.Index(fields=["birth_on", "area_path"], name="registry_person_by_birth"),
            models.Index(fields=["area_path"], name="registry_person_by_area"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["id_number_index"],
                condition=Q(id_number_index__isnull=False),
                name="registry_an_id_number_is_registered_once",
            ),
            models.CheckConstraint(
                condition=Q(id_number__isnull=True, id_number_index__isnull=True)
                | Q(id_number__isnull=False, id_number_index__isnull=False),
                name="registry_a_sealed_id_number_has_an_index",
            ),
            models.CheckConstraint(
                condition=Q(phone__isnull=True, phone_index__isnull=True, phone_tail_index__isnull=True)
                | Q(phone__isnull=False, phone_index__isnull=False, phone_tail_index__isnull=False),
                name="registry_a_sealed_phone_has_its_indexes",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True, left_because="") | (Q(left_on__isnull=False) & ~Q(left_because="")),
                name="registry_who_left_left_for_a_reason",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="registry_a_person_has_a_name"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) & ~Q(left_because=LeftBecause.MERGED)
                | Q(merged_into__isnull=False, left_because=LeftBecause.MERGED),
                name="registry_who_is_merged_left_because_of_it",
            ),
            models.CheckConstraint(condition=~Q(pk=F("merged_into")), name="registry_nobody_is_merged_into_themselves"),
        ]


class Household(models.Model):
    """People who keep house together behind one door (户), with the number that the office gave them."""

    PRIVACY: ClassVar = {
        "id": Privacy.INSIDE,
        "number": Privacy.INSIDE,
        "head": Privacy.PERSONAL,
        "dwelling": Privacy.PERSONAL,
        "area": Privacy.INSIDE,
        "area_path": Privacy.INSIDE,
        "formed_on": Privacy.PERSONAL,
        "dissolved_on": Privacy.PERSONAL,
    }
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    number = models.CharField(max_length=20, unique=True)
    head = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    dwelling = models.ForeignKey("areas.Area", models.PROTECT, related_name="+")
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    formed_on = models.DateField()
    dissolved_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["area_path"], name="registry_household_by_area")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(dissolved_on__isnull=True) | Q(dissolved_on__gte=F("formed_on")),
                name="registry_households_dissolve_after_forming",
            ),
        ]


class Residence(models.Model):
    """Someone lived, rented or was registered behind a door from one day to another (居住记录).

    Half-open: `valid_to` is the first day on which it no longer held. `valid_from` is empty where nobody wrote down
    since when. Moves end one row and begin another, so the past stays. `is_aside` (kept by the database): the person was
    merged into another, who has no room for this row beside their own, or struck out; it counts no longer. `area` is the
    dwelling's building.
    """

    PRIVACY: ClassVar = {
        "id": Privacy.INSIDE,
        "person": Privacy.PERSONAL,
        "dwelling": Privacy.PERSONAL,
        "kind": Privacy.PERSONAL,
        "valid_from": Privacy.PERSONAL,
        "valid_to": Privacy.PERSONAL,
        "is_aside": Privacy.INSIDE,
        "area": Privacy.INSIDE,
        "area_path": Privacy.INSIDE,
    }
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    person = models.ForeignKey(Person, models.PROTECT, related_name="residences")
    dwelling = models.ForeignKey("areas.Area", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=ResidenceKind.choices)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    is_aside = models.BooleanField(default=False, db_default=False, editable=False)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["area_path"], name="registry_residence_by_area")]
        constraints: ClassVar = [
            ExclusionConstraint(
                name="registry_residences_of_a_kind_never_overlap",
                expressions=[
                    ("person", "="),
                    ("kind", "="),
                    (Func("valid_from", "valid_to", function="daterange"), "&&"),
                ],
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="registry_residences_end_after_they_begin",
            ),
        ]


class Organisation(models.Model):
    """An enterprise, institution, association or trader on this office's ground (单位).

    `is_mistaken`: a wrong file brought it; it is closed since, and its credit code free.
    """

    PRIVACY: ClassVar = {
        "id": Privacy.OPEN,
        "uscc": Privacy.OPEN,
        "name": Privacy.OPEN,
        "pinyin": Privacy.OPEN,
        "initials": Privacy.OPEN,
        "kind": Privacy.OPEN,
        "area": Privacy.INSIDE,
        "area_path": Privacy.INSIDE,
        "closed_on": Privacy.OPEN,
        "is_mistaken": Privacy.INSIDE,
    }
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    uscc = models.CharField(max_length=18, null=True, blank=True, unique=True, db_collation="C")
    name = models.CharField(max_length=120, db_collation="C")
    pinyin = models.CharField(max_length=720, db_collation="C", blank=True)
    initials = models.CharField(max_length=120, db_collation="C", blank=True)
    kind = models.CharField(max_length=14, choices=OrganisationKind.choices)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    closed_on = models.DateField(null=True, blank=True)
    is_mistaken = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["name", "area_path"], name="registry_organisation_by_name"),
            models.Index(fields=["pinyin", "area_path"], name="registry_organisation_pinyin"),
            models.Index(fields=["initials", "area_path"], name="registry_organisation_initials"),
            models.Index(fields=["area_path", "name"], name="registry_organisation_by_area"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="registry_an_organisation_has_a_name"),
            models.CheckConstraint(
                condition=Q(is_mistaken=False) | Q(closed_on__isnull=False, uscc__isnull=True),
                name="registry_a_mistaken_organisation_is_closed",
            ),
        ]
