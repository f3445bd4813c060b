"""How reports, possible duplicates, families and requests read on a page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext

from wenhui.kit.html import times
from wenhui.kit.html.wording import say
from wenhui.work.cases.actions.reporters import mending_in_words
from wenhui.work.cases.intake import sealing
from wenhui.work.cases.intake.duplicates import Alike
from wenhui.work.cases.models import (
    Case,
    CaseAppeal,
    CaseElsewhere,
    CaseFamily,
    CaseKin,
    CaseLikelyKin,
    CaseReport,
    CaseReporter,
)
from wenhui.work.cases.words import ENDED, Appeal, Behalf, Channel, Route, Standing

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Told:
    """One report as a page shows it; `name` and `phone` are masked and empty for who may not see them."""

    report: CaseReport
    name: str
    phone: str
    may_part: bool = False

    @property
    def channel(self) -> str:
        """Return which way it came."""
        return say(Channel(self.report.channel).words)

    @property
    def behalf(self) -> str:
        """Return in whose name."""
        return say(Behalf(self.report.behalf).words)

    @property
    def route(self) -> str:
        """Return how they want to hear."""
        return say(Route(self.report.route).words)

    @property
    def mended(self) -> str:
        """Return what was done to the words."""
        return mending_in_words(self.report.mended)

    @property
    def says(self) -> str:
        """Return the words where they are others than those of the case."""
        case, report = self.report.case, self.report
        return "" if (report.title, report.words) == (case.title, case.description) else report.title

    @property
    def has_reporter(self) -> bool:
        """Say whether there is a name or a number to look at."""
        return bool(self.name or self.phone)

    @property
    def suggestion(self) -> str:
        """Return words to begin an answer with: what the matter is and what came of it."""
        case = self.report.case
        while case.into is not None:
            case = case.into
        return gettext("您反映的“%(title)s”%(outcome)s。") % {
            "title": self.report.title,
            "outcome": say(case.at_stage.words),
        }


def family_of(case: Case) -> list[Case]:
    """Return the case itself and those joined to it, however they came."""
    near_ones = list(Case.objects.filter(into=case).order_by("pk"))
    further = list(Case.objects.filter(into__in=near_ones).order_by("pk")) if near_ones else []
    return [case, *near_ones, *further]


def reports_of(cases: Sequence[Case]) -> list[Told]:
    """Return what was said of these cases, the first word first."""
    rows = (
        CaseReport.objects.filter(case__in=cases)
        .select_related("case__into__into", "reporter", "call_back")
        .order_by("at", "pk")
    )
    opened: set[int] = set()
    told = []
    for row in rows[:MOST_SHOWN]:
        told.append(_told(row, may_part=row.case_id in opened))
        opened.add(row.case_id)
    return told


def owed() -> QuerySet[CaseReport]:
    """Return the reports whose matter has ended and whose reporter has not heard of it, the longest waiting first."""
    ended = Q(case__stage__in=ENDED) | Q(case__into__stage__in=ENDED) | Q(case__into__into__stage__in=ENDED)
    waiting = CaseReport.objects.filter(ended, answered_at__isnull=True).exclude(route=Route.NONE)
    return waiting.select_related("case__into__into", "reporter").order_by("at", "pk")


def owed_as_told(most: int = MOST_SHOWN) -> list[Told]:
    """Return those reports as the page of answers shows them."""
    return [_told(row) for row in owed()[:most]]


def _told(row: CaseReport, *, may_part: bool = False) -> Told:
    reporter = _reporter(row)
    name, phone = sealing.masked(reporter) if reporter is not None else ("", "")
    return Told(row, name, phone, may_part)


def _reporter(row: CaseReport) -> CaseReporter | None:
    try:
        return row.reporter
    except ObjectDoesNotExist:
        return None


@dataclass(frozen=True, slots=True)
class Likely:
    """One case that may be the same matter, with the reasons in words."""

    case: Case
    reasons: str

    @property
    def stage(self) -> str:
        """Return where it stands."""
        return say(self.case.at_stage.words)


def likely(alike: Iterable[Alike]) -> list[Likely]:
    """Return possible duplicates with their reasons."""
    return [Likely(one.case, " · ".join(_reasons(one))) for one in alike]


def _reasons(one: Alike) -> list[str]:
    why = one.why
    found = []
    if why.metres is not None:
        found.append(gettext("相距 %(n)s 米") % {"n": why.metres} if why.metres > 5 else gettext("同一地点"))
    elif why.same_area:
        found.append(gettext("同一地点"))
    if why.same_type:
        found.append(gettext("同一类型"))
    found.append(gettext("用词相近") if why.words >= 0.5 else gettext("用词部分相同"))
    found.append(gettext("相隔 %(span)s") % {"span": times.span(why.apart)})
    return found


@dataclass(frozen=True, slots=True)
class Appealed:
    """One request for a decision as a card shows it."""

    row: CaseAppeal

    @property
    def kind(self) -> str:
        """Return what is asked."""
        return say(Appeal(self.row.kind).words)

    @property
    def outcome(self) -> str:
        """Return what was decided; empty while nobody has."""
        if self.row.granted is None:
            return ""
        return gettext("成立") if self.row.granted else gettext("不成立")


@dataclass(frozen=True, slots=True)
class Kinship:
    """A family with both counts: how often it was said, and of how many matters."""

    family: CaseFamily
    reports: int
    cases: int
    members: Sequence[Case] = ()
    likely: Sequence["LikelyKin"] = ()

    @property
    def reasons(self) -> str:
        """Return why the nightly comparison takes these for one matter; empty where a person did."""
        return kin_reasons(self.family.reasons)

    @property
    def standing(self) -> str:
        """Return where it stands."""
        return say(Standing(self.family.standing).words)

    @property
    def owner(self) -> str:
        """Return who owns the root cause: the unit, or the post without the name of whoever holds it."""
        if self.family.unit is not None:
            return say(self.family.unit.words)
        return str(self.family.post) if self.family.post is not None else ""


@dataclass(frozen=True, slots=True)
class LikelyKin:
    """A case that may be one of a family, with the reasons in words."""

    row: CaseLikelyKin

    @property
    def reasons(self) -> str:
        """Return why."""
        return kin_reasons(self.row.reasons)


def kin_reasons(said: Mapping[str, Any]) -> str:
    """Return the reasons of the nightly comparison as people say them."""
    found = []
    if said.get("words"):
        found.append(gettext("都提到%(words)s") % {"words": gettext("、").join(said["words"])})
    if "metres" in said:
        near = said["metres"] <= 5
        found.append(gettext("同一地点") if near else gettext("相距 %(n)s 米以内") % {"n": said["metres"]})
    if said.get("days"):
        found.append(gettext("前后 %(n)s 天") % {"n": said["days"]})
    return " · ".join(found)


def kinship(case: Case) -> Kinship | None:
    """Return the family a case belongs to, if its reader may see it."""
    kin = CaseKin.objects.filter(case=case).values_list("family_id", flat=True).first()
    found = families().filter(pk=kin).first() if kin is not None else None
    return counted([found])[0] if found is not None else None


def families() -> QuerySet[CaseFamily]:
    """Return the families in sight, those that wait for a decision first."""
    waiting = Q(standing=Standing.PROPOSED)
    rows = CaseFamily.objects.select_related("unit", "post__area", "post__role")
    return rows.exclude(standing=Standing.DECLINED).annotate(waits=waiting).order_by("-waits", "-proposed_at", "-pk")


def counted(rows: Sequence[CaseFamily]) -> list[Kinship]:
    """Return families with both counts, their cases and those that may be of them. Three queries."""
    kin = (
        CaseKin.objects.filter(family__in=rows)
        .select_related("case__area__parent__parent")
        .order_by("-case__reported_at")
    )
    members: dict[int, list[Case]] = {}
    for one in kin:
        members.setdefault(one.family_id, []).append(one.case)
    counts = dict(
        CaseReport.objects.filter(case__kin__family__in=rows)
        .values_list(F("case__kin__family"))
        .annotate(said=Count("pk"))
        .order_by()
    )
    waiting: dict[int, list[LikelyKin]] = {}
    undecided = CaseLikelyKin.objects.filter(family__in=rows, decision="").select_related("case")
    for likely in undecided.order_by("-likelihood", "pk"):
        waiting.setdefault(likely.family_id, []).append(LikelyKin(likely))
    return [
        Kinship(
            row, counts.get(row.pk, 0), len(members.get(row.pk, ())), members.get(row.pk, ()), waiting.get(row.pk, ())
        )
        for row in rows
    ]


def routes() -> list[CaseElsewhere]:
    """Return the other ways there are today."""
    return list(CaseElsewhere.objects.filter(ended=False).order_by("key"))


def appeals(case: Case) -> list[Appealed]:
    """Return what somebody asked to be decided about a case, the newest first."""
    return [Appealed(row) for row in case.appeals.order_by("-pk")]
