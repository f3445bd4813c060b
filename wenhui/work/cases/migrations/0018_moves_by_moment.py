"""Whoever polls for what was done since a moment finds it without reading every move; the index costs a step next to nothing."""

import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0017_evaluations"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="casemove",
            index=django.contrib.postgres.indexes.BrinIndex(
                fields=["at"], name="case_moves_by_moment", pages_per_range=32
            ),
        ),
    ]
