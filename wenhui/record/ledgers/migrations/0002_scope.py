"""Files, newcomers and findings are seen where the office is that took them in."""

from django.db import migrations

from wenhui.ground.areas.scoping import ScopedTable
from wenhui.kit.privacy import Privacy


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0001_files_on_their_way")]

    operations = [
        ScopedTable("ledgers_upload"),
        ScopedTable("ledgers_rowsofpeople", least=Privacy.PERSONAL),
        ScopedTable("ledgers_finding"),
    ]
