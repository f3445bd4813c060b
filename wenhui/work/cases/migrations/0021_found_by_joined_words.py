"""Suggestions and likely kin are scoped; a case is found by the words of everybody who reported it.

Words of reports that joined a case, and of cases that were joined to another, lead to the case they were joined to. Both
indexes hold only such rows; where none of them holds the words, the finder is as fast as before.
"""

from django.db import migrations

from wenhui.kit import scope

COPY_PATH = """
CREATE TRIGGER cases_suggestion_copies_path BEFORE INSERT ON cases_casesuggestion FOR EACH ROW
EXECUTE FUNCTION cases_move_copies_path();
CREATE TRIGGER cases_likely_kin_copies_path BEFORE INSERT ON cases_caselikelykin FOR EACH ROW
EXECUTE FUNCTION cases_move_copies_path();
"""

BRING_PATH = """
CREATE OR REPLACE FUNCTION cases_case_brings_path() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    UPDATE cases_casemove SET area_path = NEW.area_path WHERE case_id = NEW.id;
    UPDATE cases_casereport SET area_path = NEW.area_path WHERE case_id = NEW.id;
    UPDATE cases_casereporter SET area_path = NEW.area_path
    WHERE report_id IN (SELECT id FROM cases_casereport WHERE case_id = NEW.id);
    UPDATE cases_caseappeal SET area_path = NEW.area_path WHERE case_id = NEW.id;
    UPDATE cases_casekin SET area_path = NEW.area_path WHERE case_id = NEW.id;
    UPDATE cases_caselikelykin SET area_path = NEW.area_path WHERE case_id = NEW.id;
    UPDATE cases_casesuggestion SET area_path = NEW.area_path WHERE case_id = NEW.id;
    RETURN NULL;
END $$;
"""

JOINED = """
UPDATE cases_casereport AS said SET joins = true FROM cases_case AS one
WHERE one.id = said.case_id AND (said.title <> one.title OR said.words <> one.description);
CREATE INDEX case_reports_joined_by_words ON cases_casereport
USING gin (cases_grams(title || ' ' || words)) WHERE joins;
CREATE INDEX cases_joined_by_words ON cases_case
USING gin (cases_grams(number || ' ' || title || ' ' || place || ' ' || description)) WHERE into_id IS NOT NULL;
"""

OWN = "number || '' '' || title || '' '' || place || '' '' || description"
IN_SIGHT = "area_path >= $2 AND area_path < $3"

# The common words' sort comes after a materialised list for the reason told in 0015.
FIND = f"""
ALTER FUNCTION cases_find(text[], text[], integer) RENAME TO cases_find_own;

CREATE FUNCTION cases_find(query text[], stages text[], most integer) RETURNS SETOF bigint LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public ROWS 200 AS $$
DECLARE
    told bigint[];
BEGIN
    EXECUTE
        'WITH said AS MATERIALIZED (SELECT id, case_id FROM cases_casereport '
        'WHERE joins AND cases_grams(title || '' '' || words) @> $1 AND {IN_SIGHT}), '
        'joined AS MATERIALIZED (SELECT id, into_id FROM cases_case '
        'WHERE into_id IS NOT NULL AND cases_grams({OWN}) @> $1 AND {IN_SIGHT}), '
        'held AS ((SELECT case_id FROM said ORDER BY id DESC LIMIT $4) UNION '
        '(SELECT into_id FROM joined ORDER BY id DESC LIMIT $4)) '
        'SELECT array_agg(id) FROM (SELECT case_id AS id FROM held UNION '
        'SELECT one.into_id FROM held JOIN cases_case AS one ON one.id = held.case_id AND one.into_id IS NOT NULL) AS found'
        INTO told USING query, {scope.SQL_FROM}, {scope.SQL_TO}, most;
    IF told IS NULL THEN
        RETURN QUERY SELECT cases_find_own(query, stages, most);
        RETURN;
    END IF;
    RETURN QUERY EXECUTE
        'WITH found AS MATERIALIZED (SELECT cases_find_own($1, $4, $6) AS id UNION SELECT unnest($7)) '
        'SELECT id FROM cases_case JOIN found USING (id) WHERE {IN_SIGHT} AND ($4 IS NULL OR stage = ANY ($4)) AND $5 >= 1 '
        'ORDER BY reported_at DESC, id DESC LIMIT $6'
        USING query, {scope.SQL_FROM}, {scope.SQL_TO}, stages, {scope.SQL_CLEARANCE}, most, told;
END $$;
"""  # noqa: S608 - our own settings' names, and parameters where words of readers go


class Migration(migrations.Migration):
    dependencies = [("cases", "0020_learnt")]

    operations = [
        migrations.RunSQL(
            "".join(
                (
                    *(scope.policy_sql(table) for table in ("cases_casesuggestion", "cases_caselikelykin")),
                    COPY_PATH,
                    BRING_PATH,
                    JOINED,
                    FIND,
                )
            ),
            migrations.RunSQL.noop,
        )
    ]
