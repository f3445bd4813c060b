"""What people are told, what was handed on, where it also goes; messages lie where their cases lie."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wenhui.ground.areas.scoping import ScopedTable
from wenhui.kit.tables import CreateTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("areas", "0002_landmarks_aliases_revision"),
        ("cases", "0010_closings_and_tellings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTable(
            name="Relay",
            fields=[
                (
                    "telling",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="cases.casetelling",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("people", models.PositiveIntegerField()),
                ("outlets", models.PositiveIntegerField()),
                ("is_moot", models.BooleanField()),
            ],
        ),
        CreateTable(
            name="Notification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                ("about", models.CharField(choices=[("case", "案件")], max_length=10)),
                ("number", models.CharField(max_length=40)),
                ("step", models.CharField(max_length=20)),
                ("nth", models.PositiveSmallIntegerField()),
                ("due_at", models.DateTimeField()),
                ("at", models.DateTimeField()),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)),
                        fields=["account", "area_path"],
                        name="post_unread_of_somebody",
                    ),
                    models.Index(fields=["account", "-id"], name="post_newest_of_somebody"),
                    models.Index(
                        condition=models.Q(("read_at__isnull", False)), fields=["read_at"], name="post_read_long_ago"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "about", "number", "step", "due_at", "nth"), name="post_tells_each_step_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("about__in", ["case"])), name="post_tells_about_something_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("read_at__isnull", True), ("read_at__gte", models.F("at")), _connector="OR"
                        ),
                        name="post_is_read_after_it_came",
                    ),
                ],
            },
        ),
        CreateTable(
            name="Outlet",
            fields=[
                ("key", models.CharField(max_length=30, primary_key=True, serialize=False)),
                ("zh", models.CharField(max_length=40)),
                ("en", models.CharField(max_length=80)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("email", "电子邮件"),
                            ("wecom", "企业微信群"),
                            ("dingtalk", "钉钉群"),
                            ("webhook", "网络回调"),
                        ],
                        max_length=10,
                    ),
                ),
                ("whom", models.CharField(max_length=60)),
                ("line", models.CharField(blank=True, default="", max_length=40)),
                (
                    "mailboxes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.EmailField(max_length=254), blank=True, default=list, size=None
                    ),
                ),
                (
                    "steps",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                    ),
                ),
                ("ended", models.BooleanField(default=False)),
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
                        condition=models.Q(("way__in", ["email", "wecom", "dingtalk", "webhook"])),
                        name="post_outlets_are_reached_somehow",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("whom__regex", "^(unit|role):.+$")), name="post_outlets_are_somebodys"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("line", ""), ("mailboxes__len__gte", 1), ("way", "email")),
                            models.Q(
                                models.Q(("way", "email"), _negated=True),
                                models.Q(("line", ""), _negated=True),
                                ("mailboxes__len", 0),
                            ),
                            _connector="OR",
                        ),
                        name="post_outlets_have_one_address",
                    ),
                ],
            },
        ),
        ScopedTable("post_notification"),
    ]
