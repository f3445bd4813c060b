"""Tickets of the hotline beside our cases, their steps, exclusions, and the sheets that went between."""

import django.db.models.deletion
from django.db import migrations, models

from wenhui.ground.areas.scoping import ScopedTable
from wenhui.kit.tables import CreateTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("areas", "0002_landmarks_aliases_revision"),
        ("cases", "0015_common_words_are_found_fast"),
    ]

    operations = [
        CreateTable(
            name="HotlineImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                ("file", models.CharField(max_length=200)),
                ("brought_at", models.DateTimeField()),
                ("by_name", models.CharField(max_length=80)),
                ("taken", models.PositiveIntegerField(default=0)),
                ("known", models.PositiveIntegerField(default=0)),
                ("heard", models.PositiveIntegerField(default=0)),
                ("refused", models.JSONField(blank=True, default=list)),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"
                    ),
                ),
            ],
        ),
        CreateTable(
            name="HotlineSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                ("left_at", models.DateTimeField()),
                ("by_name", models.CharField(max_length=80)),
                ("tickets", models.PositiveIntegerField()),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"
                    ),
                ),
            ],
        ),
        CreateTable(
            name="HotlineTicket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40)),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                ("kind", models.CharField(blank=True, default="", max_length=120)),
                ("place", models.CharField(blank=True, default="", max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("to_sign", "待签收"),
                            ("signed", "已签收"),
                            ("contacted", "已联系"),
                            ("extending", "延期中"),
                            ("answered", "已答复"),
                            ("satisfied", "回访满意"),
                            ("redo", "退回重办"),
                            ("closed", "已办结"),
                            ("returned", "已退回"),
                        ],
                        max_length=10,
                    ),
                ),
                ("received_at", models.DateTimeField()),
                ("taken_at", models.DateTimeField()),
                ("sign_due_at", models.DateTimeField()),
                ("contact_due_at", models.DateTimeField()),
                ("answer_due_at", models.DateTimeField()),
                ("next_due_at", models.DateTimeField(blank=True, null=True)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("contacted_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.TextField(blank=True, default="")),
                ("extension_asked_at", models.DateTimeField(blank=True, null=True)),
                ("extension_until", models.DateTimeField(blank=True, null=True)),
                ("extension_granted", models.BooleanField(blank=True, null=True)),
                ("returned_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("callback", models.CharField(blank=True, default="", max_length=12)),
                ("callback_at", models.DateTimeField(blank=True, null=True)),
                ("is_solved", models.BooleanField(blank=True, null=True)),
                ("redo_count", models.PositiveSmallIntegerField(default=0)),
                ("heard_at", models.DateTimeField(blank=True, null=True)),
                ("excluded_at", models.DateTimeField(blank=True, null=True)),
                ("odd", models.JSONField(blank=True, default=list)),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.casereport"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_due_at__isnull", False)),
                        fields=["next_due_at", "id"],
                        include=("area_path", "state"),
                        name="hotline_tickets_by_their_clock",
                    ),
                    models.Index(fields=["state", "-id"], include=("area_path",), name="hotline_tickets_by_state"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("number",), name="hotline_tickets_come_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "to_sign",
                                    "signed",
                                    "contacted",
                                    "extending",
                                    "answered",
                                    "satisfied",
                                    "redo",
                                    "closed",
                                    "returned",
                                ],
                            )
                        ),
                        name="hotline_tickets_stand_somewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("next_due_at__isnull", False),
                                ("state__in", ["to_sign", "signed", "contacted", "extending", "redo"]),
                            ),
                            models.Q(
                                models.Q(
                                    ("state__in", ["to_sign", "signed", "contacted", "extending", "redo"]),
                                    _negated=True,
                                ),
                                ("next_due_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="hotline_clock_runs_while_we_owe",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["answered", "satisfied", "closed"]), _negated=True),
                            models.Q(("answered_at__isnull", False), models.Q(("answer", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="hotline_answered_says_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("extension_granted__isnull", True), ("extension_asked_at__isnull", False), _connector="OR"
                        ),
                        name="hotline_extension_was_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("contact_due_at__lte", models.F("answer_due_at")),
                            ("sign_due_at__lte", models.F("answer_due_at")),
                        ),
                        name="hotline_answer_is_due_last",
                    ),
                ],
            },
        ),
        CreateTable(
            name="HotlineStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("take", "登记"),
                            ("sign", "签收"),
                            ("contact", "联系市民"),
                            ("answer", "答复"),
                            ("extend", "申请延期"),
                            ("give_back", "退回"),
                            ("extended", "同意延期"),
                            ("not_extended", "不同意延期"),
                            ("satisfied", "回访满意"),
                            ("dissatisfied", "回访不满意"),
                            ("closed", "办结"),
                            ("reissued", "重新交办"),
                        ],
                        max_length=12,
                    ),
                ),
                ("from_state", models.CharField(blank=True, default="", max_length=10)),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("to_sign", "待签收"),
                            ("signed", "已签收"),
                            ("contacted", "已联系"),
                            ("extending", "延期中"),
                            ("answered", "已答复"),
                            ("satisfied", "回访满意"),
                            ("redo", "退回重办"),
                            ("closed", "已办结"),
                            ("returned", "已退回"),
                        ],
                        max_length=10,
                    ),
                ),
                ("by_kind", models.CharField(max_length=10)),
                ("by_key", models.CharField(max_length=80)),
                ("by_name", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("words", models.TextField(blank=True, default="")),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("note", models.CharField(blank=True, default="", max_length=400)),
                ("source_key", models.CharField(blank=True, default="", max_length=60)),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="hotline.hotlinesheet",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="hotline.hotlineticket",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["ticket", "id"], name="hotline_steps_of_a_ticket"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "step__in",
                                [
                                    "take",
                                    "sign",
                                    "contact",
                                    "answer",
                                    "extend",
                                    "give_back",
                                    "extended",
                                    "not_extended",
                                    "satisfied",
                                    "dissatisfied",
                                    "closed",
                                    "reissued",
                                ],
                            )
                        ),
                        name="hotline_steps_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "to_state__in",
                                [
                                    "to_sign",
                                    "signed",
                                    "contacted",
                                    "extending",
                                    "answered",
                                    "satisfied",
                                    "redo",
                                    "closed",
                                    "returned",
                                ],
                            )
                        ),
                        name="hotline_steps_lead_somewhere",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("source_key", ""), _negated=True),
                        fields=("ticket", "source_key"),
                        name="hotline_words_are_heard_once",
                    ),
                ],
            },
        ),
        CreateTable(
            name="HotlineExclusion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                ("why", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.CharField(max_length=100)),
                ("asked_name", models.CharField(max_length=80)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_by", models.CharField(blank=True, default="", max_length=100)),
                ("decided_name", models.CharField(blank=True, default="", max_length=80)),
                ("granted", models.BooleanField(blank=True, null=True)),
                ("verdict", models.TextField(blank=True, default="")),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exclusions",
                        to="hotline.hotlineticket",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at__isnull", True)),
                        fields=("ticket",),
                        name="hotline_exclusions_wait_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="hotline_exclusions_say_why"
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
                        name="hotline_exclusions_say_how",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decided_by", models.F("asked_by")), _negated=True),
                        name="hotline_exclusions_take_two",
                    ),
                ],
            },
        ),
        ScopedTable("hotline_hotlineticket"),
        ScopedTable("hotline_hotlinestep"),
        ScopedTable("hotline_hotlineexclusion"),
        ScopedTable("hotline_hotlineimport"),
        ScopedTable("hotline_hotlinesheet"),
    ]
