"""Rows that may be one person: the queue, two side by side, merging, and undoing a merge."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit import clock
from wenhui.kit.html.wording import say
from wenhui.record.registry import access, actions, matching, queries, review
from wenhui.record.registry.actions.refusals import RegistryError
from wenhui.record.registry.forms import GroundForm
from wenhui.record.registry.models import LinkageModel, Merge, MergeQuestion, Person
from wenhui.record.registry.pages.people import card_of
from wenhui.record.registry.pages.privately import private, today
from wenhui.record.registry.words import Verdict

PAIRS_A_PAGE = 30
UNPROCESSABLE = 422
CONFLICT = 409
LATER = "later"


@guard.page(access.MERGE)
def duplicates(request: OfficeRequest) -> HttpResponse:
    """List the suspected pairs, the likeliest first."""
    leaf = Paginator(review.waiting(), PAIRS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "leaf": leaf,
        "waiting": review.listed(list(leaf.object_list), today=today()),
        "unit": gettext("对"),
        "is_trained": LinkageModel.objects.exists(),
    }
    return private(render(request, "registry/duplicates.html", context))


@guard.page(access.MERGE)
def alike(request: OfficeRequest, person_id: int) -> HttpResponse:
    """Show who else may be the same as someone on a card; each leads to the two side by side."""
    person = get_object_or_404(Person.objects.select_related("dwelling"), pk=person_id, merged_into=None)
    found = matching.alike(person, today=today())
    no_model = matching.NO_MODEL if matching.kept_model() is None else None
    context = {"person": person, "name": queries.masked_name(person), "found": found, "no_model": no_model}
    return private(render(request, "registry/others.html", context))


@guard.page(access.MERGE, methods=("GET", "POST"))
def pair(request: OfficeRequest, one_id: int, two_id: int) -> HttpResponse:
    """Show two rows side by side, and take the judgement; then comes the next pair of the queue."""
    compared = review.side_by_side(one_id, two_id, today=today())
    if compared is None:
        raise Http404(gettext("没有这两条登记，或不在您的权限内，或已经合并"))
    form = GroundForm(request.POST or None, initial={"reason": gettext("比对登记内容")})
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _judged(request, one_id, two_id, form.cleaned_data["reason"]))
        except RegistryError as refused:
            form.add_error("reason", say(refused.words))
        else:
            following = review.waiting().first()
            if following is None:
                return redirect("registry:duplicates")
            return redirect("registry:pair", following.low_id, following.high_id)
    mates = list(review.mates(one_id, two_id))
    context = {"compared": compared, "form": form, "verdicts": Verdict, "later": LATER, "mates": mates}
    return private(render(request, "registry/pair.html", context, status=UNPROCESSABLE if form.errors else 200))


@guard.page(access.MERGE, methods=("GET", "POST"))
def part(request: OfficeRequest, merge_id: int) -> HttpResponse:
    """Ask for the ground, then undo a merge; what moved and what stayed stands beside it."""
    merge = get_object_or_404(Merge.objects.filter(undone_at__isnull=True), pk=merge_id)
    form = GroundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.unmerge(merge_id=merge_id, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now())
        except RegistryError as refused:
            form.add_error("reason", say(refused.words))
        else:
            messages.success(request, gettext("合并已撤销，两条登记都在"))
            return redirect("registry:person", merge.primary_id)
    moved = merge.steps.filter(stayed="").count()
    names = [one.name for one in queries.shown([merge.primary, merge.other], today=today())]
    context = {"merge": merge, "form": form, "names": names, "moved": moved, "stayed": merge.steps.count() - moved}
    return private(render(request, "registry/part.html", context, status=UNPROCESSABLE if form.errors else 200))


@guard.page(access.MERGE, methods=("POST",))
def answer(request: OfficeRequest, question_id: int) -> HttpResponse:
    """Take the answer to whose a row is, and go back to that card."""
    question = get_object_or_404(MergeQuestion.objects.select_related("merge"), pk=question_id)
    to_id = question.merge.other_id if request.POST.get("to") == "other" else question.merge.primary_id
    try:
        actions.answer_whose(question_id=question_id, to_id=to_id, by=request.actor, at=clock.now())
    except RegistryError as refused:
        card = card_of(request, question.merge.primary_id) | {"refused": say(refused.words)}
        return private(render(request, "registry/person.html", card, status=CONFLICT))
    messages.success(request, gettext("已归到这一条登记"))
    return redirect("registry:person", to_id)


def _judged(request: OfficeRequest, one_id: int, two_id: int, reason: str) -> str:
    """Do what was judged; return what to say of it."""
    verdict, by, at = request.POST.get("verdict", LATER), request.actor, clock.now()
    if verdict == Verdict.SAME:
        keep = two_id if request.POST.get("keep") == str(two_id) else one_id
        actions.merge(primary_id=keep, other_id=one_id + two_id - keep, reason=reason, by=by, at=at)
        return gettext("已合并。日后发现不对，可以在卡片上撤销")
    if verdict == Verdict.DIFFERENT:
        actions.judge_different(one_id=one_id, two_id=two_id, reason=reason, by=by, at=at)
        return gettext("记下了：不是同一人，以后不再提示")
    actions.put_off(one_id=one_id, two_id=two_id, by=by, at=at)
    return gettext("放到队尾，以后再看")
