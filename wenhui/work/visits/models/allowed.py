"""What only words of an enumeration may stand in."""

from django.db import models
from django.db.models import Q, TextChoices


def one_of(column: str, words: type[TextChoices], *, name: str, or_none: bool = False) -> models.CheckConstraint:
    allowed = [*words.values, *([""] if or_none else [])]
    return models.CheckConstraint(condition=Q(**{f"{column}__in": allowed}), name=name)
