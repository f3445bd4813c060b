"""The fake city brain beside the office of the tests, and the road between them without a network."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import httpx
from django.test import Client

from wenhui.edge.citybrain import wire
from wenhui.edge.citybrain.fake import FakeBrain
from wenhui.edge.citybrain.testing import KEYS, PEER
from wenhui.edge.citybrain.wire import Event, Kind
from wenhui.edge.exchange import signing
from wenhui.kit import clock
from wenhui.work.cases.testing import TUESDAY

PATH = "/citybrain/events"


class Road(httpx.BaseTransport):
    """Leads from our client to the fake, in this process."""

    def __init__(self, brain: FakeBrain, at: datetime | None = None) -> None:
        self.brain, self.at = brain, at

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Hand a request to the fake."""
        path = request.url.raw_path.decode()
        status, body = self.brain.receive(
            request.method, path, request.headers, request.read(), at=self.at or clock.now()
        )
        return httpx.Response(status, content=body, request=request)


def task(number: int = 1, **given: Any) -> Event:
    """Return a task of theirs; what is given goes over its data, or over the event where it is one of its attributes."""
    attributes = {key: given.pop(key) for key in ("id", "source", "time", "sequence") if key in given}
    told = {"task": f"T{number}", "title": "桥下积水，非机动车绕行", "address": "流水东苑社区1幢", **given}
    return event(Kind.TASK, number, told, **attributes)


def status(number: int, state: str, *, task: str = "T1", **given: Any) -> Event:
    """Return what they say of a task."""
    return event(Kind.STATUS, number, {"task": task, "state": state, **given})


def event(kind: str, number: int, told: Mapping[str, Any], **attributes: Any) -> Event:
    """Return an event of theirs."""
    given = {
        "specversion": "1.0", "id": f"cb-{number}", "source": PEER.source, "type": kind, "subject": str(told["task"]),
        "time": TUESDAY, "sequence": str(number), "data": dict(told),
    }  # fmt: skip
    return Event.model_validate(given | attributes)


def signed(
    body: bytes, *, at: datetime, method: str = "POST", path: str = PATH, keys: Mapping[str, bytes] = KEYS
) -> dict[str, str]:
    """Return the headers that sign a body."""
    return signing.sign(keys=keys, method=method, path=path, body=body, at=at)


def post(client: Client, body: bytes, *, kind: str = wire.STRUCTURED, headers: Mapping[str, str] | None = None) -> Any:
    """Hand a body in at our door, signed now unless headers are given."""
    given = signed(body, at=clock.now()) if headers is None else dict(headers)
    return client.post(PATH, data=body, content_type=kind, headers=given)
