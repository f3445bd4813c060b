"""Plants what providers say of the demonstration's residents: some of it fresh, some stale, some contradicted; invented.

Each community's own register is of another day; departments know a part of the people, and differ on some forty. Words go
the way of every import: proposed, put in force, taken in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, Final, TypeVar

from django.db import connection, transaction

from wenhui.ground.areas.models import Area, Level
from wenhui.ground.journal import actions as journal
from wenhui.kit import clock
from wenhui.kit.actor import Actor
from wenhui.kit.scope import upper_bound
from wenhui.record.facts import actions, invention
from wenhui.record.facts.comparing import Table
from wenhui.record.facts.models import Origin
from wenhui.record.facts.words import Through
from wenhui.record.registry import dictionary
from wenhui.record.registry.queries import age_on

SUBDISTRICT: Final = "hz.gs.wh."
HOME: Final = "lsdy"  # the secretary's community: departments have spoken of it in full
# How many days ago each community went through its register; the last two are long stale.
REGISTERED_AGO: Final[Mapping[str, int]] = {
    "lsdy": 128, "lsxy": 96, "shl": 210, "sljy": 300, "xdc": 62, "jdy": 340, "dtg": 870, "hpy": 1_790,
}  # fmt: skip
USUAL_AGO: Final = 200
COMMUNITY_LAW: Final = "居民委员会组织法第三条"
REFERENCE: Final = "seed:"
MARRIAGES_KNOWN: Final = 700  # to civil affairs, of the whole subdistrict
DIFFER_AT_HOME, DIFFER_ELSEWHERE, DIFFER_IN_WORK, DIFFER_IN_SPACE = 12, 14, 8, 6
WORKERS: Final = 900
ELDERS: Final = 600
ASSISTED: Final = 24
HOMES: Final = 400
LEASES: Final = 60

PEOPLE: Final = """
SELECT person.id, person.birth_on, person.area_path, person.household_id,
       count(*) OVER (PARTITION BY person.dwelling_id)
FROM registry_person person
WHERE person.left_on IS NULL AND person.dwelling_id IS NOT NULL AND person.birth_on IS NOT NULL
AND person.area_path >= %s AND person.area_path < %s ORDER BY person.id
"""
HOUSEHOLDS: Final = """
SELECT household_id, count(*) FROM registry_person
WHERE left_on IS NULL AND household_id IS NOT NULL AND area_path >= %s AND area_path < %s GROUP BY 1 ORDER BY 1
"""
RENTED: Final = """
SELECT DISTINCT dwelling_id FROM registry_residence
WHERE valid_to IS NULL AND kind = 'rented' AND area_path >= %s AND area_path < %s ORDER BY 1
"""

T = TypeVar("T")
Rows = Mapping[int, Mapping[str, str]]  # texts by subject and key


@dataclass(frozen=True, slots=True)
class Resident:
    """Whom words are invented of; `mates` live behind the same door, themselves among them."""

    number: int
    age: int
    path: str
    mates: int

    @property
    def community(self) -> str:
        """Return the label of their community."""
        return self.path.removeprefix(SUBDISTRICT).partition(".")[0]


@dataclass(slots=True)
class Sayer:
    """Puts providers' tables in force, each at ten in the morning of its day."""

    today: date
    by: Actor
    cells: int = field(default=0)

    def says(self, provider: str, column: str, rows: Rows, *, ago: int, ground: str, name: str) -> None:
        """Let a provider have said these words so many days ago."""
        if not rows:
            return
        as_of = self.today - timedelta(days=ago)
        at = datetime.combine(as_of, time(10), tzinfo=clock.SHANGHAI)
        keys = dict.fromkeys(key for cells in rows.values() for key in cells)
        numbers, subjects = dictionary.current().numbers, sorted(rows)
        table = Table(column, subjects, {numbers[key]: [rows[one].get(key, "") for one in subjects] for key in keys})
        through = Through.LEDGER if provider in {"community", "grid"} else Through.BRIDGE
        origin, _ = actions.propose(
            table=table, through=through, provider=provider, ground=ground, reference=f"{REFERENCE}{name}",
            as_of=as_of, by=self.by, at=at,
        )  # fmt: skip
        actions.put_in_force(origin_id=origin.pk, by=self.by, at=at)
        actions.catch_up(origin_id=origin.pk, by=self.by, at=at)
        self.cells += sum(len(cells) for cells in rows.values())


def seed(*, number: int, today: date, by: Actor, at: datetime, within: str = SUBDISTRICT) -> None:
    """Plant words about everybody below `within`; nothing where they stand already. One transaction.

    Everything follows from `number` and `today`.
    """
    if Origin.objects.filter(reference__startswith=REFERENCE).exists():
        return
    chance = Random(f"facts:{number}:{today.isoformat()}")  # noqa: S311 - invents words, guards nothing
    with transaction.atomic():
        people, sayer = _people(within, today), Sayer(today, by)
        married = _registers(chance, people, sayer)
        _civil_affairs(chance, married, sayer, within)
        _workers(chance, people, sayer)
        _elders(chance, people, sayer)
        _homes(chance, sayer, f"{within}{HOME}.")
        journal.write(by=by, at=at, verb="facts.seed", subject=f"facts:{number}", refs={"cells": sayer.cells})


def _registers(chance: Random, people: Sequence[Resident], sayer: Sayer) -> dict[Resident, str]:
    """Let every community have gone through its register; return who is how married by it."""
    married: dict[Resident, str] = {}
    by_community: dict[str, dict[int, dict[str, str]]] = {}
    for one in people:
        cells = {"person.education": invention.education(chance, one.age)}
        if one.age >= invention.ADULT:
            married[one] = cells["person.marriage"] = invention.marriage(chance, one.age)
            cells["person.is_volunteer"] = "true" if chance.random() < 0.06 else "false"
        if one.age >= invention.ADULT or cells["person.education"]:
            by_community.setdefault(one.community, {})[one.number] = cells
    for community, rows in by_community.items():
        ago = REGISTERED_AGO.get(community, USUAL_AGO)
        sayer.says("community", "person", rows, ago=ago, ground=COMMUNITY_LAW, name=f"register-{community}")
    return married


def _civil_affairs(chance: Random, married: Mapping[Resident, str], sayer: Sayer, within: str) -> None:
    """Let civil affairs know some marriages, a few of them otherwise, the allowances of the old, and who is assisted."""
    fresh = [one for one in married if REGISTERED_AGO.get(one.community, USUAL_AGO) < 345]
    at_home = [one for one in fresh if one.community == HOME]
    elsewhere = [one for one in fresh if one.community != HOME]
    otherwise = {*_some(chance, at_home, DIFFER_AT_HOME), *_some(chance, elsewhere, DIFFER_ELSEWHERE)}
    rows: dict[int, dict[str, str]] = {}
    for one in [*_some(chance, fresh, MARRIAGES_KNOWN), *sorted(otherwise, key=lambda one: one.number)]:
        text = invention.other_marriage(chance, married[one]) if one in otherwise else married[one]
        rows[one.number] = {"person.marriage": text}
    for one in married:
        if one.age >= 80 and one.community == HOME:
            rows.setdefault(one.number, {})["person.old_age_allowance"] = "true" if chance.random() < 0.8 else "false"
    sayer.says("civil_affairs", "person", rows, ago=17, ground="民法典第一千零四十九条", name="civil-affairs")
    households = {}
    for household, members in _some(chance, _asked(HOUSEHOLDS, f"{within}{HOME}."), ASSISTED):
        assistance = chance.choice(("dibao", "dibao", "bianyuan"))
        households[household] = {
            "household.monthly_income": invention.income(chance, members),
            "household.assistance": assistance,
            "household.assisted_members": str(members),
        }
    sayer.says(
        "civil_affairs", "household", households, ago=150, ground="社会救助暂行办法第十一条", name="assisted-households"
    )


def _workers(chance: Random, people: Sequence[Resident], sayer: Sayer) -> None:
    """Let human resources know the work of some, and the grid that of a few otherwise."""
    of_age = [one for one in people if one.community == HOME and 16 <= one.age < 70]
    rows, seen = {}, {}
    chosen = _some(chance, of_age, WORKERS)
    for one in chosen:
        work = invention.employment(chance, one.age)
        cells = {"person.employment": work, "person.pension": invention.PENSION_OF.get(work, "")}
        rows[one.number] = cells | {"person.occupation": invention.occupation(chance, work)}
    for one in _some(chance, chosen, DIFFER_IN_WORK):
        other = "retired" if rows[one.number]["person.employment"] != "retired" else "flexible"
        seen[one.number] = {"person.employment": other}
    sayer.says("human_resources", "person", rows, ago=41, ground="就业促进法第三十五条", name="human-resources")
    sayer.says("grid", "person", seen, ago=23, ground=COMMUNITY_LAW, name="grid-work")


def _elders(chance: Random, people: Sequence[Resident], sayer: Sayer) -> None:
    """Let the grid have asked the old how they live and whom to call: half of it this season, half of it long ago."""
    old = _some(chance, [one for one in people if one.community == HOME and one.age >= invention.SENIOR], ELDERS)
    for ago, part in ((38, old[::2]), (240, old[1::2])):
        rows = {}
        for one in part:
            cells = {"person.elder_living": invention.elder_living(chance, behind_the_door=one.mates)}
            if one.age >= invention.OLD:
                cells |= {
                    "person.contact_phone": invention.contact_phone(chance.randrange(10**8)),
                    "person.contact_relation": chance.choice(("20", "K")),
                    "person.meal_service": "true" if chance.random() < 0.3 else "false",
                }
            rows[one.number] = cells
        sayer.says("grid", "person", rows, ago=ago, ground="老年人权益保障法第三十七条", name=f"elders-{ago}")


def _homes(chance: Random, sayer: Sayer, path: str) -> None:
    """Let the land register know the homes, landlords the leases, and differ on how large a few of them are."""
    doors = Area.objects.filter(path__gte=path, path__lt=upper_bound(path), level=Level.DWELLING, valid_to__isnull=True)
    homes = _some(chance, list(doors.order_by("path").values_list("pk", flat=True)), HOMES)
    rows = {pk: {"dwelling.tenure": "private", "dwelling.floor_area": chance.choice(invention.AREAS)} for pk in homes}
    let: dict[int, dict[str, str]] = {
        pk: {
            "dwelling.lease_until": (sayer.today + timedelta(days=chance.randrange(-10, 330))).isoformat(),
            "dwelling.rent": f"{chance.randrange(26, 62) * 100}.00",
            "dwelling.occupancy": "let",
        }
        for (pk,) in _some(chance, _asked(RENTED, path), LEASES)
    }
    for pk in _some(chance, homes, DIFFER_IN_SPACE):
        other = [text for text in invention.AREAS if text != rows[pk]["dwelling.floor_area"]]
        let.setdefault(pk, {})["dwelling.floor_area"] = chance.choice(other)
    sayer.says("natural_resources", "place", rows, ago=400, ground="不动产登记暂行条例第八条", name="land-register")
    sayer.says("landlord", "place", let, ago=24, ground="商品房屋租赁管理办法第七条", name="leases")


def _people(within: str, today: date) -> list[Resident]:
    return [
        Resident(number, age_on(birth_on, today) or 0, path, mates)
        for number, birth_on, path, _, mates in _asked(PEOPLE, within)
    ]


def _asked(statement: str, path: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [path, upper_bound(path)])
        return list(cursor.fetchall())


def _some(chance: Random, rows: Sequence[T], count: int) -> list[T]:
    return chance.sample(rows, min(count, len(rows)))
