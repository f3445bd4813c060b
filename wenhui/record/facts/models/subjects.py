"""What rows are about: exactly one subject, which carries the scope."""

from django.db import models
from django.db.models import F, Func, Q

from wenhui.kit.privacy import Privacy

SUBJECTS = ("person", "household", "organisation", "place")
OF_A_SUBJECT = {"person": Privacy.PERSONAL, "household": Privacy.PERSONAL, "organisation": Privacy.INSIDE} | {
    "place": Privacy.INSIDE
}


def _subject(to: str, *, is_asked_at_once: bool) -> models.ForeignKey[models.Model | None, models.Model | None]:
    return models.ForeignKey(
        to, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=not is_asked_at_once
    )


class About(models.Model):
    """Something about exactly one subject: a person, a household, an organisation, or a place (dwelling or building).

    That the subject stands is asked by triggers, once for all rows of a statement (migration 0003): the database's own
    foreign keys ask and lock row by row, which was more than half of the time in which a ledger's words are written.
    """

    person = _subject("registry.Person", is_asked_at_once=True)
    household = _subject("registry.Household", is_asked_at_once=True)
    organisation = _subject("registry.Organisation", is_asked_at_once=True)
    place = _subject("areas.Area", is_asked_at_once=True)

    class Meta:
        abstract = True


class AboutOne(models.Model):
    """The same of what is written row by row; that the subject stands the database's own foreign keys ask."""

    person = _subject("registry.Person", is_asked_at_once=False)
    household = _subject("registry.Household", is_asked_at_once=False)
    organisation = _subject("registry.Organisation", is_asked_at_once=False)
    place = _subject("areas.Area", is_asked_at_once=False)

    class Meta:
        abstract = True


def of_one_subject(name: str) -> models.CheckConstraint:
    count = Func(*(F(subject) for subject in SUBJECTS), function="num_nonnulls", output_field=models.IntegerField())
    return models.CheckConstraint(condition=Q(models.lookups.Exact(count, 1)), name=name)


def once(name: str, *beside: str) -> list[models.UniqueConstraint]:
    """Return what keeps rows of one subject apart by `beside`; subjects come first, so they are found by them too."""
    return [
        models.UniqueConstraint(
            fields=[subject, *beside], condition=Q(**{f"{subject}__isnull": False}), name=f"{name}_{subject}"
        )
        for subject in SUBJECTS
    ]
