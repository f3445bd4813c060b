"""Forms, their columns, and how they came to be admitted."""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, TextChoices

from wenhui.kit import clock
from wenhui.kit.privacy import Privacy
from wenhui.record.forms.rules import periods
from wenhui.record.forms.rules.periods import Period
from wenhui.record.forms.words import Answering, Basis, Decision, FormStanding, PeriodKind
from wenhui.record.registry.words import Subject


def one_of(column: str, words: type[TextChoices], *, name: str, or_none: bool = False) -> models.CheckConstraint:
    """Return the constraint that a column holds one of these words."""
    allowed = [*words.values, *([""] if or_none else [])]
    return models.CheckConstraint(condition=Q(**{f"{column}__in": allowed}), name=name)


class Form(models.Model):
    """A table asked for from above (表单): by whom, on what ground, of whom, how often, until when, and whether it may be.

    `asker` is a code of the table `provider`, `only` a condition on the subjects as ledgers understand it. `number` is the
    admission's. What `subjects` and the columns' figures say was measured at `measured_at` and stays as it was decided on.
    `spared` columns are asked of nobody because of the decision. A form of the catalogue has a `key`, and an `edition` for
    each time the catalogue changed it. `expected_minutes` a week are what it will cost all communities together, at
    `expected_cells` that take hands in a period; `typed_minutes` for one subject are the office's own estimate, where
    nothing was measured. Triggers keep what is without them, repeated columns without a reason, and attributes that
    nobody was given a duty for, from being admitted.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            *("id", "number", "key", "edition", "asker", "name", "ground", "subject", "only", "period", "due_days"),
            *("expires_on", "standing", "decision", "decided_at", "measured_at", "subjects", "spared", "drafted_at"),
            *("typed_minutes", "expected_cells", "expected_minutes", "expected_from", "area", "area_path"),
        ],
        Privacy.INSIDE,
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    number = models.CharField(max_length=20, blank=True)
    key = models.CharField(max_length=40, blank=True, db_collation="C")
    edition = models.PositiveSmallIntegerField(default=1)
    asker = models.CharField(max_length=30, db_collation="C")
    name = models.CharField(max_length=60)
    ground = models.CharField(max_length=200)
    subject = models.CharField(max_length=12, choices=Subject.choices)
    only = models.CharField(max_length=200, blank=True)
    period = models.CharField(max_length=8, choices=PeriodKind.choices)
    due_days = models.PositiveSmallIntegerField()
    expires_on = models.DateField()
    standing = models.CharField(max_length=10, choices=FormStanding.choices, default=FormStanding.DRAFTED)
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    measured_at = models.DateTimeField(null=True, blank=True)
    subjects = models.PositiveIntegerField(default=0)
    spared = models.PositiveSmallIntegerField(default=0)
    drafted_at = models.DateTimeField()
    typed_minutes = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    expected_cells = models.PositiveIntegerField(null=True, blank=True)
    expected_minutes = models.DecimalField(max_digits=9, decimal_places=1, null=True, blank=True)
    expected_from = models.CharField(max_length=8, choices=Basis.choices, blank=True)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["area_path", "standing"], name="forms_by_area_and_standing")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="forms_an_admission_has_its_number"
            ),
            models.UniqueConstraint(
                fields=["key", "edition"], condition=~Q(key=""), name="forms_an_edition_of_the_catalogue_is_one_form"
            ),
            models.CheckConstraint(condition=~Q(ground="") & ~Q(name=""), name="forms_a_form_has_name_and_ground"),
            one_of("standing", FormStanding, name="forms_a_form_stands_somewhere"),
            one_of("period", PeriodKind, name="forms_a_form_has_a_known_period"),
            one_of("subject", Subject, name="forms_a_form_is_about_a_known_subject"),
            one_of("decision", Decision, name="forms_a_decision_is_a_known_one", or_none=True),
            models.CheckConstraint(
                condition=Q(expected_from="", expected_cells__isnull=True, expected_minutes__isnull=True)
                | Q(expected_from__in=Basis.values, expected_cells__isnull=False, expected_minutes__gte=0),
                name="forms_an_expected_burden_says_what_it_rests_on",
            ),
            models.CheckConstraint(
                condition=Q(typed_minutes__isnull=True) | Q(typed_minutes__gt=0),
                name="forms_an_estimate_is_more_than_nothing",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True) | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="forms_a_decided_form_knows_since_when",
            ),
            models.CheckConstraint(
                condition=(
                    Q(decision="", number="", standing__in=[FormStanding.DRAFTED, FormStanding.SUBMITTED])
                    | Q(decision="", number="", standing=FormStanding.ENDED)
                    | (
                        Q(decision=Decision.ADMITTED)
                        & ~Q(number="")
                        & Q(standing__in=[FormStanding.ADMITTED, FormStanding.EXPIRED, FormStanding.ENDED])
                    )
                    | Q(decision=Decision.REFUSED, number="", standing=FormStanding.REFUSED)
                ),
                name="forms_a_form_stands_as_decided",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def admitted_on(self) -> date | None:
        """Return the day of the admission, None without one."""
        is_admitted = self.decided_at is not None and self.decision == Decision.ADMITTED
        return clock.local_day(self.decided_at) if is_admitted and self.decided_at else None

    def is_open(self, on: date) -> bool:
        """Say whether it may be filled on a day: admitted, and not expired even if nobody has ended it yet."""
        return self.standing == FormStanding.ADMITTED and on <= self.expires_on

    def period_at(self, day: date) -> Period:
        """Return the period of an admitted form that a day lies in."""
        return periods.period_of(
            self.period,
            day,
            admitted_on=self.admitted_on or day,
            expires_on=self.expires_on,
            due_days=self.due_days,
        )

    def periods_until(self, today: date) -> list[Period]:
        """Return the periods of an admitted form so far, the one of today last."""
        return list(
            periods.periods_since(
                self.period,
                today=today,
                admitted_on=self.admitted_on or today,
                expires_on=self.expires_on,
                due_days=self.due_days,
            )
        )


class FormColumn(models.Model):
    """One column of a form (表单列): an attribute of the dictionary, or a question of its own with why it is that.

    `held` and `fresh` are how many of the form's subjects have it, and have it so that nobody needs to be asked;
    `is_repeated` follows from them. `reason` is why it is asked all the same. `asks_anew` asks it on screen although it is
    held. A column that was `struck_at` is asked of nobody. Columns of a decided form stand.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            *(
                "id",
                "form",
                "place",
                "title",
                "attribute",
                "answering",
                "choices",
                "why_own",
                "is_required",
                "asks_anew",
            ),
            *("reason", "held", "fresh", "is_repeated", "struck_at"),
        ],
        Privacy.INSIDE,
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE, DELETE"

    form = models.ForeignKey(Form, models.PROTECT, related_name="columns", db_index=False)
    place = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=60)
    attribute = models.ForeignKey("registry.Attribute", models.PROTECT, null=True, blank=True, related_name="+")
    answering = models.CharField(max_length=10, choices=Answering.choices, blank=True)
    choices = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    why_own = models.CharField(max_length=120, blank=True)
    is_required = models.BooleanField(default=False)
    asks_anew = models.BooleanField(default=False)
    reason = models.CharField(max_length=120, blank=True)
    held = models.PositiveIntegerField(default=0)
    fresh = models.PositiveIntegerField(default=0)
    is_repeated = models.BooleanField(default=False)
    struck_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["form", "place"], name="forms_a_column_has_its_place"),
            models.CheckConstraint(condition=~Q(title=""), name="forms_a_column_has_a_title"),
            one_of("answering", Answering, name="forms_an_answer_is_of_a_known_kind", or_none=True),
            models.CheckConstraint(
                condition=Q(attribute__isnull=False, answering="", why_own="")
                | (Q(attribute__isnull=True) & ~Q(answering="") & ~Q(why_own="")),
                name="forms_a_column_is_bound_or_says_why_not",
            ),
            models.CheckConstraint(
                condition=~Q(answering=Answering.CHOICE) | ~Q(choices=[]), name="forms_a_choice_has_something_to_choose"
            ),
            models.CheckConstraint(condition=Q(fresh__lte=F("held")), name="forms_what_is_fresh_is_held"),
        ]


class FormMove(models.Model):
    """One step of a form from one standing to another (准入经过): by whom, when, why. Never changed."""

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "form", "came_from", "went_to", "by_kind", "by_key", "by_name", "at", "why"], Privacy.INSIDE
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT"

    form = models.ForeignKey(Form, models.PROTECT, related_name="moves")
    came_from = models.CharField(max_length=10, choices=FormStanding.choices, blank=True)
    went_to = models.CharField(max_length=10, choices=FormStanding.choices)
    by_kind = models.CharField(max_length=10)
    by_key = models.CharField(max_length=80)
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(went_to=FormStanding.REFUSED) | ~Q(why=""), name="forms_a_refusal_says_why"
            ),
        ]
