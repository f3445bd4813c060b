"""From cases to what GeoReport v2 calls services, requests and updates. Reads nothing, changes nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from wenhui.edge.open311 import words
from wenhui.edge.open311.models import Jurisdiction
from wenhui.ground.areas.models import Area, Level
from wenhui.kit.html.wording import say
from wenhui.kit.words import Words
from wenhui.work.cases.models import Case, CaseMove, CaseType, Unit
from wenhui.work.cases.words import Stage

Record = dict[str, Any]
CHANGESET = "2026-11-23T00:00:00+08:00"
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


def discovery(*, address: str, contact: str, key_service: str) -> Record:
    """Return where and how to call."""
    return {
        "changeset": CHANGESET,
        "contact": contact,
        "key_service": key_service,
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": address,
                "changeset": CHANGESET,
                "type": "production",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }


def service(one: CaseType, *, jurisdiction: Jurisdiction) -> Record:
    """Return a type of case as a service."""
    return {
        "service_code": one.key,
        "service_name": say(one.words),
        "description": say(one.words),
        "metadata": bool(jurisdiction.attributes_of(one.key)),
        "type": "realtime",
        "keywords": "",
        "group": say(one.major),
    }


def definition(code: str, *, jurisdiction: Jurisdiction) -> Record:
    """Return what is asked for with a service."""
    return {
        "service_code": code,
        "attributes": [
            {
                "variable": True,
                "code": one["code"],
                "datatype": one["datatype"],
                "required": one["required"],
                "datatype_description": "",
                "order": number,
                "description": _said(one["description"]),
                "values": [{"key": value["key"], "name": _said(value["name"])} for value in one["values"]],
            }
            for number, one in enumerate(jurisdiction.attributes_of(code), start=1)
        ],
    }


def request(case: Case, *, zone: ZoneInfo, units: Mapping[str, Unit], is_public: bool) -> Record:
    """Return a case as a request. Strangers read its type, building, stage and times; words of people they never do."""
    unit = units.get(case.unit_key)
    place = case.area
    lng, lat = (place.lng, place.lat) if is_public or case.lng is None else (case.lng, case.lat)
    return {
        "service_request_id": case.number,
        "status": words.status_of(case.stage).value,
        "status_notes": say(words.notes_of(case.stage)),
        "service_name": say(case.type.words),
        "service_code": case.type_id,
        "description": None if is_public else "\n".join(part for part in (case.title, case.description) if part),
        "agency_responsible": say(unit.words) if unit else None,
        "service_notice": None,
        "requested_datetime": _moment(case.reported_at, zone),
        "updated_datetime": _moment(moved_at(case), zone),
        "expected_datetime": _moment(case.due_at, zone) if case.registered_at else None,
        "address": address_of(place) if is_public or not case.place else case.place,
        "address_id": place.path,
        "zipcode": None,
        "lat": lat,
        "long": lng,
        "media_url": None,
    }


def update(move: CaseMove, *, zone: ZoneInfo) -> Record:
    """Return a step of a case as an update, told in the same sentences to everyone."""
    return {
        "update_id": str(move.pk),
        "service_request_id": move.case.number,
        "status": words.status_of(move.to_stage).value,
        "extended_status": words.extended_of(move.to_stage).value,
        "external_status_code": move.to_stage,
        "updated_datetime": _moment(move.at, zone),
        "description": say(words.notes_of(move.to_stage)),
        "media_url": None,
    }


BULK = (
    "service_request_id", "requested_datetime", "updated_datetime", "closed_date", "status", "status_description",
    "source", "service_code", "service_name", "agency_responsible", "address", "address_id", "lat", "long",
)  # fmt: skip


def bulk(case: Case, *, zone: ZoneInfo, units: Mapping[str, Unit]) -> list[Any]:
    """Return a case as a row of the bulk file."""
    told = request(case, zone=zone, units=units, is_public=True)
    more = {
        "closed_date": _moment(case.closed_at, zone) if case.closed_at else None,
        "status_description": say(Stage(case.stage).words),
        "source": case.channel,
    }
    return [(told | more)[column] for column in BULK]


def moved_at(case: Case) -> datetime:
    """Return when a case last took a step; `queries` brings it along."""
    found: datetime | None = getattr(case, "moved_at", None)
    return found or case.reported_at


def address_of(area: Area) -> str:
    """Return where a case lies in words, down to its building: its community and itself."""
    around = area.parent
    while around is not None and around.level != Level.COMMUNITY:
        around = around.parent
    return f"{around.name} {area.name}" if around is not None else area.name


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat(timespec="seconds")


def _said(text: Mapping[str, str]) -> str:
    return say(Words(text["zh"], text["en"]))
