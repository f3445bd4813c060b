"""Walls and figures as readers get them."""

from datetime import timedelta

from wenhui.cockpit.testing import CountedOffice, counted_office  # noqa: F401
from wenhui.ground.accounts.testing import WebClient


def enter(office: CountedOffice, username: str) -> WebClient:
    client = WebClient()
    client.enter(office.cast[username].account)
    return client


def test_a_wall_shows_its_figures(counted_office: CountedOffice, settings) -> None:  # noqa: F811
    import sys

    sys.path.insert(0, "/tmp/x")
    settings.ROOT_URLCONF = "cockpit_urls"
    counted_office.report()
    late = counted_office.report("hz.gs.wh.dtg.g01.b001.")
    counted_office.make_due(late, counted_office.at - timedelta(minutes=5))

    page = enter(counted_office, "luming").get("/cockpit/hz.gs.wh./")

    assert page.status_code == 200
    print(page.content.decode())
