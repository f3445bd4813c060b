"""What an office counts of its units and how (考评办法): conditions from a closed list, exact rounding. Pure.

A figure counts rows, or adds up one of their numbers, over those rows that meet some named conditions; a rate is one such
sum over another. The same formulas become SQL for PostgreSQL and for DuckDB, so whoever has the rows can count again.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from wenhui.kit.catalogue import Part
from wenhui.kit.words import Words

CONDITIONS: Mapping[str, tuple[str, Words]] = {
    "led": ("led", Words("由本单位牵头", "led by the unit")),
    "handed": ("unit_key <> ''", Words("派给过本单位", "handed to the unit")),
    "due": ("due", Words("已到期", "due by then")),
    "closed": ("closed", Words("已结案", "closed")),
    "on_time": ("on_time", Words("在时限内结案", "closed within its limit")),
    "solved": ("solved", Words("结案时已解决，没有重新打开", "solved when closed and not opened again")),
    "reopened": ("reopened", Words("结案后重新打开", "opened again after closing")),
    "timed": ("work_minutes IS NOT NULL", Words("接单并已反馈", "accepted and answered")),
    "reworked": ("reworked > 0", Words("核查没有通过、返工过", "sent back after a failed check")),
    "returned": ("returned > 0", Words("被本单位退单过", "given back by the unit")),
    "extended": ("extended > 0", Words("批准过延期", "given an extension")),
    "deferred": ("deferred > 0", Words("批准过缓办", "given a deferral")),
    "held": ("held > 0", Words("批准过暂停计时", "given a hold of the clock")),
    "hanged": ("hanged > 0", Words("批准过挂账", "put on the unsolved list")),
    "voided": ("voided > 0", Words("批准作废", "made void")),
    "paused": ("paused", Words("正在缓办、暂停", "deferred or held at the time")),
    "hung": ("hung", Words("正在挂账", "on the unsolved list at the time")),
    "void": ("void", Words("作废", "void")),
    "joined": ("joined", Words("并入另一件", "joined to another case")),
    "excluded": ("excluded", Words("裁定剔除", "excluded by a ruling")),
}
"""What may be asked of a row: its SQL, the same in PostgreSQL and DuckDB, and how it reads."""

SUMS: Mapping[str, Words] = {
    "work_minutes": Words("处置工时（分）", "work-minutes of handling"),
    "heard": Words("回访到的报告人", "reporters who were called back"),
    "pleased": Words("满意的报告人", "reporters who are satisfied"),
    "reworked": Words("返工次数", "times sent back"),
    "returned": Words("退单次数", "times given back"),
    "extended": Words("延期次数", "extensions"),
}
"""Which numbers of a row may be added up."""

ALL_UNITS = "*"
"""Under which key figures of all units together stand; the empty key is what no unit has yet."""

Condition = Literal[
    "led", "handed", "due", "closed", "on_time", "solved", "reopened", "timed", "reworked", "returned", "extended",
    "deferred", "held", "hanged", "voided", "paused", "hung", "void", "joined", "excluded",
]  # fmt: skip
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{2,30}$")]


class Term(Part):
    """Rows that meet all conditions of `of` and none of `without`: how many, or the sum of one of their numbers."""

    of: tuple[Condition, ...] = ()
    without: tuple[Condition, ...] = ()
    sum: Literal["", "work_minutes", "heard", "pleased", "reworked", "returned", "extended"] = ""

    def condition(self, left_out: tuple[Condition, ...]) -> str:
        """Return which rows enter, as SQL; a sum passes over rows that have nothing to add."""
        wanted = [*self._conditions(left_out), *([f"{self.sum} > 0"] if self.sum else [])]
        return " AND ".join(wanted) or "true"

    def sql(self, left_out: tuple[Condition, ...]) -> str:
        """Return the whole number over all rows of a group."""
        rows = f"FILTER (WHERE {self.condition(left_out)})"
        return f"CAST(coalesce(sum({self.sum}) {rows}, 0) AS bigint)" if self.sum else f"count(*) {rows}"

    def _conditions(self, left_out: tuple[Condition, ...]) -> Iterator[str]:
        yield from (f"({CONDITIONS[one][0]})" for one in self.of)
        yield from (f"NOT ({CONDITIONS[one][0]})" for one in (*self.without, *left_out))


class Measure(Part):
    """One column of the evaluation: a count, or one term over another times `per`, rounded half up to `digits`.

    `each` is how many of what is added up make one of what is shown: 60 minutes an hour. `is_open` is read by every unit
    of every unit.
    """

    key: Key
    zh: str
    en: str
    means_zh: str
    means_en: str
    count: Term | None = None
    numerator: Term | None = None
    denominator: Term | None = None
    per: Annotated[int, Field(ge=1, le=1000)] = 100
    each: Annotated[int, Field(ge=1, le=1440)] = 1
    digits: Annotated[int, Field(ge=0, le=4)] = 1
    unit_zh: str = "%"
    unit_en: str = "%"
    is_open: bool = False

    @model_validator(mode="after")
    def _is_a_count_or_a_rate(self) -> Self:
        if (self.count is None) == (self.numerator is None) or (self.numerator is None) != (self.denominator is None):
            raise ValueError("a measure has either a count, or a numerator and a denominator")
        return self

    @property
    def above(self) -> Term:
        """Return the numerator; of a count, what is counted."""
        return self.numerator or self.count or Term()

    @property
    def words(self) -> Words:
        """Return the name."""
        return Words(self.zh, self.en)

    @property
    def means(self) -> Words:
        """Return what it says."""
        return Words(self.means_zh, self.means_en)

    @property
    def unit(self) -> Words:
        """Return in what a rate is measured; a count has cases."""
        return Words("", "") if self.denominator is None else Words(self.unit_zh, self.unit_en)

    def value(self, above: int, below: int | None) -> str | None:
        """Return what is shown, in whole steps of the last digit, half up; None where there is nothing to measure by."""
        if self.denominator is None:
            return str(above)
        if not below:
            return None
        scale = 10**self.digits
        steps = (2 * above * self.per * scale + below * self.each) // (2 * below * self.each)
        return f"{steps // scale}.{steps % scale:0{self.digits}d}" if self.digits else str(steps)

    def value_in_duckdb(self) -> str:
        """Return the same over the columns `above` and `below`, as DuckDB writes it."""
        if self.denominator is None:
            return "CAST(above AS varchar)"
        scale = 10**self.digits
        up, down = 2 * self.per * scale, self.each
        steps = f"((above::hugeint * {up} + below * {down}) // (below * {2 * down}))"
        shown = f"{steps} // {scale} || '.' || lpad(CAST({steps} % {scale} AS varchar), {self.digits}, '0')"
        return f"CASE WHEN below > 0 THEN {shown if self.digits else f'CAST({steps} AS varchar)'} END"


class Formulas(Part):
    """An office's formulas: what never counts, the measures in their order, and how many types are named as the first."""

    left_out: tuple[Condition, ...] = ("joined", "excluded")
    top_types: Annotated[int, Field(ge=0, le=10)] = 3
    measures: Annotated[tuple[Measure, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        keys = [one.key for one in self.measures]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValueError(f"the measure {twice[0]} stands here twice")
        return self

    @property
    def stored(self) -> dict[str, object]:
        """Return the formulas as they are kept."""
        return self.model_dump(mode="json", exclude_defaults=True)

    @property
    def digest(self) -> str:
        """Return their name: the same formulas have the same."""
        whole = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(whole.encode()).hexdigest()[:16]

    def measure(self, key: str) -> Measure | None:
        """Return one measure."""
        return next((one for one in self.measures if one.key == key), None)

    def terms(self) -> Iterator[tuple[str, Term]]:
        """Yield every term with its name: `on_time_rate.n`, `on_time_rate.d`."""
        for one in self.measures:
            yield f"{one.key}.n", one.above
            if one.denominator is not None:
                yield f"{one.key}.d", one.denominator

    def term(self, name: str) -> Term | None:
        """Return the term of a name."""
        return dict(self.terms()).get(name)

    def first_types(self) -> str:
        """Return which rows count for the first types of a unit, as SQL."""
        return Term(of=("led",)).condition(self.left_out)
