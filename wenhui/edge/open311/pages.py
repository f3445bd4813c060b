"""The addresses of GeoReport v2, of its extension for updates, and the bulk file."""

import csv
import io
from datetime import date, timedelta

from django.http import HttpResponse
from django.utils.translation import gettext

from wenhui.edge.open311 import actions, asked, queries, translate
from wenhui.edge.open311.asked import RefusedError
from wenhui.edge.open311.doors import Call, door
from wenhui.edge.open311.wire import Answer
from wenhui.kit import clock
from wenhui.kit.html.wording import say
from wenhui.work.cases import access
from wenhui.work.cases import queries as cases

READ_WRITE = ("GET", "HEAD", "POST")
BEGINS = 2000


@door()
def discovery(call: Call) -> Answer:
    """Say where and how to call."""
    address = call.request.build_absolute_uri("/open311/v2")
    asks = gettext("向%(name)s要一个 api_key。") % {"name": say(call.jurisdiction.contact)}
    return Answer(
        "discovery",
        "",
        [translate.discovery(address=address, contact=say(call.jurisdiction.contact), key_service=asks)],
    )


@door()
def services(call: Call) -> Answer:
    """List the types of case that are offered."""
    offered = queries.services(call.jurisdiction)
    return Answer("services", "service", [translate.service(one, jurisdiction=call.jurisdiction) for one in offered])


@door()
def definition(call: Call, code: str) -> Answer:
    """Say what is asked for with one of them."""
    if code not in [one.key for one in queries.services(call.jurisdiction)]:
        raise RefusedError(404, gettext("没有这个 service_code。"))
    return Answer("service_definition", "", [translate.definition(code, jurisdiction=call.jurisdiction)])


@door(methods=READ_WRITE)
def requests(call: Call) -> Answer:
    """List requests, or take one in."""
    if call.request.method == "POST":
        return _take(call)
    wanted = asked.wanted(call.given, at=call.at, zone=call.zone)
    found = queries.requests(call.jurisdiction, wanted, is_public=call.is_public)
    units = cases.units()
    told = [translate.request(case, zone=call.zone, units=units, is_public=call.is_public) for case in found]
    return Answer("service_requests", "request", told)


def _take(call: Call) -> Answer:
    token = call.token
    if token is None or not token.may(access.REPORT):
        raise RefusedError(403, gettext("这个 api_key 不能报件。"))
    given = asked.reported(call.given, key=call.key, zone=call.zone)
    taken = actions.take_request(
        jurisdiction=call.jurisdiction, token=token, given=given, by=token.actor, at=call.at
    )  # fmt: skip
    notice = " ".join(taken.notices) or gettext("已经收到。请记下编号，凭它查进展。")
    record = {"service_request_id": taken.case.number, "service_notice": notice, "account_id": None}
    return Answer("service_requests", "request", [record])


@door()
def request(call: Call, number: str) -> Answer:
    """Tell how one request stands."""
    case = queries.request(call.jurisdiction, number, is_public=call.is_public)
    if case is None:
        raise RefusedError(404, gettext("没有这个 service_request_id。"))
    told = translate.request(case, zone=call.zone, units=cases.units(), is_public=call.is_public)
    return Answer("service_requests", "request", [told])


@door(needs_key=True)
def token(call: Call, token: str) -> Answer:
    """Tell the number of a request by the key under which this program sent it: its answer may have been lost."""
    case = queries.reported_under(call.token, token) if call.token is not None else None
    if case is None:
        raise RefusedError(404, gettext("没有用这个 token 收到过来件。"))
    return Answer("service_requests", "request", [{"service_request_id": case.number, "token": token}])


@door(methods=READ_WRITE)
def updates(call: Call) -> Answer:
    """List what was done to requests, or take in what somebody says of one."""
    if call.request.method == "POST":
        return _take_update(call)
    wanted = asked.wanted(call.given, at=call.at, zone=call.zone)
    found = queries.updates(call.jurisdiction, wanted, is_public=call.is_public)
    return Answer("service_request_updates", "request_update", [translate.update(one, zone=call.zone) for one in found])


def _take_update(call: Call) -> Answer:
    token = call.token
    if token is None or not token.may(access.REPORT):
        raise RefusedError(403, gettext("这个 api_key 不能报件。"))
    given = asked.said(call.given, key=call.key, zone=call.zone)
    kept = actions.take_update(
        jurisdiction=call.jurisdiction, token=token, given=given, by=token.actor, at=call.at
    )  # fmt: skip
    return Answer("service_request_updates", "request_update", [{"update_id": f"s{kept.pk}"}])


@door()
def bulk(call: Call, year: int, month: int) -> HttpResponse:
    """Send one month's requests as a table, for whoever counts."""
    if not (BEGINS <= year <= call.at.year and 1 <= month <= 12):
        raise RefusedError(404, gettext("没有这个月。"))
    first, after = date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
    return _table(call, first, after, name=f"{year}-{month:02}")


@door()
def bulk_of_day(call: Call, year: int, month: int, day: int) -> HttpResponse:
    """Send one day's requests as a table: what a program fetches each night."""
    try:
        first = date(year, month, day)
    except ValueError:
        first = date.max
    if not BEGINS <= first.year <= call.at.year:
        raise RefusedError(404, gettext("没有这一天。"))
    return _table(call, first, first + timedelta(days=1), name=f"{first:%Y-%m-%d}")


def _table(call: Call, first: date, after: date, *, name: str) -> HttpResponse:
    since, until = (clock.day_begins_at(day, call.zone) for day in (first, after))
    units, page = cases.units(), io.StringIO()
    rows = csv.writer(page)
    rows.writerow(translate.BULK)
    for case in queries.reported_between(call.jurisdiction, since, until):
        rows.writerow(translate.bulk(case, zone=call.zone, units=units))
    named = f'attachment; filename="requests-{name}.csv"'
    return HttpResponse(
        page.getvalue().encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": named},
    )
