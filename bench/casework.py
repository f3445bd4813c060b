"""What an import costs beside the barest way in: `python -m bench.casework FILE` (the real casework; README.md says whence).

The import parses, finds areas, makes cases, moves, indicators, journal lines. Beside it the same cases and moves go by one
INSERT each into equal tables with the same keys and indexes, without triggers and policies. One run.
"""

import argparse
from pathlib import Path

from bench.own import Result, office, timed

BAR = 2.5
PLAIN = """
DROP TABLE IF EXISTS plain_move, plain_case;
CREATE TABLE plain_case (LIKE cases_case INCLUDING ALL);
CREATE TABLE plain_move (LIKE cases_casemove INCLUDING ALL);
ALTER TABLE plain_case ADD FOREIGN KEY (area_id) REFERENCES areas_area DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE plain_case ADD FOREIGN KEY (type_key) REFERENCES cases_casetype DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE plain_move ADD FOREIGN KEY (case_id) REFERENCES plain_case DEFERRABLE INITIALLY DEFERRED;
"""


def main() -> int:
    """Measure on a server of its own; 1 when the bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    file: Path = parser.parse_args().file
    with office() as (_, folder):
        return measure(file, folder)


def measure(file: Path, folder: Path) -> int:
    """Import the file, then write the same rows the barest way; print the ratio."""
    import django

    django.setup()
    from wenhui.site import demonstration, preparing

    preparing.prepare()
    imported = timed(lambda: demonstration.import_casework(file, rejects=folder / "rejects.csv"))
    from wenhui.ground.tally import actions

    def fold() -> None:
        while actions.fold():
            pass

    folded = timed(fold)
    differences = len(list(actions.differences()))
    plain = min(timed(write_plain) for _ in range(2))
    result = Result("import ÷ set-based INSERT of the same rows", imported / plain, BAR)
    print(f"     import {imported:.1f} s, plain {plain:.1f} s; fold {folded:.1f} s; {differences} differences")
    print(result)
    return 0 if result.is_met and not differences else 1


def write_plain() -> None:
    """Insert the imported cases and moves into equal tables by one statement each."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(PLAIN)
        for source, target in (("cases_case", "plain_case"), ("cases_casemove", "plain_move")):
            cursor.execute(
                "SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) "
                "FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'",
                [source],
            )
            columns = cursor.fetchone()[0]
            cursor.execute(
                f"INSERT INTO {target} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM {source} ORDER BY id"
            )


if __name__ == "__main__":
    raise SystemExit(main())
