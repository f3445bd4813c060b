"""Collects the indicators of every installed module, so that this engine need know none of them."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import connection

from wenhui.lake import faces
from wenhui.lake.faces import Counted
from wenhui.lake.indicators import Definitions


@cache
def office() -> Definitions:
    """Return all indicators of this office, checked against each other."""
    found = []
    for config in apps.get_app_configs():
        name = f"{config.name}.indicators"
        if config.name.startswith("wenhui.") and find_spec(name):
            found += import_module(name).INDICATORS
    return Definitions(tuple(found))


def compiled(definitions: Definitions) -> dict[str, Counted]:
    """Return how each counted table that exists is kept. Raises DefinitionError when a definition does not fit it."""
    tables = dict.fromkeys(one.table for one in definitions.indicators if one.table)
    found = {table: columns_of(table) for table in tables}
    return {table: faces.compile_table(table, definitions, columns) for table, columns in found.items() if columns}


def columns_of(table: str) -> dict[str, str]:
    """Return a table's columns with PostgreSQL's names of their types; empty when there is no such table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns "
            "WHERE table_schema = 'public' AND table_name = %s ORDER BY ordinal_position",
            [table],
        )
        return dict(cursor.fetchall())
