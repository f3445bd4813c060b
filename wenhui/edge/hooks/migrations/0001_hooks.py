"""Addresses that are told what cases do."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from wenhui.kit.tables import CreateTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0003_tokens"),
    ]

    operations = [
        CreateTable(
            name="Hook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=400)),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None),
                ),
                ("secret", models.BinaryField()),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "token",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.token"
                    ),
                ),
            ],
            options={
                "verbose_name": "回调",
                "verbose_name_plural": "回调",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("token", "address"),
                        name="hooks_have_addresses_of_their_own",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kinds__contained_by",
                                [
                                    "case.reported",
                                    "case.dispatched",
                                    "case.returned",
                                    "case.moved",
                                    "case.closed",
                                    "case.reopened",
                                ],
                            ),
                            ("kinds__len__gte", 1),
                        ),
                        name="hooks_are_told_something",
                    ),
                ],
            },
        ),
    ]
