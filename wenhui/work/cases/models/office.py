"""What an office is made of for its cases: units, types, the clocks and days it decided about, its numbers."""

from datetime import time
from typing import ClassVar

from django.db import models
from django.db.models import Q

from wenhui.kit.privacy import Privacy
from wenhui.kit.words import Words
from wenhui.kit.worktime import DayKind, WorkTime, WorkUnit
from wenhui.work.cases import rules
from wenhui.work.cases.asking.caps import CAPS, Cap
from wenhui.work.cases.clocks.ladder import Quiet, Rung
from wenhui.work.cases.words import Kind, Platform, Urgency, Verb


class Unit(models.Model):
    """Who handles cases (处置单位). Rows come from the catalogue."""

    PRIVACY: ClassVar = dict.fromkeys(["key", "zh", "en", "ended"], Privacy.OPEN)
    WEB_MAY: ClassVar[str] = "SELECT"

    key = models.CharField(max_length=40, primary_key=True)
    zh = models.CharField(max_length=40)
    en = models.CharField(max_length=80)
    ended = models.BooleanField(default=False)

    @property
    def words(self) -> Words:
        """Return the unit's name in both languages."""
        return Words(self.zh, self.en)


class CaseType(models.Model):
    """What a case is about (案件类型): a class of event or component after GB/T 30428.2, or the office's own.

    Who handles it, how urgent it is and how long that may take are the office's rules; so is `radius`, within how many
    metres two reports may be one; `synonyms` are words people use for it, from which suggestions start. Rows come from the
    catalogue.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "key", "code", "kind", "major_zh", "major_en", "zh", "en", "platform", "unit", "limit_amount",
            "limit_unit", "urgency", "radius", "ended", "synonyms",
        ],
        Privacy.OPEN,
    )  # fmt: skip
    WEB_MAY: ClassVar[str] = "SELECT"

    key = models.CharField(max_length=120, primary_key=True)
    code = models.CharField(max_length=10, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices())
    major_zh = models.CharField(max_length=40)
    major_en = models.CharField(max_length=80)
    zh = models.CharField(max_length=80)
    en = models.CharField(max_length=120)
    platform = models.CharField(max_length=20, choices=Platform.choices())
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", null=True, db_column="unit_key")
    limit_amount = models.PositiveSmallIntegerField()
    limit_unit = models.CharField(max_length=10, choices=[(unit.value, unit.value) for unit in WorkUnit])
    urgency = models.CharField(max_length=10, choices=Urgency.choices())
    radius = models.PositiveSmallIntegerField(default=200, db_default=200)
    ended = models.BooleanField(default=False)
    synonyms = models.JSONField(default=list, db_default=[], blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(limit_amount__gte=1), name="case_types_give_time"),
        ]

    @property
    def words(self) -> Words:
        """Return the type's name in both languages."""
        return Words(self.zh, self.en)

    @property
    def major(self) -> Words:
        """Return the name of the major class in both languages."""
        return Words(self.major_zh, self.major_en)

    @property
    def limit(self) -> WorkTime:
        """Return how long handling may take."""
        return WorkTime(self.limit_amount, WorkUnit(self.limit_unit))


def _quiet(hours: list[str]) -> Quiet | None:
    """Return the hours in which nobody is told anything: `["22:00", "07:00"]`."""
    return (time.fromisoformat(hours[0]), time.fromisoformat(hours[1])) if hours else None


class CasePolicy(models.Model):
    """What one office decided about its clocks (办案规则): working hours, time for intake, when 临期 begins, reopening,
    how often a unit may give a case back, and the caps of what needs an approver by its kind.

    From `suggest_percent` of confidence on, a suggestion is chosen beforehand for whoever looks; below, it is only shown.
    `alike_days` and `alike_closed_days` are how far back duplicates are sought among open and among closed cases.
    Holds for its area and everything below; the nearest above a case counts. Rows come from the catalogue.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id",
            "path",
            "hours",
            "intake_amount",
            "intake_unit",
            "soon_percent",
            "reopen_days",
            "alike_days",
            "alike_closed_days",
            "returns",
            "caps",
            "ladder",
            "quiet",
            "upper",
            "suggest_percent",
        ],
        Privacy.OPEN,
    )
    WEB_MAY: ClassVar[str] = "SELECT"

    path = models.CharField(max_length=160, unique=True, db_collation="C")
    hours = models.JSONField()
    intake_amount = models.PositiveSmallIntegerField()
    intake_unit = models.CharField(max_length=10, choices=[(unit.value, unit.value) for unit in WorkUnit])
    soon_percent = models.PositiveSmallIntegerField()
    reopen_days = models.PositiveSmallIntegerField()
    alike_days = models.PositiveSmallIntegerField(default=60, db_default=60)
    alike_closed_days = models.PositiveSmallIntegerField(default=14, db_default=14)
    returns = models.PositiveSmallIntegerField(default=2)
    caps = models.JSONField(default=dict)
    ladder = models.JSONField(default=list)
    quiet = models.JSONField(default=list)
    upper = models.JSONField(default=dict)
    suggest_percent = models.PositiveSmallIntegerField(default=80, db_default=80)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(soon_percent__lte=100), name="case_policies_share_is_a_percentage"),
            models.CheckConstraint(condition=Q(intake_amount__gte=1), name="case_policies_give_time_for_intake"),
        ]

    @property
    def rules(self) -> rules.Policy:
        """Return the policy as the rules take it."""
        intake = WorkTime(self.intake_amount, WorkUnit(self.intake_unit))
        caps: dict[Verb, Cap] = {Verb(kind): Cap(**cap) for kind, cap in self.caps.items()}
        return rules.Policy(
            intake=intake, soon_percent=self.soon_percent, reopen_days=self.reopen_days, alike_days=self.alike_days,
            alike_closed_days=self.alike_closed_days, returns=self.returns,
            caps={**CAPS, **caps}, ladder=tuple(Rung(**rung) for rung in self.ladder), quiet=_quiet(self.quiet),
            upper={channel: rules.Upper(**given) for channel, given in self.upper.items()},
            suggest_percent=self.suggest_percent,
        )  # fmt: skip


class OfficeDay(models.Model):
    """A day the office itself says is worked or off (工作日历), for its area and everything below."""

    PRIVACY: ClassVar = dict.fromkeys(["id", "path", "on", "kind", "why"], Privacy.OPEN)
    WEB_MAY: ClassVar[str] = "SELECT"

    path = models.CharField(max_length=160, db_collation="C")
    on = models.DateField()
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in DayKind])
    why = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["path", "on"], name="office_days_are_said_once"),
        ]


class OfficeYear(models.Model):
    """A year whose days the office has entered in full (已公布年度), beyond what the calendar library knows."""

    PRIVACY: ClassVar = dict.fromkeys(["id", "path", "year", "source"], Privacy.OPEN)
    WEB_MAY: ClassVar[str] = "SELECT"

    path = models.CharField(max_length=160, db_collation="C")
    year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["path", "year"], name="office_years_are_said_once"),
        ]


class CaseCounter(models.Model):
    """The last number given on a day (编号), so that numbers of one office and day have no gaps and no twins."""

    PRIVACY: ClassVar = dict.fromkeys(["id", "prefix", "on", "last"], Privacy.OPEN)
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    prefix = models.CharField(max_length=20)
    on = models.DateField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["prefix", "on"], name="case_counters_are_one_a_day"),
        ]
