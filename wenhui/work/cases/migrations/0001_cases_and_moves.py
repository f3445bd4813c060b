import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models

from wenhui.kit.tables import CreateTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("areas", "0002_landmarks_aliases_revision"),
    ]

    operations = [
        CreateTable(
            name="CaseType",
            fields=[
                ("key", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("code", models.CharField(blank=True, max_length=10)),
                ("kind", models.CharField(choices=[("event", "事件"), ("component", "部件")], max_length=10)),
                ("major_zh", models.CharField(max_length=40)),
                ("major_en", models.CharField(max_length=80)),
                ("zh", models.CharField(max_length=80)),
                ("en", models.CharField(max_length=120)),
                (
                    "platform",
                    models.CharField(
                        choices=[
                            ("public_order", "综治工作"),
                            ("market", "市场监管"),
                            ("enforcement", "综合执法"),
                            ("service", "便民服务"),
                        ],
                        max_length=20,
                    ),
                ),
                ("limit_amount", models.PositiveSmallIntegerField()),
                (
                    "limit_unit",
                    models.CharField(choices=[("workdays", "workdays"), ("workhours", "workhours")], max_length=10),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[("ordinary", "一般"), ("urgent", "紧急"), ("emergency", "特急")], max_length=10
                    ),
                ),
                ("ended", models.BooleanField(default=False)),
                ("radius", models.PositiveSmallIntegerField(db_default=200, default=200)),
                ("synonyms", models.JSONField(blank=True, db_default=[], default=list)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("limit_amount__gte", 1)), name="case_types_give_time")
                ],
            },
        ),
        CreateTable(
            name="Unit",
            fields=[
                ("key", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("zh", models.CharField(max_length=40)),
                ("en", models.CharField(max_length=80)),
                ("ended", models.BooleanField(default=False)),
            ],
        ),
        CreateTable(
            name="Case",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, unique=True)),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                (
                    "platform",
                    models.CharField(
                        choices=[
                            ("public_order", "综治工作"),
                            ("market", "市场监管"),
                            ("enforcement", "综合执法"),
                            ("service", "便民服务"),
                        ],
                        max_length=20,
                    ),
                ),
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
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("reported", "待受理"),
                            ("registered", "待派遣"),
                            ("dispatched", "待接单"),
                            ("accepted", "处置中"),
                            ("answered", "待核查"),
                            ("verified", "待结案"),
                            ("closed", "已结案"),
                            ("hung", "挂账"),
                            ("rejected", "不予受理"),
                            ("void", "作废"),
                            ("merged", "已并入"),
                            ("redirected", "已分流"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[("ordinary", "一般"), ("urgent", "紧急"), ("emergency", "特急")], max_length=10
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("description", models.TextField(blank=True, default="")),
                ("place", models.CharField(blank=True, default="", max_length=200)),
                ("lng", models.FloatField(blank=True, null=True)),
                ("lat", models.FloatField(blank=True, null=True)),
                ("unit_key", models.CharField(blank=True, default="", max_length=40)),
                ("reported_at", models.DateTimeField()),
                ("registered_at", models.DateTimeField(blank=True, null=True)),
                ("dispatched_at", models.DateTimeField(blank=True, null=True)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("verified_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("soon_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                (
                    "is_on_time",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.ExpressionWrapper(
                            models.Q(("closed_at__lte", models.F("due_at"))), models.BooleanField()
                        ),
                        output_field=models.BooleanField(null=True),
                    ),
                ),
                ("returned_count", models.PositiveSmallIntegerField(default=0)),
                ("rework_count", models.PositiveSmallIntegerField(default=0)),
                ("reopened_count", models.PositiveSmallIntegerField(default=0)),
                ("source", models.CharField(blank=True, default="", max_length=60)),
                ("source_key", models.CharField(blank=True, default="", max_length=120)),
                ("attributes", models.JSONField(blank=True, default=dict)),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"
                    ),
                ),
                (
                    "type",
                    models.ForeignKey(
                        db_column="type_key",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.casetype",
                    ),
                ),
                ("asked", models.CharField(blank=True, db_default="", default="", max_length=20)),
                ("paused_until", models.DateTimeField(blank=True, null=True)),
                ("route", models.JSONField(blank=True, db_default=models.Value({}, models.JSONField()), default=dict)),
                ("urged_count", models.PositiveSmallIntegerField(db_default=0, default=0)),
                ("upper_due_at", models.DateTimeField(blank=True, null=True)),
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
                (
                    "next_due_at",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Least(
                            models.F("due_at"), models.F("upper_due_at")
                        ),
                        output_field=models.DateTimeField(),
                    ),
                ),
                ("belongs_to", models.CharField(blank=True, db_default="", default="", max_length=120)),
                ("cell", models.BigIntegerField(blank=True, null=True)),
                (
                    "into",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joined",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["area_path", "reported_at"], name="cases_by_area_and_day"),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", False)),
                        fields=["closed_at"],
                        include=("area_path", "is_on_time"),
                        name="cases_closed_by_day",
                    ),
                    models.Index(fields=["reported_at", "id"], include=("area_path",), name="cases_by_newest_first"),
                    models.Index(
                        condition=models.Q(
                            (
                                "stage__in",
                                ["reported", "registered", "dispatched", "accepted", "answered", "verified", "hung"],
                            )
                        ),
                        fields=["area_path", "stage"],
                        include=("soon_at", "due_at", "paused_until"),
                        name="cases_open_by_area",
                    ),
                    models.Index(
                        condition=models.Q(
                            (
                                "stage__in",
                                ["reported", "registered", "dispatched", "accepted", "answered", "verified", "hung"],
                            )
                        ),
                        fields=["next_due_at", "id"],
                        include=("area_path",),
                        name="cases_open_by_due",
                    ),
                    models.Index(fields=["cell", "reported_at"], include=("area_path",), name="cases_near_each_other"),
                    models.Index(
                        condition=models.Q(("into__isnull", False)), fields=["into"], name="cases_joined_to_another"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("source_key", ""), _negated=True),
                        fields=("source", "source_key"),
                        name="cases_come_once_from_each_source",
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
                        name="cases_come_by_a_known_channel",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("platform__in", ["public_order", "market", "enforcement", "service"])),
                        name="cases_belong_to_a_known_platform",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("urgency__in", ["ordinary", "urgent", "emergency"])),
                        name="cases_have_a_known_urgency",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "closed"), _negated=True), ("closed_at__isnull", False), _connector="OR"
                        ),
                        name="cases_closed_has_closed_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stage", "closed"), ("closed_at__isnull", True), _connector="OR"),
                        name="cases_only_closed_has_closed_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "reported"), _negated=True),
                            ("registered_at__isnull", True),
                            _connector="OR",
                        ),
                        name="cases_reported_is_not_registered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage__in", ["dispatched", "accepted", "answered", "verified"]), _negated=True),
                            models.Q(("unit_key", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="cases_in_handling_has_a_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("soon_at__lte", models.F("due_at"))), name="cases_turn_soon_before_late"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lat__isnull", True), ("lng__isnull", True)),
                            models.Q(
                                ("lat__isnull", False),
                                ("lat__range", (-90, 90)),
                                ("lng__isnull", False),
                                ("lng__range", (-180, 180)),
                            ),
                            _connector="OR",
                        ),
                        name="cases_lie_on_earth",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "stage__in",
                                [
                                    "reported",
                                    "registered",
                                    "dispatched",
                                    "accepted",
                                    "answered",
                                    "verified",
                                    "closed",
                                    "hung",
                                    "rejected",
                                    "void",
                                    "merged",
                                    "redirected",
                                ],
                            )
                        ),
                        name="cases_stand_at_a_known_stage",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("into__isnull", False), ("stage", "merged")),
                            models.Q(models.Q(("stage", "merged"), _negated=True), ("into__isnull", True)),
                            _connector="OR",
                        ),
                        name="cases_joined_know_the_other",
                    ),
                ],
            },
        ),
        CreateTable(
            name="CaseCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("prefix", models.CharField(max_length=20)),
                ("on", models.DateField()),
                ("last", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("prefix", "on"), name="case_counters_are_one_a_day")],
            },
        ),
        CreateTable(
            name="CasePolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(db_collation="C", max_length=160, unique=True)),
                ("hours", models.JSONField()),
                ("intake_amount", models.PositiveSmallIntegerField()),
                (
                    "intake_unit",
                    models.CharField(choices=[("workdays", "workdays"), ("workhours", "workhours")], max_length=10),
                ),
                ("soon_percent", models.PositiveSmallIntegerField()),
                ("reopen_days", models.PositiveSmallIntegerField()),
                ("caps", models.JSONField(default=dict)),
                ("returns", models.PositiveSmallIntegerField(default=2)),
                ("ladder", models.JSONField(default=list)),
                ("quiet", models.JSONField(default=list)),
                ("upper", models.JSONField(default=dict)),
                ("alike_closed_days", models.PositiveSmallIntegerField(db_default=14, default=14)),
                ("alike_days", models.PositiveSmallIntegerField(db_default=60, default=60)),
                ("suggest_percent", models.PositiveSmallIntegerField(db_default=80, default=80)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("soon_percent__lte", 100)), name="case_policies_share_is_a_percentage"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("intake_amount__gte", 1)), name="case_policies_give_time_for_intake"
                    ),
                ],
            },
        ),
        CreateTable(
            name="OfficeDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(db_collation="C", max_length=160)),
                ("on", models.DateField()),
                ("kind", models.CharField(choices=[("workday", "workday"), ("day_off", "day_off")], max_length=10)),
                ("why", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("path", "on"), name="office_days_are_said_once")],
            },
        ),
        CreateTable(
            name="OfficeYear",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(db_collation="C", max_length=160)),
                ("year", models.PositiveSmallIntegerField()),
                ("source", models.CharField(max_length=120)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("path", "year"), name="office_years_are_said_once")],
            },
        ),
        migrations.AddField(
            model_name="casetype",
            name="unit",
            field=models.ForeignKey(
                db_column="unit_key",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.unit",
            ),
        ),
        CreateTable(
            name="CaseMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("report", "上报"),
                            ("register", "立案"),
                            ("reject", "不予受理"),
                            ("dispatch", "派遣"),
                            ("recall", "撤回派遣"),
                            ("accept", "接单"),
                            ("return_with_reason", "退单"),
                            ("answer", "处置反馈"),
                            ("verify", "核查通过"),
                            ("rework", "返工"),
                            ("close", "结案"),
                            ("reopen", "重新打开"),
                            ("extend", "延期"),
                            ("defer", "缓办"),
                            ("hold", "暂停计时"),
                            ("void", "作废"),
                            ("hang", "挂账"),
                            ("resume", "恢复"),
                            ("urge", "催办"),
                            ("attach", "并入"),
                            ("detach", "分出"),
                            ("redirect", "分流告知"),
                            ("reconsider", "重新受理"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "from_stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reported", "待受理"),
                            ("registered", "待派遣"),
                            ("dispatched", "待接单"),
                            ("accepted", "处置中"),
                            ("answered", "待核查"),
                            ("verified", "待结案"),
                            ("closed", "已结案"),
                            ("hung", "挂账"),
                            ("rejected", "不予受理"),
                            ("void", "作废"),
                            ("merged", "已并入"),
                            ("redirected", "已分流"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "to_stage",
                    models.CharField(
                        choices=[
                            ("reported", "待受理"),
                            ("registered", "待派遣"),
                            ("dispatched", "待接单"),
                            ("accepted", "处置中"),
                            ("answered", "待核查"),
                            ("verified", "待结案"),
                            ("closed", "已结案"),
                            ("hung", "挂账"),
                            ("rejected", "不予受理"),
                            ("void", "作废"),
                            ("merged", "已并入"),
                            ("redirected", "已分流"),
                        ],
                        max_length=12,
                    ),
                ),
                ("by_kind", models.CharField(max_length=10)),
                ("by_key", models.CharField(max_length=80)),
                ("by_name", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("why", models.TextField(blank=True, default="")),
                ("unit_key", models.CharField(blank=True, default="", max_length=40)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "id"], name="case_moves_of_a_case"),
                    django.contrib.postgres.indexes.BrinIndex(
                        fields=["at"], name="case_moves_by_moment", pages_per_range=32
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "from_stage__in",
                                [
                                    "reported",
                                    "registered",
                                    "dispatched",
                                    "accepted",
                                    "answered",
                                    "verified",
                                    "closed",
                                    "hung",
                                    "rejected",
                                    "void",
                                    "merged",
                                    "redirected",
                                    "",
                                ],
                            )
                        ),
                        name="case_moves_begin_at_a_known_stage",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "to_stage__in",
                                [
                                    "reported",
                                    "registered",
                                    "dispatched",
                                    "accepted",
                                    "answered",
                                    "verified",
                                    "closed",
                                    "hung",
                                    "rejected",
                                    "void",
                                    "merged",
                                    "redirected",
                                ],
                            )
                        ),
                        name="case_moves_end_at_a_known_stage",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "verb__in",
                                [
                                    "report",
                                    "register",
                                    "reject",
                                    "dispatch",
                                    "recall",
                                    "accept",
                                    "return_with_reason",
                                    "answer",
                                    "verify",
                                    "rework",
                                    "close",
                                    "reopen",
                                    "extend",
                                    "defer",
                                    "hold",
                                    "void",
                                    "hang",
                                    "resume",
                                    "urge",
                                    "attach",
                                    "detach",
                                    "redirect",
                                    "reconsider",
                                ],
                            )
                        ),
                        name="case_moves_are_known_verbs",
                    ),
                ],
            },
        ),
    ]
