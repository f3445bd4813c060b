"""The registry's indicators are well formed and name columns that exist."""

import pytest
from django.apps import apps
from sqlglot import exp, parse_one

from wenhui.lake.indicators import Definitions, Indicator, Kind
from wenhui.record.registry.indicators import INDICATORS

TABLES = {model._meta.db_table: model for model in apps.get_app_config("registry").get_models()}
COUNTED = [one for one in INDICATORS if one.kind is not Kind.RATIO]


def test_there_are_enough_and_they_fit_together() -> None:
    definitions = Definitions(INDICATORS)

    assert len(definitions.indicators) >= 17
    assert all(one.domain == "registry" for one in INDICATORS)


@pytest.mark.parametrize("one", COUNTED, ids=lambda one: one.key)
def test_an_indicator_names_columns_that_exist(one: Indicator) -> None:
    table = TABLES[one.table]
    columns = {field.column for field in table._meta.concrete_fields}

    named = {column.name for column in parse_one(one.where, dialect="postgres").find_all(exp.Column)}

    assert named | set(one.by) | {one.at or "id"} <= columns
