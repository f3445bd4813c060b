"""How heads of columns are written in ledgers: marks, brackets, numbers, whose column it is."""

import re
import unicodedata
from collections.abc import Iterator

from wenhui.record.registry.words import Subject

MARKS = re.compile(r"[*★☆﹡※●▲]+|[(\[【〔<]?(?:必填项?|选填项?|可选|必录|可不填|如有)[)\]】〕>]?")
NUMBER = re.compile(r"^(?:\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)、.:]\)?|[①-⑳])")
BRACKETED = re.compile(r"[(\[【〔]([^)\]】〕]*)[)\]】〕]")
SEPARATORS = re.compile(r"[\s_·:;,。、，；\-—]+")
OPENING = re.compile(r"[()\[\]【】〔〕<>“”\"']")
EITHER = re.compile(r"/|或者?|及其?|和|与(?!.*关系)|、")
FORMATS = re.compile(r"格式.*|如[:：]?.*|例[:：].*|例如.*|y{2,4}.*m{1,2}.*", re.IGNORECASE)

GROUP = ("基本信息", "基本情况", "详细信息", "登记信息", "信息", "情况", "资料", "登记", "栏")


def _words(*lines: str) -> tuple[str, ...]:
    return tuple(" ".join(lines).split())


# Whose column it is when the head says so: the row itself. 老人姓名 and 申请人电话 are the person's own.
SELF: dict[Subject, tuple[str, ...]] = {
    Subject.PERSON: _words(
        "本人 个人 人员 居民 老人 老年人 申请人 残疾人 被访者 被访人 被调查人 服务对象 对象 儿童 学生 幼儿",
        "孩子 承租人 承租方 租客 租户 租住人 租住人员 流动人口 流动人员 接种人 接种者 受种者 家庭成员 成员",
        "共同生活家庭成员 户内人员 户内成员 救助对象 保障对象 低保对象 低保人员 志愿者 党员 退役军人 失业人员",
        "当事人 参保人 参保人员 持证人 领取人 受益人 特困人员 留守儿童 务工人员 被监护人 被保险人 群众 房客",
        "住户 居住人 居住人员 实际居住人 入住人 户籍人员 境外人员 退休人员 高龄老人 独居老人 青少年 妇女",
        "育龄妇女 适龄青年 困难人员 人才 学员 业主本人 暂住人员 来访人 新生儿 死者 死亡人员 中文",
    ),
    Subject.HOUSEHOLD: _words(
        "家庭 户 住户家庭 家庭户",
    ),
    Subject.DWELLING: _words(
        "房屋 住房 房产 户室 出租房 出租屋 出租房屋 租赁房屋 租赁住房 房源 所租房屋",
    ),
    Subject.BUILDING: _words(
        "楼幢 楼栋 楼宇 建筑 建筑物 小区 大楼 大厦 小区/建筑 该幢",
    ),
    Subject.ORGANISATION: _words(
        "单位 企业 公司 商户 店铺 商家 机构 市场主体 经营主体 场所 法人单位 门店 商铺 经营户 沿街店铺",
        "被检查单位 商贸企业 个体户 个体工商户",
    ),
}

# Parents that gather columns without saying whose they are.
NEUTRAL = {
    "",
    *_words(
        "基本 联系 联络 其他 其它 相关 主要 必填项 选填项 身份 地址 居住 户籍 人口 备注 基础 一 二 三 四 登记",
        "填报 证件",
    ),
}

# Somebody else than the row: a bare 姓名 or 电话 under these is theirs.
OTHER = re.compile(
    r".*(?:人|员|者|长|主任|书记|方|父|母|亲|属|配偶|子女|儿子|女儿|民警|医生|教师|老师|干部|党员|邻居|户主|房东|业主|法人|志愿者|社工)$"
)

# What may stand more or less in a head without changing what is asked. The longer come first.
WEAK_WORDS = _words(
    "公民 居民 具体 详细 所在 目前 当前 现在 基本 号码 情况 状况 信息 名称 时间 日期 是否 有无",
    "人员 个人 本人 的 及 所 号 数量 数 总 类型 类别 种类 有效",
    "登记(?![人员]) 填写(?![人员]) 联系(?![人员])",
)
WEAK_CHARACTERS = frozenset("的号码数量所在地址信息情况状现本人类别型名称有效及总具体填写时间日期")

TITLES: dict[Subject, tuple[str, ...]] = {
    Subject.PERSON: _words(
        "人员 花名册 名单 老人 居民 残疾 低保 接种 流动人口 儿童 退役军人 志愿者 失业",
    ),
    Subject.HOUSEHOLD: _words(
        "家庭 户主 分户",
    ),
    Subject.DWELLING: _words(
        "房屋 出租房 租赁 住房 房源",
    ),
    Subject.BUILDING: _words(
        "楼宇 楼幢 楼栋 小区 建筑 电梯 building",
    ),
    Subject.ORGANISATION: _words(
        "企业 单位 商户 店铺 经营户 市场主体 场所 个体 机构",
    ),
}


def half_width(text: str) -> str:
    """Return a head in half-width, lower case, without marks of duty, numbers in front or blanks."""
    head = unicodedata.normalize("NFKC", text).casefold()
    head = MARKS.sub("", "".join(head.split()))
    return NUMBER.sub("", head).strip(":;,.-")


def whole(text: str) -> str:
    """Return a head with what stands in brackets, the brackets themselves dropped."""
    return SEPARATORS.sub("", OPENING.sub("", half_width(text)))


def main(text: str) -> str:
    """Return a head without what stands in brackets: 月收入（元） asks for 月收入."""
    return SEPARATORS.sub("", OPENING.sub("", BRACKETED.sub("", half_width(text))))


def unit_in(text: str) -> str:
    """Return the unit that a head names in brackets, or nothing: 万元 of 注册资本（万元）."""
    found = re.search(
        r"[(\[【](?:单位[::]?)?([^)\]】]*(?:元|米|㎡|m2|人|户|平方|岁|公里|%)[^)\]】]*)[)\]】]", half_width(text)
    )
    return found[1] if found else ""


def group(text: str) -> str:
    """Return whom or what a head over other heads names: 户主 of 户主信息."""
    name = main(text)
    for suffix in GROUP:
        if name.endswith(suffix):
            return name.removesuffix(suffix)
    return name


def core(text: str) -> str:
    """Return a head without words that do not change what is asked, or as it is where nothing would remain."""
    left = main(text)
    for word in WEAK_WORDS:
        shorter = re.sub(word, "", left)
        left = shorter if len(shorter) >= 2 else left
    return left


def either(text: str) -> list[str]:
    """Return what a head names beside each other: 联系电话/手机 asks for either."""
    return [part for part in EITHER.split(half_width(BRACKETED.sub("", half_width(text)))) if part]


def self_words(text: str) -> Iterator[tuple[Subject, str]]:
    """Yield whose column a head says it is, with the rest of the head: person and 姓名 of 老人姓名."""
    for subject, words in SELF.items():
        for word in words:
            if text.startswith(word) and len(text) > len(word):
                yield subject, text.removeprefix(word).removeprefix("的")


def subject_of_group(text: str) -> Subject | None:
    """Return whose rows a group head names, or None: 企业 of 企业基本情况."""
    return next((subject for subject, words in SELF.items() if text in words), None)
