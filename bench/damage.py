"""Invents a register of residents and damaged copies of some: the truth is known by construction.

People are those of the registry's invention (their numbers cannot exist); this file adds homes, shared phones, twins and the
damage that second registers show. Every rate is a field of `Rates`; the linker never sees them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from pypinyin import lazy_pinyin

from wenhui.record.registry import invention
from wenhui.record.registry.rules import identity

TODAY: Final = date(2026, 3, 17)
ESTATES: Final = (
    "胜利新村",
    "流水东苑",
    "流水西苑",
    "打铁关",
    "三里家园",
    "现代城",
    "京都苑",
    "和平苑",
    "朝晖七区",
    "河东新村",
    "长庆坊",
    "西文公寓",
)
HEAD: Final = ("key", "name", "sex", "birth", "id_number", "phone", "address")
COMMON: Final = tuple(
    bytes((row, cell)).decode("gb2312", errors="ignore") for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFF)
)
_ALIKE: Final = "晴睛伟炜祥样婷停萍平玲铃浩洁佳住晓晚颖颍荣莱明朋建健国固志忘福副秀季英莫凤风梅海芳芬军车峰锋杰木"
LOOK_ALIKE: Final = dict(zip(_ALIKE[::2] + _ALIKE[1::2], _ALIKE[1::2] + _ALIKE[::2], strict=True))


@dataclass(frozen=True, slots=True)
class Rates:
    """How often what happens to a copy, and how people live together."""

    copies: float = 0.10
    same_sound: float = 0.15
    other_name: float = 0.03
    id_missing: float = 0.25
    id_damaged: float = 0.11
    phone_new: float = 0.20
    phone_missing: float = 0.03
    phone_slip: float = 0.02
    reformatted: float = 0.55
    moved: float = 0.10
    birth_missing: float = 0.12
    birth_wrong: float = 0.02
    first_id_missing: float = 0.02
    twins: float = 0.012
    shared_phone: float = 0.25


@dataclass(slots=True)
class Person:
    """One row before it is written."""

    name: str
    sex: str
    born: date | None
    id_number: str
    phone: str
    home: tuple[str, int, int, int]
    written: str = ""
    birth_text: str = ""


class Damager:
    """Draws the register and its copies, the same for the same seed."""

    def __init__(self, *, seed: int, rates: Rates | None = None) -> None:
        self.rates = rates or Rates()
        self.chance = Random(f"linkage:{seed}")
        self._inventor = invention.Inventor(number=seed, today=TODAY)
        self._by_sound: dict[str, list[str]] = {}
        for character in COMMON:
            if character:
                self._by_sound.setdefault(lazy_pinyin(character)[0], []).append(character)

    def table(self, people: int) -> tuple[list[tuple[str, ...]], set[tuple[str, str]]]:
        """Return rows under HEAD, shuffled, and the pairs of keys that are one person."""
        register = self._register(people)
        chosen = self.chance.sample(range(people), round(people * self.rates.copies))
        rows = [self._row(f"r{number:06}", person) for number, person in enumerate(register)]
        truth = set()
        for number, original in enumerate(chosen):
            rows.append(self._row(f"c{number:06}", self._copy(register[original])))
            truth.add((f"r{original:06}", f"c{number:06}"))
        self.chance.shuffle(rows)
        return rows, truth

    def _row(self, key: str, person: Person) -> tuple[str, ...]:
        estate, building, unit, room = person.home
        born = person.birth_text or (person.born.isoformat() if person.born else "")
        address = person.written or f"{estate}{building}幢{unit}单元{room}室"
        return key, person.name, {"1": "男", "2": "女"}[person.sex], born, person.id_number, person.phone, address

    def _register(self, people: int) -> list[Person]:
        register: list[Person] = []
        for home in self._homes():
            family = list(self._family(home))
            register += family
            if len(register) >= people:
                return register[:people]
        raise AssertionError

    def _homes(self) -> Iterator[tuple[str, int, int, int]]:
        while True:
            yield (
                self.chance.choice(ESTATES),
                self.chance.randint(1, 60),
                self.chance.randint(1, 4),
                self.chance.randint(1, 11) * 100 + self.chance.randint(1, 4),
            )

    def _family(self, home: tuple[str, int, int, int]) -> Iterator[Person]:
        group = self._inventor.group(6)
        people = [Person(one.name, one.sex, one.birth_on, one.id_number, one.phone, home) for one in group.residents]
        first = next((one.phone for one in people if one.phone), "")
        for person in people[1:]:
            if group.is_household and (not person.phone or self.chance.random() < self.rates.shared_phone):
                person.phone = first
        for person in list(people):
            if person.born and person.born.year > 1985 and self.chance.random() < self.rates.twins and person.id_number:
                people.append(self._twin(person))
        for person in people:
            if self.chance.random() < self.rates.first_id_missing:
                person.id_number = ""
        yield from people

    def _twin(self, person: Person) -> Person:
        assert person.born
        sex = person.sex if self.chance.random() < 0.65 else {"1": "2", "2": "1"}[person.sex]
        serial = int(person.id_number[14:17]) + (2 if sex == person.sex else 1) + 2 * self.chance.randrange(6)
        number = identity.compose(county=invention.COUNTY, birth_on=person.born, serial=serial % 1000)
        pool = "".join(text for (one, _), text in invention.GIVEN.items() if one == sex)
        place = self.chance.randrange(1, len(person.name))
        name = person.name[:place] + self.chance.choice(pool.replace(person.name[place], "")) + person.name[place + 1 :]
        return Person(name, sex, person.born, number, person.phone, person.home)

    def _copy(self, person: Person) -> Person:
        rates, drawn = self.rates, self.chance.random
        copy = Person(person.name, person.sex, person.born, person.id_number, person.phone, person.home)
        if drawn() < rates.same_sound:
            copy.name = self._misheard(copy.name)
        if drawn() < rates.other_name:
            copy.name = self._misread(copy.name)
        fate = drawn()
        if fate < rates.id_missing:
            copy.id_number = ""
        elif fate < rates.id_missing + rates.id_damaged:
            copy.id_number = self._slip(copy.id_number)
        self._new_phone(copy)
        if drawn() < rates.moved:
            copy.home = next(self._homes())
        if drawn() < rates.reformatted:
            copy.written = self._rewritten(copy.home)
        self._birth(copy)
        return copy

    def _new_phone(self, copy: Person) -> None:
        fate, rates = self.chance.random(), self.rates
        if fate < rates.phone_new:
            copy.phone = f"12{self.chance.randrange(10**9):09d}"
        elif fate < rates.phone_new + rates.phone_missing:
            copy.phone = ""
        elif fate < rates.phone_new + rates.phone_missing + rates.phone_slip:
            copy.phone = self._slip(copy.phone)
        elif copy.phone and self.chance.random() < 0.2:
            copy.phone = f"+86 {copy.phone[:3]}-{copy.phone[3:7]}-{copy.phone[7:]}"

    def _birth(self, copy: Person) -> None:
        fate, rates = self.chance.random(), self.rates
        if copy.born is None or fate < rates.birth_missing:
            copy.born = None
            return
        if fate < rates.birth_missing + rates.birth_wrong:
            copy.born = self._wrong_day(copy.born)
        forms = ("%Y-%m-%d", "%Y%m%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y.%m.%d")
        copy.birth_text = copy.born.strftime(self.chance.choice(forms))

    def _wrong_day(self, born: date) -> date:
        kind = self.chance.randrange(4)
        if kind == 0 and born.day <= 12:
            return born.replace(month=born.day, day=born.month)
        if kind == 1:
            return born.replace(year=born.year + self.chance.choice((-1, 1)), day=min(born.day, 28))
        if kind == 2:
            return born + timedelta(days=self.chance.choice((-10, -1, 1, 10)))
        return born.replace(month=self.chance.randint(1, 12), day=min(born.day, 28))

    def _misheard(self, name: str) -> str:
        places = list(range(len(name)))
        self.chance.shuffle(places)
        for place in places:
            others = [one for one in self._by_sound.get(lazy_pinyin(name[place])[0], []) if one != name[place]]
            if others:
                return name[:place] + self.chance.choice(others) + name[place + 1 :]
        return name

    def _misread(self, name: str) -> str:
        kind = self.chance.randrange(4)
        if kind == 0:
            return "".join(LOOK_ALIKE.get(character, character) for character in name)
        if kind == 1 and len(name) == 3:
            return name[0] + name[2] + name[1]
        if kind == 2 and len(name) == 3:
            return name[:1] + name[2]
        place = self.chance.randrange(1, len(name))
        return name[:place] + self.chance.choice([one for one in COMMON if one]) + name[place + 1 :]

    def _slip(self, text: str) -> str:
        if len(text) < 4:
            return text
        place = self.chance.randrange(len(text) - 1)
        kind = self.chance.random()
        if kind < 0.6:
            return text[:place] + self.chance.choice("0123456789".replace(text[place], "")) + text[place + 1 :]
        if kind < 0.85:
            return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        if kind < 0.95:
            return text[:place] + text[place + 1 :]
        return self._slip(self._slip(text))

    def _rewritten(self, home: tuple[str, int, int, int]) -> str:
        estate, building, unit, room = home
        wide = str.maketrans("0123456789", "０１２３４５６７８９")
        return self.chance.choice(
            (
                f"{estate}{building}-{unit}-{room}",
                f"{estate} {building}号楼{unit}单元{room}",
                f"杭州市拱墅区文晖街道{estate}{building}幢{unit}单元{room}室",
                f"{estate}{building}栋{unit}单元{room}室",
                f"{estate}{building}幢{unit}单元{room}室".translate(wide),
                f"文晖街道{estate}小区{building}-{unit}-{room}室",
                f"{estate}{building}幢{room}室",
            )
        )
