"""Origins, statements, confirmations, what is known, and facts as questions ask for them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func, Q

from wenhui.kit.privacy import Privacy
from wenhui.record.facts.models.subjects import OF_A_SUBJECT, About, of_one_subject, once
from wenhui.record.facts.words import Standing, Through


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
            of_one_subject("facts_a_statement_is_about_one_subject"),
            *once("facts_an_origin_speaks_once_of_a", "origin", "guarded"),
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
            of_one_subject("facts_a_confirmation_is_about_one_subject"),
            models.CheckConstraint(
                condition=Q(
                    models.lookups.Exact(
                        Func("attributes", function="cardinality", output_field=models.IntegerField()),
                        Func("roots", function="cardinality", output_field=models.IntegerField()),
                    )
                ),
                name="facts_a_confirmation_names_a_root_for_each",
            ),
            *once("facts_an_origin_confirms_once_of_a", "origin"),
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
            of_one_subject("facts_what_is_known_is_of_one_subject"),
            *once("facts_known_stands_once_for_a", "guarded"),
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
