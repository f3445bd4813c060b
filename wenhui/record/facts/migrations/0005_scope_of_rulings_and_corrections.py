"""Rulings are seen with their subject and by clearance, corrections with their conflict."""

from importlib import import_module

from django.db import migrations

before = import_module("wenhui.record.facts.migrations.0002_scope_and_steadfast_words")
WITH_ITS_CONFLICT = "EXISTS (SELECT 1 FROM facts_conflict AS about WHERE about.id = conflict_id)"


class Migration(migrations.Migration):
    dependencies = [("facts", "0004_conflicts_are_dealt_with")]

    operations = [
        before.policy("facts_ruling", f"{before.CLEARED} AND {before.SEEN}"),
        before.policy("facts_correction", WITH_ITS_CONFLICT),
    ]
