"""What a condition may say, and how it is refused."""

import pytest

from wenhui.lake import conditions
from wenhui.lake.indicators import DefinitionError

COLUMNS = {
    "stage": "text",
    "type_key": "character varying",
    "seconds": "integer",
    "is_on_time": "boolean",
    "closed_at": "timestamp with time zone",
    "due_at": "timestamp with time zone",
    "birth_on": "date",
    "ended_on": "date",
}


@pytest.mark.parametrize(
    "text",
    [
        "true",
        "is_on_time",
        "NOT is_on_time AND closed_at IS NOT NULL",
        "stage IN ('reported', 'registered') OR seconds > 3",
        "closed_at <= due_at",
        "closed_at IS NOT DISTINCT FROM due_at",
        "coalesce(type_key, '') <> ''",
        "stage LIKE '%o%'",
        "seconds BETWEEN 1 AND 60 * 60",
        "birth_on >= date '1966-03-17'",
        "coalesce(ended_on, birth_on) > birth_on",
        "CASE WHEN seconds > 0 THEN is_on_time ELSE false END",
        "stage = 'today''s'",
    ],
)
def test_a_condition_over_the_rows_own_columns_is_read(text: str) -> None:
    tree = conditions.read(text, of="cases.open", columns=COLUMNS)

    assert conditions.postgres(conditions.read(conditions.postgres(tree), of="cases.open", columns=COLUMNS))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("due_at < now()", "asks the clock"),
        ("due_at < current_timestamp", "asks the clock"),
        ("birth_on < current_date", "asks the clock"),
        ("due_at < localtimestamp", "asks the clock"),
        ("due_at < clock_timestamp()", "asks the clock"),
        ("due_at < statement_timestamp()", "asks the clock"),
        ("due_at < transaction_timestamp()", "asks the clock"),
        ("timeofday() = 'x'", "asks the clock"),
        ("due_at < 'now'", "of another kind"),
        ("birth_on = 'today'", "of another kind"),
        ("due_at < 'tomorrow 10:00'", "of another kind"),
        ("due_at IN ('2026-01-01')", "of another kind"),
        ("coalesce(closed_at, 'now') < due_at", "of another kind"),
        ("due_at < birth_on", "of another kind"),
        ("due_at < date '2026-01-01'", "of another kind"),
        ("birth_on < date 'today'", "casts"),
        ("due_at::date = birth_on", "casts"),
        ("seconds::text = '1'", "casts"),
        ("random() < 0.5", "not known to be steady"),
        ("nextval('s') > 1", "not known to be steady"),
        ("pg_sleep(1) IS NULL", "not known to be steady"),
        ("due_at + interval '1 day' < closed_at", "not known to be steady"),
        ("stage = (SELECT max(name) FROM other)", "beyond its own row"),
        ("EXISTS (SELECT 1)", "beyond its own row"),
        ("other.stage = 'x'", "names a table"),
        ("stge = 'x'", "names stge, but there are only"),
        ("stage = 'x'; DROP TABLE cases_case", "more than one expression"),
        ("true FROM cases_case", "more than one expression"),
        ("true, false", "more than one expression"),
        ("count(*) OVER () > 1", "not known to be steady"),
        ("stage = ", "is not SQL"),
        ("", "is not SQL|more than one expression"),
    ],
)
def test_anything_else_is_refused_in_words(text: str, why: str) -> None:
    with pytest.raises(DefinitionError, match=why) as refused:
        conditions.read(text, of="cases.open", columns=COLUMNS)

    assert str(refused.value).startswith("cases.open: ")


def test_a_comment_does_not_reach_the_trigger() -> None:
    tree = conditions.read("seconds > 1 /* $$ */", of="cases.open", columns=COLUMNS)

    assert conditions.postgres(tree) == "seconds > 1"
