"""Their tickets beside our cases, each step of either house, and the sheets that went between them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wenhui.edge.hotline.rules import WAITING, Due
from wenhui.edge.hotline.words import State, Step
from wenhui.ground.areas.models import Area
from wenhui.kit.privacy import Privacy
from wenhui.work.cases.models import Case, CaseReport
from wenhui.work.cases.models.known import one_of


class HotlineSheet(models.Model):
    """One sheet of ours for them (回填表): the steps that were new when somebody took it."""

    PRIVACY: ClassVar = dict.fromkeys(["id", "area", "area_path", "left_at", "by_name", "tickets"], Privacy.INSIDE)
    WEB_MAY: ClassVar[str] = "SELECT, INSERT"

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    left_at = models.DateTimeField()
    by_name = models.CharField(max_length=80)
    tickets = models.PositiveIntegerField()


class HotlineImport(models.Model):
    """One sheet of theirs that was brought in (工单导入), and what became of its rows; refused ones with the reason."""

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "area", "area_path", "file", "brought_at", "by_name", "taken", "known", "heard", "refused"],
        Privacy.INSIDE,
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT"

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    file = models.CharField(max_length=200)
    brought_at = models.DateTimeField()
    by_name = models.CharField(max_length=80)
    taken = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    heard = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list, blank=True)


class HotlineTicket(models.Model):
    """One ticket of the hotline (热线工单) and the report of a case that it became.

    What was said, by whom and which case answers it stand on the report; the caller is sealed there. `sign_due_at`,
    `contact_due_at` and `answer_due_at` are their clock, `next_due_at` what it waits for now. `heard_at` is the newest
    moment of which they said something. `callback` is whether the caller was satisfied, `is_solved` whether the matter
    is solved, as the caller says: neither follows from the other. `excluded_at`: it does not count (剔除).
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id", "number", "report", "area", "area_path", "kind", "place", "state", "received_at", "taken_at",
            "sign_due_at", "contact_due_at", "answer_due_at", "next_due_at", "signed_at", "contacted_at", "answered_at",
            "answer", "extension_asked_at", "extension_until", "extension_granted", "returned_at", "closed_at",
            "callback", "callback_at", "is_solved", "redo_count", "heard_at", "excluded_at", "odd",
        ],
        Privacy.INSIDE,
    )  # fmt: skip
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    number = models.CharField(max_length=40)
    report = models.OneToOneField(CaseReport, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    kind = models.CharField(max_length=120, blank=True, default="")
    place = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=10, choices=State.choices())
    received_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    sign_due_at = models.DateTimeField()
    contact_due_at = models.DateTimeField()
    answer_due_at = models.DateTimeField()
    next_due_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    contacted_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True, default="")
    extension_asked_at = models.DateTimeField(null=True, blank=True)
    extension_until = models.DateTimeField(null=True, blank=True)
    extension_granted = models.BooleanField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    callback = models.CharField(max_length=12, blank=True, default="")
    callback_at = models.DateTimeField(null=True, blank=True)
    is_solved = models.BooleanField(null=True, blank=True)
    redo_count = models.PositiveSmallIntegerField(default=0)
    heard_at = models.DateTimeField(null=True, blank=True)
    excluded_at = models.DateTimeField(null=True, blank=True)
    odd = models.JSONField(default=list, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["next_due_at", "id"], name="hotline_tickets_by_their_clock",
                condition=Q(next_due_at__isnull=False), include=["area_path", "state"],
            ),
            models.Index(fields=["state", "-id"], name="hotline_tickets_by_state", include=["area_path"]),
        ]  # fmt: skip
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number"], name="hotline_tickets_come_once"),
            one_of("state", State, name="hotline_tickets_stand_somewhere"),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in WAITING], next_due_at__isnull=False)
                | (~Q(state__in=[one.value for one in WAITING]) & Q(next_due_at__isnull=True)),
                name="hotline_clock_runs_while_we_owe",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.ANSWERED.value, State.SATISFIED.value, State.CLOSED.value])
                | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="hotline_answered_says_what",
            ),
            models.CheckConstraint(
                condition=Q(extension_granted__isnull=True) | Q(extension_asked_at__isnull=False),
                name="hotline_extension_was_asked",
            ),
            models.CheckConstraint(
                condition=Q(sign_due_at__lte=F("answer_due_at"), contact_due_at__lte=F("answer_due_at")),
                name="hotline_answer_is_due_last",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def at_state(self) -> State:
        """Return the state as its enumeration."""
        return State(self.state)

    @property
    def due(self) -> Due:
        """Return their clock."""
        return Due(self.sign_due_at, self.contact_due_at, self.answer_due_at)

    @property
    def case(self) -> Case:
        """Return the case that answers it: the one it was joined to, where it was."""
        case = self.report.case
        while case.into is not None:
            case = case.into
        return case


class HotlineStep(models.Model):
    """One step of a ticket (工单经过): what either house did, by whom, when, in which words. Only `sheet` is ever written
    later: the sheet on which it went back to them. `source_key` names what they said, so that it is done once."""

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id", "ticket", "area", "area_path", "step", "from_state", "to_state", "by_kind", "by_key", "by_name", "at",
            "words", "until", "note", "source_key", "sheet",
        ],
        Privacy.INSIDE,
    )  # fmt: skip
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    ticket = models.ForeignKey(HotlineTicket, models.PROTECT, related_name="steps", db_index=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    step = models.CharField(max_length=12, choices=Step.choices())
    from_state = models.CharField(max_length=10, blank=True, default="")
    to_state = models.CharField(max_length=10, choices=State.choices())
    by_kind = models.CharField(max_length=10)
    by_key = models.CharField(max_length=80)
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()
    words = models.TextField(blank=True, default="")
    until = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=400, blank=True, default="")
    source_key = models.CharField(max_length=60, blank=True, default="")
    sheet = models.ForeignKey(HotlineSheet, models.PROTECT, null=True, blank=True, related_name="steps")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["ticket", "id"], name="hotline_steps_of_a_ticket")]
        constraints: ClassVar = [
            one_of("step", Step, name="hotline_steps_are_known"),
            one_of("to_state", State, name="hotline_steps_lead_somewhere"),
            models.UniqueConstraint(
                fields=["ticket", "source_key"], condition=~Q(source_key=""), name="hotline_words_are_heard_once"
            ),
        ]


class HotlineExclusion(models.Model):
    """One request that a ticket should not count (剔除申请): asked once, decided once, by somebody else."""

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id", "ticket", "area", "area_path", "why", "asked_at", "asked_by", "asked_name", "decided_at", "decided_by",
            "decided_name", "granted", "verdict",
        ],
        Privacy.INSIDE,
    )  # fmt: skip
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    ticket = models.ForeignKey(HotlineTicket, models.PROTECT, related_name="exclusions")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    why = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=100)
    asked_name = models.CharField(max_length=80)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=100, blank=True, default="")
    decided_name = models.CharField(max_length=80, blank=True, default="")
    granted = models.BooleanField(null=True, blank=True)
    verdict = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(decided_at__isnull=True), name="hotline_exclusions_wait_once"
            ),
            models.CheckConstraint(condition=~Q(why=""), name="hotline_exclusions_say_why"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, granted__isnull=True, decided_by="", verdict="")
                | (Q(decided_at__gte=F("asked_at"), granted__isnull=False) & ~Q(decided_by="") & ~Q(verdict="")),
                name="hotline_exclusions_say_how",
            ),
            models.CheckConstraint(condition=~Q(decided_by=F("asked_by")), name="hotline_exclusions_take_two"),
        ]
