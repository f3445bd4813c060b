"""Filling: a department's blank form is brought, understood, and handed back filled.

A filled form shows whole columns uncovered, so no cache may keep it, and every one is a line in the journal.
"""

from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext

from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit import clock
from wenhui.kit.html import wording
from wenhui.kit.sheets import filling as sheets
from wenhui.kit.sheets.heads import Head, NoHeadError
from wenhui.kit.sheets.opening import Opened
from wenhui.kit.sheets.refusals import RefusedFileError, UnknownTabError
from wenhui.record.ledgers import access, actions, filling, queries, shown
from wenhui.record.ledgers.binding import bind
from wenhui.record.ledgers.filling import Answer
from wenhui.record.ledgers.forms import FillForm, UploadForm
from wenhui.record.ledgers.models import BlankForm
from wenhui.record.ledgers.opening import open_form
from wenhui.record.ledgers.refusals import LedgersError
from wenhui.record.ledgers.rules import asking
from wenhui.record.ledgers.rules.columns import Binding
from wenhui.record.ledgers.rules.rows import chosen, subject_of
from wenhui.record.registry import dictionary
from wenhui.record.registry.words import Subject

UNPROCESSABLE = 422
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PROVIDERS = "provider"
UNTIL_ASKED = timedelta(days=14)


@guard.page(access.FILL, methods=("GET", "POST"))
def start(request: OfficeRequest) -> HttpResponse:
    """Take a blank form; what cannot be filled is refused in words before it is kept."""
    providers = dictionary.current().tables[PROVIDERS]
    form = UploadForm(request.POST or None, request.FILES or None, providers=providers)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            content = file.read()
            opened, head = open_form(content)
            sheets.fill(opened, head, [])
            kept = actions.keep_blank(
                name=file.name, content=content, provider=form.cleaned_data["asker"], by=request.actor, at=clock.now()
            )
        except (RefusedFileError, LedgersError) as refused:
            form.add_error("file", wording.say(refused.words))
        else:
            return HttpResponseRedirect(reverse("ledgers:blank", args=[kept.pk]))
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "ledgers/start.html", {"form": form}, status=status)


@guard.page(access.FILL, methods=("GET", "POST"))
def blank(request: OfficeRequest, number: int) -> HttpResponse:
    """Show what a form was understood to ask; correct that, see how much is held, take it filled."""
    kept = queries.blank(number, by=request.actor)
    if kept is None:
        raise Http404(gettext("没有这张空白表，或不是您上传的"))
    page = _Page(request, kept)
    try:
        match request.POST.get("do"):
            case "remember":
                return page.remembered()
            case "look":
                page.look()
            case "fill":
                return page.filled()
            case _:
                pass
    except (RefusedFileError, LedgersError) as refused:
        page.refused = wording.say(refused.words)
    return page.shown()


class _Page:
    """One blank form on its page."""

    def __init__(self, request: OfficeRequest, kept: BlankForm) -> None:
        self.request = request
        self.kept = kept
        self.at = clock.now()
        self.held = dictionary.current()
        self.rows, self.tab = (request.POST.get(key) or request.GET.get(key) or "" for key in ("rows", "tab"))
        self.opened, self.head = _on_tab(bytes(kept.content), self.tab)
        self.binding = self._bound()
        self.form = FillForm(
            request.POST if request.POST.get("do") in {"look", "fill"} else None,
            initial={"area": request.post.area.name, "due_on": clock.local_day(self.at) + UNTIL_ASKED},
            today=clock.local_day(self.at),
        )
        self.answer: Answer | None = None
        self.refused = ""

    def _bound(self) -> Binding:
        memory = queries.memory_of(self.kept.provider)
        return bind(self.head, None, dictionary=self.held, remembered=memory, subject=chosen(self.rows))

    def remembered(self) -> HttpResponse:
        """Keep what somebody said of columns, and show the form anew."""
        if self.binding.subject is not None:
            choices = shown.choices(self.binding, self.held, self.request.POST)
            if choices:
                actions.remember(
                    provider=self.kept.provider,
                    subject=self.binding.subject,
                    choices=choices,
                    by=self.request.actor,
                    at=self.at,
                )
        said = {"rows": self.rows, "tab": self.tab}
        query = urlencode({key: value for key, value in said.items() if value})
        return HttpResponseRedirect(reverse("ledgers:blank", args=[self.kept.pk]) + (f"?{query}" if query else ""))

    def look(self) -> None:
        """Say how much is held, handing out nothing."""
        if self.form.is_valid():
            asked = self._asked()
            self.answer = filling.answer(self.opened, self.head, self.binding, today=clock.local_day(self.at), **asked)

    def filled(self) -> HttpResponse:
        """Hand the form out."""
        if not self.form.is_valid():
            return self.shown()
        answer = actions.fill(
            opened=self.opened,
            head=self.head,
            binding=self.binding,
            asker=self.kept.provider,
            ground=self.form.cleaned_data["ground"],
            due_on=self.form.cleaned_data["due_on"],
            begun_at=self.kept.at,
            by=self.request.actor,
            at=self.at,
            **self._asked(),
        )
        due_on = self.form.cleaned_data["due_on"]
        if due_on is not None and answer.lacking:
            messages.success(self.request, shown.handed_on(answer))
        name = self.kept.name.rpartition(".")[0] + gettext("-已填") + ".xlsx"
        response = HttpResponse(answer.content, content_type=XLSX)
        response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
        add_never_cache_headers(response)
        return response

    def _asked(self) -> dict[str, Any]:
        return {
            "area": queries.area_called(self.form.cleaned_data["area"], within=self.request.sees.path),
            "conditions": asking.parse(
                self.form.cleaned_data["only"],
                attributes=self.held.attributes,
                tables=self.held.tables,
                subject=subject_of(self.binding),
                today=clock.local_day(self.at),
            ),
            "clearance": self.request.sees.clearance,
            "skips_stale": self.form.cleaned_data["skips_stale"],
        }

    def shown(self) -> HttpResponse:
        """Return the page."""
        provider = self.held.tables[PROVIDERS].by_code[self.kept.provider]
        context = {
            "kept": self.kept,
            "head": self.head,
            "provider": provider.words,
            "binding": self.binding,
            "rows": self.rows or (self.binding.subject.value if self.binding.subject else ""),
            "subjects": list(Subject),
            "tabs": [tab.name for tab in self.opened.visible],
            "lines": shown.lines(self.binding, self.held, self.answer),
            "meanings": [*shown.meanings(self.held), shown.own()],
            "form": self.form,
            "answer": self.answer,
            "refused": self.refused,
        }
        status = UNPROCESSABLE if self.refused or self.form.errors else 200
        response = render(self.request, "ledgers/blank.html", context, status=status)
        add_never_cache_headers(response)
        return response


def _on_tab(content: bytes, tab: str) -> tuple[Opened, Head]:
    """Return a kept form on the tab that is asked for, or on its own where that one holds no table."""
    try:
        return open_form(content, tab or None)
    except (NoHeadError, UnknownTabError):
        return open_form(content)
