"""What was said of a case, by whom, and what they were told."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wenhui.kit.privacy import Privacy
from wenhui.work.cases.models.case import Case
from wenhui.work.cases.models.known import one_of
from wenhui.work.cases.words import Behalf, Channel, Route, UpperClock


class CaseReport(models.Model):
    """One report (报告): the same problem said once more, by whatever channel, is another report of the same case.

    The one that opens a case is a row too. `source` and `source_key` are who brought it and under which key of theirs;
    together they come once. `by_…` is who entered it, `behalf` in whose name; who that is stands in CaseReporter.
    `said_at` is the moment the other system names, `at` the one at which the office knew. `mended` names what was done
    to the words so that they could be kept. `answered_at` and `told` are the answer; one given before the case was opened
    again stands in `earlier`. `upper_due_at` is until when the platform above that sent it waits. What was said is never
    changed. `joins` says that it came to a case that was there already, whose words are others: the board finds it by
    these, too.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id", "case", "area_path", "channel", "source", "source_key", "title", "words", "said_at", "at", "by_kind",
            "by_key", "by_name", "behalf", "route", "mended", "answered_at", "answered_by", "told", "earlier", "upper_clock",
            "upper_due_at", "joins",
        ],
        Privacy.INSIDE,
    )  # fmt: skip
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    case = models.ForeignKey(Case, models.PROTECT, related_name="reports", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    channel = models.CharField(max_length=20, choices=Channel.choices())
    source = models.CharField(max_length=60, blank=True, default="")
    source_key = models.CharField(max_length=120, blank=True, default="")
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True, default="")
    said_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()
    by_kind = models.CharField(max_length=10)
    by_key = models.CharField(max_length=80)
    by_name = models.CharField(max_length=80)
    behalf = models.CharField(max_length=10, choices=Behalf.choices(), default=Behalf.SELF.value)
    route = models.CharField(max_length=10, choices=Route.choices(), default=Route.NONE.value)
    mended = models.JSONField(default=list, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=80, blank=True, default="")
    told = models.TextField(blank=True, default="")
    joins = models.BooleanField(default=False, db_default=False)
    earlier = models.JSONField(default=list, blank=True, db_default=models.Value([], models.JSONField()))
    upper_clock = models.CharField(max_length=10, blank=True, default="", db_default="", choices=UpperClock.choices())
    upper_due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case", "id"], name="case_reports_of_a_case"),
            models.Index(
                fields=["area_path", "at"], name="case_reports_owed_an_answer",
                condition=Q(answered_at__isnull=True) & ~Q(route=Route.NONE.value),
            ),
        ]  # fmt: skip
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "source_key"], condition=~Q(source_key=""), name="case_reports_come_once"
            ),
            one_of("channel", Channel, name="case_reports_come_by_a_known_channel"),
            one_of("behalf", Behalf, name="case_reports_are_in_a_known_name"),
            one_of("route", Route, name="case_reports_are_answered_a_known_way"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by="", told="")
                | (Q(answered_at__gte=F("at")) & ~Q(answered_by="") & ~Q(told="")),
                name="case_reports_answered_say_what_was_told",
            ),
        ]

    @property
    def is_owed(self) -> bool:
        """Say whether whoever reported it still waits to hear."""
        return self.route != Route.NONE and self.answered_at is None


class CaseReporter(models.Model):
    """Who reported something (报告人), as far as they said: for those cleared for personal data alone.

    The phone is sealed, with a keyed index to find the same number again; a report without a name or number has no row.
    """

    PRIVACY: ClassVar = {
        "report": Privacy.INSIDE,
        "area_path": Privacy.INSIDE,
        "name": Privacy.PERSONAL,
        "phone": Privacy.PERSONAL,
        "phone_index": Privacy.PERSONAL,
    }
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    report = models.OneToOneField(CaseReport, models.PROTECT, primary_key=True, related_name="reporter")
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    name = models.CharField(max_length=60, blank=True, default="")
    phone = models.BinaryField(null=True, blank=True)
    phone_index = models.BinaryField(null=True, blank=True, max_length=16)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["phone_index"], name="case_reporters_by_phone", condition=Q(phone_index__isnull=False)
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(name="") | Q(phone__isnull=False), name="case_reporters_say_who_they_are"
            ),
            models.CheckConstraint(
                condition=Q(phone__isnull=True, phone_index__isnull=True)
                | Q(phone__isnull=False, phone_index__isnull=False),
                name="case_reporters_phone_has_its_index",
            ),
        ]
