"""A column that takes the members of an enumeration and nothing else."""

from django.db import models
from django.db.models import Q

from wenhui.work.cases.words import Worded


def one_of(column: str, words: type[Worded], *, name: str, or_none: bool = False) -> models.CheckConstraint:
    """Return the constraint that says so."""
    allowed = [member.value for member in words] + ([""] if or_none else [])
    return models.CheckConstraint(condition=Q(**{f"{column}__in": allowed}), name=name)
