"""What was filled on screen, what was filed, and how many cells that took."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wenhui.kit.privacy import Privacy
from wenhui.record.facts.models.subjects import OF_A_SUBJECT, AboutOne, of_one_subject
from wenhui.record.forms.models.admission import Form, one_of
from wenhui.record.forms.words import CountedAs


class Filling(AboutOne):
    """One subject's form as somebody filled it on screen (填写). Never changed: who errs fills it again, the last counts.

    `own` holds answers to the form's own questions and to what is asked every time, by the column's place; everything else
    went to the facts under the reference `filling:…`. `period_on` is the first day of its period. The moments of the
    first and the last keystroke are empty where nothing measured them.
    """

    PRIVACY: ClassVar = OF_A_SUBJECT | {
        "id": Privacy.INSIDE,
        "form": Privacy.INSIDE,
        "period_on": Privacy.INSIDE,
        "own": Privacy.SENSITIVE,
        "asked": Privacy.INSIDE,
        "at": Privacy.INSIDE,
        "first_key_at": Privacy.INSIDE,
        "last_key_at": Privacy.INSIDE,
        "area": Privacy.INSIDE,
        "area_path": Privacy.INSIDE,
    }
    WEB_MAY: ClassVar[str] = "SELECT, INSERT"

    form = models.ForeignKey(Form, models.PROTECT, related_name="fillings", db_index=False)
    period_on = models.DateField()
    own = models.JSONField(default=dict)
    asked = models.JSONField(default=list)
    at = models.DateTimeField()
    first_key_at = models.DateTimeField(null=True, blank=True)
    last_key_at = models.DateTimeField(null=True, blank=True)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["form", "period_on", "area_path"], name="forms_filling_by_period")]
        constraints: ClassVar = [
            of_one_subject("forms_a_filling_is_about_one_subject"),
            models.CheckConstraint(
                condition=Q(first_key_at__isnull=True, last_key_at__isnull=True)
                | Q(first_key_at__lte=F("last_key_at"), last_key_at__lte=F("at")),
                name="forms_keys_are_pressed_before_saving",
            ),
        ]


class Filing(models.Model):
    """A form filed for a period and an area (报送): once, under a receipt, with the rows that made it. Never changed.

    Of its cells some were `served` without being typed, some typed on screen, `lacking` ones stayed empty.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            *("id", "form", "receipt", "period_on", "period_to", "due_on", "at", "by_key", "by_name", "rows", "cells"),
            *("lacking", "area", "area_path"),
        ],
        Privacy.INSIDE,
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT"

    form = models.ForeignKey(Form, models.PROTECT, related_name="filings", db_index=False)
    receipt = models.CharField(max_length=60, unique=True)
    period_on = models.DateField()
    period_to = models.DateField()
    due_on = models.DateField()
    at = models.DateTimeField()
    by_key = models.CharField(max_length=80)
    by_name = models.CharField(max_length=80)
    rows = models.PositiveIntegerField()
    cells = models.PositiveIntegerField()
    lacking = models.PositiveIntegerField()
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["area_path", "-at"], name="forms_filings_latest_first")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["form", "area", "period_on"], name="forms_a_period_is_filed_once"),
            models.CheckConstraint(condition=Q(lacking__lte=F("cells")), name="forms_what_lacks_is_a_cell"),
        ]


class FiledRow(AboutOne):
    """One row of a filing as it was filed (报送明细), of one privacy class: canonical texts by the column's place.

    Identifiers are sealed. `position` orders the rows; `guarded` is the rank of the class, and rows above the reader's
    clearance do not exist for them. Never changed: later corrections show beside it.
    """

    PRIVACY: ClassVar = OF_A_SUBJECT | {
        "id": Privacy.INSIDE,
        "filing": Privacy.INSIDE,
        "position": Privacy.INSIDE,
        "guarded": Privacy.INSIDE,
        "cells": Privacy.SENSITIVE,
    }
    WEB_MAY: ClassVar[str] = "SELECT, INSERT"

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="filed_rows", db_index=False)
    position = models.PositiveIntegerField()
    guarded = models.PositiveSmallIntegerField()
    cells = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            of_one_subject("forms_a_filed_row_is_about_one_subject"),
            models.UniqueConstraint(fields=["filing", "position", "guarded"], name="forms_a_filed_row_stands_once"),
        ]


class EntryCount(models.Model):
    """What one filling or filing took (录入计量), counted when it happened: for figures, never for people. Never changed.

    `served` cells came from the registry without anybody's hand, `confirmed` ones took a tick, `asked` ones were typed, of
    which `repeated` although they were held and fresh. `minutes` are those measured, nought where none were.
    `saved` minutes are empty where nothing can be compared: no earlier period, or no keystroke, was measured
    (`rules/burden.py`).
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            *("id", "form", "asker", "counted_as", "at", "served", "confirmed", "asked", "repeated", "first_key_at"),
            *("last_key_at", "minutes", "saved", "area", "area_path"),
        ],
        Privacy.INSIDE,
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT"

    form = models.ForeignKey(Form, models.PROTECT, related_name="+", db_index=False)
    asker = models.CharField(max_length=30, db_collation="C")
    counted_as = models.CharField(max_length=10, choices=CountedAs.choices)
    at = models.DateTimeField()
    served = models.PositiveIntegerField(default=0)
    confirmed = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0)
    first_key_at = models.DateTimeField(null=True, blank=True)
    last_key_at = models.DateTimeField(null=True, blank=True)
    minutes = models.DecimalField(max_digits=6, decimal_places=1, default=0)
    saved = models.DecimalField(max_digits=9, decimal_places=1, null=True, blank=True)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["area_path", "at"], name="forms_counted_by_area_and_day")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(repeated__lte=F("asked")), name="forms_what_is_repeated_was_asked"),
            one_of("counted_as", CountedAs, name="forms_cells_are_counted_somewhere"),
        ]
