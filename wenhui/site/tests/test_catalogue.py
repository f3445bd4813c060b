"""The whole folder is applied in one transaction, or nothing of it."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from wenhui.ground.areas.models import Area
from wenhui.ground.journal.models import Entry
from wenhui.kit.actor import job
from wenhui.kit.catalogue import CatalogueError
from wenhui.site.catalogue import run_apply, run_plan

AT = datetime(2026, 1, 1, tzinfo=UTC)
CATALOGUE = Path(__file__).resolve().parents[3] / "catalogue"

pytestmark = pytest.mark.django_db


@pytest.fixture
def areas_only(tmp_path: Path) -> Path:
    for name in ("areas.yaml", "outlines.geojson"):
        shutil.copy(CATALOGUE / "wenhui" / name, tmp_path / name)
    return tmp_path


def test_a_plan_says_what_applying_does_and_changes_nothing(areas_only: Path) -> None:
    planned = run_plan(areas_only)
    assert not Area.objects.exists()
    assert not Entry.objects.exists()

    applied = run_apply(areas_only, by=job("catalogue"), at=AT)

    assert planned == applied
    assert Area.objects.filter(path="hz.gs.wh.").exists()


@pytest.mark.parametrize("office", ["wenhui", "nyc"])
def test_applying_the_committed_catalogue_twice_changes_nothing(office: str) -> None:
    first = run_apply(CATALOGUE / office, by=job("catalogue"), at=AT)

    second = run_apply(CATALOGUE / office, by=job("catalogue"), at=AT)

    assert first
    assert second == []


def test_a_file_no_module_reads_is_refused_before_anything_changes(areas_only: Path) -> None:
    (areas_only / "aeras.yaml").write_text("areas: []\n")

    with pytest.raises(CatalogueError, match=r"aeras\.yaml: no module reads this file"):
        run_apply(areas_only, by=job("catalogue"), at=AT)

    assert not Area.objects.exists()
