"""Fixtures for tests of cases and of rooms above: the catalogue's units and types, the cast as actors, one case's way.

def test_…(desk):
    case = desk.report(title="路面塌陷")
    desk.take(case, Verb.ACCEPT)          # every step up to and including 接单
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from wenhui.ground.accounts.testing import OFFICE, PLANTED_AT, Cast, Office
from wenhui.kit import catalogue as yaml
from wenhui.kit.actor import Actor
from wenhui.kit.clock import SHANGHAI
from wenhui.work.cases import actions, catalogue
from wenhui.work.cases.asking import caps
from wenhui.work.cases.models import Case, CaseMove, CaseRequest
from wenhui.work.cases.words import Channel, Outcome, Stage, Verb

FILE = Path(settings.ROOT) / "catalogue" / "wenhui" / catalogue.FILE

TUESDAY = datetime(2026, 3, 17, 8, 30, tzinfo=SHANGHAI)
"""A workday as the office opens; the desk's clock begins there and moves five minutes with each step."""

WAY = (Verb.REGISTER, Verb.DISPATCH, Verb.ACCEPT, Verb.ANSWER, Verb.VERIFY, Verb.CLOSE)


@dataclass
class Desk:
    """The cast at work on cases in the small office."""

    office: Office
    cast: Cast
    at: datetime = TUESDAY

    def actor(self, username: str) -> Actor:
        """Return one of the cast as moves name them."""
        return self.cast[username].account.actor

    def report(self, **given: Any) -> Case:
        """Report a case in 流水东苑 04 网格, as 顾晓岚 unless said otherwise."""
        defaults: dict[str, Any] = {
            "title": "路面塌陷，围挡松动",
            "channel": Channel.GRID_PATROL,
            "area": self.office.building,
            "type_key": "event-0401",
            "by": self.actor("gulan"),
            "at": self.at,
        }
        return actions.report(**(defaults | given))

    def take(self, case: Case, last: Verb) -> Case:
        """Take a reported case along its way up to and including `last`."""
        for verb in WAY[: WAY.index(last) + 1]:
            self.at += timedelta(minutes=5)
            case = self.step(case, verb)
        return case

    def step(self, case: Case, verb: Verb, **given: Any) -> Case:
        """Take one step as the one of the cast whose work it is."""
        who, defaults = STEPS[verb]
        action: Callable[..., Case] = getattr(actions, verb)
        return action(**({"case_id": case.pk, "by": self.actor(who), "at": self.at} | dict(defaults) | given))

    def ask(self, case: Case, kind: Verb, **given: Any) -> CaseRequest:
        """Ask as the unit's 沈知远 for what needs an approver; two workdays of it, or hours, where it has an amount."""
        defaults: dict[str, Any] = {"by": self.actor("shenzy"), "at": self.at, "why": REASON}
        if kind in caps.MEASURED:
            defaults["amount"] = 2
        return actions.ask(case_id=case.pk, kind=kind, **(defaults | given))

    def grant(self, case: Case, kind: Verb, **given: Any) -> Case:
        """Ask for something as the unit and approve it at once as 陆明溪; return the case as it stands then."""
        request = self.ask(case, kind, **given)
        actions.approve(request_id=request.pk, by=self.actor("luming"), at=given.get("at", self.at))
        return Case.objects.get(pk=case.pk)


REASON = "业主出差，周四才能回来开门，已约好周五上午一起到场。"

STEPS: Mapping[Verb, tuple[str, Mapping[str, Any]]] = {
    Verb.REGISTER: ("luming", {}),
    Verb.REJECT: ("luming", {"why": "不属于街道职责，请拨打 12345"}),
    Verb.DISPATCH: ("luming", {"unit_key": "municipal"}),
    Verb.ACCEPT: ("shenzy", {}),
    Verb.RETURN_WITH_REASON: ("shenzy", {"why": "产权属供电公司"}),
    Verb.ANSWER: ("shenzy", {"note": "已回填压实，恢复通行"}),
    Verb.VERIFY: ("zhounc", {"note": "现场查看，路面平整"}),
    Verb.REWORK: ("zhounc", {"why": "围挡还没有拆"}),
    Verb.CLOSE: ("luming", {"outcome": Outcome.SOLVED}),
    Verb.URGE: ("luming", {"why": "居民又打来电话，请今天上午到场"}),
    Verb.REOPEN: ("luming", {"why": "雨后又沉了"}),
    Verb.DETACH: ("luming", {"why": "不是同一处"}),
}


def say_closed(case: Case, at: datetime) -> None:
    """Leave the move of a case whose row a test closed by itself: the database asks for it."""
    CaseMove.objects.create(
        case=case, verb=Verb.CLOSE, from_stage=Stage.VERIFIED, to_stage=Stage.CLOSED, by_kind="job", by_key="cast",
        by_name="cast", at=at,
    )  # fmt: skip


def plant_types() -> None:
    """Apply the office's catalogue of cases."""
    catalogue.apply(_document(), by=OFFICE, at=PLANTED_AT)


@cache
def _document() -> catalogue.Schema:
    return yaml.load(FILE, catalogue.Schema)


@pytest.fixture
def desk(office: Office, cast: Cast) -> Desk:
    """Return the cast at work, with units, types and clocks of the catalogue."""
    plant_types()
    return Desk(office, cast)
