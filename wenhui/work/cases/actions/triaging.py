"""What is no duty of the government is shown another way, politely; whoever disagrees is heard by a second person."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.html.wording import say
from wenhui.kit.tidy import tidy
from wenhui.work.cases import access, rules
from wenhui.work.cases.actions import asking, co_handling, errors, intake, steps
from wenhui.work.cases.actions.reporters import MOST_WORDS
from wenhui.work.cases.models import Case, CaseAppeal, CaseElsewhere
from wenhui.work.cases.words import Appeal, Stage, Verb


@transaction.atomic
def redirect(*, case_id: int, route_key: str, by: Actor, at: datetime, why: str = "") -> Case:
    """Show the reporter another way (分流告知): which body, its telephone and how, from the catalogue.

    `why` is what is added in the clerk's own words. The move holds the whole text, as the reporter will be told.
    """
    route = CaseElsewhere.objects.filter(key=route_key, ended=False).first()
    if route is None:
        raise errors.NothingGivenError(gettext("请选分流到哪里。"))
    step = steps.begin(Verb.REDIRECT, case_id=case_id, by=by, at=at, why=polite(route, why))
    asking.lapse(case=step.case, by=by, at=at)
    co_handling.release_all(step.case, why=say(Verb.REDIRECT.words), at=at)
    return steps.finish(step)


def polite(route: CaseElsewhere, why: str = "") -> str:
    """Return what a reporter is told, in the language of the office."""
    phone = f"，电话 {route.phone}" if route.phone else ""
    own = f"{why.strip()}" if why.strip() else ""
    return (
        f"感谢您的反映。这件事不在街道职责之内，由{route.zh}负责{phone}。{route.how_zh}{own}"
        "如您认为应由街道办理，可以提出异议，我们另派人复核。"
    )


@transaction.atomic
def appeal(*, case_id: int, kind: Appeal, why: str, by: Actor, at: datetime) -> CaseAppeal:
    """Ask a second person to decide: that a redirected case is ours after all (异议), or should not count (剔除)."""
    case = Case.objects.select_for_update().filter(pk=case_id).first()
    if case is None:
        raise errors.UnknownCaseError(gettext("没有这件案件，或不在您的权限内。"))
    steps.refuse_unless_permitted(access.OBJECT, path=case.area_path, by=by, at=at)
    words = tidy(why, most=MOST_WORDS).words
    if not words:
        raise errors.NothingGivenError(str(steps.MISSING[rules.Given.REASON]))
    if kind is Appeal.OBJECTION and case.stage != Stage.REDIRECTED:
        raise errors.WrongStageError(gettext("只有分流告知了的案件才有异议。"))
    if kind is Appeal.EXCLUSION and case.stage in {Stage.REPORTED, Stage.MERGED}:
        raise errors.WrongStageError(gettext("立案以后才谈得上剔除。"))
    if case.appeals.filter(kind=kind, decided_at__isnull=True).exists():
        raise errors.WaitsAlreadyError(gettext("同样的申请还在等人裁定。"))
    row = CaseAppeal.objects.create(
        case=case, kind=kind, why=words, asked_at=at, asked_by=str(by), asked_name=by.name
    )  # fmt: skip
    _write("cases.appeal", row, by=by, at=at)
    return row


@transaction.atomic
def decide(*, appeal_id: int, is_granted: bool, verdict: str, by: Actor, at: datetime) -> CaseAppeal:
    """Decide what somebody asked, as a second person (裁定): neither who asked, nor who showed the other way.

    A granted objection takes the case up again with a fresh intake clock.
    """
    row = CaseAppeal.objects.select_for_update(of=("self",)).select_related("case").filter(pk=appeal_id).first()
    if row is None:
        raise errors.UnknownCaseError(gettext("没有这件申请，或不在您的权限内。"))
    steps.refuse_unless_permitted(access.DECIDE, path=row.area_path, by=by, at=at)
    words = tidy(verdict, most=MOST_WORDS).words
    if not words:
        raise errors.NothingGivenError(str(steps.MISSING[rules.Given.REASON]))
    if row.decided_at is not None:
        raise errors.DecidedAlreadyError(gettext("已经由%(name)s裁定过了。") % {"name": row.decided_name})
    _refuse_own(row, by)
    row.decided_at, row.decided_by, row.decided_name = at, str(by), by.name
    row.granted, row.verdict = is_granted, words
    row.save(update_fields=["decided_at", "decided_by", "decided_name", "granted", "verdict"])
    _write("cases.decide", row, by=by, at=at)
    if is_granted and row.kind == Appeal.OBJECTION:
        step = steps.begin(Verb.RECONSIDER, case_id=row.case_id, by=by, at=at, why=words)
        intake.start_intake_clock(step.case, at)
        steps.finish(step)
    return row


def _refuse_own(row: CaseAppeal, by: Actor) -> None:
    shown = row.case.moves.filter(verb=Verb.REDIRECT).order_by("-id").first()
    own = {row.asked_by} | ({f"{shown.by_kind}:{shown.by_key}"} if shown and row.kind == Appeal.OBJECTION else set())
    if str(by) in own:
        raise errors.NotAllowedError(gettext("提申请的人和作出分流的人都不能裁定；请换一个人。"))


def _write(verb: str, row: CaseAppeal, *, by: Actor, at: datetime) -> None:
    refs: dict[str, str | int] = {"number": row.case.number, "kind": row.kind}
    if row.granted is not None:
        refs["granted"] = int(row.granted)
    journal.write(by=by, at=at, verb=verb, subject=f"appeal:{row.pk}", refs=refs)
