"""Rows that are organisations: found by credit code, else by name where they are; who is not found is new."""

from collections.abc import Sequence
from typing import Final

from django.db import connection

from wenhui.ground.areas.models import Area, Level
from wenhui.ground.areas.queries import around
from wenhui.kit import bulk
from wenhui.kit.words import Words
from wenhui.record.ledgers.importing.telling import AMBIGUOUS, NOWHERE, TWICE, Body, Spoken
from wenhui.record.registry.actions.organisations import LONGEST
from wenhui.record.registry.words import KIND_OF_REGISTER, OrganisationKind

USCC, NAME, ADDRESS, KIND = "organisation.uscc", "organisation.name", "organisation.address", "organisation.kind"

BY_CODE: Final = f"""
SELECT asked.place - 1, o.id FROM unnest({bulk.array_of("text")}) WITH ORDINALITY AS asked (code, place)
JOIN registry_organisation o ON o.uscc = asked.code
"""
# By name in a building or grid, where that is one organisation and no code says it is another.
BY_NAME: Final = f"""
SELECT asked.place, min(o.id)
FROM unnest({bulk.array_of("integer")}, {bulk.array_of("text")}, {bulk.array_of("bigint")}, {bulk.array_of("text")})
    AS asked (place, name, area, code)
JOIN registry_organisation o ON o.name = asked.name AND o.area_id = asked.area AND o.closed_on IS NULL
    AND (o.uscc IS NULL OR asked.code IS NULL)
GROUP BY asked.place HAVING count(*) = 1
"""

NOBODY = Words(
    "没有单位名称，也没有查得到的统一社会信用代码，认不出是哪家单位",
    "neither a name nor a known credit code: no organisation can be told",
)
NO_PLACE = Words(
    "登记簿里没有这家单位，表里又没有地址，没有新增。请补全经营地址后再导入这一行",
    "the registry does not hold this organisation and the row has no address; complete it and import the row again",
)
NOT_A_BUILDING = Words(
    "登记簿里没有这家单位，地址又认不到楼幢或网格，没有新增。请写明小区、楼幢或门牌",
    "the registry does not hold this organisation and the address leads to no building or grid",
)
TWO_NAMES = Words(
    "同一个统一社会信用代码写给了两家不同名称的单位，两行都没有采用，请核对",
    "one credit code is given to two organisations of different names; please check",
)
LONG_NAME = Words(f"单位名称超过 {LONGEST} 个字，这一行没有采用", f"the name has more than {LONGEST} characters")
OTHER_KIND = Words(
    "单位类别与统一社会信用代码的前两位不一致，按代码登记",
    "the kind contradicts the first two characters of the credit code, which counts",
)
OUTSIDE = Words(
    "这个统一社会信用代码登记在您的权限之外，没有新增",
    "the credit code is registered outside your scope; nothing was added",
)


def tell_organisations(spoken: Spoken) -> None:
    """Tell of which organisations rows speak, and which of them are new."""
    codes, names, addresses = spoken.texts(USCC), spoken.texts(NAME), spoken.texts(ADDRESS)
    _of_one_name(spoken, codes, names)
    _of_one_kind(spoken, codes)
    for place, found in _asked(BY_CODE, [[code or None for code in codes]]):
        if place not in spoken.cells.refused:
            spoken.subjects[place] = found
    understood = spoken.understood(addresses)
    homes = {text: _home(found.area) for text, found in understood.items() if found.area is not None}
    at_home = [place for place in spoken.open if names[place] and homes.get(addresses[place])]
    where = [homes[addresses[place]] for place in at_home]
    asked: list[Sequence[object]] = [
        at_home,
        [names[place] for place in at_home],
        where,
        [codes[place] or None for place in at_home],
    ]
    for place, found in _asked(BY_NAME, asked):
        spoken.subjects[place] = found
    spoken.once()
    kinds, brought = spoken.texts(KIND), set[tuple[str, int | None]]()
    for place in spoken.open:
        home = homes.get(addresses[place])
        if not names[place]:
            spoken.refuse(place, NOBODY, NAME, USCC)
        elif len(names[place]) > LONGEST:
            spoken.refuse(place, LONG_NAME, NAME)
        elif not addresses[place]:
            spoken.refuse(place, NO_PLACE, ADDRESS, NAME)
        elif home is None:
            found_at = understood[addresses[place]]
            why = AMBIGUOUS if found_at.candidates else NOT_A_BUILDING if found_at.understood else NOWHERE
            spoken.refuse(place, why, ADDRESS)
        elif (key := (codes[place], None) if codes[place] else (names[place], home)) in brought:
            spoken.refuse(place, TWICE)
        else:
            brought.add(key)
            read = KIND_OF_REGISTER.get(codes[place][:2])
            kind = read.value if read else kinds[place] or OrganisationKind.OTHER.value
            spoken.bodies[place] = Body(names[place], codes[place], kind, home)


def _of_one_name(spoken: Spoken, codes: Sequence[str], names: Sequence[str]) -> None:
    """Take none of two rows that give one code to two names."""
    first: dict[str, int] = {}
    for place, code in enumerate(codes):
        if not code or (earlier := first.setdefault(code, place)) == place:
            continue
        if names[place] and names[earlier] and names[place] != names[earlier]:
            for one in (earlier, place):
                if one not in spoken.cells.refused:
                    spoken.refuse(one, TWO_NAMES, USCC)


def _of_one_kind(spoken: Spoken, codes: Sequence[str]) -> None:
    """Empty cells that say another kind than the row's code does: the code counts."""
    kinds = spoken.cells.columns.get(KIND)
    for place, code in enumerate(codes):
        read = KIND_OF_REGISTER.get(code[:2])
        if kinds is not None and read is not None and kinds[place] and kinds[place] != read.value:
            kinds[place] = ""
            spoken.doubt(place, OTHER_KIND, KIND)


def _home(area: Area) -> int | None:
    place = around(area.path, Level.BUILDING) or around(area.path, Level.GRID)
    return place.pk if place is not None else None


def _asked(statement: str, columns: Sequence[Sequence[object]]) -> list[tuple[int, int]]:
    if not columns[0]:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement, [bulk.column(column) for column in columns])
        return [(place, found) for place, found in cursor.fetchall()]
