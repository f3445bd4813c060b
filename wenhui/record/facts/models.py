"""Origins, statements, confirmations, what is known, and conflicts."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q

from wenhui.kit.privacy import Privacy
from wenhui.record.facts.words import Settled, Standing, Through

SUBJECTS = ("person", "household", "organisation", "place")


class Origin(models.Model):
    """One form, ledger, visit, bridge or page through which a provider spoke (来源), on what ground.

    `as_of` is the day of which its words are true. Until an origin is in force its words count for nothing; withdrawn,
    they count no longer and stay readable. Its number orders words of one day. `is_caught_up` is false while what is known
    of its subjects is being brought in line, some thousands at a time; whoever finds it so may go on.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            *("id", "through", "provider", "reference", "ground", "as_of", "standing", "at", "actor_kind", "actor_key"),
            *("actor_name", "settled_at", "is_caught_up", "compared_at"),
        ],
        Privacy.INSIDE,
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE, DELETE"

    through = models.CharField(max_length=10, choices=Through.choices)
    provider = models.CharField(max_length=30, db_collation="C")
    reference = models.CharField(max_length=200, blank=True)
    ground = models.CharField(max_length=200)
    as_of = models.DateField()
    standing = models.CharField(max_length=10, choices=Standing.choices)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_key = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=80)
    settled_at = models.DateTimeField(null=True, blank=True)
    is_caught_up = models.BooleanField(default=True)
    compared_at = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(ground=""), name="facts_an_origin_names_its_ground"),
            models.CheckConstraint(condition=~Q(provider=""), name="facts_an_origin_names_its_provider"),
            models.CheckConstraint(
                condition=Q(standing=Standing.PROPOSED, settled_at__isnull=True)
                | (~Q(standing=Standing.PROPOSED) & Q(settled_at__isnull=False)),
                name="facts_a_settled_origin_knows_since_when",
            ),
        ]


def _subject(to: str) -> models.ForeignKey[models.Model | None, models.Model | None]:
    return models.ForeignKey(to, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False)


class About(models.Model):
    """Something about exactly one subject: a person, a household, an organisation, or a place (dwelling or building).

    That the subject stands is asked by triggers, once for all rows of a statement (migration 0003): the database's own
    foreign keys ask and lock row by row, which was more than half of the time in which a ledger's words are written.
    """

    person = _subject("registry.Person")
    household = _subject("registry.Household")
    organisation = _subject("registry.Organisation")
    place = _subject("areas.Area")

    class Meta:
        abstract = True


def _of_one_subject(name: str) -> models.CheckConstraint:
    count = Func(*(F(subject) for subject in SUBJECTS), function="num_nonnulls", output_field=models.IntegerField())
    return models.CheckConstraint(condition=Q(models.lookups.Exact(count, 1)), name=name)


def _once(name: str, *beside: str) -> list[models.UniqueConstraint]:
    """Return what keeps rows of one subject apart by `beside`; subjects come first, so they are found by them too."""
    return [
        models.UniqueConstraint(
            fields=[subject, *beside], condition=Q(**{f"{subject}__isnull": False}), name=f"{name}_{subject}"
        )
        for subject in SUBJECTS
    ]


OF_A_SUBJECT = {"person": Privacy.PERSONAL, "household": Privacy.PERSONAL, "organisation": Privacy.INSIDE} | {
    "place": Privacy.INSIDE
}


class Statement(About):
    """What an origin says of one subject (陈述), of one privacy class: canonical texts by the number of their attribute.

    Identifiers are sealed (`sealing`). `guarded` is the rank of the class; rows above the reader's clearance do not exist
    for them. `seen` is the edition of what was known when the words were compared with it; empty where they had to be
    weighed against others' words. Once the origin is in force a statement is neither changed nor deleted.
    """

    PRIVACY: ClassVar = OF_A_SUBJECT | {
        "id": Privacy.INSIDE,
        "origin": Privacy.INSIDE,
        "guarded": Privacy.INSIDE,
        "said": Privacy.SENSITIVE,
        "valid_from": Privacy.PERSONAL,
        "seen": Privacy.INSIDE,
    }
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, DELETE"

    origin = models.ForeignKey(Origin, models.PROTECT, related_name="statements", db_index=False, db_constraint=False)
    guarded = models.PositiveSmallIntegerField()
    said = models.JSONField()
    valid_from = models.DateField(null=True)
    seen = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["origin", "id"], name="facts_statement_by_origin")]
        constraints: ClassVar = [
            _of_one_subject("facts_a_statement_is_about_one_subject"),
            *_once("facts_an_origin_speaks_once_of_a", "origin", "guarded"),
        ]


class Confirmation(About):
    """Cells of an origin that were equal to what was known (确认无变化): one row for a subject, naming the attributes.

    `roots` holds for each attribute the origin whose statement has the confirmed text; `seen` is the latest edition of
    what was known, empty where providers differed.
    """

    PRIVACY: ClassVar = OF_A_SUBJECT | {
        "id": Privacy.INSIDE,
        "origin": Privacy.INSIDE,
        "attributes": Privacy.INSIDE,
        "roots": Privacy.INSIDE,
        "seen": Privacy.INSIDE,
    }
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, DELETE"

    origin = models.ForeignKey(
        Origin, models.PROTECT, related_name="confirmations", db_index=False, db_constraint=False
    )
    attributes = ArrayField(models.SmallIntegerField())
    roots = ArrayField(models.BigIntegerField())
    seen = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["origin", "id"], name="facts_confirmation_by_origin")]
        constraints: ClassVar = [
            _of_one_subject("facts_a_confirmation_is_about_one_subject"),
            models.CheckConstraint(
                condition=Q(
                    models.lookups.Exact(
                        Func("attributes", function="cardinality", output_field=models.IntegerField()),
                        Func("roots", function="cardinality", output_field=models.IntegerField()),
                    )
                ),
                name="facts_a_confirmation_names_a_root_for_each",
            ),
            *_once("facts_an_origin_confirms_once_of_a", "origin"),
        ]


class Known(About):
    """What is known of one subject, of one privacy class (已知): the leading word of each attribute, and where it stands.

    `words` and `roots` have the same keys: the attribute's number; a root is the origin whose statement has the text.
    `edition` is another number after every change. Derived: `deriving` makes the same from the words in force.
    """

    PRIVACY: ClassVar = OF_A_SUBJECT | {
        "id": Privacy.INSIDE,
        "guarded": Privacy.INSIDE,
        "words": Privacy.SENSITIVE,
        "roots": Privacy.INSIDE,
        "edition": Privacy.INSIDE,
    }
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE, DELETE"

    guarded = models.PositiveSmallIntegerField()
    words = models.JSONField()
    roots = models.JSONField()
    edition = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            _of_one_subject("facts_what_is_known_is_of_one_subject"),
            *_once("facts_known_stands_once_for_a", "guarded"),
        ]


class Conflict(About):
    """A provider's word that differs from the one believed (不一致): they are asked to correct it (更正任务).

    Open while both words stand. `origin` has the word that is not believed, `against` the one that is.
    """

    PRIVACY: ClassVar = OF_A_SUBJECT | {
        "id": Privacy.INSIDE,
        "attribute": Privacy.INSIDE,
        "guarded": Privacy.INSIDE,
        "provider": Privacy.INSIDE,
        "origin": Privacy.INSIDE,
        "against": Privacy.INSIDE,
        "opened_at": Privacy.INSIDE,
        "settled_at": Privacy.INSIDE,
        "settled": Privacy.INSIDE,
    }
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    attribute = models.ForeignKey("registry.Attribute", models.PROTECT, related_name="+", db_index=False)
    guarded = models.PositiveSmallIntegerField()
    provider = models.CharField(max_length=30, db_collation="C")
    origin = models.ForeignKey(Origin, models.PROTECT, related_name="+", db_index=False)
    against = models.ForeignKey(Origin, models.PROTECT, related_name="+", db_index=False)
    opened_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled = models.CharField(max_length=10, choices=Settled.choices, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["provider", "attribute"],
                condition=Q(settled_at__isnull=True),
                name="facts_conflict_open_by_whom",
            ),
        ]
        constraints: ClassVar = [
            _of_one_subject("facts_a_conflict_is_about_one_subject"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled="") | (Q(settled_at__isnull=False) & ~Q(settled="")),
                name="facts_a_settled_conflict_says_how",
            ),
            *[
                models.UniqueConstraint(
                    fields=[subject, "attribute", "provider"],
                    condition=Q(**{f"{subject}__isnull": False, "settled_at__isnull": True}),
                    name=f"facts_a_conflict_is_open_once_{subject}",
                )
                for subject in SUBJECTS
            ],
        ]


class Fact(models.Model):
    """One word of one attribute (事实), as questions ask for it: a view over statements and their origins.

    It holds from `valid_from` until the same provider said something else (`valid_to`, empty: still).
    """

    PRIVACY: ClassVar = OF_A_SUBJECT | {
        "id": Privacy.INSIDE,
        "origin": Privacy.INSIDE,
        "attribute": Privacy.INSIDE,
        "value": Privacy.SENSITIVE,
        "provider": Privacy.INSIDE,
        "valid_from": Privacy.PERSONAL,
        "valid_to": Privacy.PERSONAL,
    }
    WEB_MAY: ClassVar[str] = "SELECT"

    id = models.CharField(max_length=30, primary_key=True)
    person = models.ForeignKey("registry.Person", models.DO_NOTHING, null=True, related_name="+")
    household = models.ForeignKey("registry.Household", models.DO_NOTHING, null=True, related_name="+")
    organisation = models.ForeignKey("registry.Organisation", models.DO_NOTHING, null=True, related_name="+")
    place = models.ForeignKey("areas.Area", models.DO_NOTHING, null=True, related_name="+")
    origin = models.ForeignKey(Origin, models.DO_NOTHING, related_name="+")
    attribute = models.ForeignKey("registry.Attribute", models.DO_NOTHING, related_name="+")
    value = models.TextField()
    provider = models.CharField(max_length=30)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        managed = False
        db_table = "facts_fact"
