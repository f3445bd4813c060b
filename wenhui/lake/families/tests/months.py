"""Synthetic months of reports with planted families: paraphrased over weeks, among near misses. Everything is invented."""

import random
from dataclasses import dataclass, field

MATTERS: dict[str, tuple[str, ...]] = {
    "rubbish": (
        "垃圾堆在{w}好几天没人清运",
        "{w}垃圾桶满了臭得很",
        "{w}生活垃圾到处都是，保洁不来",
        "清洁工不收{w}的垃圾，苍蝇成群",
    ),
    "noise": (
        "{w}楼上半夜装修太吵",
        "{w}晚上施工噪音扰民睡不着",
        "夜里十一点{w}还在敲墙钻孔，噪音很大",
        "{w}有人深夜电钻声不断，影响休息",
    ),
    "parking": (
        "{w}电动车乱停堵住单元门",
        "{w}门口电瓶车乱停放，出不去",
        "非机动车停满{w}通道，请清理",
        "{w}楼道里停着电瓶车，通道被堵",
    ),
    "lift": ("{w}电梯又坏了", "{w}电梯停运，老人下不了楼", "电梯在{w}突然卡住，经常故障", "{w}的电梯一直没修好"),
    "leak": ("{w}自来水管漏水", "{w}水管爆了，水流到路上", "路边水管漏水已多日，{w}", "{w}地下管道往外冒水没人修"),
    "drain": ("{w}下水道堵了污水外溢", "{w}污水井往外冒粪水", "化粪池满溢，{w}一地污水", "{w}下水管道堵塞返水"),
    "light": ("{w}路灯不亮", "{w}的路灯坏了晚上一片黑", "晚上走{w}看不见，灯都灭了", "{w}几盏路灯熄灭很久了"),
    "dog": ("{w}有人遛狗不牵绳", "{w}大型犬没拴绳吓到孩子", "邻居养狗整天叫，{w}", "{w}流浪狗成群追人"),
    "smoke": (
        "{w}饭店油烟直排到居民家",
        "{w}烧烤店油烟呛人",
        "楼下餐馆油烟味太大，{w}窗都不敢开",
        "{w}餐饮油烟污染没有净化器",
    ),
    "tree": ("{w}树枝太长挡住窗户", "{w}大树快倒了请修剪", "行道树枝碰到电线，{w}", "{w}的树该修剪了，遮光严重"),
    "shed": ("{w}有人违章搭建棚子", "{w}楼顶私自盖房", "邻居占用公共地方搭违建，{w}", "{w}违法建筑没有拆除"),
    "hole": ("{w}路面坑洼不平", "{w}有个大坑，车子颠得厉害", "道路破损，{w}老人摔跤", "{w}路面塌了一块没有围挡"),
}
ESTATES = ("流水东苑", "流水西苑", "打铁关", "三里家园", "现代城", "京都苑", "和平苑", "胜利新村", "香积苑", "河东新村")
POLITE = ("请尽快处理", "麻烦来看一下", "多次反映没人管", "希望有关部门重视", "谢谢", "已经第二次反映了", "")
OPEN = ("市民反映", "来电人称", "居民投诉：", "您好，", "", "", "")


@dataclass(slots=True)
class Months:
    """Rows of a table, and which planted family each belongs to (None alone)."""

    texts: list[str] = field(default_factory=list)
    days: list[float] = field(default_factory=list)
    places: list[tuple[float, float] | None] = field(default_factory=list)
    planted: list[int | None] = field(default_factory=list)


def make(rows: int, seed: int, *, share: float = 0.3, days: int = 60, spots: int = 400, jitter: float = 15.0) -> Months:
    """Return months of so many rows: some of families of two to six, some at their places on other matters, others alone."""
    draw = random.Random(seed)
    names = [f"{estate}{number}幢" for estate in ESTATES for number in range(1, max(60, spots // 8))]
    where = [(name, 30.28 + draw.random() * 0.025, 120.15 + draw.random() * 0.03) for name in draw.sample(names, spots)]
    told: list[tuple[str, float, tuple[float, float], int | None]] = []

    def tell(spot: int, matter: str, day: float, family: int | None) -> None:
        name, lat, lon = where[spot]
        spoken = name if draw.random() < 0.7 else name + draw.choice(("1单元", "2单元", "门口", "旁边", "北侧"))
        text = (
            draw.choice(OPEN)
            + draw.choice(MATTERS[matter]).format(w=spoken)
            + draw.choice(("，", "。", " "))
            + draw.choice(POLITE)
        )
        text = _slipped(text, draw)
        point = (lat + draw.gauss(0, jitter) / 111_195, lon + draw.gauss(0, jitter) / 96_000)
        told.append((text, day, point, family))

    family, taken = 0, set()
    while sum(one[3] is not None for one in told) < rows * share:
        spot, matter = draw.randrange(spots), draw.choice(sorted(MATTERS))
        if (spot, matter) in taken:
            continue
        taken.add((spot, matter))
        first = draw.random() * days * 0.6
        for _ in range(draw.randint(2, 6)):
            tell(spot, matter, min(first, float(days)), family)
            first += draw.expovariate(1 / 8)
        other = draw.choice([one for one in sorted(MATTERS) if (spot, one) not in taken])
        taken.add((spot, other))
        tell(spot, other, draw.random() * days, None)
        family += 1
    while len(told) < rows:
        spot, matter = draw.randrange(spots), draw.choice(sorted(MATTERS))
        if (spot, matter) in taken and len(taken) < spots * len(MATTERS) * 0.9:
            continue
        taken.add((spot, matter))
        tell(spot, matter, draw.random() * days, None)
    draw.shuffle(told)
    texts, moments, points, planted = zip(*told, strict=True)
    return Months(list(texts), list(moments), list(points), list(planted))


def _slipped(text: str, draw: random.Random) -> str:
    """Return a text as hasty people type it: now and then a character is lost, doubled or another."""
    if draw.random() < 0.7 or len(text) < 4:
        return text
    at = draw.randrange(len(text))
    return text[:at] + draw.choice(("", text[at] * 2, "的")) + text[at + 1 :]


def judged(found: list[int | None], planted: list[int | None]) -> tuple[float, float]:
    """Return precision and recall of pairs in one family."""

    def pairs(families: list[int | None]) -> set[tuple[int, int]]:
        rows: dict[int, list[int]] = {}
        for row, family in enumerate(families):
            if family is not None:
                rows.setdefault(family, []).append(row)
        return {(one, two) for group in rows.values() for at, one in enumerate(group) for two in group[at + 1 :]}

    one, two = pairs(found), pairs(planted)
    return len(one & two) / max(len(one), 1), len(one & two) / max(len(two), 1)
