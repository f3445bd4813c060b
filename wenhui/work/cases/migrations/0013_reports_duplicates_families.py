"""Reports beside their case, duplicates that are joined and parted, other ways, families."""

import django.db.models.deletion
from django.db import migrations, models

from wenhui.kit.tables import CreateTable


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("areas", "0002_landmarks_aliases_revision"),
        ("cases", "0012_who_may_enforce"),
    ]

    operations = [
        CreateTable(
            name="CaseReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="cases.case",
                    ),
                ),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("grid_patrol", "网格巡查"),
                            ("resident", "居民"),
                            ("hotline", "12345 热线"),
                            ("city_brain", "城市大脑"),
                            ("sensing", "物联感知"),
                            ("leader", "领导交办"),
                            ("transfer", "部门转交"),
                            ("walk_in", "来访"),
                            ("open311", "Open311"),
                            ("import", "批量导入"),
                        ],
                        max_length=20,
                    ),
                ),
                ("source", models.CharField(blank=True, default="", max_length=60)),
                ("source_key", models.CharField(blank=True, default="", max_length=120)),
                ("title", models.CharField(max_length=200)),
                ("words", models.TextField(blank=True, default="")),
                ("said_at", models.DateTimeField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                ("by_kind", models.CharField(max_length=10)),
                ("by_key", models.CharField(max_length=80)),
                ("by_name", models.CharField(max_length=80)),
                (
                    "behalf",
                    models.CharField(
                        choices=[
                            ("self", "本人发现"),
                            ("resident", "居民"),
                            ("unit", "单位、商户"),
                            ("anonymous", "匿名"),
                            ("system", "其他系统"),
                        ],
                        default="self",
                        max_length=10,
                    ),
                ),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("none", "不用答复"),
                            ("phone", "电话"),
                            ("in_app", "站内消息"),
                            ("system", "原系统回传"),
                        ],
                        default="none",
                        max_length=10,
                    ),
                ),
                ("mended", models.JSONField(blank=True, default=list)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answered_by", models.CharField(blank=True, default="", max_length=80)),
                ("told", models.TextField(blank=True, default="")),
                ("joins", models.BooleanField(db_default=False, default=False)),
                (
                    "earlier",
                    models.JSONField(blank=True, db_default=models.Value([], models.JSONField()), default=list),
                ),
                (
                    "upper_clock",
                    models.CharField(
                        blank=True,
                        choices=[("always", "7×24 小时"), ("worktime", "工作日")],
                        db_default="",
                        default="",
                        max_length=10,
                    ),
                ),
                ("upper_due_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "id"], name="case_reports_of_a_case"),
                    models.Index(
                        condition=models.Q(("answered_at__isnull", True), models.Q(("route", "none"), _negated=True)),
                        fields=["area_path", "at"],
                        name="case_reports_owed_an_answer",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("source_key", ""), _negated=True),
                        fields=("source", "source_key"),
                        name="case_reports_come_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "channel__in",
                                [
                                    "grid_patrol",
                                    "resident",
                                    "hotline",
                                    "city_brain",
                                    "sensing",
                                    "leader",
                                    "transfer",
                                    "walk_in",
                                    "open311",
                                    "import",
                                ],
                            )
                        ),
                        name="case_reports_come_by_a_known_channel",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("behalf__in", ["self", "resident", "unit", "anonymous", "system"])),
                        name="case_reports_are_in_a_known_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("route__in", ["none", "phone", "in_app", "system"])),
                        name="case_reports_are_answered_a_known_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("answered_by", ""), ("told", "")),
                            models.Q(
                                ("answered_at__gte", models.F("at")),
                                models.Q(("answered_by", ""), _negated=True),
                                models.Q(("told", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="case_reports_answered_say_what_was_told",
                    ),
                ],
            },
        ),
        CreateTable(
            name="CaseReporter",
            fields=[
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="reporter",
                        serialize=False,
                        to="cases.casereport",
                    ),
                ),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                ("name", models.CharField(blank=True, default="", max_length=60)),
                ("phone", models.BinaryField(blank=True, null=True)),
                ("phone_index", models.BinaryField(blank=True, max_length=16, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("phone_index__isnull", False)),
                        fields=["phone_index"],
                        name="case_reporters_by_phone",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True), ("phone__isnull", False), _connector="OR"
                        ),
                        name="case_reporters_say_who_they_are",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("phone__isnull", True), ("phone_index__isnull", True)),
                            models.Q(("phone__isnull", False), ("phone_index__isnull", False)),
                            _connector="OR",
                        ),
                        name="case_reporters_phone_has_its_index",
                    ),
                ],
            },
        ),
        CreateTable(
            name="CaseElsewhere",
            fields=[
                ("key", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("zh", models.CharField(max_length=60)),
                ("en", models.CharField(max_length=120)),
                ("phone", models.CharField(blank=True, default="", max_length=40)),
                ("how_zh", models.CharField(max_length=300)),
                ("how_en", models.CharField(max_length=500)),
                ("ended", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [],
                "constraints": [],
            },
        ),
        CreateTable(
            name="CaseAppeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="cases.case",
                    ),
                ),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                ("kind", models.CharField(choices=[("objection", "异议"), ("exclusion", "剔除")], max_length=10)),
                ("why", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.CharField(max_length=100)),
                ("asked_name", models.CharField(max_length=80)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_by", models.CharField(blank=True, default="", max_length=100)),
                ("decided_name", models.CharField(blank=True, default="", max_length=80)),
                ("granted", models.BooleanField(blank=True, null=True)),
                ("verdict", models.TextField(blank=True, default="")),
            ],
            options={
                "indexes": [models.Index(fields=["case", "id"], name="case_appeals_of_a_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["objection", "exclusion"])),
                        name="case_appeals_are_of_a_known_kind",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at__isnull", True)),
                        fields=("case", "kind"),
                        name="case_appeals_stand_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="case_appeals_give_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by", ""),
                                ("granted__isnull", True),
                                ("verdict", ""),
                            ),
                            models.Q(
                                ("decided_at__gte", models.F("asked_at")),
                                ("granted__isnull", False),
                                models.Q(("decided_by", ""), _negated=True),
                                models.Q(("verdict", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="case_appeals_decided_say_how_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decided_by", models.F("asked_by")), _negated=True),
                        name="case_appeals_take_a_second_person",
                    ),
                ],
            },
        ),
        CreateTable(
            name="CaseFamily",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"
                    ),
                ),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                ("title", models.CharField(max_length=200)),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("proposed", "待确认"),
                            ("taken_on", "已有牵头"),
                            ("declined", "不是一回事"),
                            ("settled", "根源已消除"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_column="unit_key",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.unit",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.post",
                    ),
                ),
                ("cause", models.TextField(blank=True, default="")),
                ("proposed_at", models.DateTimeField()),
                ("proposed_by", models.CharField(max_length=80)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_by", models.CharField(blank=True, default="", max_length=80)),
                ("why", models.TextField(blank=True, default="")),
                ("reasons", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "indexes": [models.Index(fields=["area_path", "standing"], name="case_families_by_area")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("standing__in", ["proposed", "taken_on", "declined", "settled"])),
                        name="case_families_have_a_known_standing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit__isnull", True), ("post__isnull", True), _connector="OR"),
                        name="case_families_have_one_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("standing__in", ["taken_on", "settled"]), _negated=True),
                            ("unit__isnull", False),
                            ("post__isnull", False),
                            _connector="OR",
                        ),
                        name="case_families_taken_on_have_an_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("standing", "proposed"),
                            models.Q(("decided_at__isnull", False), models.Q(("decided_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="case_families_decided_say_by_whom",
                    ),
                ],
            },
        ),
        CreateTable(
            name="CaseKin",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="kin",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="members", to="cases.casefamily"
                    ),
                ),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                ("at", models.DateTimeField()),
                ("by_name", models.CharField(max_length=80)),
            ],
            options={
                "indexes": [],
                "constraints": [],
            },
        ),
    ]
