"""What an office wants of its figures comes from `cockpit.yaml`, and wrong files are refused in words."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from wenhui.cockpit import actions, catalogue, goals, queries
from wenhui.cockpit.actions import Wanted
from wenhui.cockpit.models import IndicatorPolicy, SmallCountRule
from wenhui.cockpit.rules import Goal
from wenhui.cockpit.testing import EAST, TOWN, CountedOffice
from wenhui.ground.journal.models import Entry
from wenhui.kit.actor import job
from wenhui.kit.catalogue import CatalogueError, load
from wenhui.lake.indicators import Good

pytestmark = pytest.mark.django_db
FILE = Path(settings.ROOT) / "catalogue" / "wenhui" / catalogue.FILE
AT = datetime(2026, 3, 17, tzinfo=UTC)
OFFICE = job("tests")


def written(folder: Path, text: str) -> catalogue.Schema:
    """Return a document as read from a file with this text."""
    path = folder / catalogue.FILE
    path.write_text(text, encoding="utf-8")
    return load(path, catalogue.Schema)


def test_the_offices_own_file_is_applied_and_then_changes_nothing(counted_office: CountedOffice) -> None:
    document = load(FILE, catalogue.Schema)
    planned = catalogue.plan(document)

    catalogue.apply(document, by=OFFICE, at=AT)

    assert planned
    assert catalogue.plan(document) == []
    assert SmallCountRule.objects.get(path=TOWN).hide_below == 5


def test_what_is_no_longer_written_ends(counted_office: CountedOffice, tmp_path: Path) -> None:
    catalogue.apply(load(FILE, catalogue.Schema), by=OFFICE, at=AT)
    shorter = written(
        tmp_path, f"offices:\n  - area: {TOWN}\n    indicators:\n      - {{indicator: cases.open, limit: 100}}\n"
    )
    kinds = {change.what.split()[1]: change.kind for change in catalogue.plan(shorter)}

    catalogue.apply(shorter, by=OFFICE, at=AT)

    assert kinds["cases.open"] == "change"
    assert kinds["cases.on_time_rate"] == "end"
    assert list(IndicatorPolicy.objects.values_list("indicator", "limit")) == [("cases.open", 100)]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("{indicator: cases.opened, limit: 3}", "cases.opened is no indicator of this system"),
        ("{indicator: cases.open}", "cases.open has neither target nor limit"),
        ("{indicator: cases.open, limit: 3}\n      - {indicator: cases.open, limit: 4}", "stands here twice"),
    ],
)
def test_a_wrong_row_is_refused_with_its_line(
    counted_office: CountedOffice, tmp_path: Path, row: str, why: str
) -> None:
    document = written(tmp_path, f"offices:\n  - area: {TOWN}\n    indicators:\n      - {row}\n")

    with pytest.raises(CatalogueError, match=why) as refused:
        catalogue.plan(document)

    assert "line 4" in str(refused.value) or "line 5" in str(refused.value)


def test_an_unknown_area_is_refused(counted_office: CountedOffice, tmp_path: Path) -> None:
    document = written(tmp_path, "offices:\n  - area: hz.gs.zh.\n")

    with pytest.raises(CatalogueError, match=r"there is no area hz\.gs\.zh\."):
        catalogue.plan(document)


def test_adopting_policies_leaves_a_line_in_the_journal(counted_office: CountedOffice) -> None:
    wanted = [Wanted(indicator="cases.open", limit=150)]

    actions.adopt_policies(path=TOWN, wanted=wanted, hide_below=5, by=OFFICE, at=AT)

    line = Entry.objects.filter(verb="cockpit.adopt_policies").latest("pk")
    assert (line.subject, line.refs) == (f"area:{TOWN}", {"policies": 1, "hide_below": 5})


def test_a_rate_holds_below_and_a_load_does_not(counted_office: CountedOffice) -> None:
    IndicatorPolicy.objects.create(indicator="cases.on_time_rate", path=TOWN, target=97, limit=93, holds_below=True)
    IndicatorPolicy.objects.create(indicator="cases.open", path=TOWN, limit=150)

    found = goals.read([EAST])

    rate, load_ = (queries.definitions()[key] for key in ("cases.on_time_rate", "cases.open"))
    assert found.goal(rate, EAST) == Goal(Good.MORE, 97, 93)
    assert found.goal(load_, EAST) == Goal(Good.LESS)
    assert found.goal(load_, TOWN) == Goal(Good.LESS, None, 150)


def test_the_nearest_policy_holds(counted_office: CountedOffice) -> None:
    IndicatorPolicy.objects.create(indicator="cases.on_time_rate", path=TOWN, target=97, holds_below=True)
    IndicatorPolicy.objects.create(indicator="cases.on_time_rate", path=EAST, target=90)
    rate = queries.definitions()["cases.on_time_rate"]

    found = goals.read([f"{EAST}g04."])

    assert found.goal(rate, EAST).target == 90
    assert found.goal(rate, f"{EAST}g04.").target == 97


@pytest.mark.parametrize("fields", [{"target": None, "limit": None}])
def test_the_database_refuses_a_policy_that_wants_nothing(
    counted_office: CountedOffice, fields: dict[str, None]
) -> None:
    with pytest.raises(IntegrityError, match="indicator_policies_want_something"), transaction.atomic():
        IndicatorPolicy.objects.create(indicator="cases.open", path=TOWN, **fields)
