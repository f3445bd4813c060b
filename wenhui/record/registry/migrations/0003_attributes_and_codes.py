"""The dictionary of attributes and its code tables; what is admitted is named by the dictionary's keys."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

from wenhui.kit.tables import CreateTable

FORWARD = "UPDATE registry_admittedattribute SET key = 'person.' || key WHERE key NOT LIKE '%.%'"
BACKWARD = "UPDATE registry_admittedattribute SET key = split_part(key, '.', 2)"


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0002_scope"),
    ]

    operations = [
        CreateTable(
            name="CodeTable",
            fields=[
                ("key", models.CharField(max_length=30, primary_key=True, serialize=False)),
                ("name_zh", models.CharField(max_length=60)),
                ("name_en", models.CharField(max_length=120)),
                ("standard", models.CharField(blank=True, max_length=40)),
                (
                    "suffixes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), default=list, size=None
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True)),
            ],
        ),
        CreateTable(
            name="DictionaryEdition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="registry_one_edition_is_in_force")
                ],
            },
        ),
        CreateTable(
            name="CodeEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=30)),
                ("name_zh", models.CharField(max_length=60)),
                ("name_en", models.CharField(max_length=120)),
                (
                    "words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                ("broader", models.CharField(blank=True, max_length=30)),
                ("place", models.PositiveSmallIntegerField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="registry.codetable"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("table", "code"), name="registry_a_code_stands_once_in_its_table")
                ],
            },
        ),
        CreateTable(
            name="Attribute",
            fields=[
                ("id", models.SmallAutoField(primary_key=True, serialize=False)),
                ("key", models.CharField(db_collation="C", max_length=60, unique=True)),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("person", "人员"),
                            ("household", "户"),
                            ("dwelling", "户室"),
                            ("building", "楼幢"),
                            ("organisation", "单位"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "文字"),
                            ("name", "姓名"),
                            ("integer", "整数"),
                            ("decimal", "小数"),
                            ("money", "金额"),
                            ("date", "日期"),
                            ("month", "年月"),
                            ("year", "年份"),
                            ("boolean", "是否"),
                            ("code", "代码"),
                            ("id_number", "身份号码"),
                            ("phone", "电话"),
                            ("uscc", "统一社会信用代码"),
                            ("address", "地址"),
                        ],
                        max_length=12,
                    ),
                ),
                ("name_zh", models.CharField(max_length=60)),
                ("name_en", models.CharField(max_length=120)),
                (
                    "synonyms",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=20)),
                ("column", models.CharField(blank=True, max_length=60)),
                ("privacy", models.CharField(max_length=10)),
                ("law", models.CharField(max_length=200)),
                ("freshness_days", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "authority",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), default=list, size=None
                    ),
                ),
                (
                    "computed_from",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                ("ask_every_time", models.CharField(blank=True, max_length=120)),
                ("is_several", models.BooleanField(default=False)),
                ("needs_admission", models.BooleanField(default=False)),
                ("place", models.PositiveSmallIntegerField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "table",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attributes",
                        to="registry.codetable",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "code"), ("table__isnull", False)),
                            models.Q(models.Q(("kind", "code"), _negated=True), ("table__isnull", True)),
                            _connector="OR",
                        ),
                        name="registry_attributes_of_codes_name_their_table",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "key__startswith",
                                django.db.models.functions.text.Concat(models.F("subject"), models.Value(".")),
                            )
                        ),
                        name="registry_an_attribute_key_begins_with_its_subject",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("freshness_days__isnull", True), ("freshness_days__gt", 0), _connector="OR"
                        ),
                        name="registry_freshness_is_at_least_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("law", ""), _negated=True), name="registry_an_attribute_names_its_ground"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("privacy__in", ["open", "inside", "personal", "sensitive"])),
                        name="registry_an_attribute_has_a_privacy_class",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
