"""The office's own templates of papers, in editions."""

from django.db import migrations, models

from wenhui.kit.tables import CreateTable


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0015_common_words_are_found_fast"),
    ]

    operations = [
        CreateTable(
            name="PaperTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(db_collation="C", max_length=160)),
                (
                    "paper",
                    models.CharField(
                        choices=[
                            ("sheet", "案件处置单"),
                            ("notice", "派遣通知"),
                            ("urging", "督办通知"),
                            ("letter", "答复函"),
                        ],
                        max_length=12,
                    ),
                ),
                ("digest", models.CharField(max_length=16)),
                ("content", models.BinaryField()),
                ("brought_at", models.DateTimeField()),
                ("brought_by", models.CharField(max_length=80)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("path", "paper"),
                        name="paper_templates_one_holds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("paper__in", ["sheet", "notice", "urging", "letter"])),
                        name="paper_templates_of_a_paper",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("ended_at__gte", models.F("brought_at")), _connector="OR"
                        ),
                        name="paper_templates_end_after",
                    ),
                ],
            },
        ),
    ]
