"""The upper platform's own clock beside ours; open cases lie by the nearer one."""

import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0003_names_people_read"),
        ("cases", "0010_closings_and_tellings"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="case",
            name="cases_open_by_due",
        ),
        migrations.AddField(
            model_name="case",
            name="upper_due_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="upper_clock",
            field=models.CharField(
                blank=True,
                choices=[("always", "7×24 小时"), ("worktime", "工作日")],
                db_default="",
                default="",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="casepolicy",
            name="upper",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="case",
            name="next_due_at",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.comparison.Least(models.F("due_at"), models.F("upper_due_at")),
                output_field=models.DateTimeField(),
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(
                    ("stage__in", ["reported", "registered", "dispatched", "accepted", "answered", "verified", "hung"])
                ),
                fields=["next_due_at", "id"],
                include=("area_path",),
                name="cases_open_by_due",
            ),
        ),
    ]
