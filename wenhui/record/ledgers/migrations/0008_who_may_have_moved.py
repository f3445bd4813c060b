"""Of whom files say that they live elsewhere: asked at the door, once."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.lookups
from django.db import migrations, models

from wenhui.ground.areas.scoping import ScopedTable
from wenhui.kit.privacy import Privacy
from wenhui.kit.tables import CreateTable


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0002_landmarks_aliases_revision"),
        ("ledgers", "0007_tables_of_every_subject"),
        ("registry", "0008_strike_outs"),
    ]

    operations = [
        CreateTable(
            name="HomeDoubt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "askers",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), size=None),
                ),
                ("origins", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("ground", models.CharField(max_length=200)),
                ("due_on", models.DateField()),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("open", "还没问到"),
                            ("asked", "上门问过"),
                            ("moved", "登记已变"),
                            ("dropped", "说法已撤回"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("asked_as", models.CharField(blank=True, max_length=20)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"
                    ),
                ),
                (
                    "dwelling",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.person",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "place"], name="ledgers_home_doubt_by_person")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("standing", "open")),
                        fields=("person",),
                        name="ledgers_a_home_is_in_doubt_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("standing", "open"), ("closed_at__isnull", True)),
                            models.Q(models.Q(("standing", "open"), _negated=True), ("closed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="ledgers_a_doubt_that_closed_knows_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ground", ""), _negated=True), name="ledgers_a_doubt_names_its_ground"
                    ),
                ],
            },
        ),
        CreateTable(
            name="LivesElsewhere",
            fields=[
                (
                    "upload",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="elsewhere",
                        serialize=False,
                        to="ledgers.upload",
                    ),
                ),
                ("people", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("places", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                models.Func("people", function="cardinality", output_field=models.IntegerField()),
                                models.Func("places", function="cardinality", output_field=models.IntegerField()),
                            )
                        ),
                        name="ledgers_people_and_places_run_side_by_side",
                    )
                ],
            },
        ),
        ScopedTable("ledgers_liveselsewhere", least=Privacy.PERSONAL),
        ScopedTable("ledgers_homedoubt", least=Privacy.PERSONAL),
    ]
