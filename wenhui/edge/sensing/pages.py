"""Devices in sight and what they reported: who was heard when, what people found, what is muted and until when."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext

from wenhui.edge.sensing import access, judging, queries, shown
from wenhui.edge.sensing.forms import JudgeForm, MuteForm
from wenhui.edge.sensing.judging import SensingError
from wenhui.edge.sensing.models import Device
from wenhui.edge.sensing.words import Verdict
from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit import clock
from wenhui.kit.html.wording import say

A_PAGE = 30
UNPROCESSABLE = 422


@guard.page(access.SEE)
def home(request: OfficeRequest) -> HttpResponse:
    """List the devices in sight."""
    at = clock.now()
    leaf = Paginator(queries.devices(), A_PAGE).get_page(request.GET.get("page"))
    rows = shown.devices(list(leaf.object_list), at=at)
    return render(request, "sensing/home.html", {"rows": rows, "leaf": leaf, "unit": gettext("台"), "here": "devices"})


@guard.page(access.SEE)
def quarantine(request: OfficeRequest) -> HttpResponse:
    """List messages that nobody could act on, with the reason."""
    leaf = Paginator(queries.quarantined(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "sensing/quarantine.html", {"leaf": leaf, "unit": gettext("条"), "here": "quarantine"})


@guard.page(access.SEE, methods=("GET", "POST"))
def device(request: OfficeRequest, serial: str) -> HttpResponse:
    """Show one device with its messages; judge one, mute the device, or hear it again."""
    found = queries.devices().filter(serial=serial).first()
    if found is None:
        raise Http404
    form: Form = MuteForm()
    if request.method == "POST" and request.may(access.JUDGE):
        form, done = _done(request, found)
        if done:
            messages.success(request, done)
            return HttpResponseRedirect(request.get_full_path())
    at = clock.now()
    leaf = Paginator(queries.messages_of(found), A_PAGE).get_page(request.GET.get("page"))
    muted = queries.muting(found, at=at)
    context = {
        "one": shown.devices([found], at=at)[0], "rows": [shown.Line(row) for row in leaf.object_list], "leaf": leaf,
        "unit": gettext("条"), "mute_form": form if isinstance(form, MuteForm) else MuteForm(), "muted": muted,
        "came": queries.came_during(muted) if muted else 0, "may_judge": request.may(access.JUDGE),
        "past": found.mutes.order_by("-id")[:5], "verdicts": [(str(one), say(one.words)) for one in Verdict],
    }  # fmt: skip
    return render(request, "sensing/device.html", context, status=UNPROCESSABLE if form.errors else 200)


def _done(request: OfficeRequest, found: Device) -> tuple[Form, str]:
    """Do what a form asks for; return the form and what was done, or the form with what is wrong."""
    deeds: dict[str, tuple[type[Form], Callable[[OfficeRequest, Device, Form], str]]] = {
        "judge": (JudgeForm, _judge),
        "mute": (MuteForm, _mute),
        "unmute": (Form, _unmute),
    }
    kind, act = deeds.get(request.POST.get("do", ""), (JudgeForm, _judge))
    form = kind(request.POST)
    if not form.is_valid():
        return form, ""
    try:
        return form, act(request, found, form)
    except SensingError as error:
        form.add_error("until" if isinstance(form, MuteForm) else None, str(error))
        if not isinstance(form, MuteForm):
            messages.error(request, str(error))
        return form, ""


def _judge(request: OfficeRequest, found: Device, form: Form) -> str:
    given = form.cleaned_data
    verdict = Verdict(given["verdict"])
    if not queries.messages_of(found).filter(pk=given["message"]).exists():
        raise SensingError(gettext("没有这条报文，或不在您的权限内。"))
    judging.judge(
        message_id=given["message"], verdict=verdict, note=given["note"], by=request.actor, at=clock.now()
    )  # fmt: skip
    return gettext("已记下：%(verdict)s") % {"verdict": say(verdict.words)}


def _mute(request: OfficeRequest, found: Device, form: Form) -> str:
    until = clock.day_ends_at(form.cleaned_data["until"], request.zone)
    judging.mute(
        serial=found.serial, until=until, why=form.cleaned_data["why"], by=request.actor, at=clock.now()
    )  # fmt: skip
    return gettext("已静默，到期自动恢复；这期间的报警照样留着。")


def _unmute(request: OfficeRequest, found: Device, form: Form) -> str:
    judging.unmute(serial=found.serial, by=request.actor, at=clock.now())
    return gettext("已恢复，再报警就会立案。")
