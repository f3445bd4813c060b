"""Columns of a file kept as arrays: the elements at one place belong together."""

from django.db import models
from django.db.models import Func, Q


def side_by_side(first: str, second: str, *, name: str) -> models.CheckConstraint:
    """Return the constraint that two arrays have equally many elements."""
    sizes = [Func(one, function="cardinality", output_field=models.IntegerField()) for one in (first, second)]
    return models.CheckConstraint(condition=Q(models.lookups.Exact(*sizes)), name=name)
