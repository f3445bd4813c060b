"""Who may enforce what, by office and day; shown on the card."""

from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError

from wenhui.ground.accounts.testing import OFFICE, Browse
from wenhui.kit import catalogue as yaml
from wenhui.kit import clock
from wenhui.work.cases import catalogue, queries
from wenhui.work.cases.models import EnforcementItem
from wenhui.work.cases.testing import FILE, Desk

HERE = "hz.gs.wh.lsdy.g04.b001."


@pytest.mark.parametrize(
    ("type_key", "path", "on", "power"),
    [
        ("event-0301", HERE, date(2025, 6, 30), "stationed"),
        ("event-0301", HERE, date(2025, 7, 1), "delegated"),
        ("event-0510", HERE, date(2026, 3, 17), "delegated"),
        ("event-0101", HERE, date(2021, 12, 31), None),
        ("event-0401", HERE, date(2026, 3, 17), None),
        ("event-0101", "hz.gs.", date(2026, 3, 17), None),
    ],
)
def test_an_item_is_enforced_by_whom_the_day_says(
    desk: Desk, type_key: str, path: str, on: date, power: str | None
) -> None:
    found = queries.power_over(type_key, path, on=on)

    assert (found.power if found else None) == power


def test_a_longer_item_and_a_nearer_office_win(desk: Desk) -> None:
    for path, item, power in (
        ("hz.gs.", "event-0510", "refer_up"), ("hz.gs.wh.", "event-0510", "stationed"),
    ):  # fmt: skip
        EnforcementItem.objects.create(path=path, item=item, power=power, valid_from=date(2026, 1, 1), basis="x")

    assert queries.power_over("event-0510", HERE, on=date(2026, 3, 17)).power == "stationed"  # type: ignore[union-attr]


def test_the_file_is_all_there_is_for_an_office(desk: Desk, tmp_path: Path) -> None:
    text = (
        "enforcement:\n  - area: hz.gs.wh.\n    items:\n"
        "      - {item: event-05, power: stationed, valid_from: 2026-01-01, basis: 新清单}\n"
    )
    file = tmp_path / "cases.yaml"
    file.write_text(text, encoding="utf-8")
    document = yaml.load(file, catalogue.Schema)

    planned = catalogue.plan(document)
    catalogue.apply(document, by=OFFICE, at=desk.at)

    assert [change.kind for change in planned] == ["add"] + ["end"] * 6
    assert EnforcementItem.objects.get().basis == "新清单"
    assert catalogue.plan(document) == []
    assert catalogue.plan(yaml.load(FILE, catalogue.Schema)) != []


def test_an_item_that_ends_before_it_began_is_refused(desk: Desk) -> None:
    with pytest.raises(IntegrityError, match="enforcement_items_end_after_they_began"):
        EnforcementItem.objects.update(valid_to=date(2000, 1, 1))


def test_the_card_says_who_may_enforce(desk: Desk, browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: desk.at)
    case = desk.report(type_key="event-0510")

    text = browse("luming").get(f"/cases/{case.number}/").content.decode()

    assert "已赋权街道，演示：第一批赋权清单" in text
