"""What can be counted of people, households, homes and organisations."""

from wenhui.kit.words import Words
from wenhui.lake.indicators import Edge, Good, Indicator, Kind, Period, Unit, Window

PERSON, HOUSEHOLD, RESIDENCE = "registry_person", "registry_household", "registry_residence"
ORGANISATION = "registry_organisation"

PEOPLE = Words("人", "people")
HOUSEHOLDS = Words("户", "households")
BODIES = Words("家", "organisations")
PERCENT = Words("%", "%")
COMMUNITY = Words("社区登记岗", "the community's registry desk")
ECONOMY = Words("街道经济办", "the subdistrict's economy office")

HERE = "left_on IS NULL"
# Whoever lives behind a known door; who only stands on the register lives elsewhere (人户分离).
LIVES_HERE = f"{HERE} AND dwelling_id IS NOT NULL"


def _had_birthday(years: int) -> Window:
    return Window(end=Edge(Unit.YEARS, -years))


def _not_yet(years: int) -> Window:
    return Window(begin=Edge(Unit.YEARS, -years))


def _aged(key: str, window: Window, name: Words, means: Words) -> Indicator:
    return Indicator(
        key=f"registry.{key}", kind=Kind.DUE, table=PERSON, where=LIVES_HERE, at="birth_on", window=window,
        name=name, means=means, unit=PEOPLE, provider=COMMUNITY,
    )  # fmt: skip


def _share(key: str, of: str, name: Words, means: Words) -> Indicator:
    return Indicator(
        key=f"registry.{key}", kind=Kind.RATIO, numerator=f"registry.{of}", denominator="registry.people_living",
        name=name, means=means, unit=PERCENT, provider=COMMUNITY,
    )  # fmt: skip


def _people(key: str, where: str, name: Words, means: Words, *, by: tuple[str, ...] = ()) -> Indicator:
    return Indicator(
        key=f"registry.{key}", kind=Kind.STOCK, table=PERSON, where=where, by=by,
        name=name, means=means, unit=PEOPLE, provider=COMMUNITY,
    )  # fmt: skip


POPULATION = (
    _people(
        "people",
        HERE,
        Words("实有人口", "People"),
        Words(
            "登记在册、没有迁出或去世的人，不论户籍在哪里",
            "everyone registered who neither left nor died",
        ),
        by=("registration", "sex"),
    ),
    _people(
        "people_living",
        LIVES_HERE,
        Words("实际居住人口", "People living here"),
        Words("实有人口里住在本地某一户室的人，不含人户分离的户籍人口", "people with a home behind a known door here"),
        by=("sex",),
    ),
    _people(
        "people_registered",
        f"{HERE} AND registration = 'registered'",
        Words("户籍人口", "On the household register"),
        Words("户籍在本地的人，含人户分离", "people on the household register here, wherever they live"),
    ),
    _people(
        "people_resident",
        f"{LIVES_HERE} AND registration IN ('registered', 'resident')",
        Words("常住人口", "Usual residents"),
        Words(
            "住在本地的户籍人口，加上户籍在外、已转为常住（住满半年）的人",
            "people on the register who live here, and others counted as settled after half a year",
        ),
    ),
    _people(
        "people_floating",
        f"{HERE} AND registration = 'floating'",
        Words("流动人口", "Floating population"),
        Words("户籍在外、登记为流动、还没有转为常住的人", "people registered elsewhere and not yet counted as settled"),
    ),
    _people(
        "people_overseas",
        f"{HERE} AND registration = 'overseas'",
        Words("境外人员", "Overseas people"),
        Words("没有内地户籍的人", "people without a household register in the mainland"),
    ),
)

AGES = (
    _aged(
        "people_60",
        _had_birthday(60),
        Words("60 岁以上", "Aged 60 or over"),
        Words("实际居住、已满 60 周岁的人，今日生日的算在内", "people living here who have had their 60th birthday"),
    ),
    _aged(
        "people_65",
        _had_birthday(65),
        Words("65 岁以上", "Aged 65 or over"),
        Words("实际居住、已满 65 周岁的人", "people living here who have had their 65th birthday"),
    ),
    _aged(
        "people_80",
        _had_birthday(80),
        Words("80 岁以上", "Aged 80 or over"),
        Words("实际居住、已满 80 周岁的人，可领高龄津贴", "people living here who have had their 80th birthday"),
    ),
    _aged(
        "children_0_3",
        _not_yet(3),
        Words("3 岁以下", "Under 3"),
        Words("实际居住、未满 3 周岁的孩子", "children living here who have not had their third birthday"),
    ),
    _share(
        "share_60",
        "people_60",
        Words("60 岁以上占比", "Share aged 60 or over"),
        Words("60 岁以上的人 ÷ 实际居住人口", "people aged 60 or over ÷ people living here"),
    ),
    _share(
        "share_65",
        "people_65",
        Words("65 岁以上占比", "Share aged 65 or over"),
        Words("65 岁以上的人 ÷ 实际居住人口", "people aged 65 or over ÷ people living here"),
    ),
    _share(
        "share_80",
        "people_80",
        Words("80 岁以上占比", "Share aged 80 or over"),
        Words("80 岁以上的人 ÷ 实际居住人口", "people aged 80 or over ÷ people living here"),
    ),
)

HOMES = (
    Indicator(
        key="registry.households",
        kind=Kind.STOCK,
        table=HOUSEHOLD,
        where="dissolved_on IS NULL",
        name=Words("户数", "Households"),
        means=Words("现有的户，一户一个户号", "households that stand, each with its number"),
        unit=HOUSEHOLDS,
        provider=COMMUNITY,
    ),
    Indicator(
        key="registry.people_renting",
        kind=Kind.STOCK,
        table=RESIDENCE,
        where="kind = 'rented' AND valid_to IS NULL AND NOT is_aside",
        name=Words("租住人数", "People renting"),
        means=Words("现在租房住的人，按居住记录计", "people whose present residence is rented"),
        unit=PEOPLE,
        provider=COMMUNITY,
    ),
    Indicator(
        key="registry.moved_in",
        kind=Kind.FLOW,
        table=RESIDENCE,
        where="kind IN ('home', 'rented') AND NOT is_aside",
        at="valid_from",
        by=("kind",),
        period=Period.MONTH,
        name=Words("搬入人次", "Moves in"),
        means=Words(
            "居住或租住记录在这一段时间里开始的次数，街道内搬家也算",
            "residences that began in the period, moves within the subdistrict included",
        ),
        unit=Words("人次", "moves"),
        provider=COMMUNITY,
    ),
    Indicator(
        key="registry.moved_out",
        kind=Kind.FLOW,
        table=RESIDENCE,
        where="kind IN ('home', 'rented') AND NOT is_aside",
        at="valid_to",
        by=("kind",),
        period=Period.MONTH,
        name=Words("搬出人次", "Moves out"),
        means=Words(
            "居住或租住记录在这一段时间里结束的次数，街道内搬家也算",
            "residences that ended in the period, moves within the subdistrict included",
        ),
        unit=Words("人次", "moves"),
        provider=COMMUNITY,
    ),
)

BUSINESS = (
    Indicator(
        key="registry.organisations",
        kind=Kind.STOCK,
        table=ORGANISATION,
        where="closed_on IS NULL",
        by=("kind",),
        good=Good.NEITHER,
        name=Words("单位数", "Organisations"),
        means=Words("没有注销的企业、个体户、机关、事业单位和社会组织", "organisations of every kind, not closed"),
        unit=BODIES,
        provider=ECONOMY,
    ),
    Indicator(
        key="registry.enterprises",
        kind=Kind.STOCK,
        table=ORGANISATION,
        where="closed_on IS NULL AND kind = 'enterprise'",
        name=Words("企业数", "Enterprises"),
        means=Words("没有注销的企业，不含个体工商户", "enterprises that are not closed, traders left out"),
        unit=BODIES,
        provider=ECONOMY,
    ),
)

INDICATORS: tuple[Indicator, ...] = (*POPULATION, *AGES, *HOMES, *BUSINESS)
