"""Every write of Open311: a request becomes a case, whatever is wrong with its service or its place."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.utils.translation import gettext

from wenhui.edge.open311 import placing, queries
from wenhui.edge.open311.asked import RefusedError, Reported, Said
from wenhui.edge.open311.models import Jurisdiction, Supplement
from wenhui.ground.accounts.models import Token
from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.html.wording import say
from wenhui.work.cases import access
from wenhui.work.cases import actions as cases
from wenhui.work.cases.actions import Reporter
from wenhui.work.cases.intake import naming
from wenhui.work.cases.models import Case, CaseType
from wenhui.work.cases.words import Channel

REPEATS_WITHIN: Final = timedelta(minutes=10)
"""So long the same words about the same place from the same device are a repeat, where the program names no key."""

TITLE_LENGTH: Final = 60


@dataclass(frozen=True, slots=True)
class Taken:
    """A request that was taken in: the case it became, and what the program's user should know about it."""

    case: Case
    notices: tuple[str, ...] = ()


@transaction.atomic
def take_request(*, jurisdiction: Jurisdiction, token: Token, given: Reported, by: Actor, at: datetime) -> Taken:
    """Report a case for a request, once however often it is sent.

    An unknown service becomes a case without a type; a place that is unknown or lies outside, a case at the office itself.
    There the command room decides, and whoever sent it reads so. Raises RefusedError where the program must mend something.
    """
    key = given.key or _digest(given)
    held = queries.reported_under(token, given.key)
    if held is None and not given.key:
        _one_at_a_time(key)
        held = queries.reported_again(token, key, since=at - REPEATS_WITHIN)
        key = f"{key}{int(at.timestamp())}"
    if held is not None:
        return Taken(held, (gettext("这一件已经收到过，编号没有变。"),))
    service = next((one for one in queries.services(jurisdiction) if one.key == given.code), None)
    attributes = _attributes(jurisdiction, given)
    place = placing.place_of(given, office=jurisdiction.area, home=placing.home_of(jurisdiction, token))
    notices = [place.notice] if place.notice else []
    if service is None:
        attributes["service_code"] = given.code
        notices.append(gettext("没有“%(code)s”这个类别；已经收下，由指挥室分类。") % {"code": given.code})
    reporter, unusable = naming.named(name=given.name, phone=given.phone)
    notices.extend([unusable] if unusable else [])
    try:
        case = _report(
            token, reporter, title=_title(service, given), channel=Channel.OPEN311, area=place.area, key=key,
            type_key=service.key if service else cases.NOT_GIVEN, description=_description(given, notices),
            place=given.address, lng=given.lng, lat=given.lat, attributes=attributes, said_at=given.said_at,
            belongs_to=place.belongs_to, by=by, at=at,
        )  # fmt: skip
    except cases.NotAllowedError as error:
        raise RefusedError(403, str(error)) from error
    except cases.CaseError as error:
        raise RefusedError(400, str(error)) from error
    return Taken(case, tuple(notices))


@transaction.atomic
def take_update(*, jurisdiction: Jurisdiction, token: Token, given: Said, by: Actor, at: datetime) -> Supplement:
    """Keep what a program says of a case, once however often it is sent. Raises RefusedError where there is no such case."""
    case = queries.request(jurisdiction, given.number, is_public=not token.may(access.SEE))
    if case is None:
        raise RefusedError(404, gettext("没有这个 service_request_id。"))
    ours = _shortened(given.number, given.words)
    key = given.key or ours
    _one_at_a_time(f"{token.pk} {key}")
    held = queries.said_before(token, key, since=None if given.key else at - REPEATS_WITHIN)
    if held is not None:
        return held
    supplement = Supplement.objects.create(
        case=case, area=case.area, token=token, key=given.key or f"{ours}{int(at.timestamp())}", words=given.words,
        wants_open=given.wants_open, said_at=given.said_at, received_at=at,
    )  # fmt: skip
    refs: dict[str, str | int] = {"case": case.pk}
    journal.write(by=by, at=at, verb="georeport.take_update", subject=f"supplement:{supplement.pk}", refs=refs)
    return supplement


@transaction.atomic
def mark_read(*, supplement_id: int, by: Actor, at: datetime) -> Supplement | None:
    """Say that somebody at the desk has read it; the first one counts. None where it is out of sight."""
    supplement = Supplement.objects.select_for_update(of=("self",)).filter(pk=supplement_id).first()
    if supplement is not None and supplement.read_at is None:
        supplement.read_at, supplement.read_by = at, by.name
        supplement.save(update_fields=["read_at", "read_by"])
        journal.write(by=by, at=at, verb="georeport.mark_read", subject=f"supplement:{supplement.pk}")
    return supplement


def _report(token: Token, reporter: Reporter, **given: Any) -> Case:
    with naming.cleared_for(reporter, token.scope.path):
        return cases.report(reporter=reporter, **given)


def _attributes(jurisdiction: Jurisdiction, given: Reported) -> dict[str, Any]:
    """Return what was answered beside place and words. Raises RefusedError where an answer is missing or unknown."""
    for one in jurisdiction.attributes_of(given.code):
        answers = [answer for answer in given.attributes.get(one["code"], ()) if answer]
        if one["required"] and not answers:
            raise RefusedError(400, gettext("没有填 attribute[%(code)s]。") % {"code": one["code"]})
        allowed = {value["key"] for value in one["values"]}
        if allowed and not set(answers) <= allowed:
            raise RefusedError(400, gettext("attribute[%(code)s] 只能从给出的几项里选。") % {"code": one["code"]})
    return {code: answers[0] if len(answers) == 1 else answers for code, answers in given.attributes.items() if answers}


def _title(service: CaseType | None, given: Reported) -> str:
    first = given.words.partition("\n")[0]
    short = first if len(first) <= TITLE_LENGTH else first[: TITLE_LENGTH - 1] + "…"
    name = say(service.words) if service else gettext("Open311 来件")
    return f"{name}：{short}" if short else name


def _description(given: Reported, notices: list[str]) -> str:
    """Return the words as they came, and below them what the command room has to decide."""
    return "\n".join(part for part in (given.words, *notices) if part)


def _digest(given: Reported) -> str:
    """Return what two sendings of the same request share, as the beginning of a key of ours."""
    return _shortened(
        given.code, given.words, given.lng, given.lat, given.address, given.address_id, given.device,
        sorted(given.attributes.items()),
    )  # fmt: skip


def _shortened(*parts: object) -> str:
    return f"~{hashlib.sha256(repr(parts).encode()).hexdigest()[:40]}~"


def _one_at_a_time(key: str) -> None:
    """Let two sendings of the same request wait for each other until commit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('wenhui.open311'), hashtext(%s))", [key])
