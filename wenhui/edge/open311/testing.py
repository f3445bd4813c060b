"""Fixtures for tests of Open311: the office offers its catalogue, a program with a key calls in both forms."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from wenhui.edge.open311 import catalogue, wire
from wenhui.edge.open311.wire import Form
from wenhui.ground.accounts.testing import OFFICE, PLANTED_AT, MakeToken, WebClient
from wenhui.kit import catalogue as yaml
from wenhui.work.cases.testing import Desk

FILE = Path(settings.ROOT) / "catalogue" / "wenhui" / catalogue.FILE
BASE = "/open311/v2/"


class Program:
    """A program that calls with a key, or a stranger without one."""

    def __init__(self, key: str = "") -> None:
        self.key = key
        self.client = WebClient()

    def get(self, path: str, **query: Any) -> Any:
        """Ask; the answer's records are in `records`."""
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        return self._read(self.client.get(BASE + path, query, headers=headers), path)

    def post(self, path: str, given: dict[str, Any], **headers: str) -> Any:
        """Send a form."""
        sent = given | ({"api_key": self.key} if self.key else {})
        return self._read(self.client.post(BASE + path, sent, headers=headers), path)

    def _read(self, answer: Any, path: str) -> Any:
        form = Form(path.rpartition(".")[2])
        answer.records = wire.read(answer.content, form)
        answer.said = answer.records[0].get("description", "") if answer.status_code >= 400 else ""
        return answer


@cache
def _document() -> catalogue.Schema:
    return yaml.load(FILE, catalogue.Schema)


@pytest.fixture
def offered(desk: Desk) -> Desk:
    """Return the cast at work in an office that offers its catalogue to the world."""
    catalogue.apply(_document(), by=OFFICE, at=PLANTED_AT)
    return desk


@pytest.fixture
def stranger(offered: Desk) -> Program:
    """Return a program without a key."""
    return Program()


@pytest.fixture
def program(offered: Desk, make_token: MakeToken) -> Program:
    """Return a program that may report and see in the whole office."""
    return Program(make_token("cases.report", "cases.see")[1])
