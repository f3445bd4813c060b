from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0002_landmarks_aliases_revision"),
        ("cases", "0004_imports_know_how_far_they_got"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["reported_at", "id"], include=("area_path",), name="cases_by_newest_first"),
        ),
    ]
