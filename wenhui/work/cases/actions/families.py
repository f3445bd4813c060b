"""The same matter again over weeks is put together, and somebody owns its root cause (重复诉求).

Proposed by a person or by the nightly job, taken on by a person; the cases stay what they are.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from wenhui.ground.accounts.models import Post
from wenhui.ground.areas.models import Area
from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.tidy import tidy
from wenhui.work.cases import access, rules
from wenhui.work.cases.actions import errors, steps
from wenhui.work.cases.actions.reporters import LONGEST_TITLE, MOST_WORDS
from wenhui.work.cases.models import Case, CaseFamily, CaseKin, CaseLikelyKin
from wenhui.work.cases.words import KinDecision, Standing

SMALLEST = 2
STANDS = frozenset({Standing.PROPOSED, Standing.TAKEN_ON})
"""Where a family may still grow."""


@transaction.atomic
def gather(
    *, numbers: Collection[str], title: str, by: Actor, at: datetime, reasons: Mapping[str, Any] | None = None
) -> CaseFamily:
    """Propose that these cases are one matter coming back. Cases of another family that stands are refused.

    `reasons` is why the nightly comparison takes them for one: `words` in common, `metres` and `days` apart.
    """
    cases = list(Case.objects.select_for_update().filter(number__in=numbers).order_by("pk"))
    missing = sorted(set(numbers) - {case.number for case in cases})
    if missing:
        told = gettext("没有编号为 %(numbers)s 的案件，或不在您的权限内。")
        raise errors.UnknownCaseError(told % {"numbers": gettext("、").join(missing)})
    if len(cases) < SMALLEST:
        raise errors.NotJoinableError(gettext("重复诉求至少要有两件案件。"))
    path = common([case.area_path for case in cases])
    steps.refuse_unless_permitted(access.FAMILIES, path=path, by=by, at=at)
    held = CaseKin.objects.filter(case__in=cases).select_related("case").first()
    if held is not None:
        raise errors.NotJoinableError(gettext("%(number)s 已经在另一组里。") % {"number": held.case.number})
    family = CaseFamily.objects.create(
        area=Area.objects.get(path=path), standing=Standing.PROPOSED, proposed_at=at, proposed_by=by.name,
        title=tidy(title, most=LONGEST_TITLE, lines=False).words or cases[0].title, reasons=dict(reasons or {}),
    )  # fmt: skip
    CaseKin.objects.bulk_create([CaseKin(case=case, family=family, at=at, by_name=by.name) for case in cases])
    _write("cases.gather", family, by=by, at=at, cases=len(cases))
    return family


@transaction.atomic
def take_on(
    *, family_id: int, by: Actor, at: datetime, unit_key: str = "", post_id: int | None = None, cause: str = ""
) -> CaseFamily:
    """Accept that it is one matter and say who owns its root: one unit, or one post (认领)."""
    family = _locked(family_id, by=by, at=at)
    if bool(unit_key) == (post_id is not None):
        raise errors.NothingGivenError(gettext("请选一个牵头的人：处置单位或岗位，只选一个。"))
    if family.standing in {Standing.DECLINED, Standing.SETTLED}:
        raise errors.DecidedAlreadyError(gettext("这一组已经有结论了。"))
    family.unit = steps.unit(unit_key) if unit_key else None
    family.post = _post(post_id) if post_id is not None else None
    family.cause = tidy(cause, most=MOST_WORDS).words
    return _decided(family, Standing.TAKEN_ON, "cases.take_on", by=by, at=at)


@transaction.atomic
def decline_family(*, family_id: int, why: str, by: Actor, at: datetime) -> CaseFamily:
    """Say that these are not one matter (不是一回事); its cases are free again."""
    family = _locked(family_id, by=by, at=at)
    family.why = _reason(why)
    if family.standing != Standing.PROPOSED:
        raise errors.DecidedAlreadyError(gettext("这一组已经有结论了。"))
    _remember_declined(family, by, at)
    CaseKin.objects.filter(family=family).delete()
    return _decided(family, Standing.DECLINED, "cases.decline_family", by=by, at=at)


@transaction.atomic
def propose_kin(
    *, family_id: int, case_id: int, likelihood: float, reasons: Mapping[str, Any], by: Actor, at: datetime
) -> CaseLikelyKin | None:
    """Propose that a case is one of a family, too; None where somebody was asked already, whatever they said."""
    family, case = _locked(family_id, by=by, at=at), steps.locked(case_id)
    if family.standing not in STANDS:
        raise errors.DecidedAlreadyError(gettext("这一组已经有结论了。"))
    likely, is_new = CaseLikelyKin.objects.get_or_create(
        case=case, family=family, defaults={"likelihood": likelihood, "reasons": dict(reasons), "at": at}
    )
    if not is_new:
        return None
    _write("cases.propose_kin", family, by=by, at=at, case=case.pk)
    return likely


@transaction.atomic
def judge_kin(*, likely_id: int, is_kin: bool, by: Actor, at: datetime) -> CaseLikelyKin:
    """Say whether a proposed case is one of the family (是同一回事); then it belongs to it, or is never asked again."""
    likely = CaseLikelyKin.objects.filter(pk=likely_id).first()
    if likely is None:
        raise errors.UnknownCaseError(gettext("没有这项提示，或不在您的权限内。"))
    family, case = _locked(likely.family_id, by=by, at=at), steps.locked(likely.case_id)
    likely = CaseLikelyKin.objects.select_for_update().get(pk=likely.pk)
    if likely.decision or family.standing not in STANDS:
        raise errors.DecidedAlreadyError(gettext("这项提示已经有结论了。"))
    if is_kin:
        if CaseKin.objects.filter(case=case).exists():
            raise errors.NotJoinableError(gettext("%(number)s 已经在另一组里。") % {"number": case.number})
        CaseKin.objects.create(case=case, family=family, at=at, by_name=by.name)
        family.area = Area.objects.get(path=common([family.area_path, case.area_path]))
        family.save(update_fields=["area"])
    likely.decision = KinDecision.TAKEN if is_kin else KinDecision.DECLINED
    likely.decided_at, likely.decided_by = at, by.name
    likely.save()
    _write("cases.judge_kin", family, by=by, at=at, case=case.pk, taken=int(is_kin))
    return likely


@transaction.atomic
def settle(*, family_id: int, why: str, by: Actor, at: datetime) -> CaseFamily:
    """Say that the root cause is gone and how (销根)."""
    family = _locked(family_id, by=by, at=at)
    family.why = _reason(why)
    if family.standing != Standing.TAKEN_ON:
        raise errors.WrongStageError(gettext("先要有人牵头，才谈得上消除根源。"))
    return _decided(family, Standing.SETTLED, "cases.settle", by=by, at=at)


def common(paths: Sequence[str]) -> str:
    """Return the smallest area that holds all of these."""
    first, *rest = [path.rstrip(".").split(".") for path in paths]
    shared = 0
    while shared < len(first) and all(labels[shared : shared + 1] == [first[shared]] for labels in rest):
        shared += 1
    return "".join(f"{label}." for label in first[:shared])


def _remember_declined(family: CaseFamily, by: Actor, at: datetime) -> None:
    """Keep which cases were said not to be one matter, so that the nightly comparison does not ask again."""
    said: dict[str, Any] = {"decision": KinDecision.DECLINED, "decided_at": at, "decided_by": by.name}
    CaseLikelyKin.objects.filter(family=family, decision="").update(**said)
    kin = CaseKin.objects.filter(family=family).values_list("case_id", flat=True)
    rows = [CaseLikelyKin(case_id=case, family=family, at=at, **said) for case in kin]
    CaseLikelyKin.objects.bulk_create(rows, ignore_conflicts=True)


def _locked(family_id: int, *, by: Actor, at: datetime) -> CaseFamily:
    family = CaseFamily.objects.select_for_update().filter(pk=family_id).first()
    if family is None:
        raise errors.UnknownCaseError(gettext("没有这一组，或不在您的权限内。"))
    steps.refuse_unless_permitted(access.FAMILIES, path=family.area_path, by=by, at=at)
    return family


def _post(post_id: int) -> Post:
    found = Post.objects.filter(pk=post_id).first()
    if found is None:
        raise errors.NothingGivenError(gettext("没有这个岗位。"))
    return found


def _reason(why: str) -> str:
    words = tidy(why, most=MOST_WORDS).words
    if not words:
        raise errors.NothingGivenError(str(steps.MISSING[rules.Given.REASON]))
    return words


def _decided(family: CaseFamily, standing: Standing, verb: str, *, by: Actor, at: datetime) -> CaseFamily:
    family.standing, family.decided_at, family.decided_by = standing, at, by.name
    family.save()
    _write(verb, family, by=by, at=at)
    return family


def _write(verb: str, family: CaseFamily, *, by: Actor, at: datetime, **refs: int) -> None:
    journal.write(by=by, at=at, verb=verb, subject=f"family:{family.pk}", refs=dict(refs))
