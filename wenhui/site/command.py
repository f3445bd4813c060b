"""The `wenhui` command: what an office's IT person types. `docs/commands.md` is compared with its help by a test.

Words in front of the verb are few: every subcommand says in one line what it does, what it needs and how it fails.
"""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from wenhui.site import environment

Handler = Callable[[argparse.Namespace], int]


def parser() -> argparse.ArgumentParser:
    """Return the whole command line."""
    top = argparse.ArgumentParser(
        prog="wenhui", description="Wenhui (文晖): the working system of a subdistrict office."
    )
    verbs = top.add_subparsers(title="commands", metavar="COMMAND", required=True)

    up = _verb(verbs, "up", "start the office: database, pages, jobs, keeper; Ctrl-C stops all of it", "starting:up")
    up.add_argument("--demo", action="store_true", help="the demonstration: invented people, seeded once, MQTT broker")
    up.add_argument("--casework", type=Path, metavar="FILE", help="with --demo: also import these real cases")

    seed = _verb(verbs, "seed", "fill the demonstration with invented people and cases", "seeding:seed")
    seed.add_argument("--today", metavar="DATE", help="the day the demonstration takes for today, such as 2026-03-17")
    seed.add_argument(
        "--number", type=int, default=1, help="the seed number; the same number and day give the same rows"
    )

    catalogue = _nested(verbs, "catalogue", "the office as configuration (YAML)")
    for name, text in (("plan", "say what applying would change"), ("apply", "make the office as the catalogue says")):
        one = _verb(catalogue, name, text, f"cataloguing:{name}")
        one.add_argument("--folder", type=Path, help="the office's folder; default: catalogue/wenhui")

    cases = _nested(verbs, "cases", "cases in bulk")
    load = _verb(cases, "import", "import cases from csv, parquet or xlsx; safe to repeat", "importing:cases")
    load.add_argument("file", type=Path)
    load.add_argument("--mapping", type=Path, required=True, help="YAML: which column is which")
    load.add_argument("--rejects", type=Path, help="where rejected rows go; default: FILE.rejects.csv")
    _texts(cases)

    _linkage(verbs)

    ledger = _nested(verbs, "ledger", "departments' tables, in and out")
    fill = _verb(ledger, "fill", "answer a department's blank form (xlsx) from what is held", "filling:fill")
    fill.add_argument("template", type=Path, metavar="TEMPLATE")
    fill.add_argument(
        "--area", required=True, help="a name such as 流水西苑社区, an official code, a path or an address"
    )
    fill.add_argument(
        "--filter", action="append", default=[], metavar="CONDITION", help="age>=60, 人口类别=户籍, alone"
    )
    fill.add_argument("-o", "--out", type=Path, metavar="FILE", help="default: TEMPLATE-filled.xlsx")
    fill.add_argument("--tab", metavar="NAME", help="which sheet; default: the first that holds a table")
    fill.add_argument("--asker", default="street", metavar="CODE", help="who asks for it (code table provider)")
    fill.add_argument("--ground", default="not stated", metavar="TEXT", help="on what ground; goes into the journal")

    recount = _verb(verbs, "recount", "count everything again from the rows", "counting:recount")
    recount.add_argument("--check", action="store_true", help="change nothing; list every difference, exit 1 if any")

    journal = _nested(verbs, "journal", "the sealed record of who did what")
    _verb(journal, "verify", "check every seal; exit 1 on damage", "verifying:verify")

    _simulators(verbs)

    _verb(verbs, "doctor", "say in words what is missing; exit 1 if anything is", "doctor:doctor")

    manage = _verb(verbs, "manage", "any Django command, such as: wenhui manage migrate", "managing:manage")
    manage.add_argument("rest", nargs=argparse.REMAINDER, metavar="...")
    return top


def _linkage(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    link = _nested(verbs, "link", "which rows of tables, or of the registry, are one person")
    pairs = _verb(link, "run", "link rows of two tables, or find duplicates inside one", "linking:run")
    pairs.add_argument("--left", type=Path, required=True, metavar="FILE", help="a table: csv, parquet or xlsx")
    pairs.add_argument(
        "--right", type=Path, metavar="FILE", help="another table; without it, duplicates in the left one"
    )
    pairs.add_argument("--mapping", type=Path, required=True, metavar="FILE", help="YAML: which column is which")
    pairs.add_argument("--out", type=Path, required=True, metavar="FILE", help="csv: left, right, probability")
    pairs.add_argument("--threshold", type=float, metavar="P", help="least probability; default: the model's own")
    pairs.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb", help="default: duckdb")
    pairs.add_argument("--explain", action="store_true", help="add the reasons per field, with their evidence in bits")
    pairs.add_argument("--model", type=Path, metavar="FILE", help="use a model that was kept, train none")
    pairs.add_argument("--keep-model", type=Path, metavar="FILE", help="keep the model (JSON) for other tables")
    verdict = _verb(
        link, "evaluate", "compare links with pairs known to be true: precision, recall, F1", "linking:evaluate"
    )
    verdict.add_argument("links", type=Path)
    verdict.add_argument("truth", type=Path)
    verdict.add_argument("--json", action="store_true", help="say it as JSON")

    _verb(
        link, "train", "learn from the registry, without labels, when two rows are one person", "linking_registry:train"
    )
    _verb(
        link,
        "suspects",
        "search the registry for rows that may be one person; queues them",
        "linking_registry:suspects",
    )


def _simulators(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    sim = _nested(verbs, "sim", "outside parties as they are on a bad day, to try an office against")
    brain = _verb(
        sim,
        "citybrain",
        "be the city brain: take events, send tasks, double, reorder, drop, fail",
        "simulating:citybrain",
    )
    brain.add_argument("--office", default="http://127.0.0.1:8600", metavar="URL", help="default: %(default)s")
    brain.add_argument("--trouble", type=float, default=0.2, metavar="SHARE", help="how bad the road is; default: 0.2")
    brain.add_argument("--seed", type=int, metavar="N", help="the same number gives the same troubles")


def _texts(cases: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add what is learnt from the words of any table; no database, no settings."""
    teach = _verb(
        cases, "train", "learn which label a text has: from a table, no database; or from the office's closed cases",
        "learning:train",
    )  # fmt: skip
    guess = _verb(cases, "suggest", "suggest labels for texts, with a confidence; no database", "learning:suggest")
    again = _verb(cases, "families", "find the same matter told again over weeks; no database", "learning:families")
    table, columns_with_words = "a table: csv (UTF-8 or GB 18030), parquet or xlsx", "the columns that hold the words"
    for one in (guess, again):
        one.add_argument("file", type=Path, metavar="FILE", help=table)
        one.add_argument("--text", required=True, metavar="COLUMN[,COLUMN]", help=columns_with_words)
    teach.add_argument(
        "file", type=Path, metavar="FILE", nargs="?", help=f"{table}; without one: the office's own closed cases"
    )
    teach.add_argument("--text", metavar="COLUMN[,COLUMN]", help=columns_with_words)
    teach.add_argument("--label", metavar="COLUMN", help="the column to learn; empty cells teach nothing")
    teach.add_argument("--key", metavar="COLUMN", help="what --explain calls a row; default: its number, from 1")
    teach.add_argument(
        "--synonyms", type=Path, metavar="FILE", help="YAML, label: [words]; alone they teach a little too"
    )
    teach.add_argument("--model", type=Path, metavar="DIR", help="a new directory, or that of an older model, replaced")
    guess.add_argument("--model", type=Path, required=True, metavar="DIR", help="what `wenhui cases train` wrote")
    guess.add_argument("--explain", action="store_true", help="also runner_up, nearest (key and likeness) and words")
    again.add_argument("--at", required=True, metavar="COLUMN", help="when it was told: a date or a moment")
    again.add_argument("--lat", metavar="COLUMN", help="latitude in degrees (WGS 84); may be empty in some rows")
    again.add_argument("--lon", metavar="COLUMN", help="longitude in degrees")
    for one, columns in (
        (guess, "suggestion, confidence"),
        (again, "family (empty for a row that is alone) and score (0 then)"),
    ):
        one.add_argument(
            "--out",
            type=Path,
            required=True,
            metavar="FILE",
            help=f"csv: the table with {columns}; replaced if it exists",
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; a wrong setting, or a machine that fails it, ends it with one line and exit 2."""
    given = parser().parse_args(arguments)
    if getattr(given, "demo", False):
        os.environ[environment.DEMO.name] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wenhui.site.settings")
    raise SystemExit(_run(given))


def _run(given: argparse.Namespace) -> int:
    from wenhui.site import failing
    from wenhui.site.commands import refusals

    logging.getLogger("psycopg").setLevel(logging.ERROR)  # it warns of a cut connection, which is said below in words
    try:
        if not given.handler.startswith(("doctor:", "linking:", "learning:")):
            environment.check()
        return _handler(given.handler)(given)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        said = str(error) if isinstance(error, refusals()) else failing.in_words(error)
        if said is None:
            raise
        print(f"wenhui: {said}", file=sys.stderr)  # noqa: T201
        return 2


def _handler(name: str) -> Handler:
    from importlib import import_module

    module, function = name.split(":")
    handler: Handler = getattr(import_module(f"wenhui.site.commands.{module}"), function)
    return handler


def _verb(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, text: str, handler: str
) -> argparse.ArgumentParser:
    one = verbs.add_parser(name, help=text, description=text)
    one.set_defaults(handler=handler)
    return one


def _nested(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, text: str
) -> "argparse._SubParsersAction[argparse.ArgumentParser]":
    one = verbs.add_parser(name, help=text, description=text)
    return one.add_subparsers(title="commands", metavar="COMMAND", required=True)
