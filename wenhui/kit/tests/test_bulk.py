"""Columns arrive as they were: empty texts, nulls, one row, none."""

import pytest
from django.db import connection

from wenhui.kit import bulk


@pytest.mark.django_db
@pytest.mark.database
@pytest.mark.parametrize(
    "values", [[], [""], ["", ""], [None], ["a", None, ""], ['{"1": "x,y;\'"}', "{1,2}", "\\x00ff"]]
)
def test_a_column_arrives_as_it_was(values: list[str | None]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {bulk.array_of('text')}", [bulk.column(values)])
        arrived = cursor.fetchone()[0]

    assert (arrived or []) == values


def test_a_text_that_would_shift_the_rows_is_refused() -> None:
    with pytest.raises(ValueError, match="taken apart"):
        bulk.column(["a", f"b{bulk.BETWEEN}c"])


@pytest.mark.django_db
@pytest.mark.database
def test_numbers_and_bytes_arrive_as_their_type() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {bulk.array_of('bigint')}, {bulk.array_of('bytea')}",
            [bulk.column([1, None, 3]), bulk.column([bulk.binary(b"\x00\xff")])],
        )
        numbers, octets = cursor.fetchone()

    assert numbers == [1, None, 3]
    assert [bytes(one) for one in octets] == [b"\x00\xff"]


@pytest.mark.django_db
@pytest.mark.database
def test_what_the_server_gathers_comes_apart_again() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {bulk.together('word', 'place')} FROM (VALUES (2, 'b'), (1, ''), (3, NULL)) AS t (place, word)"
        )
        gathered = cursor.fetchone()[0]

    assert bulk.apart(gathered) == ["", "b", ""]
