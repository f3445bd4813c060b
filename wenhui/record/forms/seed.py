"""Plants the demonstration's forms: two that were admitted and filed for two months, one refused, one that waits; invented.

Everything follows from the seed number and the moment, by the same actions as in the office.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final

from django.db import transaction

from wenhui.ground.areas.models import Area
from wenhui.ground.journal import actions as journal
from wenhui.kit import clock
from wenhui.kit.actor import Actor
from wenhui.kit.privacy import Privacy
from wenhui.record.facts import actions as facts
from wenhui.record.facts.actions import About
from wenhui.record.facts.words import Through
from wenhui.record.forms import actions, knowing, queries
from wenhui.record.forms.actions import Answers, Asked, Wish
from wenhui.record.forms.models import Form
from wenhui.record.forms.words import Answering, PeriodKind
from wenhui.record.registry import dictionary
from wenhui.record.registry.words import Subject

COMMUNITY: Final = "hz.gs.wh.lsdy."
SPOKEN_OF: Final = 120  # of so many people somebody has said something
EACH: Final = Decimal(2)  # minutes, as the office estimates before anything was measured
FILLED: Final = 5  # on screen, each month
WHO: Final = "核对填的是谁，由登记自动带出"
PRINTED: Final = "来表表样固定，由登记自动带出"
NAME: Final = Asked(title="姓名", key="person.name", reason=WHO)
ID_NUMBER: Final = Asked(title="身份证号", key="person.id_number", reason=WHO)
AGE: Final = Asked(title="年龄", key="person.age", reason="由出生日期算出，不用填")
ADDRESS: Final = Asked(title="现住址", key="person.residential_address", reason=PRINTED)
PHONE: Final = Asked(title="联系电话", key="person.phone", reason="发放前联系本人")
ALONE: Final = Asked(title="是否独居", key="person.lives_alone", reason=PRINTED)
MEALS: Final = Asked(title="是否需要助餐", key="person.meal_service", reason=PRINTED)
SEEN: Final = "每月核对一次本人在世在住，登记里没有"
ALLOWANCE: Final = (
    *(NAME, ID_NUMBER, AGE, ADDRESS, PHONE, ALONE, MEALS),
    Asked(title="开户银行", key="person.bank_name", reason=PRINTED),
    Asked(title="本月是否见到本人", answering=Answering.YES_NO, why_own=SEEN, is_required=True),
)
CALLS: Final = (
    *(NAME, AGE, ADDRESS, MEALS),
    Asked(title="联系电话", key="person.phone", reason="年度复核，依据要求当面再问", asks_anew=True),
    Asked(title="紧急联系人电话", key="person.contact_phone"),
    Asked(title="本月探访次数", answering=Answering.INTEGER, why_own="每月新发生，登记里没有"),
)
CENSUS: Final = (
    *(NAME, ID_NUMBER),
    Asked(title="性别", key="person.sex"),
    AGE,
    Asked(title="现住址", key="person.residential_address"),
    Asked(title="联系电话", key="person.phone"),
    Asked(title="文化程度", key="person.education"),
    Asked(title="是否需要助餐", key="person.meal_service"),
    Asked(title="是否愿意参加志愿服务", answering=Answering.YES_NO, why_own="以前没有问过"),
)
HEALTH: Final = (
    *(NAME, ID_NUMBER, AGE, ADDRESS, PHONE),
    Asked(title="健康状况", key="person.health"),
    Asked(title="宗教信仰", key="person.religion"),
)


def seed(*, number: int, now: datetime, by: Actor, at: datetime) -> None:
    """Plant forms as they stand at `now`; nothing where any was decided already. One transaction."""
    if Form.objects.exclude(decision="").exists():
        return
    chance = Random(f"forms:{number}:{clock.local_day(now).isoformat()}")  # noqa: S311 - invents answers, guards nothing
    months = _months(clock.local_day(now))
    begin = _moment(months[0], 1)
    with transaction.atomic():
        community = Area.objects.get(path=COMMUNITY)
        _tell(chance, community, at=begin - timedelta(days=40), by=by)
        last = clock.local_day(now).replace(month=12, day=31)
        expires_on = last if (last - clock.local_day(now)).days > 60 else last.replace(year=last.year + 1)
        asked: dict[str, Any] = {"area": community, "subject": Subject.PERSON, "expires_on": expires_on, "due_days": 5}
        month: dict[str, Any] = {"period": PeriodKind.MONTH, "only": "年龄>=80"} | asked
        benefit = Wish(
            asker="civil_affairs",
            name="高龄津贴发放核对表",
            ground="老年人权益保障法第三十三条",
            columns=ALLOWANCE,
            **month,
        )
        call = Wish(
            asker="health", name="高龄老人探访月报", ground="国家基本公共卫生服务规范（第三版）", columns=CALLS, **month
        )
        allowance = _admitted(benefit, by=by, at=begin)
        calls = _admitted(call, by=by, at=begin + timedelta(hours=3))
        for first in months:
            for form in (allowance, calls):
                _fill(chance, form, first, until=now - timedelta(hours=1), by=by)
        _file(allowance, months[:2], by=by)
        _file(calls, months[:1], by=by)
        _undecided(asked, by=by, at=now - timedelta(days=6))
        journal.write(by=by, at=at, verb="forms.seed", subject=f"forms:{number}")


def _undecided(asked: dict[str, Any], *, by: Actor, at: datetime) -> None:
    """Let one form be refused and another wait."""
    once: dict[str, Any] = {"period": PeriodKind.ONCE, "only": "年龄>=80"} | asked
    health = Wish(
        asker="health", name="高龄老人健康与信仰摸底表", ground="区卫健局工作通知（演示）", columns=HEALTH, **once
    )
    census = Wish(
        asker="street", name="老年人口情况摸底表", ground="街道公共服务办工作安排（演示）", columns=CENSUS, **once
    )
    refused = actions.draft(wish=health, by=by, at=at)
    actions.submit(form_id=refused.pk, by=by, at=at)
    why = "四列已经掌握，可以从登记取；健康、信仰没有列明职责和法律"
    actions.refuse(form_id=refused.pk, why=why, by=by, at=at + timedelta(days=1))
    waiting = actions.draft(wish=census, by=by, at=at + timedelta(days=2))
    actions.submit(form_id=waiting.pk, by=by, at=at + timedelta(days=3))


def _tell(chance: Random, community: Area, *, by: Actor, at: datetime) -> None:
    """Let the community have said something of its oldest: some of it is old by now, some is lacking."""
    held = dictionary.current().attributes
    wish = Form(subject=Subject.PERSON.value, only="年龄>=80", area=community, area_path=community.path)
    listing = knowing.rows(wish, community, [held["person.phone"]], today=clock.local_day(at))
    phones = knowing.known(listing, [held["person.phone"]], today=clock.local_day(at))["person.phone"]
    fresh: list[About] = []
    old: list[About] = []
    for person, phone in list(zip(listing.ids(Subject.PERSON), phones, strict=True))[:SPOKEN_OF]:
        cells = {"person.meal_service": chance.choice(["true", "false", "false"])} if chance.random() < 0.8 else {}
        if chance.random() < 0.6:
            cells["person.bank_name"] = chance.choice(["杭州联合银行", "浙江农商银行", "中国邮政储蓄银行"])
        if phone.text:
            cells["person.phone"] = phone.text
        (fresh if chance.random() < 0.7 else old).append(About(Subject.PERSON, person, cells))
    for about, days in ((fresh, 0), (old, 200)):
        facts.say(
            about=[one for one in about if one.cells], through=Through.PAGE, provider="community",
            ground="居民委员会组织法第三条", as_of=clock.local_day(at) - timedelta(days=days), by=by, at=at,
        )  # fmt: skip


def _admitted(wish: Wish, *, by: Actor, at: datetime) -> Form:
    form = actions.draft(wish=wish, by=by, at=at)
    actions.submit(form_id=form.pk, by=by, at=at + timedelta(hours=1))
    repeated = form.columns.filter(is_repeated=True).values_list("place", flat=True)
    actions.estimate(form_id=form.pk, minutes=EACH, by=by, at=at + timedelta(hours=1))
    reasons = dict.fromkeys(repeated, "上门时当面核对，出事时要打得通")
    if reasons:
        actions.explain(form_id=form.pk, reasons=reasons, struck=(), by=by, at=at + timedelta(hours=1))
    return actions.admit(form_id=form.pk, why="只问登记里没有的", by=by, at=at + timedelta(hours=2))


def _fill(chance: Random, form: Form, first: date, *, until: datetime, by: Actor) -> None:
    """Let somebody fill a form for some people of a month, in the time that takes; nobody after `until`."""
    columns = {column.title: column.place for column in queries.columns_of(form)}
    listing = knowing.rows(form, form.area, [], today=first)
    for person in chance.sample(listing.ids(Subject.PERSON)[:SPOKEN_OF], min(FILLED, len(listing))):
        at = _moment(first, chance.randint(2, 26)) + timedelta(minutes=chance.randrange(300))
        if at > until:
            continue
        said = {columns[title]: text for title, text in _answers(chance).items() if title in columns}
        typed = (at - timedelta(seconds=chance.randint(12, 60)), at) if chance.random() < 0.9 else None
        confirmed = {columns["联系电话"], columns["是否需要助餐"]}
        actions.fill(
            form_id=form.pk, number=person, answers=Answers(said=said, confirmed=confirmed, typed=typed),
            clearance=Privacy.SENSITIVE, by=by, at=at,
        )  # fmt: skip


def _answers(chance: Random) -> dict[str, str]:
    answers = {"本月是否见到本人": "true", "本月探访次数": str(chance.randint(1, 4))}
    if chance.random() < 0.3:
        answers["联系电话"] = f"120{chance.randrange(10**8):08d}"
    return answers


def _file(form: Form, months: Sequence[date], *, by: Actor) -> None:
    for first in months:
        at = _moment(first + timedelta(days=32), 3)
        actions.file(form_id=form.pk, area_id=form.area_id, period_on=first, clearance=Privacy.SENSITIVE, by=by, at=at)


def _months(today: date) -> list[date]:
    """Return the first days of the two months before this one, and of this one."""
    this = today.replace(day=1)
    before = (this - timedelta(days=1)).replace(day=1)
    return [(before - timedelta(days=1)).replace(day=1), before, this]


def _moment(month: date, day: int) -> datetime:
    return datetime.combine(month.replace(day=day), time(9), tzinfo=clock.SHANGHAI)
