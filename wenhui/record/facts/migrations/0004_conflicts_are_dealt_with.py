"""The office decides between words that differ, and asks providers to correct."""

import django.db.models.deletion
import django.db.models.lookups
from django.db import migrations, models

from wenhui.kit.tables import CreateTable


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0002_landmarks_aliases_revision"),
        ("facts", "0003_references_asked_once"),
        ("registry", "0007_columns_that_point_at_persons"),
    ]

    operations = [
        CreateTable(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "standing",
                    models.CharField(
                        choices=[("open", "等对方答复"), ("answered", "对方已答复"), ("withdrawn", "已收回")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("actor_kind", models.CharField(max_length=10)),
                ("actor_key", models.CharField(max_length=80)),
                ("actor_name", models.CharField(max_length=80)),
                (
                    "conflict",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="corrections", to="facts.conflict"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("standing", "open")),
                        fields=("conflict",),
                        name="facts_a_correction_is_asked_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("standing", "open")),
                            models.Q(models.Q(("standing", "open"), _negated=True), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="facts_a_correction_that_ended_knows_when",
                    ),
                ],
            },
        ),
        CreateTable(
            name="Ruling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("guarded", models.PositiveSmallIntegerField()),
                ("provider", models.CharField(db_collation="C", max_length=30)),
                ("reason", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("actor_kind", models.CharField(max_length=10)),
                ("actor_key", models.CharField(max_length=80)),
                ("actor_name", models.CharField(max_length=80)),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "against",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="facts.origin"
                    ),
                ),
                (
                    "attribute",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.attribute",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.household",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.organisation",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="facts.origin"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.person",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.area",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("person__isnull", False)),
                        fields=["person"],
                        name="facts_ruling_of_a_person",
                    ),
                    models.Index(
                        condition=models.Q(("household__isnull", False)),
                        fields=["household"],
                        name="facts_ruling_of_a_household",
                    ),
                    models.Index(
                        condition=models.Q(("organisation__isnull", False)),
                        fields=["organisation"],
                        name="facts_ruling_of_a_organisation",
                    ),
                    models.Index(
                        condition=models.Q(("place__isnull", False)), fields=["place"], name="facts_ruling_of_a_place"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                models.Func(
                                    models.F("person"),
                                    models.F("household"),
                                    models.F("organisation"),
                                    models.F("place"),
                                    function="num_nonnulls",
                                    output_field=models.IntegerField(),
                                ),
                                1,
                            )
                        ),
                        name="facts_a_ruling_is_about_one_subject",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="facts_a_ruling_has_a_reason"
                    ),
                ],
            },
        ),
    ]
