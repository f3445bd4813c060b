"""The area tree, its codes and successions, and estates."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wenhui.kit.privacy import Privacy


class Level(models.TextChoices):
    """How deep an area lies, from the city down to one front door."""

    CITY = "city", _("市")
    DISTRICT = "district", _("区")
    SUBDISTRICT = "subdistrict", _("街道")
    COMMUNITY = "community", _("社区")
    GRID = "grid", _("网格")
    BUILDING = "building", _("楼幢")
    UNIT = "unit", _("单元")
    DWELLING = "dwelling", _("户室")


class Area(models.Model):
    """A piece of the office's ground (区域). `path` is the labels from the city down, each with a closing dot.

    Labels are our own, short, lower-case ASCII and never change; a move rewrites paths in one action. Official codes
    are rows of AreaCode. `time_zone` and `calendar` are set on a city and hold for everything below it. `outline` is a
    GeoJSON geometry, CGCS2000 (WGS 84 to within centimetres), longitude first; `lng`, `lat` is a point inside it.
    `is_synthetic` marks what was invented for the demonstration: the place itself, or a real place's outline.
    """

    WEB_MAY: ClassVar = "SELECT"

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id", "parent", "level", "label", "path", "name", "short_name", "valid_from", "valid_to", "lng", "lat",
            "outline", "storeys", "time_zone", "calendar", "is_synthetic",
        ],
        Privacy.OPEN,
    )  # fmt: skip

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    level = models.CharField(max_length=12, choices=Level.choices)
    label = models.CharField(max_length=20)
    path = models.CharField(max_length=160, unique=True, db_collation="C")
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    lng = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    outline = models.JSONField(null=True, blank=True)
    storeys = models.PositiveSmallIntegerField(null=True, blank=True)
    time_zone = models.CharField(max_length=40, blank=True)
    calendar = models.CharField(max_length=20, blank=True)
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("区域")
        indexes: ClassVar = [models.Index(fields=["level", "path"], name="areas_by_level")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(path__regex=r"^([a-z0-9_-]+\.)+$"), name="areas_path_is_labels_with_dots"
            ),
            models.CheckConstraint(condition=Q(label__regex=r"^[a-z0-9_-]+$"), name="areas_label_is_plain"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="areas_end_after_they_begin",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AreaCode(models.Model):
    """An official code of an area in one edition (统计用区划代码); an attribute, never a key.

    `edition` is the day up to which the Bureau of Statistics kept that edition, such as 2020-06-30.
    """

    PRIVACY: ClassVar = dict.fromkeys(["id", "area", "edition", "code"], Privacy.OPEN)
    WEB_MAY: ClassVar = "SELECT"

    area = models.ForeignKey(Area, models.CASCADE, related_name="codes")
    edition = models.CharField(max_length=20)
    code = models.CharField(max_length=20, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "code"], name="area_codes_are_unique_in_an_edition"),
        ]


class AreaSuccession(models.Model):
    """One area took the place of another on a day (沿革)."""

    PRIVACY: ClassVar = dict.fromkeys(["id", "predecessor", "successor", "on", "why"], Privacy.OPEN)
    WEB_MAY: ClassVar = "SELECT"

    predecessor = models.ForeignKey(Area, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Area, models.PROTECT, related_name="origins")
    on = models.DateField()
    why = models.CharField(max_length=200, blank=True)


class Estate(models.Model):
    """A residential estate (小区): a dated group of buildings, not a level; it may cross grids.

    `area` is the smallest area that holds all of it; `aliases` are other names that people write on envelopes.
    """

    PRIVACY: ClassVar = dict.fromkeys(["id", "area", "key", "name", "aliases"], Privacy.OPEN)
    WEB_MAY: ClassVar = "SELECT"

    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    aliases = ArrayField(models.CharField(max_length=80), default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("小区")

    def __str__(self) -> str:
        return self.name


class EstateBuilding(models.Model):
    """A building belongs to an estate from one day to another."""

    PRIVACY: ClassVar = dict.fromkeys(["id", "estate", "building", "valid_from", "valid_to"], Privacy.OPEN)
    WEB_MAY: ClassVar = "SELECT"

    estate = models.ForeignKey(Estate, models.CASCADE, related_name="memberships")
    building = models.ForeignKey(Area, models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            ExclusionConstraint(
                name="a_building_is_in_one_estate_at_a_time",
                expressions=[
                    ("building", "="),
                    (models.Func("valid_from", "valid_to", function="daterange"), "&&"),
                ],
            ),
        ]


class Landmark(models.Model):
    """A canal, river, railway or road that helps people find their place on the map (地标)."""

    PRIVACY: ClassVar = dict.fromkeys(["id", "area", "key", "kind", "name", "geometry", "is_synthetic"], Privacy.OPEN)
    WEB_MAY: ClassVar = "SELECT"

    class Kind(models.TextChoices):
        """What is drawn."""

        WATER = "water", "水系"
        RAIL = "rail", "铁路"
        ROAD = "road", "道路"

    area = models.ForeignKey(Area, models.CASCADE, related_name="landmarks")
    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=80)
    geometry = models.JSONField()
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "key"], name="areas_landmark_keys_are_unique_in_an_area"),
        ]


class Revision(models.Model):
    """The state of the tree that a process may have kept in memory; a trigger renews it with every change.

    One row. The number comes from a sequence, so that a change that is rolled back never lends its number to another.
    """

    PRIVACY: ClassVar = dict.fromkeys(["id", "number"], Privacy.OPEN)
    WEB_MAY: ClassVar = "SELECT"

    number = models.BigIntegerField()
