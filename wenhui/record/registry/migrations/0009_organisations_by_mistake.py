"""Organisations that a wrong file brought are closed, and say why."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0008_strike_outs"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="is_mistaken",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_mistaken", False))
                | models.Q(("closed_on__isnull", False), ("uscc__isnull", True)),
                name="registry_a_mistaken_organisation_is_closed",
            ),
        ),
    ]
