"""An office in another city reads its own clocks: on the board, the card and the sheet that leaves the house."""

import csv
import io
from datetime import UTC, datetime

import pytest

from wenhui.ground.accounts.models import Post
from wenhui.ground.accounts.testing import OFFICE, Browse, Cast
from wenhui.ground.areas import actions as areas
from wenhui.ground.areas.actions import NewArea
from wenhui.ground.areas.models import Area, Level
from wenhui.kit import clock
from wenhui.work.cases import actions
from wenhui.work.cases.models import Case
from wenhui.work.cases.testing import Desk, say_closed
from wenhui.work.cases.words import Channel

NEW_YORK_MORNING = datetime(2026, 3, 17, 14, 0, tzinfo=UTC)  # 10:00 there, 22:00 in Shanghai
PATH = "nyc.council.d01."


@pytest.fixture
def abroad(desk: Desk, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Case:
    """A case of an office in New York, and the clerk who now acts there; it is ten in the morning over there."""
    tree = [
        NewArea(path="nyc.", level=Level.CITY, name="纽约市", time_zone="America/New_York", calendar="plain"),
        NewArea(path="nyc.council.", level=Level.DISTRICT, name="选区"),
        NewArea(path=PATH, level=Level.SUBDISTRICT, name="第 1 选区办事处"),
    ]
    areas.plant(new=tree, by=OFFICE, at=NEW_YORK_MORNING)
    there = Area.objects.get(path=PATH)
    Post.objects.filter(account=cast["luming"].account).update(area=Area.objects.get(path="nyc."))
    monkeypatch.setattr(clock, "now", lambda: NEW_YORK_MORNING)
    return actions.report(
        title="路灯不亮", channel=Channel.RESIDENT, area=there, type_key="event-0401",
        by=OFFICE, at=datetime(2026, 3, 17, 13, 30, tzinfo=UTC),
    )  # fmt: skip


def test_a_card_abroad_shows_the_hour_there_and_names_its_zone(abroad: Case, browse: Browse) -> None:
    text = browse("luming").get(f"/cases/{abroad.number}/").content.decode()

    assert (
        "今日 09:30 上报" in " ".join(text.split()).replace("</time>", "").replace("> ", ">")
        or "今日 09:30</time> 上报" in text
    )
    assert "工作时，纽约时间" in text
    assert "2026-03-17 09:30:00 纽约时间" in text
    assert "3 月 17 日 周二 <b>" in text
    assert "10:00</time></b> 纽约时间" in text


def test_a_sheet_from_abroad_writes_the_hour_there_and_names_its_zone(abroad: Case, browse: Browse) -> None:
    page = browse("luming").get("/cases/export.csv")

    rows = list(csv.DictReader(io.StringIO(b"".join(page).decode("utf-8-sig"))))
    assert rows[0]["上报（纽约时间）"] == "2026-03-17 09:30"
    assert "到期（纽约时间）" in rows[0]
    assert "20260317" in page.headers["Content-Disposition"]


def test_the_day_of_the_board_abroad_begins_at_midnight_there(abroad: Case, browse: Browse) -> None:
    began_yesterday_there = datetime(2026, 3, 17, 3, 59, tzinfo=UTC)
    began_today_there = datetime(2026, 3, 17, 4, 1, tzinfo=UTC)
    closed = {"stage": "closed", "registered_at": abroad.reported_at, "is_on_time": True}
    client = browse("luming")

    Case.objects.filter(pk=abroad.pk).update(
        closed_at=began_yesterday_there, reported_at=began_yesterday_there, **closed
    )
    say_closed(abroad, began_yesterday_there)
    before = client.get("/cases/?stage=closed_today").context["standing"].closed
    Case.objects.filter(pk=abroad.pk).update(closed_at=began_today_there)
    after = client.get("/cases/?stage=closed_today").context["standing"].closed

    assert (before, after) == (0, 1)


def test_at_home_no_zone_is_named(desk: Desk, browse: Browse) -> None:
    case = desk.report()

    text = browse("luming").get(f"/cases/{case.number}/").content.decode()

    assert "时间</span>" not in text.replace("剩余时间", "")
    assert "北京时间" not in text
