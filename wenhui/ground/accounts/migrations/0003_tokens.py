"""Keys with which programs call."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from wenhui.kit.tables import CreateTable


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("areas", "0002_landmarks_aliases_revision"),
    ]

    operations = [
        CreateTable(
            name="Token",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("key_hash", models.CharField(max_length=64, unique=True)),
                ("hint", models.CharField(max_length=12)),
                (
                    "permissions",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None),
                ),
                (
                    "clearance",
                    models.CharField(choices=[("inside", "inside"), ("personal", "personal")], max_length=10),
                ),
                ("per_minute", models.PositiveIntegerField()),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField()),
                ("last_used_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "area",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"),
                ),
            ],
            options={
                "verbose_name": "接口令牌",
                "verbose_name_plural": "接口令牌",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("name",),
                        name="tokens_in_use_have_names_of_their_own",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid_to__gt", models.F("valid_from"))), name="tokens_end_after_they_begin"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("permissions__len__gte", 1)), name="tokens_permit_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("clearance__in", ["inside", "personal"])),
                        name="tokens_never_see_sensitive_matters",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("per_minute__range", (1, 60000))), name="tokens_may_call_within_reason"
                    ),
                ],
            },
        ),
    ]
