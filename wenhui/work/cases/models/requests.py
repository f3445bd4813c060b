"""What one person asks for a case and another decides."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wenhui.kit.privacy import Privacy
from wenhui.work.cases.asking.caps import MEASURED, PAUSES
from wenhui.work.cases.models.case import Case
from wenhui.work.cases.models.known import one_of
from wenhui.work.cases.rules import ASKED
from wenhui.work.cases.words import Decision, Verb

MEASURED_KINDS = [str(verb) for verb in MEASURED]
PAUSE_KINDS = [str(verb) for verb in PAUSES]
WAITS = Q(decision="")
APPROVED = Q(decision=Decision.APPROVED.value)


class CaseRequest(models.Model):
    """One request for an extension, a pause or an exit (审批申请): asked with a reason, decided by somebody else.

    `kind` is the verb that approval lets happen. `amount` is how much is asked for: an extension in the unit of the
    type's limit, a pause in workdays. Approval writes what the clock was (`soon_before`, `due_before`), what it became
    (`due_after`) and when a pause ends by itself (`until`); `ended_at` is when it ended. A case's clock moves later only
    with such a row: the database refuses anything else, whoever writes.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id", "case", "area_path", "kind", "unit_key", "amount", "why", "asked_at", "asked_by_kind", "asked_by_key",
            "asked_by_name", "decision", "decided_at", "decided_by_kind", "decided_by_key", "decided_by_name",
            "decided_why", "soon_before", "due_before", "due_after", "until", "ended_at",
        ],
        Privacy.INSIDE,
    )  # fmt: skip
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    case = models.ForeignKey(Case, models.PROTECT, related_name="requests", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    kind = models.CharField(max_length=20, choices=[(str(verb), verb.words.zh) for verb in ASKED])
    unit_key = models.CharField(max_length=40, blank=True, default="")
    amount = models.PositiveSmallIntegerField(null=True, blank=True)
    why = models.TextField()
    asked_at = models.DateTimeField()
    asked_by_kind = models.CharField(max_length=10)
    asked_by_key = models.CharField(max_length=80)
    asked_by_name = models.CharField(max_length=80)
    decision = models.CharField(max_length=10, blank=True, default="", choices=Decision.choices())
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_kind = models.CharField(max_length=10, blank=True, default="")
    decided_by_key = models.CharField(max_length=80, blank=True, default="")
    decided_by_name = models.CharField(max_length=80, blank=True, default="")
    decided_why = models.TextField(blank=True, default="")
    soon_before = models.DateTimeField(null=True, blank=True)
    due_before = models.DateTimeField(null=True, blank=True)
    due_after = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case", "id"], name="case_requests_of_a_case"),
            models.Index(fields=["area_path"], name="case_requests_that_wait", condition=WAITS),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=WAITS, name="case_requests_wait_one_a_case"),
            models.UniqueConstraint(
                fields=["case"],
                condition=APPROVED & Q(kind__in=[*PAUSE_KINDS, Verb.HANG.value], ended_at__isnull=True),
                name="case_requests_pause_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[str(verb) for verb in ASKED]), name="case_requests_ask_for_what_is_asked"
            ),
            one_of("decision", Decision, name="case_requests_have_a_known_end", or_none=True),
            models.CheckConstraint(condition=~Q(why=""), name="case_requests_give_a_reason"),
            models.CheckConstraint(
                condition=Q(kind__in=MEASURED_KINDS, amount__gte=1)
                | (~Q(kind__in=MEASURED_KINDS) & Q(amount__isnull=True)),
                name="case_requests_say_how_much",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True, decided_by_key="")
                | (~Q(decision="") & Q(decided_at__gte=F("asked_at")) & ~Q(decided_by_key="")),
                name="case_requests_are_decided_in_full",
            ),
            models.CheckConstraint(
                condition=Q(decision__in=["", Decision.WITHDRAWN.value])
                | ~Q(decided_by_kind=F("asked_by_kind"), decided_by_key=F("asked_by_key")),
                name="case_requests_are_decided_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=~Q(decision=Decision.DECLINED.value) | ~Q(decided_why=""),
                name="case_requests_say_why_they_were_declined",
            ),
            models.CheckConstraint(
                condition=Q(due_after__isnull=True) | APPROVED, name="case_requests_move_a_clock_once_approved"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | (APPROVED & Q(kind__in=PAUSE_KINDS)),
                name="case_requests_pause_once_approved",
            ),
        ]  # fmt: skip

    @property
    def verb(self) -> Verb:
        """Return what approval lets happen."""
        return Verb(self.kind)
