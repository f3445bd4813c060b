"""Invents about sixty tickets of the hotline at every state, for the demonstration; nobody in them exists."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from wenhui.edge.hotline import actions
from wenhui.edge.hotline.models import HotlineTicket
from wenhui.edge.hotline.translate import Said, Told
from wenhui.edge.hotline.words import State, Step
from wenhui.ground.accounts.models import Account
from wenhui.ground.areas.models import Area, Level
from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor, job
from wenhui.kit.clock import SHANGHAI, local_day
from wenhui.kit.scope import upper_bound
from wenhui.work.cases import actions as cases
from wenhui.work.cases.clocks.calendars import office_at
from wenhui.work.cases.models import Case
from wenhui.work.cases.words import Outcome

OFFICE = "hz.gs.wh."
TICKETS = 60
CLERK, HANDLER, CHECKER = job("seed-clerk", "陆明溪"), job("seed-unit", "沈知远"), job("seed-check", "周念慈")

# How many of sixty stand at each state, and how many work-hours ago the hotline took them.
PLAN: Sequence[tuple[State, int, tuple[int, int]]] = (
    (State.TO_SIGN, 8, (1, 10)),
    (State.SIGNED, 7, (2, 9)),
    (State.CONTACTED, 9, (10, 42)),
    (State.EXTENDING, 4, (24, 36)),
    (State.ANSWERED, 8, (26, 60)),
    (State.SATISFIED, 8, (50, 110)),
    (State.REDO, 4, (44, 60)),
    (State.CLOSED, 8, (90, 160)),
    (State.RETURNED, 4, (6, 30)),
)


@dataclass(frozen=True, slots=True)
class Matter:
    """What people ring about, and what came of it."""

    title: str
    text: str
    kind: str
    done: str


MATTERS = (
    Matter("夜间施工扰民", "晚上十点以后还在切割钢筋，连着三个晚上了，希望有人来管。", "城市管理/施工扰民",
           "已到工地，责令二十二时以后停止切割，施工单位当场承诺。"),
    Matter("楼道堆物影响通行", "楼道里堆了旧家具和纸板箱，老人上下楼要侧着身子走。", "社会治理/楼道堆物",
           "已会同物业清走旧家具，纸板箱由住户自行搬回家中。"),
    Matter("路灯不亮", "小区西门出去那一段路灯一周没亮了，晚上接孩子看不清路。", "公用设施/路灯",
           "已更换灯头两只，当晚亮灯。"),
    Matter("消防通道被占", "单元门口的消防通道天天停着车，救护车进不来。", "社会治理/占用消防通道",
           "已联系车主挪车，重新施划禁停标线。"),
    Matter("餐馆油烟直排", "一楼饭店的油烟从后窗直接排出来，家里不敢开窗。", "市容环境/油烟污染",
           "店家已清洗油烟净化器，复测达标。"),
    Matter("电动车在楼道充电", "有人从家里拉线到楼道给电动车充电，担心着火。", "社会治理/电动自行车违规充电",
           "已入户劝导并拆除飞线，引导到车棚充电。"),
    Matter("下水道堵塞返水", "一楼厨房地漏返水，味道很大，自己通了几次没有用。", "突发事件/下水道堵塞或破损",
           "已疏通主管道，清出油块，地漏恢复正常。"),
    Matter("垃圾投放点满溢", "投放点的桶早上就满了，袋子堆在外面，招苍蝇。", "便民服务/垃圾分类投放点问题",
           "已增加一次清运，现场冲洗干净。"),
    Matter("楼上漏水没人修", "卫生间顶上一直滴水，楼上说不关他的事。", "社会治理/房屋渗漏水",
           "已组织两户和物业上门查看，楼上同意重做防水。"),
    Matter("人行道地砖松动", "公交站旁边的地砖一踩就翘，下雨天溅一身水。", "市容环境/道路破损", "已重铺松动地砖十二块。"),
    Matter("商家喇叭声音太大", "楼下水果店从早到晚放喇叭叫卖。", "街面秩序/商业噪音", "已要求店家停用扩音喇叭，当场收起。"),
    Matter("遛狗不牵绳", "傍晚小花园里好几条大狗不牵绳，孩子被吓哭了。", "社会治理/养犬扰民",
           "已在小花园张贴提示，连续三天傍晚巡查劝导。"),
    Matter("咨询加装电梯怎么申请", "我们单元想装电梯，要哪些手续、要多少户同意。", "便民服务/加装电梯咨询",
           "已寄送办事指南，并约业主代表周五到社区面谈。"),
    Matter("井盖响得睡不着", "门口马路上的井盖一过车就响，晚上特别明显。", "公用设施/污水井盖",
           "已加装橡胶垫圈，复测无异响。"),
)  # fmt: skip
NOT_OURS = Matter("希望恢复公交线路", "原来门口的公交改线了，希望改回来。", "交通出行/公交线路", "")
NAMES = ("苏半夏", "江望舒", "秦远山", "何知秋", "许听澜", "叶南星", "沈清和", "林一诺", "宋晚晴", "")


@transaction.atomic
def seed(*, number: int, now: datetime, by: Actor, at: datetime, tickets: int = TICKETS) -> int:
    """Plant tickets as they stand at `now` and return how many; where there are some, nothing is changed."""
    if HotlineTicket.objects.exists():
        return 0
    draw = Random(f"hotline {number}")  # noqa: S311 - a drawing, not a secret
    inside = Area.objects.filter(path__gte=OFFICE, path__lt=upper_bound(OFFICE), level=Level.BUILDING)
    places = list(inside.order_by("path").values_list("name", flat=True))
    for serial, (state, hours) in enumerate(_planned(tickets, draw), 1):
        is_ours = state is not State.RETURNED and serial != tickets
        _Walk(draw, serial, hours, now, draw.choice(places), is_ours=is_ours).to(state)
    journal.write(by=by, at=at, verb="hotline.seed", subject=f"hotline:{number}", refs={"tickets": tickets})
    return tickets


def _planned(tickets: int, draw: Random) -> Iterator[tuple[State, int]]:
    """Yield states in the shares of the plan, each with how long ago, the oldest first."""
    whole = [(state, draw.randint(*span)) for state, count, span in PLAN for _ in range(count)]
    chosen = whole if tickets >= len(whole) else [whole[n * len(whole) // tickets] for n in range(tickets)]
    yield from sorted(chosen, key=lambda one: -one[1])


class _Walk:
    """One invented ticket on its way."""

    def __init__(self, draw: Random, serial: int, hours: int, now: datetime, place: str, *, is_ours: bool) -> None:
        self.draw, self.now = draw, now
        self.matter = MATTERS[serial % len(MATTERS)] if is_ours else NOT_OURS
        self.calendar = office_at(OFFICE).calendar
        self.at = _ago(self.now, hours)
        name = draw.choice(NAMES)
        self.told = Told(
            number=f"HZ{local_day(self.at, SHANGHAI):%y%m%d}{serial:04d}", title=self.matter.title,
            text=self.matter.text, name=name, phone=f"12{draw.randrange(10**9):09d}" if name else "",
            kind=self.matter.kind, place=place, received_at=self.at,
        )  # fmt: skip
        worked = self.calendar.between(self.at, now).minutes
        self.minutes = max(1, min(worked // 14, draw.randint(25, 55)))

    def to(self, state: State) -> None:
        """Take the ticket as far as `state`."""
        ticket = actions.take(told=self.told, path=OFFICE, by=CLERK, at=self._next()).ticket
        if state is State.TO_SIGN:
            self._maybe_exclude(ticket)
            return
        if state is State.RETURNED:
            why = "公交线路由市交通运输部门统筹，请转派公交公司。"
            actions.give_back(ticket_id=ticket.pk, why=why, by=CLERK, at=self._next())
            return
        actions.sign(ticket_id=ticket.pk, by=CLERK, at=self._next())
        if state is State.SIGNED:
            return
        words = "已致电市民，说明今天安排人到现场。" if self.told.phone else "市民没有留号码，按反映的地点到现场核实。"
        actions.contact(ticket_id=ticket.pk, words=words, by=CLERK, at=self._next())
        if state is State.EXTENDING:
            until = self.calendar.add_minutes(ticket.answer_due_at, 5 * self.calendar.minutes_a_day).at
            why = "要等产权单位到场会勘，已约定下周。"
            actions.extend(ticket_id=ticket.pk, until=until, why=why, by=CLERK, at=self._next())
            return
        if state is State.CONTACTED:
            self._handle(ticket.report.case_id, is_done=self.draw.random() < 0.4)
            return
        self._handle(ticket.report.case_id, is_done=True)
        words = f"您好，{self.matter.done}感谢您的反映。"
        actions.answer(ticket_id=ticket.pk, words=words, by=CLERK, at=self._next())
        self._call_back(ticket.number, state)

    def _call_back(self, number: str, state: State) -> None:
        solved = self.draw.random() < 0.85
        if state is State.REDO:
            words = "市民说只管了一天，又和原来一样了。"
            self._hear(Said(number, Step.DISSATISFIED, self._next(), is_solved=False, words=words))
        if state in {State.SATISFIED, State.CLOSED}:
            self._hear(Said(number, Step.SATISFIED, self._next(), is_solved=solved))
        if state is State.CLOSED:
            self._hear(Said(number, Step.CLOSED, self._next()))

    def _hear(self, said: Said) -> None:
        actions.hear(said=said, by=CLERK, at=said.at)

    def _handle(self, case_id: int, *, is_done: bool) -> None:
        cases.register(case_id=case_id, by=CLERK, at=self._next())
        case = Case.objects.get(pk=case_id)
        if case.unit_key == "":
            unit = case.type.unit_id or "community"
            cases.dispatch(case_id=case_id, unit_key=unit, by=CLERK, at=self._next())
        cases.accept(case_id=case_id, by=HANDLER, at=self._next())
        if not is_done:
            return
        cases.answer(case_id=case_id, note=self.matter.done, by=HANDLER, at=self._next())
        if self.draw.random() < 0.7:
            cases.verify(case_id=case_id, note="到现场看过，属实。", by=CHECKER, at=self._next())
            cases.close(case_id=case_id, outcome=Outcome.SOLVED, by=CLERK, at=self._next())

    def _maybe_exclude(self, ticket: HotlineTicket) -> None:
        if self.matter is NOT_OURS:
            why = "公交线路不是街道能定的事，不该计入街道的满意率。"
            asker = Account.objects.filter(username="luming").first()
            actions.ask_exclusion(ticket_id=ticket.pk, why=why, by=asker.actor if asker else CLERK, at=self.now)

    def _next(self) -> datetime:
        """Return a moment somewhat later, within the office's hours, and never one that has not come."""
        self.at = min(self.calendar.add_minutes(self.at, self.minutes).at, self.now)
        return self.at


def _ago(now: datetime, hours: int) -> datetime:
    """Return a moment so many work-hours back, a working day being seven and a half hours; within the day, by the clock."""
    days, rest = divmod(hours, 8)
    at = now - timedelta(hours=rest)
    calendar = office_at(OFFICE).calendar
    while days:
        at -= timedelta(days=1)
        days -= calendar.is_workday(local_day(at, SHANGHAI))
    return at
