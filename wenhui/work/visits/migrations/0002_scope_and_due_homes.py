"""Rows are seen within the scope; what happened at a door stays as written; homes with open reasons count themselves."""

from django.db import migrations

from wenhui.ground.areas.scoping import ScopedTable
from wenhui.kit.privacy import Privacy

# Their area may be copied anew when the ground is divided otherwise; nothing else of them ever changes.
STEADFAST = {
    "visits_visit": "id, key, dwelling_id, outcome, at, part, is_invited, by_kind, by_key, by_name",
    "visits_reasonoutcome": "id, visit_id, reason_id, outcome, declined",
    "visits_handover": 'id, ended_id, begun_id, "on", at, homes, reasons, promises',
}
STAND = """
CREATE FUNCTION visits_rows_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE restrict_violation USING MESSAGE = format('rows of %s are never changed or deleted', TG_TABLE_NAME);
END $$;
""" + "".join(
    f"CREATE TRIGGER {table}_stands BEFORE UPDATE OF {columns} OR DELETE OR TRUNCATE ON {table} "
    f"FOR EACH STATEMENT EXECUTE FUNCTION visits_rows_stand();\n"
    for table, columns in STEADFAST.items()
)

# A home's row is made first and locked, in the order of its key; what is counted afterwards is seen by a new snapshot. So
# of two transactions that end two reasons of one home the second counts what the first has left.
COUNT_DUE = """
CREATE FUNCTION visits_count_due_homes() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    homes bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        homes := ARRAY(SELECT DISTINCT dwelling_id FROM rows_now);
    ELSIF TG_OP = 'DELETE' THEN
        homes := ARRAY(SELECT DISTINCT dwelling_id FROM rows_before);
    ELSE
        homes := ARRAY(SELECT dwelling_id FROM rows_now UNION SELECT dwelling_id FROM rows_before);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO visits_duehome (dwelling_id, area_id, area_path, asks)
        SELECT DISTINCT ON (dwelling_id) dwelling_id, area_id, '', 0 FROM rows_now ORDER BY dwelling_id
        ON CONFLICT DO NOTHING;
    END IF;
    PERFORM 1 FROM visits_duehome WHERE dwelling_id = ANY (homes) ORDER BY dwelling_id FOR UPDATE;
    UPDATE visits_duehome home SET asks = counted.asks, due_on = counted.due_on
    FROM (
        SELECT one.dwelling_id, count(reason.id) AS asks, min(greatest(reason.due_on, reason.rest_until)) AS due_on
        FROM unnest(homes) AS one (dwelling_id)
        LEFT JOIN visits_reason reason ON reason.dwelling_id = one.dwelling_id AND reason.state = 'open'
        GROUP BY one.dwelling_id
    ) counted
    WHERE home.dwelling_id = counted.dwelling_id
    AND (home.asks, home.due_on) IS DISTINCT FROM (counted.asks::int, counted.due_on);
    RETURN NULL;
END $$;

CREATE TRIGGER visits_reason_counts_new AFTER INSERT ON visits_reason
REFERENCING NEW TABLE AS rows_now FOR EACH STATEMENT EXECUTE FUNCTION visits_count_due_homes();
CREATE TRIGGER visits_reason_counts_changed AFTER UPDATE ON visits_reason
REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_now FOR EACH STATEMENT EXECUTE FUNCTION visits_count_due_homes();
CREATE TRIGGER visits_reason_counts_gone AFTER DELETE ON visits_reason
REFERENCING OLD TABLE AS rows_before FOR EACH STATEMENT EXECUTE FUNCTION visits_count_due_homes();
"""


class Migration(migrations.Migration):
    dependencies = [("visits", "0001_reasons_visits_and_rosters")]

    operations = [
        ScopedTable("visits_reason", least=Privacy.PERSONAL),
        ScopedTable("visits_duehome", least=Privacy.PERSONAL),
        ScopedTable("visits_visit", least=Privacy.PERSONAL),
        ScopedTable("visits_reasonoutcome", least=Privacy.PERSONAL),
        ScopedTable("visits_promise", least=Privacy.PERSONAL),
        ScopedTable("visits_referral", least=Privacy.PERSONAL),
        ScopedTable("visits_handover", least=Privacy.INSIDE),
        ScopedTable("visits_roster", least=Privacy.INSIDE),
        ScopedTable("visits_outreach", least=Privacy.INSIDE),
        migrations.RunSQL(STAND, "DROP FUNCTION visits_rows_stand() CASCADE"),
        migrations.RunSQL(COUNT_DUE, "DROP FUNCTION visits_count_due_homes() CASCADE"),
    ]
