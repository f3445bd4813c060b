"""What publishing freezes, and what has changed since: the same formulas over the kept rows and over those of now."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wenhui.work.cases.evaluation import rows
from wenhui.work.cases.evaluation.figures import Figure, Figures, grouped, told
from wenhui.work.cases.evaluation.formulas import Formulas
from wenhui.work.cases.evaluation.rows import FACTS, Asked
from wenhui.work.cases.models import Evaluation, EvaluationFormulas

MOST_CHANGED = 200
"""How many changed rows a page shows."""


def formulas_at(path: str) -> EvaluationFormulas | None:
    """Return the formulas that hold at an area: the nearest above it."""
    above = [path[: end + 1] for end, letter in enumerate(path) if letter == "."]
    return EvaluationFormulas.objects.filter(path__in=above).order_by("-path").first()


def next_pk() -> int:
    """Return the number under which the next publication and its rows are kept."""
    [found] = rows.ask("SELECT nextval(pg_get_serial_sequence('cases_evaluation', 'id')) AS pk", {})
    pk: int = found["pk"]
    return pk


def keep_rows(pk: int, formulas: Formulas, asked: Asked) -> int:
    """Keep the rows of an evaluation, each with the terms it enters, and return how many there are."""
    source, values = asked.source()
    kept = rows.ask(
        f"INSERT INTO cases_evaluationrow (evaluation_id, entered, {', '.join(FACTS)}) "  # noqa: S608
        f"{source}, come AS (SELECT CAST(%(pk)s AS bigint), {_entered(formulas)}, {', '.join(FACTS)} FROM entries) "
        "SELECT * FROM come RETURNING 1 AS one",
        values | {"pk": pk},
    )
    return len(kept)


def figures_of(pk: int, formulas: Formulas) -> Figures:
    """Return the figures that formulas make of the rows kept under a number."""
    sql = grouped(formulas, "cases_evaluationrow", where="evaluation_id = %(pk)s")
    return told(formulas, rows.ask(sql, {"pk": pk}))


def _entered(formulas: Formulas) -> str:
    """Return the names of the terms that a row enters, as SQL."""
    names = ", ".join(
        f"CASE WHEN {term.condition(formulas.left_out)} THEN '{name}' END" for name, term in formulas.terms()
    )
    return f"to_jsonb(array_remove(ARRAY[{names}]::text[], NULL)) AS entered"


@dataclass(frozen=True, slots=True)
class Changed:
    """One row that says something else now: what it said when it was published, and what it says now."""

    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    @property
    def row(self) -> Mapping[str, Any]:
        """Return the row, as it is or as it was."""
        return self.after or self.before or {}

    def facts(self) -> list[str]:
        """Return the facts that differ."""
        if self.before is None or self.after is None:
            return []
        return [name for name in FACTS if self.before[name] != self.after[name]]


@dataclass(frozen=True, slots=True)
class Differing:
    """One figure that would be another today, and how many rows enter it otherwise than when it was published."""

    unit_key: str
    key: str
    then: Figure | None
    now: Figure | None
    rows: int


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since a publication, within sight."""

    figures: list[Differing]
    rows: list[Changed]


def since(evaluation: Evaluation, asked: Asked) -> Since:
    """Return what the published period would say now, by the formulas of then.

    Whoever does not see the whole office compares the rows in sight, then and now.
    """
    formulas = evaluation.used
    then, now = _kept(evaluation, asked), _present(formulas, asked)
    changed = [
        Changed(then.get(place), now.get(place)) for place in sorted({*then, *now}) if then.get(place) != now.get(place)
    ]
    where = "evaluation_id = %(pk)s" + ("" if asked.unit_key is None else " AND unit_key = %(unit_key)s")
    sql = grouped(formulas, "cases_evaluationrow", where=where)
    before = told(formulas, rows.ask(sql, {"pk": evaluation.pk, "unit_key": asked.unit_key}))
    after = rows.figures(formulas, asked)
    return Since(list(_differing(formulas, before, after, changed)), changed)


def _differing(formulas: Formulas, before: Figures, after: Figures, changed: list[Changed]) -> list[Differing]:
    found = []
    for unit in sorted({*before.by_unit, *after.by_unit}):
        for one in formulas.measures:
            then = before.by_unit.get(unit, {}).get(one.key)
            now = after.by_unit.get(unit, {}).get(one.key)
            if then != now:
                found.append(Differing(unit, one.key, then, now, _how_many(changed, unit, one.key)))
    return found


def _how_many(changed: list[Changed], unit: str, key: str) -> int:
    names = {f"{key}.n", f"{key}.d"}
    count = 0
    for one in changed:
        if unit not in {"*", one.row["unit_key"]}:
            continue
        sides = [set(side["entered"]) & names if side else set() for side in (one.before, one.after)]
        is_summed = one.before is not None and one.after is not None and bool(sides[0])
        count += sides[0] != sides[1] or (is_summed and bool(one.facts()))
    return count


def _kept(evaluation: Evaluation, asked: Asked) -> dict[tuple[Any, ...], dict[str, Any]]:
    mine = evaluation.kept.filter(**({} if asked.unit_key is None else {"unit_key": asked.unit_key}))
    return {_place(row): row for row in mine.values("entered", *FACTS)}


def _present(formulas: Formulas, asked: Asked) -> dict[tuple[Any, ...], dict[str, Any]]:
    found = rows.fetched(asked, columns=(_entered(formulas), *FACTS))
    return {_place(row): row | {"entered": json.loads(row["entered"])} for row in found}


def _place(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return (row["number"], row["round"], row["unit_key"])
