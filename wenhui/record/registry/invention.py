"""Invents residents and organisations that cannot exist.

ID numbers name county 999999 and credit codes region 999999, neither of which there is; phones begin with 12, a range
never assigned. Check digits are valid, so that every rule takes them as it takes real ones.

Pure: everything follows from the seed number and a day. Names are put together from commonplace characters by the
frequency of surnames; whoever bears one of them is not meant.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Final

from wenhui.record.registry.rules import identity, names, organisations

COUNTY: Final = "999999"
SURNAMES: Final = (
    "王 72 李 70 张 68 刘 54 陈 53 杨 31 黄 22 赵 20 吴 25 周 25 徐 24 孙 19 胡 16 朱 17 高 12 林 12 "
    "何 13 郭 11 马 11 罗 9 梁 8 宋 8 郑 10 谢 8 韩 7 唐 7 冯 8 于 6 董 6 萧 3 程 6 曹 6 袁 5 邓 5 许 8 "
    "傅 5 沈 14 曾 5 彭 5 吕 6 苏 5 卢 5 蒋 7 蔡 6 贾 4 丁 7 魏 4 薛 3 叶 8 阎 2 余 6 潘 7 杜 4 戴 5 夏 5 "
    "钟 4 汪 6 田 4 任 4 姜 4 范 5 方 6 石 3 姚 6 谭 3 廖 3 邹 3 熊 3 金 8 陆 7 郝 2 孔 3 白 2 崔 2 康 2 "
    "毛 4 邱 3 秦 3 江 4 史 3 顾 5 侯 3 邵 4 孟 2 龙 2 万 3 段 2 章 4 钱 5 汤 3 尹 2 黎 2 常 2 武 2 贺 2 "
    "赖 2 龚 3 文 2 俞 5 楼 3 单 1 仇 1 解 1 区 1 翟 1 查 1 缪 1 欧阳 1 诸葛 1 尉迟 1"
)
GIVEN: Final[dict[tuple[str, int], str]] = {
    ("1", 0): "建国明华志德福根荣林生富贵兴宝祥金水泉庆炳炎松柏",
    ("2", 0): "秀英兰珍凤玉桂芳素梅菊香云琴娟彩莲仙惠月琼淑贞爱",
    ("1", 1): "伟强军勇斌峰杰磊涛鹏辉超波毅刚健平浩东海宁晖立新",
    ("2", 1): "丽敏静燕霞艳红萍玲婷雪洁琳慧颖倩蓉晓莉薇佳颜青雅",
    ("1", 2): "子宇浩轩睿辰泽阳然铭逸博皓晨嘉文昊钧屿一恒佑景航",
    ("2", 2): "子欣怡涵梓诗悦妍彤语萱依可馨朵心玥菡安宁念恬沐溪",
}
FOREIGN: Final = (
    "Anna Novak",
    "Ben Carver",
    "Clara Lindt",
    "Daniel Okoro",
    "Elif Demir",
    "Felix Brandt",
    "Grace Otieno",
    "Hugo Marten",
    "Ines Rocha",
    "Jonas Vik",
)
FOREIGN_SHARE: Final = 0.004
ELDER_BORN_BEFORE: Final = 1968
YOUNG_BORN_AFTER: Final = 2003
TRADES: Final = {
    "92": ("早餐店", "水果店", "理发店", "五金店", "裁缝铺", "面馆", "便利店", "洗衣店", "修车铺", "花店"),
    "91": (
        "科技有限公司",
        "贸易有限公司",
        "文化传媒有限公司",
        "物业服务有限公司",
        "餐饮管理有限公司",
        "信息技术有限公司",
    ),
    "52": ("幼儿园", "社区服务中心", "居家养老服务中心", "培训学校"),
    "51": ("书画协会", "商会", "志愿者协会"),
    "12": ("小学", "文化站", "卫生服务站"),
    "11": ("管理处",),
}
REGISTERS: Final = (("92", 55), ("91", 37), ("52", 4), ("12", 2), ("51", 1), ("11", 1))
SIGNS: Final = "晨汐禾岚穗沐筠澄芷朗叙棠屿珩苑桐溪樾沅昀霁澜稻荻"


@dataclass(frozen=True, slots=True)
class Resident:
    """An invented person, who has lived behind the present door from `since` on (empty: nobody wrote it down)."""

    name: str
    pinyin: str
    initials: str
    sex: str
    birth_on: date
    id_number: str
    phone: str
    registration: str
    since: date | None


@dataclass(frozen=True, slots=True)
class Group:
    """People behind one door. Sharers rent together and form no household."""

    residents: tuple[Resident, ...]
    is_rented: bool
    is_household: bool = True


@dataclass(frozen=True, slots=True)
class Shape:
    """How a group is made up: how often, and the (sex, age from, age to) of its members; `?` draws the sex."""

    weight: int
    members: tuple[tuple[str, int, int], ...]
    is_rented: bool = False
    is_household: bool = True


SHAPES: Final = (
    Shape(9, (("?", 62, 92),)),
    Shape(18, (("1", 60, 88), ("2", 58, 86))),
    Shape(18, (("1", 28, 50), ("2", 27, 48), ("?", 0, 21))),
    Shape(4, (("1", 30, 46), ("2", 29, 44), ("?", 6, 15), ("?", 0, 6))),
    Shape(9, (("1", 26, 66), ("2", 25, 64))),
    Shape(8, (("1", 30, 48), ("2", 29, 46), ("?", 0, 15), ("1", 60, 80), ("2", 60, 80))),
    Shape(6, (("?", 24, 58),)),
    Shape(3, (("2", 28, 48), ("?", 1, 18))),
    Shape(9, (("?", 20, 38),), is_rented=True),
    Shape(7, (("1", 22, 40), ("2", 21, 38)), is_rented=True),
    Shape(5, (("1", 26, 42), ("2", 25, 40), ("?", 0, 12)), is_rented=True),
    Shape(4, (("?", 20, 35), ("?", 20, 35), ("?", 20, 35)), is_rented=True, is_household=False),
)
MEAN_SIZE: Final = sum(shape.weight * len(shape.members) for shape in SHAPES) / sum(shape.weight for shape in SHAPES)
ALONE: Final = (SHAPES[0], SHAPES[6], SHAPES[8])


@dataclass(frozen=True, slots=True)
class Business:
    """An invented organisation."""

    name: str
    pinyin: str
    initials: str
    uscc: str
    register: str


class Inventor:
    """Draws groups of residents and organisations, the same for the same number and day."""

    def __init__(self, *, number: int, today: date) -> None:
        self.chance = Random(f"registry:{number}:{today.isoformat()}")  # noqa: S311 - invents people, guards nothing
        self._today = today
        self._id_numbers: set[str] = set()
        self._surnames = SURNAMES.split()[::2]
        self._surname_weights = _running(int(weight) for weight in SURNAMES.split()[1::2])
        self._shape_weights = _running(shape.weight for shape in SHAPES)

    def group(self, at_most: int) -> Group:
        """Return people for one door, not more than `at_most`."""
        shape = self.chance.choices(SHAPES, cum_weights=self._shape_weights)[0]
        if len(shape.members) > at_most:
            shape = self.chance.choice(ALONE)
        return self._people(shape)

    def business(self, serial: int) -> Business:
        """Return an organisation; `serial` keeps its credit code its own."""
        registers, weights = zip(*REGISTERS, strict=True)
        register = self.chance.choices(registers, weights)[0]
        sign = "".join(self.chance.sample(SIGNS, 2))
        name = sign + self.chance.choice(TRADES[register])
        pinyin, initials = names.search_keys(name)
        uscc = organisations.compose_credit_code(register=register, region=COUNTY, serial=serial)
        return Business(name, pinyin, initials, uscc, register)

    def _people(self, shape: Shape) -> Group:
        since = self._since(rented=shape.is_rented)
        family = self._surname()
        residents = []
        for position, (sex, youngest, oldest) in enumerate(shape.members):
            surname = self._surname() if sex == "2" or not shape.is_household else family
            residents.append(
                self._resident(
                    surname=surname,
                    sex=sex,
                    ages=(youngest, oldest),
                    since=since,
                    rented=shape.is_rented,
                    first=position == 0,
                )
            )
        if shape.is_rented and shape.is_household and self.chance.random() < FOREIGN_SHARE / 0.2:
            residents[0] = self._from_overseas(residents[0])
        return Group(tuple(residents), shape.is_rented, shape.is_household)

    def _resident(
        self, *, surname: str, sex: str, ages: tuple[int, int], since: date | None, rented: bool, first: bool
    ) -> Resident:
        sex = self.chance.choice("12") if sex == "?" else sex
        birth_on = self._today - timedelta(days=int(self.chance.uniform(*ages) * 365.2425))
        name = self._name(surname, sex, birth_on)
        pinyin, initials = names.search_keys(name)
        is_child = birth_on.year > self._today.year - 11
        return Resident(
            name=name,
            pinyin=pinyin,
            initials=initials,
            sex=sex,
            birth_on=birth_on,
            id_number=self._id_number(sex, birth_on),
            phone="" if is_child or self.chance.random() < 0.06 else f"12{self.chance.randrange(10**9):09d}",
            registration=self._registration(since, rented=rented, first=first),
            since=max(since, birth_on) if since else None,
        )

    def _from_overseas(self, resident: Resident) -> Resident:
        name = self.chance.choice(FOREIGN)
        pinyin, initials = names.search_keys(name)
        return replace(resident, name=name, pinyin=pinyin, initials=initials, id_number="", registration="overseas")

    def _surname(self) -> str:
        return self.chance.choices(self._surnames, cum_weights=self._surname_weights)[0]

    def _name(self, surname: str, sex: str, birth_on: date) -> str:
        era = 0 if birth_on.year < ELDER_BORN_BEFORE else 2 if birth_on.year > YOUNG_BORN_AFTER else 1
        characters = GIVEN[sex, era]
        length = 1 if self.chance.random() < (0.12, 0.35, 0.1)[era] else 2
        return surname + "".join(self.chance.sample(characters, length))

    def _id_number(self, sex: str, birth_on: date) -> str:
        while True:
            serial = self.chance.randrange(500) * 2 + (sex == identity.MALE)
            number = identity.compose(county=COUNTY, birth_on=birth_on, serial=serial)
            if number not in self._id_numbers:
                self._id_numbers.add(number)
                return number

    def _since(self, *, rented: bool) -> date | None:
        drawn = self.chance.random()
        if rented:
            days = self.chance.randrange(1, 365) if drawn < 0.45 else self.chance.randrange(365, 365 * 6)
        elif drawn < 0.08:
            return None
        else:
            days = self.chance.randrange(1, 365) if drawn < 0.13 else self.chance.randrange(365, 365 * 32)
        return self._today - timedelta(days=days)

    def _registration(self, since: date | None, *, rented: bool, first: bool) -> str:
        drawn = self.chance.random()
        if not rented:
            return "registered" if drawn < 0.82 else "resident" if drawn < 0.94 else "floating"
        settled = since is not None and (self._today - since).days > 200
        if settled and drawn < (0.5 if first else 0.4):
            return "resident"
        return "registered" if drawn > 0.95 else "floating"


def _running(weights: Iterable[int]) -> list[int]:
    total, sums = 0, []
    for weight in weights:
        total += weight
        sums.append(total)
    return sums
