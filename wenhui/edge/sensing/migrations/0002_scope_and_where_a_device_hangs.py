"""Devices are scoped by area; the listener learns where a device hangs before it has a scope."""

from django.db import migrations

from wenhui.ground.areas.scoping import ScopedTable

# Tells the path and nothing else, to whoever knows the serial.
PATH_OF = """
CREATE FUNCTION sensing_path_of(wanted text) RETURNS text LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT area_path FROM sensing_device WHERE serial = wanted
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("sensing", "0001_devices_and_messages")]

    operations = [
        ScopedTable("sensing_device"),
        migrations.RunSQL(PATH_OF, "DROP FUNCTION sensing_path_of(text)"),
    ]
