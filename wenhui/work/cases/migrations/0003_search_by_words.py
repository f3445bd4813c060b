"""Cases are found by words: characters and pairs of them for Chinese, whole words otherwise.

A pair has no trigram, and array operators may not use an index under a policy; hence pairs in a GIN index behind a finder
that takes the scope from the transaction. The index is on an expression, so rows carry no second copy of their words.
"""

from django.db import migrations

from wenhui.kit import scope

GRAMS = r"""
CREATE FUNCTION cases_grams(words text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    han text[];
BEGIN
    IF octet_length(words) = length(words) THEN
        RETURN string_to_array(btrim(regexp_replace(lower(words), '[^a-z0-9]+', ' ', 'g')), ' ');
    END IF;
    words := lower(normalize(words, NFKC));
    han := string_to_array(regexp_replace(words, '[^㐀-鿿]+', ' ', 'g'), NULL);
    RETURN array_remove(han, ' ')
        || (SELECT array_agg(one || next) FROM unnest(han, han[2:]) AS pair(one, next) WHERE one <> ' ' AND next <> ' ')
        || string_to_array(btrim(regexp_replace(words, '[^a-z0-9]+', ' ', 'g')), ' ');
END $$;
"""

INDEX = """
CREATE INDEX cases_found_by_words ON cases_case
USING gin (cases_grams(number || ' ' || title || ' ' || place || ' ' || description));
"""

# Planned with the words at hand (EXECUTE), because a common pair and a rare one want different plans.
FIND = f"""
CREATE FUNCTION cases_find(query text[], stages text[], most integer) RETURNS SETOF bigint LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public ROWS 200 AS $$
BEGIN
    RETURN QUERY EXECUTE
        'SELECT id FROM cases_case '
        'WHERE cases_grams(number || '' '' || title || '' '' || place || '' '' || description) @> $1 '
        'AND area_path >= $2 AND area_path < $3 AND ($4 IS NULL OR stage = ANY ($4)) AND $5 >= 1 '
        'ORDER BY reported_at DESC, id DESC LIMIT $6'
        USING query, {scope.SQL_FROM}, {scope.SQL_TO}, stages, {scope.SQL_CLEARANCE}, most;
END $$;
"""  # noqa: S608 - our own settings' names, and parameters where words of readers go


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_scope_and_steadfast_moves")]

    operations = [
        migrations.RunSQL(GRAMS, "DROP FUNCTION cases_grams(text)"),
        migrations.RunSQL(INDEX, "DROP INDEX cases_found_by_words"),
        migrations.RunSQL(FIND, "DROP FUNCTION cases_find(text[], text[], integer)"),
    ]
