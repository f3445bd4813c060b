"""How questions to the database ask what is known: by attribute's number and text.

`words__25` would ask Django for the 25th element of a list, so keys that are numbers are asked for otherwise.
"""

from collections.abc import Iterable

from django.db.models import CharField, Func, Q, Value


def one_of(number: int, texts: Iterable[str]) -> Q:
    """Return the filter over `Known` that an attribute has one of these texts; none of them means nothing."""
    where = Q(pk__in=[])
    for text in texts:
        where |= Q(words__contains={str(number): text})
    return where


def text_of(number: int) -> Func:
    """Return the text of an attribute, null where nothing is known."""
    return Func("words", Value(str(number)), function="jsonb_extract_path_text", output_field=CharField())
