"""Reports beside their case, duplicates that are joined and parted, other ways, families.

What changes on standing tables is said in one statement each, since every operation costs time in every empty database.
"""

import django.db.models.deletion
from django.db import migrations, models

STANDING = """
ALTER TABLE cases_case
    ADD COLUMN belongs_to varchar(120) DEFAULT '' NOT NULL,
    ADD COLUMN cell bigint,
    ADD COLUMN into_id bigint CONSTRAINT cases_case_into_id_fk REFERENCES cases_case (id) DEFERRABLE INITIALLY DEFERRED,
    DROP CONSTRAINT cases_stand_at_a_known_stage,
    ADD CONSTRAINT cases_stand_at_a_known_stage CHECK (stage IN ('reported', 'registered', 'dispatched', 'accepted', 'answered', 'verified', 'closed', 'hung', 'rejected', 'void', 'merged', 'redirected')),
    ADD CONSTRAINT cases_joined_know_the_other CHECK ((stage = 'merged') = (into_id IS NOT NULL));
ALTER TABLE cases_casepolicy
    ADD COLUMN alike_days smallint DEFAULT 60 NOT NULL CHECK (alike_days >= 0),
    ADD COLUMN alike_closed_days smallint DEFAULT 14 NOT NULL CHECK (alike_closed_days >= 0);
ALTER TABLE cases_casetype ADD COLUMN radius smallint DEFAULT 200 NOT NULL CHECK (radius >= 0);
ALTER TABLE cases_casemove
    DROP CONSTRAINT case_moves_are_known_verbs,
    ADD CONSTRAINT case_moves_are_known_verbs CHECK (verb IN ('report', 'register', 'reject', 'dispatch', 'accept', 'return_with_reason', 'answer', 'verify', 'rework', 'close', 'reopen', 'extend', 'defer', 'hold', 'void', 'hang', 'resume', 'urge', 'attach', 'detach', 'redirect', 'reconsider')),
    DROP CONSTRAINT case_moves_begin_at_a_known_stage,
    ADD CONSTRAINT case_moves_begin_at_a_known_stage CHECK (from_stage IN ('reported', 'registered', 'dispatched', 'accepted', 'answered', 'verified', 'closed', 'hung', 'rejected', 'void', 'merged', 'redirected', '')),
    DROP CONSTRAINT case_moves_end_at_a_known_stage,
    ADD CONSTRAINT case_moves_end_at_a_known_stage CHECK (to_stage IN ('reported', 'registered', 'dispatched', 'accepted', 'answered', 'verified', 'closed', 'hung', 'rejected', 'void', 'merged', 'redirected'));
CREATE INDEX cases_near_each_other ON cases_case (cell, reported_at) INCLUDE (area_path);
CREATE INDEX cases_joined_to_another ON cases_case (into_id) WHERE into_id IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_names_people_read"),
        ("areas", "0003_names_people_read"),
        ("cases", "0012_who_may_enforce"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(STANDING, migrations.RunSQL.noop)],
            state_operations=[
                migrations.AddField(
                    model_name="case",
                    name="belongs_to",
                    field=models.CharField(blank=True, db_default="", default="", max_length=120),
                ),
                migrations.AddField(
                    model_name="case",
                    name="cell",
                    field=models.BigIntegerField(blank=True, null=True),
                ),
                migrations.AddField(
                    model_name="case",
                    name="into",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joined",
                        to="cases.case",
                    ),
                ),
                migrations.AddField(
                    model_name="casepolicy",
                    name="alike_closed_days",
                    field=models.PositiveSmallIntegerField(db_default=14, default=14),
                ),
                migrations.AddField(
                    model_name="casepolicy",
                    name="alike_days",
                    field=models.PositiveSmallIntegerField(db_default=60, default=60),
                ),
                migrations.AddField(
                    model_name="casetype",
                    name="radius",
                    field=models.PositiveSmallIntegerField(db_default=200, default=200),
                ),
                migrations.AlterField(
                    model_name="case",
                    name="stage",
                    field=models.CharField(
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
                migrations.AlterField(
                    model_name="casemove",
                    name="from_stage",
                    field=models.CharField(
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
                migrations.AlterField(
                    model_name="casemove",
                    name="to_stage",
                    field=models.CharField(
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
                migrations.AlterField(
                    model_name="casemove",
                    name="verb",
                    field=models.CharField(
                        choices=[
                            ("report", "上报"),
                            ("register", "立案"),
                            ("reject", "不予受理"),
                            ("dispatch", "派遣"),
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
                migrations.RemoveConstraint(
                    model_name="case",
                    name="cases_stand_at_a_known_stage",
                ),
                migrations.AddConstraint(
                    model_name="case",
                    constraint=models.CheckConstraint(
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
                ),
                migrations.AddConstraint(
                    model_name="case",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("into__isnull", False), ("stage", "merged")),
                            models.Q(models.Q(("stage", "merged"), _negated=True), ("into__isnull", True)),
                            _connector="OR",
                        ),
                        name="cases_joined_know_the_other",
                    ),
                ),
                migrations.RemoveConstraint(
                    model_name="casemove",
                    name="case_moves_are_known_verbs",
                ),
                migrations.AddConstraint(
                    model_name="casemove",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "verb__in",
                                [
                                    "report",
                                    "register",
                                    "reject",
                                    "dispatch",
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
                ),
                migrations.RemoveConstraint(
                    model_name="casemove",
                    name="case_moves_begin_at_a_known_stage",
                ),
                migrations.AddConstraint(
                    model_name="casemove",
                    constraint=models.CheckConstraint(
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
                ),
                migrations.RemoveConstraint(
                    model_name="casemove",
                    name="case_moves_end_at_a_known_stage",
                ),
                migrations.AddConstraint(
                    model_name="casemove",
                    constraint=models.CheckConstraint(
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
                ),
                migrations.AddIndex(
                    model_name="case",
                    index=models.Index(
                        fields=["cell", "reported_at"], include=("area_path",), name="cases_near_each_other"
                    ),
                ),
                migrations.AddIndex(
                    model_name="case",
                    index=models.Index(
                        condition=models.Q(("into__isnull", False)), fields=["into"], name="cases_joined_to_another"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
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
        migrations.CreateModel(
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
        migrations.CreateModel(
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
        migrations.CreateModel(
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
        migrations.CreateModel(
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
        migrations.CreateModel(
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
