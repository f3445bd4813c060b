"""Rows of the registry are seen within the transaction's scope; people need clearance for personal data."""

from django.db import migrations

from wenhui.ground.areas.scoping import ScopedTable
from wenhui.kit.privacy import Privacy


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    operations = [
        ScopedTable("registry_person", least=Privacy.PERSONAL),
        ScopedTable("registry_household", least=Privacy.PERSONAL),
        ScopedTable("registry_residence", least=Privacy.PERSONAL),
        ScopedTable("registry_organisation", least=Privacy.INSIDE),
    ]
