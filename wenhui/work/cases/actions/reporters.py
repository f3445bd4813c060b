"""Who reports, as the front door is told, and the row that keeps what was said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext

from wenhui.ground import rows
from wenhui.kit.actor import Actor, ActorKind
from wenhui.kit.html.wording import say
from wenhui.kit.tidy import Mended, tidy
from wenhui.record.registry.rules import phones
from wenhui.record.registry.rules.refusal import NotUsableError
from wenhui.work.cases.actions.errors import ReporterError
from wenhui.work.cases.intake import sealing
from wenhui.work.cases.models import Case, CaseReport, CaseReporter
from wenhui.work.cases.words import Behalf, Channel, Route

LONGEST_NAME = 60
LONGEST_TITLE = 200
LONGEST_PLACE = 200
MOST_WORDS = 10_000
Waits = tuple[str, datetime | None]
"""On which calendar a platform above counts, and until when it waits; until None where there is no such platform."""

FUTURE = "future"
"""Stands among what was mended where the other system names a moment that has not come."""


@dataclass(frozen=True, slots=True)
class Reporter:
    """In whose name something is reported, what they said of themselves, and how they want to hear of it."""

    behalf: Behalf = Behalf.SELF
    name: str = ""
    phone: str = ""
    route: Route = Route.NONE

    def usable(self) -> "Reporter":
        """Return the same with name and phone in their one form; raise ReporterError in words when that cannot be."""
        name = tidy(self.name, most=LONGEST_NAME, lines=False).words
        phone = _number(self.phone)
        if self.behalf is Behalf.ANONYMOUS and (name or phone):
            raise ReporterError(gettext("匿名的报告不留姓名和电话；要留，就选居民或单位。"))
        if self.route is Route.PHONE and not phone:
            raise ReporterError(gettext("要用电话答复，请留电话。"))
        return Reporter(self.behalf, name, phone, self.route)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said, fit to keep, and what was done to it for that."""

    title: str
    words: str
    place: str
    mended: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Came:
    """How a report came: by which channel, under which key of theirs, said and heard when, entered by whom."""

    channel: Channel
    key: str
    said_at: datetime | None
    by: Actor
    at: datetime


def spoken(*, title: str, words: str, place: str) -> Spoken:
    """Clean what was said. A title that is too long for a line is cut there and stands in full before the words."""
    head = tidy(title, most=LONGEST_TITLE, lines=False)
    if Mended.CUT in head.mended:
        words = f"{title}\n{words}"
    rest = tidy(words, most=MOST_WORDS)
    where = tidy(place, most=LONGEST_PLACE, lines=False)
    mended = (head.mended - {Mended.CUT}) | rest.mended | where.mended
    return Spoken(head.words, rest.words, where.words, tuple(sorted(mended)))


def keep(case: Case, said: Spoken, reporter: Reporter, came: Came, upper: Waits, *, joins: bool = False) -> CaseReport:
    """Write the report, and beside it who reported where they said so; and until when the platform that sent it waits."""
    by = came.by
    late = {FUTURE} if came.said_at is not None and came.said_at > came.at else set()
    behalf = Behalf.SYSTEM if by.kind is not ActorKind.PERSON and reporter.behalf is Behalf.SELF else reporter.behalf
    report = CaseReport(
        case=case, channel=came.channel, source=str(by) if came.key else "", source_key=came.key, title=said.title,
        words=said.words, said_at=came.said_at, at=came.at, by_kind=by.kind, by_key=by.key, by_name=by.name,
        behalf=behalf, route=reporter.route, mended=sorted({*said.mended, *late}), joins=joins,
        upper_clock=upper[0] if upper[1] else "", upper_due_at=upper[1],
    )  # fmt: skip
    rows.insert(report)
    if reporter.name or reporter.phone:
        phone, index = sealing.seal(reporter.phone), sealing.phone_index(reporter.phone)
        rows.insert(CaseReporter(report=report, name=reporter.name, phone=phone, phone_index=index))
    return report


def owe_again(case: Case) -> None:
    """Owe a second answer to whoever was answered about a case that is open again; the first one stands beside it."""
    told = CaseReport.objects.filter(Q(case=case) | Q(case__into=case), answered_at__isnull=False)
    for report in told.exclude(route=Route.NONE):
        at = report.answered_at.isoformat() if report.answered_at else ""
        report.earlier = [*report.earlier, {"at": at, "by": report.answered_by, "told": report.told}]
        report.answered_at, report.answered_by, report.told = None, "", ""
        report.save(update_fields=["earlier", "answered_at", "answered_by", "told"])


def mending_in_words(mended: Iterable[str]) -> str:
    """Return what was done to somebody's words, as they are told; empty when nothing was."""
    said = {
        Mended.CUT: gettext("说明太长，保留了前 %(most)s 个字") % {"most": MOST_WORDS},
        Mended.CONTROLS: gettext("去掉了看不见的控制字符"),
        Mended.TURNING: gettext("去掉了会颠倒文字方向的符号"),
        FUTURE: gettext("来文时间在将来，时限从收到时算起"),
    }
    return gettext("；").join(words for kind, words in said.items() if kind in set(mended))


def _number(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return phones.read_phone(text.strip()).number
    except NotUsableError as error:
        raise ReporterError(gettext("报告人电话：%(why)s") % {"why": say(error.words)}) from None
