"""Words of one attribute, found and erased wherever facts are kept."""

from django.db import connection, transaction

from wenhui.record.facts.models import Conflict, Known, Ruling, Statement

ERASE_CONFIRMATIONS = """
UPDATE facts_confirmation c SET attributes = kept.attributes, roots = kept.roots
FROM (
    SELECT id, coalesce(array_agg(attribute) FILTER (WHERE attribute <> %(n)s), '{}') AS attributes,
           coalesce(array_agg(root) FILTER (WHERE attribute <> %(n)s), '{}') AS roots
    FROM facts_confirmation, unnest(attributes, roots) AS one (attribute, root)
    WHERE %(n)s = ANY(attributes) GROUP BY id
) AS kept WHERE kept.id = c.id
"""
ERASE_STATEMENTS = "UPDATE facts_statement SET said = said - %(key)s WHERE said ? %(key)s"
ERASE_KNOWN = "UPDATE facts_known SET words = words - %(key)s, roots = roots - %(key)s WHERE words ? %(key)s"


class FactsKeeper:
    """Answers the dictionary for this room."""

    def holds(self, attribute: int) -> bool:
        """Say whether anything was ever said of the attribute."""
        return Statement.objects.filter(said__has_key=str(attribute)).exists()

    def erase(self, attribute: int) -> int:
        """Erase what is known and what was said of it, and its conflicts; the only change that words in force ever see."""
        parameters: dict[str, int | str] = {"n": attribute, "key": str(attribute)}
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('wenhui.erasing', 'on', true)")
            cursor.execute(ERASE_STATEMENTS, parameters)
            erased = int(cursor.rowcount)
            cursor.execute(ERASE_CONFIRMATIONS, parameters)
            cursor.execute(ERASE_KNOWN, parameters)
            cursor.execute("SELECT set_config('wenhui.erasing', '', true)")
            Conflict.objects.filter(attribute_id=attribute).delete()
            Ruling.objects.filter(attribute_id=attribute).delete()
            Known.objects.filter(words={}).delete()
        return erased
