"""A word that stands in many cases is found as fast as a rare one, single characters too.

The newest cases are read first, by comparing text: a common word fills its thousand among them. Else all that hold the
word come from the index and are then put in order; walking from the newest and asking each row for its pairs, which the
planner liked, took seconds between the two. Text written with compatibility characters is found by the index alone.
"""

from django.db import migrations

from wenhui.kit import scope

WORDS = "number || '' '' || title || '' '' || place || '' '' || description"
IN_SIGHT = "area_path >= $2 AND area_path < $3 AND ($4 IS NULL OR stage = ANY ($4)) AND $5 >= 1"

FIND = f"""
ALTER FUNCTION cases_grams(text) COST 2000;

CREATE OR REPLACE FUNCTION cases_find(query text[], stages text[], most integer) RETURNS SETOF bigint LANGUAGE plpgsql
STABLE SECURITY DEFINER SET search_path = pg_catalog, public ROWS 200 AS $$
DECLARE
    newest bigint[];
    since timestamptz;
    alike text[] := ARRAY(SELECT '%' || one || '%' FROM unnest(query) AS one);
BEGIN
    IF array_to_string(query, '') !~ '[^㐀-鿿]' THEN
        SELECT reported_at INTO since FROM cases_case ORDER BY reported_at DESC OFFSET 30000 LIMIT 1;
    END IF;
    IF since IS NOT NULL THEN
        EXECUTE
            'SELECT array_agg(id) FROM (SELECT id FROM cases_case '
            'WHERE reported_at >= $7 AND {WORDS} LIKE ALL ($1) AND {IN_SIGHT} '
            'ORDER BY reported_at DESC, id DESC LIMIT $6) AS found'
            INTO newest
            USING alike, {scope.SQL_FROM}, {scope.SQL_TO}, stages, {scope.SQL_CLEARANCE}, most, since;
        IF cardinality(newest) >= most THEN
            RETURN QUERY SELECT unnest(newest);
            RETURN;
        END IF;
    END IF;
    RETURN QUERY EXECUTE
        'WITH held AS MATERIALIZED (SELECT id, reported_at FROM cases_case '
        'WHERE cases_grams({WORDS}) @> $1 AND {IN_SIGHT}) '
        'SELECT id FROM held ORDER BY reported_at DESC, id DESC LIMIT $6'
        USING query, {scope.SQL_FROM}, {scope.SQL_TO}, stages, {scope.SQL_CLEARANCE}, most;
END $$;
"""  # noqa: S608 - our own settings' names, and parameters where words of readers go


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_reports_are_scoped_and_steadfast")]

    operations = [migrations.RunSQL(FIND, migrations.RunSQL.noop)]
