"""The pages of devices in a real browser: readable by everyone, at both widths."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests import browser
from wenhui.edge.sensing import actions, judging, seed, wire
from wenhui.edge.sensing.listen import LISTENER
from wenhui.edge.sensing.models import Message
from wenhui.edge.sensing.wire import Alarm
from wenhui.edge.sensing.words import Kind, Verdict
from wenhui.ground.accounts.testing import OFFICE, Cast
from wenhui.kit import clock
from wenhui.work.cases.testing import plant_types

pytestmark = pytest.mark.browser


def test_devices_are_looked_at_judged_and_muted(site: str, page: Page, own_cast: Cast) -> None:
    plant(own_cast)
    found: list[str] = []
    wide = set()

    browser.log_in(page, site, own_cast["luming"])
    for place in ("", "sensor-lsdy-04/", "quarantine/"):
        page.goto(f"{site}/sensing/{place}")
        found += browser.violations(page)
        wide |= {browser.sideways(page, width=width) for width in (390, 1920)}
    page.goto(f"{site}/sensing/sensor-lsdy-04/")
    page.get_by_role("button", name="误报").first.click()

    assert (found, wide) == ([], {0})
    expect(page.get_by_text("已记下：误报")).to_be_visible()


def plant(cast: Cast) -> None:
    """Let a device report twice and be muted, and a stranger report nonsense."""
    plant_types()
    at = clock.now()
    seed.seed(by=OFFICE, at=at, devices=[seed.DEVICES[0], seed.DEVICES[3]])
    for seq in range(2):
        payload = Alarm(seq=seq, at=at - timedelta(hours=3 * seq), kind=Kind.WATER, value=32.5).payload()
        actions.receive(topic=wire.topic("sensor-lsdy-04"), payload=payload, by=LISTENER, at=at)
    actions.receive(topic=wire.topic("stranger"), payload=b'{"seq": 1}', by=LISTENER, at=at)
    who, first = cast["luming"].account.actor, Message.objects.earliest("pk")
    judging.judge(message_id=first.pk, verdict=Verdict.REAL, by=who, at=at, note="水位确实高")
    judging.mute(serial="sensor-lsdy-04", until=at + timedelta(days=3), why="水泵检修", by=who, at=at)
