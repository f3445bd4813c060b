"""Letters that leave and messages that come, scoped by area; messages hold what people wrote."""

import django.db.models.deletion
from django.db import migrations, models

import wenhui.edge.exchange.words
from wenhui.ground.areas.scoping import ScopedTable
from wenhui.kit.privacy import Privacy
from wenhui.kit.tables import CreateTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("areas", "0002_landmarks_aliases_revision"),
    ]

    operations = [
        CreateTable(
            name="Incoming",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("party", models.CharField(max_length=40)),
                ("source", models.CharField(blank=True, default="", max_length=200)),
                ("key", models.CharField(blank=True, default="", max_length=120)),
                ("kind", models.CharField(blank=True, default="", max_length=80)),
                ("subject", models.CharField(blank=True, default="", max_length=120)),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                ("body", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("said_at", models.DateTimeField(blank=True, null=True)),
                ("received_at", models.DateTimeField()),
                ("marks", models.JSONField(blank=True, default=list)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "待处理"),
                            ("done", "已办"),
                            ("stale", "已过时"),
                            ("quarantined", "隔离"),
                            ("set_aside", "已搁置"),
                        ],
                        default=wenhui.edge.exchange.words.Outcome["WAITING"],
                        max_length=12,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("why", models.CharField(blank=True, default="", max_length=400)),
                ("reference", models.CharField(blank=True, default="", max_length=80)),
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
                        condition=models.Q(("outcome", wenhui.edge.exchange.words.Outcome["WAITING"])),
                        fields=["party", "id"],
                        name="exchange_messages_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("outcome", wenhui.edge.exchange.words.Outcome["QUARANTINED"])),
                        fields=["id"],
                        name="exchange_messages_quarantined",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        fields=("party", "source", "key"),
                        name="exchange_messages_come_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("key", "")),
                        fields=("party", "digest"),
                        name="exchange_riddles_are_kept_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["waiting", "done", "stale", "quarantined", "set_aside"])),
                        name="exchange_messages_end_somewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome__in", ["quarantined", "set_aside", "stale"]), _negated=True),
                            models.Q(("why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="exchange_quarantine_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("outcome", wenhui.edge.exchange.words.Outcome["WAITING"]), ("settled_at__isnull", True)
                            ),
                            models.Q(
                                models.Q(("outcome", wenhui.edge.exchange.words.Outcome["WAITING"]), _negated=True),
                                ("settled_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="exchange_settled_says_when",
                    ),
                ],
            },
        ),
        CreateTable(
            name="Outgoing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("party", models.CharField(max_length=40)),
                ("event_id", models.CharField(max_length=80)),
                ("kind", models.CharField(max_length=80)),
                ("subject", models.CharField(max_length=80)),
                ("sequence", models.BigIntegerField()),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                ("body", models.JSONField()),
                ("posted_at", models.DateTimeField()),
                (
                    "standing",
                    models.CharField(
                        choices=[("waiting", "待发"), ("sent", "已送达"), ("dead", "没送到"), ("set_aside", "已搁置")],
                        default=wenhui.edge.exchange.words.Standing["WAITING"],
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("next_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("why", models.CharField(blank=True, default="", max_length=400)),
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
                        condition=models.Q(("standing", wenhui.edge.exchange.words.Standing["WAITING"])),
                        fields=["party", "subject", "id"],
                        include=("next_at",),
                        name="exchange_letters_still_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("standing", wenhui.edge.exchange.words.Standing["DEAD"])),
                        fields=["id"],
                        name="exchange_letters_dead",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("party", "event_id"), name="exchange_letters_tell_a_fact_once"),
                    models.CheckConstraint(
                        condition=models.Q(("standing__in", ["waiting", "sent", "dead", "set_aside"])),
                        name="exchange_letters_stand_somewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("sent_at__isnull", False), ("standing", wenhui.edge.exchange.words.Standing["SENT"])
                            ),
                            models.Q(
                                models.Q(("standing", wenhui.edge.exchange.words.Standing["SENT"]), _negated=True),
                                ("sent_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="exchange_sent_letters_say_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("standing__in", ["dead", "set_aside"]), _negated=True),
                            models.Q(("why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="exchange_dead_letters_say_why",
                    ),
                ],
            },
        ),
        ScopedTable("exchange_outgoing"),
        ScopedTable("exchange_incoming", least=Privacy.PERSONAL),
    ]
