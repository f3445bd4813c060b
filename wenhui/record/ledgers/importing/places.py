"""Rows that are homes or buildings: found by official code or by address, never invented."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from django.db import connection

from wenhui.ground.areas import queries as areas
from wenhui.ground.areas.models import Area, AreaCode, Level
from wenhui.ground.areas.understanding import Understanding
from wenhui.kit import bulk
from wenhui.kit.scope import upper_bound
from wenhui.kit.words import Words
from wenhui.record.ledgers.importing.telling import AMBIGUOUS, NOWHERE, Spoken
from wenhui.record.registry import dictionary

CODE: Final = "dwelling.code"
HOME: Final = ("dwelling.address", "person.residential_address")
NAME, ESTATE, ADDRESS = "building.name", "building.estate", "building.address"

# Homes of which somebody has said such a code, where that is one home.
CODED: Final = f"""
SELECT asked.place - 1, min(k.place_id)
FROM unnest({bulk.array_of("text")}) WITH ORDINALITY AS asked (code, place)
JOIN facts_known k ON k.place_id IS NOT NULL AND k.words ->> %s = asked.code
GROUP BY asked.place HAVING count(*) = 1
"""

NO_HOME = Words(
    "没有写房屋地址，也没有查得到的房屋编号，认不出是哪一户室",
    "neither an address nor a known code: no home can be told",
)
NO_DOOR = Words(
    "地址只认到楼幢，区域里没有这个室号，这一行没有采用。户室不会照表新立，请先在区域里补上，或改正地址",
    "the address leads to a building that has no such door; homes are never made from a table: add it to the areas first",
)
NO_BUILDING = Words(
    "地址只认到社区或网格，认不出是哪一幢，这一行没有采用。请写明小区和幢号",
    "the address leads to a community or grid but to no building; write the estate and the building's number",
)
NO_NAME = Words("没有写楼幢名称或地址，认不出是哪一幢", "neither a name nor an address: no building can be told")
TWO_PLACES = Words(
    "房屋编号和地址指的不是同一户室，这一行没有采用，请核对",
    "code and address mean two different homes; please check",
)


def tell_dwellings(spoken: Spoken) -> None:
    """Tell of which front doors rows speak."""
    codes, addresses = spoken.texts(CODE), spoken.texts(*HOME)
    understood = spoken.understood(addresses)
    by_code = _coded(codes, Level.DWELLING, spoken.within)
    for place in spoken.open:
        found = understood.get(addresses[place])
        area = found.area if found is not None and found.area is not None else None
        at_address = area.pk if area is not None and area.level == Level.DWELLING else None
        coded = by_code.get(place)
        if coded is not None and at_address not in {None, coded}:
            spoken.refuse(place, TWO_PLACES, CODE)
        elif coded is not None or at_address is not None:
            spoken.subjects[place] = coded or at_address
        elif found is None:
            spoken.refuse(place, NO_HOME, *HOME, CODE)
        else:
            spoken.refuse(place, _why(found, least=NO_DOOR), *HOME)
    spoken.once()


def tell_buildings(spoken: Spoken) -> None:
    """Tell of which buildings rows speak: by address, by their whole name, by estate and name, by a name understood."""
    addresses, estates, names = spoken.texts(ADDRESS), spoken.texts(ESTATE), spoken.texts(NAME)
    ways = [addresses, [f"{estate}{name}" for estate, name in zip(estates, names, strict=True)], names]
    understood = [spoken.understood(texts) for texts in ways]
    called = _called(spoken.within)
    for place in spoken.open:
        readings = [found for way, texts in zip(understood, ways, strict=True) if (found := way.get(texts[place]))]
        buildings = [one.pk for found in readings if found.area is not None and (one := building_of(found.area))]
        named = called.get(_dense(names[place]))
        if addresses[place] and buildings:
            spoken.subjects[place] = buildings[0]
        elif named is not None or buildings:
            spoken.subjects[place] = named or buildings[0]
        elif readings:
            spoken.refuse(place, _why(max(readings, key=_depth), least=NO_BUILDING), ADDRESS, NAME)
        else:
            spoken.refuse(place, NO_NAME, NAME, ADDRESS)
    spoken.once()


def _called(within: str) -> dict[str, int]:
    """Return the buildings of an area by their whole names, those alone of whose name there is one."""
    here = Area.objects.filter(
        level=Level.BUILDING, path__gte=within, path__lt=upper_bound(within), valid_to__isnull=True
    )
    rows = [(_dense(name), pk) for name, pk in here.values_list("name", "pk")]
    counts = Counter(name for name, _ in rows)
    return {name: pk for name, pk in rows if counts[name] == 1}


def _dense(name: str) -> str:
    return "".join(name.split())


def _depth(found: Understanding) -> tuple[int, bool]:
    return len(found.understood), bool(found.candidates)


def building_of(area: Area) -> Area | None:
    """Return the building that an area lies in, itself included."""
    return areas.around(area.path, Level.BUILDING)


def _why(found: Understanding, *, least: Words) -> Words:
    """Return why an address leads to nothing that rows may speak of; `least` where one level more would have done."""
    if found.candidates:
        return AMBIGUOUS
    if found.area is None or not found.understood:
        return NOWHERE
    return least if building_of(found.area) is not None else NO_BUILDING


def _coded(codes: Sequence[str], level: Level, within: str) -> dict[int, int]:
    """Return the area that carries a row's official code, else the home of which somebody said that code, by place."""
    asked = {code for code in codes if code}
    if not asked:
        return {}
    carried = AreaCode.objects.filter(
        code__in=asked, area__level=level, area__path__gte=within, area__path__lt=upper_bound(within)
    )
    official = dict(carried.order_by("edition").values_list("code", "area_id"))
    found = {place: official[code] for place, code in enumerate(codes) if code in official}
    places = [place for place, code in enumerate(codes) if code and place not in found]
    return found | dict(_said([codes[place] for place in places], places))


def _said(codes: Sequence[str], places: Sequence[int]) -> Iterable[tuple[int, int]]:
    if not codes:
        return []
    number = str(dictionary.current().numbers[CODE])
    with connection.cursor() as cursor:
        cursor.execute(CODED, [bulk.column(codes), number])
        return [(places[row], home) for row, home in cursor.fetchall()]
