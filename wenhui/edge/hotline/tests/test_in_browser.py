"""A clerk works through a ticket; its pages are accessible, and fit a telephone and a wall."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests import browser
from wenhui.edge.hotline import actions
from wenhui.edge.hotline.party import RULE
from wenhui.edge.hotline.tests.tickets import OFFICE, state, take
from wenhui.edge.hotline.words import State
from wenhui.ground.accounts.testing import Cast
from wenhui.kit import clock
from wenhui.work.cases.testing import plant_types

pytestmark = pytest.mark.browser


def test_a_ticket_is_signed_and_its_pages_fit_every_screen(site: str, page: Page, own_cast: Cast) -> None:
    plant_types()
    now = clock.now()
    ticket = take(now, received_at=now, sign_due_at=now - timedelta(minutes=9))
    actions.ask_exclusion(ticket_id=ticket.pk, why="要求恢复发型", by=RULE, at=now)
    actions.sign(ticket_id=take(now, number="HZ2", title="路灯不亮", received_at=now).pk, by=RULE, at=now)
    actions.leave_sheet(path=OFFICE, by=RULE, at=now)
    browser.log_in(page, site, own_cast["luming"])

    found = []
    for address in ("/hotline/?which=all", "/hotline/sheets/", f"/hotline/tickets/{ticket.number}/"):
        page.goto(f"{site}{address}")
        found += browser.violations(page)
        found += [address for width in (390, 1920) if browser.sideways(page, width=width)]
    page.get_by_role("button", name="签收").click()
    expect(page.get_by_text("联系市民").first).to_be_visible()

    assert state(ticket) is State.SIGNED
    assert found == []
