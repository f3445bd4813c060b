"""The throw-away database is the one the design asks for."""

import pytest
from django.db import connection


@pytest.mark.database
@pytest.mark.django_db
def test_trigrams_of_chinese_names_are_not_empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")

        cursor.execute("SELECT show_trgm('文晖')")

        assert cursor.fetchone()[0]
