"""A clerk finds what could not be acted on, reads why, and sets it aside; on a desk and on a telephone."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests import browser
from wenhui.edge.citybrain import connecting, reconciling
from wenhui.edge.citybrain.peer import Peer
from wenhui.edge.citybrain.tests.brains import status, task
from wenhui.edge.citybrain.tests.test_receiving import receive
from wenhui.edge.exchange import inbox
from wenhui.edge.exchange.models import Incoming, Outgoing
from wenhui.edge.exchange.words import Outcome, Standing
from wenhui.ground.accounts.testing import Cast
from wenhui.kit import clock
from wenhui.work.cases.testing import TUESDAY, plant_types

pytestmark = pytest.mark.browser


@pytest.fixture
def clerk(site: str, page: Page, own_cast: Cast, peer: Peer) -> Page:
    """Plant a day of exchange: a task, a status that a person must decide, riddles, letters, a comparison."""
    plant_types()
    receive(peer, task(1))
    receive(peer, status(2, "withdrawn", why="市民说自己处理好了"))
    receive(peer, task(3, time=TUESDAY + timedelta(days=3)))
    receive(peer, task(4, title="很" * 300, address="上海市黄浦区"))
    inbox.keep_riddle(
        connecting.party_of(peer), '{"specversion":', why="The body is not JSON in UTF-8 (JSONDecodeError).", at=TUESDAY
    )
    letter = Outgoing.objects.order_by("pk")[0]
    Outgoing.objects.filter(pk=letter.pk).update(
        standing=Standing.DEAD, attempts=1, why='422 {"title": "不认识的区域"}'
    )
    told = {"day": "2026-03-17", "cases": [], "tasks": [{"task": "T9"}]}
    reconciling.compare(peer, connecting.ACTOR, told, day=TUESDAY.date(), at=clock.now())
    browser.log_in(page, site, own_cast["luming"])
    return page


def test_what_could_not_be_acted_on_is_read_and_set_aside(site: str, clerk: Page) -> None:
    clerk.goto(f"{site}/exchange/")
    found = browser.violations(clerk)
    clerk.get_by_role("link", name="T1").first.click()
    expect(clerk.get_by_role("alert")).to_contain_text("要由指挥室决定")
    found += browser.violations(clerk)

    clerk.get_by_label("理由").fill("已电话告知市民")
    clerk.get_by_role("button", name="搁置").click()
    expect(clerk.get_by_text("搁置了，原文和理由都留着。")).to_be_visible()

    assert Incoming.objects.get(subject="T1", key="cb-2").outcome == Outcome.SET_ASIDE
    assert found == []


def test_its_pages_fit_a_telephone_and_a_wall(site: str, clerk: Page) -> None:
    letter = Outgoing.objects.filter(standing=Standing.DEAD).get()
    addresses = (
        "/exchange/",
        "/exchange/sent/",
        f"/exchange/out/{letter.pk}/",
        "/exchange/citybrain/",
        "/exchange/citybrain/2026-03-17/",
    )

    found = []
    for address in addresses:
        clerk.goto(f"{site}{address}")
        found += [address for width in (390, 1920) if browser.sideways(clerk, width=width)]

    assert found == []
