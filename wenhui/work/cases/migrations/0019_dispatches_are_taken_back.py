"""A dispatch may be taken back: moves know the word."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0018_moves_by_moment"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="casemove",
            name="case_moves_are_known_verbs",
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
        ),
    ]
