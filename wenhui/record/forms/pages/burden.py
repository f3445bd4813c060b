"""What forms cost: every form in force with the minutes a week that were expected and those that were measured."""

from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render

from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit import clock
from wenhui.record.forms import access, burdens, queries, shown


@guard.page(access.SEE)
def table(request: OfficeRequest) -> HttpResponse:
    """Show estimate and measure of every form in force that reaches this post's area, side by side."""
    lines = burdens.in_force(queries.forms(request.sees.path), path=request.sees.path, at=clock.now())
    names = shown.asker_names()
    measured = [line.actual for line in lines if line.actual is not None]
    context = {
        "rows": [
            {
                "line": line,
                "asker": names.get(line.form.asker, line.form.asker),
                "basis": line.form.get_expected_from_display(),
            }
            for line in lines
        ],
        "expected": sum((line.expected or Decimal(0) for line in lines), Decimal(0)),
        "actual": sum(measured, Decimal(0)) if measured else None,
    }
    return render(request, "forms/burden.html", context)
