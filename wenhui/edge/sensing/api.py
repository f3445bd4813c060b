"""Alarms over HTTP, for gateways that speak no MQTT: the same message, kept, settled and answered at once."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Field, Router, Schema, Status
from pydantic import AwareDatetime, FiniteFloat

from wenhui.edge.sensing import access, actions, wire
from wenhui.edge.sensing.words import Kind, Outcome
from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit import clock

router = Router(tags=["sensing"])


class AlarmIn(Schema):
    """One alarm. `seq` is a number that the device never uses twice; `at` is its own clock and is only told."""

    serial: str = Field(pattern=r"^[A-Za-z0-9_.-]{1,40}$")
    seq: int = Field(ge=0, le=wire.LARGEST_SEQ)
    at: AwareDatetime
    kind: Kind
    value: FiniteFloat | None = None


class SettledOut(Schema):
    """What became of the alarm: a case, one that was open already, silence; and in words why."""

    outcome: Outcome
    number: str | None
    why: str
    received_at: datetime


class Problem(Schema):
    """A refusal (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str = ""


REFUSALS: dict[int, Any] = {401: Problem, 403: Problem, 422: Problem}


@router.post("", response={201: SettledOut, **REFUSALS}, summary="Send in an alarm of a device; safe to repeat")
@guard.page(access.SEND, methods=("POST",))
def alarm(request: OfficeRequest, body: Annotated[AlarmIn, ...]) -> Status[dict[str, Any]] | HttpResponse:
    """Take an alarm in; what cannot be acted on is kept in quarantine, and the refusal says why."""
    payload = body.model_dump_json(exclude={"serial"}).encode()
    at, topic = clock.now(), wire.topic(body.serial)
    kept = actions.receive(topic=topic, payload=payload, by=request.actor, at=at, within=request.sees.path)
    if kept.outcome == Outcome.QUARANTINED:
        return guard.problem(422, kept.why)
    number = kept.case.number if kept.case is not None else None
    out = {"outcome": kept.outcome, "number": number, "why": kept.why, "received_at": kept.received_at}
    return Status(201, out)
