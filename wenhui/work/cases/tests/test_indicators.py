"""What is counted of cases is well defined and speaks only of the case's own columns."""

import pytest
from django.db import connection

from wenhui.lake import faces
from wenhui.lake.indicators import Definitions, Indicator
from wenhui.work.cases.indicators import INDICATORS, TABLE
from wenhui.work.cases.indicators_of_requests import COUNTED
from wenhui.work.cases.indicators_of_requests import TABLE as REQUESTED


def test_the_indicators_fit_together() -> None:
    definitions = Definitions(INDICATORS)

    assert len(definitions.indicators) >= 14
    assert all(one.key.startswith("cases.") for one in definitions.indicators)


@pytest.mark.parametrize("one", INDICATORS, ids=lambda one: one.key)
def test_an_indicator_says_what_it_means_in_both_languages(one: Indicator) -> None:
    assert one.means.zh
    assert one.means.en
    assert one.means.zh != one.name.zh


@pytest.mark.django_db
def test_the_indicators_fit_the_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute "
            "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
            [TABLE],
        )
        columns = dict(cursor.fetchall())

    counted = faces.compile_table(TABLE, Definitions(INDICATORS), columns)

    assert counted.categories == ["channel", "platform", "type_key", "unit_key"]


def test_each_pause_and_exit_is_counted_by_unit_and_has_its_share() -> None:
    definitions = Definitions(INDICATORS)

    for verb, (key, _) in COUNTED.items():
        assert (definitions[f"cases.{key}"].by, definitions[f"cases.{key}"].table) == (("unit_key",), REQUESTED), verb
        assert definitions[f"cases.{key}_share"].numerator == f"cases.{key}"
