"""The figures of an evaluation: every term of every measure, by unit and for all units, in one pass over the rows. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wenhui.work.cases.evaluation.formulas import ALL_UNITS, Formulas, Measure


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what is above the line, what is below it, and what is shown; a count has nothing below."""

    above: int
    below: int | None
    value: str | None

    @classmethod
    def of(cls, measure: Measure, above: int, below: int | None) -> "Figure":
        """Return the figure of a measure."""
        return cls(above, below, measure.value(above, below))


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures: by unit (`*` for all together, `` for what no unit has) and measure; the first types of each unit."""

    by_unit: dict[str, dict[str, Figure]] = field(default_factory=dict)
    first_types: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    rows: int = 0

    @property
    def stored(self) -> dict[str, Any]:
        """Return the figures as they are kept."""
        units = {
            unit: {key: [one.above, one.below, one.value] for key, one in of.items()}
            for unit, of in self.by_unit.items()
        }
        return {"units": units, "types": {unit: [list(one) for one in of] for unit, of in self.first_types.items()}}

    @classmethod
    def read(cls, kept: Mapping[str, Any], *, rows: int) -> "Figures":
        """Return figures that were kept."""
        units = {unit: {key: Figure(*figure) for key, figure in of.items()} for unit, of in kept["units"].items()}
        return cls(units, {unit: [(key, n) for key, n in of] for unit, of in kept["types"].items()}, rows)


def grouped(formulas: Formulas, table: str, *, where: str = "true") -> str:
    """Return the SELECT over rows in `table`: each unit, all units, each unit's types and all types, with every term.

    The same words are PostgreSQL and DuckDB.
    """
    terms = [term.sql(formulas.left_out) for _, term in formulas.terms()]
    numbered = ", ".join(f"{sql} AS t{number}" for number, sql in enumerate(terms))
    return (
        f"SELECT unit_key, type_key, grouping(unit_key) AS all_units, grouping(type_key) AS all_types, "  # noqa: S608
        f"count(*) AS n, count(*) FILTER (WHERE {formulas.first_types()}) AS of_type, {numbered} "
        f"FROM {table} WHERE {where} "
        "GROUP BY GROUPING SETS ((unit_key), (), (unit_key, type_key), (type_key))"
    )


def told(formulas: Formulas, found: Iterable[Mapping[str, Any]]) -> Figures:
    """Return the figures that the groups of `grouped` say."""
    places = {name: f"t{number}" for number, (name, _) in enumerate(formulas.terms())}
    result, count = Figures(), 0
    for group in found:
        unit = ALL_UNITS if group["all_units"] else group["unit_key"]
        if not group["all_types"]:
            if group["of_type"]:
                result.first_types.setdefault(unit, []).append((group["type_key"], group["of_type"]))
            continue
        if group["all_units"]:
            count = group["n"]
        result.by_unit[unit] = {
            one.key: Figure.of(
                one, group[places[f"{one.key}.n"]],
                None if one.denominator is None else group[places[f"{one.key}.d"]],
            )
            for one in formulas.measures
        }  # fmt: skip
    firsts = {
        unit: sorted(types, key=lambda one: (-one[1], one[0]))[: formulas.top_types]
        for unit, types in sorted(result.first_types.items())
    }
    return Figures(dict(sorted(result.by_unit.items())), firsts, count)
