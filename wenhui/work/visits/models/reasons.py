"""Why somebody should knock, and the homes where they should."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from wenhui.kit.privacy import Privacy
from wenhui.kit.words import Words
from wenhui.work.visits.models.allowed import one_of
from wenhui.work.visits.words import ReasonKind, ReasonState

IS_OPEN = Q(state=ReasonState.OPEN)


class Reason(models.Model):
    """Why somebody should knock at a home (走访事由): what to ask or tell there, between which days, on what ground.

    `source` and `source_key` are the idempotency key: the module and row that wants it. A reason belongs to a home,
    perhaps to a person in it, never to a worker. `asks` are keys of the attribute dictionary. Until `rest_until` a
    refused one is left in peace. It ends by itself when its purpose is met or the person has gone.
    """

    PRIVACY: ClassVar = {
        "id": Privacy.INSIDE,
        "kind": Privacy.INSIDE,
        "source": Privacy.INSIDE,
        "source_key": Privacy.INSIDE,
        "dwelling": Privacy.PERSONAL,
        "person": Privacy.PERSONAL,
        "zh": Privacy.PERSONAL,
        "en": Privacy.PERSONAL,
        "tell_zh": Privacy.INSIDE,
        "tell_en": Privacy.INSIDE,
        "asks": Privacy.INSIDE,
        "ground": Privacy.INSIDE,
        "from_on": Privacy.PERSONAL,
        "due_on": Privacy.PERSONAL,
        "rest_until": Privacy.PERSONAL,
        "state": Privacy.PERSONAL,
        "asked_at": Privacy.INSIDE,
        "ended_at": Privacy.PERSONAL,
        "area": Privacy.INSIDE,
        "area_path": Privacy.INSIDE,
    }
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    kind = models.CharField(max_length=10, choices=ReasonKind.choices)
    source = models.CharField(max_length=60, db_collation="C")
    source_key = models.CharField(max_length=120, db_collation="C")
    dwelling = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("registry.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    zh = models.CharField(max_length=60)
    en = models.CharField(max_length=120)
    tell_zh = models.CharField(max_length=300, blank=True)
    tell_en = models.CharField(max_length=600, blank=True)
    asks = ArrayField(models.CharField(max_length=60), default=list)
    ground = models.CharField(max_length=200)
    from_on = models.DateField()
    due_on = models.DateField()
    rest_until = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=ReasonState.choices, default=ReasonState.OPEN)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["area_path", "due_on"], name="visits_open_reason_by_area", condition=IS_OPEN),
            models.Index(fields=["dwelling", "state"], name="visits_reason_by_dwelling"),
            models.Index(fields=["person", "state"], name="visits_reason_by_person", condition=Q(person__isnull=False)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "source_key"], name="visits_a_reason_is_given_once"),
            one_of("kind", ReasonKind, name="visits_a_reason_is_of_a_known_kind"),
            one_of("state", ReasonState, name="visits_a_reason_stands_somewhere"),
            models.CheckConstraint(condition=~Q(ground=""), name="visits_a_reason_names_its_ground"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("from_on")), name="visits_a_reason_is_due_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(state=ReasonState.OPEN, ended_at__isnull=True)
                | (~Q(state=ReasonState.OPEN) & Q(ended_at__isnull=False)),
                name="visits_a_reason_that_ended_knows_when",
            ),
            models.CheckConstraint(
                condition=~Q(asks=[]) | ~Q(tell_zh="") | Q(kind=ReasonKind.CHECK),
                name="visits_a_reason_asks_or_tells_something",
            ),
        ]

    @property
    def words(self) -> Words:
        """Return why, in both languages; what was typed by hand has one."""
        return Words(self.zh, self.en or self.zh)

    @property
    def tell(self) -> Words:
        """Return what to say at the door, in both languages."""
        return Words(self.tell_zh, self.tell_en or self.tell_zh)


class DueHome(models.Model):
    """A home with open reasons (待访户): how many, and by when the first is due. Kept by a trigger on reasons.

    A row stays when nothing is open any more (`asks` 0), so that two transactions always meet on it.
    """

    PRIVACY: ClassVar = {
        "id": Privacy.INSIDE,
        "dwelling": Privacy.PERSONAL,
        "asks": Privacy.PERSONAL,
        "due_on": Privacy.PERSONAL,
        "area": Privacy.INSIDE,
        "area_path": Privacy.INSIDE,
    }
    WEB_MAY: ClassVar[str] = "SELECT"

    dwelling = models.OneToOneField("areas.Area", models.PROTECT, related_name="+")
    asks = models.PositiveIntegerField(default=0)
    due_on = models.DateField(null=True)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["area_path", "due_on"], name="visits_due_home_by_area", condition=Q(asks__gt=0)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(asks=0, due_on__isnull=True) | Q(asks__gt=0, due_on__isnull=False),
                name="visits_a_due_home_knows_by_when",
            ),
        ]
