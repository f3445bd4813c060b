"""Who may enforce what, by office and day."""

from django.db import migrations, models

from wenhui.kit.tables import CreateTable


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0010_closings_and_tellings"),
    ]

    operations = [
        CreateTable(
            name="EnforcementItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(db_collation="C", max_length=160)),
                ("item", models.CharField(max_length=120)),
                (
                    "power",
                    models.CharField(
                        choices=[
                            ("delegated", "已赋权街道"),
                            ("stationed", "派驻队伍执法"),
                            ("refer_up", "上报区级部门"),
                        ],
                        max_length=12,
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("basis", models.CharField(max_length=120)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("path", "item", "valid_from"), name="enforcement_items_begin_once"),
                    models.CheckConstraint(
                        condition=models.Q(("power__in", ["delegated", "stationed", "refer_up"])),
                        name="enforcement_items_have_a_known_power",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="enforcement_items_end_after_they_began",
                    ),
                ],
            },
        ),
    ]
