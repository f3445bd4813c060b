"""A handler sees the bell, reads what it is about and is done; on a desk and on a telephone, by day and by night."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests import browser
from wenhui.edge.post import actions
from wenhui.edge.post.keeping import POST
from wenhui.edge.post.tests.test_relaying import late
from wenhui.ground.accounts.testing import plant_cast, plant_office
from wenhui.kit import clock
from wenhui.work.cases.testing import Desk, plant_types
from wenhui.work.cases.words import Verb

pytestmark = pytest.mark.browser


def test_the_bell_leads_to_what_must_be_done(site: str, page: Page, own_database: None) -> None:
    desk = Desk(plant_office(), plant_cast())
    plant_types()
    desk.at = clock.now() - timedelta(days=3)
    first = late(desk)
    other = desk.take(desk.report(title="很长的标题" * 30), Verb.ACCEPT)
    for _ in range(2):
        desk.step(other, Verb.URGE)
    actions.relay(by=POST, at=clock.now())
    browser.log_in(page, site, desk.cast["shenzy"])

    page.goto(f"{site}/cases/")
    page.get_by_role("link", name="消息").click()
    found = browser.violations(page)
    found += [str(width) for width in (390, 1920) if browser.sideways(page, width=width)]
    page.get_by_role("link", name=first.title).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(first.title)
    page.goto(f"{site}/messages/")
    page.get_by_role("button", name="全部已读").click()
    expect(page.get_by_text("条消息已标为已读。")).to_be_visible()
    page.goto(f"{site}/messages/?which=unread")
    expect(page.get_by_role("heading", name="没有未读的消息")).to_be_visible()

    assert found == []
