"""The evaluation in a real browser: pages hold at every width, and on a phone each unit is a card."""

import pytest
from playwright.sync_api import Page

from tests import browser
from wenhui.ground.accounts import testing as accounts
from wenhui.kit import clock
from wenhui.work.cases import actions
from wenhui.work.cases.testing import Desk, plant_types
from wenhui.work.cases.tests.test_evaluation import APRIL, MARCH, OFFICE, plant_march
from wenhui.work.cases.words import Verb

pytestmark = pytest.mark.browser


def test_pages_of_the_evaluation_hold_at_every_width(
    site: str, page: Page, own_database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(accounts.plant_office(), accounts.plant_cast())
    plant_types()
    late = plant_march(desk)
    one = actions.publish(path=OFFICE, period=MARCH, by=desk.actor("luming"), at=APRIL)
    desk.step(late, Verb.ANSWER, at=APRIL)
    monkeypatch.setattr(clock, "now", lambda: APRIL)
    browser.log_in(page, site, desk.cast["luming"])
    found: dict[str, list[str]] = {}
    excess: dict[tuple[str, int], int] = {}

    for path in ("", f"{one.pk}/", "rows/?period=2026-03&term=should_close.n"):
        page.goto(f"{site}/cases/evaluation/{path}")
        found[path] = browser.violations(page)
        excess |= {(path, width): browser.sideways(page, width=width) for width in (390, 1920)}

    assert found == {path: [] for path in found}
    assert set(excess.values()) == {0}, {place: pixels for place, pixels in excess.items() if pixels}
