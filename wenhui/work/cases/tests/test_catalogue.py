"""Units, types, clocks and days come from a file, and a wrong file is refused with its line."""

from datetime import date
from pathlib import Path

import pytest

from wenhui.ground.accounts.testing import OFFICE, PLANTED_AT, Office
from wenhui.ground.journal.models import Entry
from wenhui.kit import catalogue as yaml
from wenhui.kit.catalogue import CatalogueError, Change
from wenhui.kit.worktime import WorkTime, WorkUnit
from wenhui.work.cases import catalogue
from wenhui.work.cases.actions import NOT_GIVEN
from wenhui.work.cases.catalogue import Schema
from wenhui.work.cases.models import CasePolicy, CaseType, OfficeDay, OfficeYear, Unit
from wenhui.work.cases.testing import FILE

SMALL = """
county: "330105"
policies:
  - {area: hz.gs.wh., hours: ["08:30-12:00", "13:30-17:30"], intake: 2 workdays, soon_percent: 20, reopen_days: 7}
calendars:
  - area: hz.
    announced: {2027: 国务院办公厅通知}
    off: {2027-01-01: 元旦}
    worked: {2027-01-02: 元旦调休}
units:
  - {key: municipal, zh: 市政养护, en: Street works}
majors:
  - kind: event
    code: "04"
    zh: 突发事件
    en: Sudden events
    platform: service
    unit: municipal
    limit: 2 workhours
    minors:
      - {code: "01", zh: 路面塌陷, en: Road collapse, urgency: emergency}
types:
  - {key: not_given, zh: 未分类, en: Not given, platform: service, limit: 3 workdays}
"""


def read(folder: Path, text: str = SMALL) -> Schema:
    path = folder / "cases.yaml"
    path.write_text(text, encoding="utf-8")
    return yaml.load(path, Schema)


def test_a_file_becomes_rows_and_a_second_time_nothing(office: Office, tmp_path: Path) -> None:
    document = read(tmp_path)

    planned = catalogue.plan(document)
    catalogue.apply(document, by=OFFICE, at=PLANTED_AT)

    assert [change.what for change in planned if change.kind == "add"] == [
        "unit municipal", "type event-0401", "type not_given", "clock of hz.gs.wh.", "calendar of hz.",
        "calendar of hz.", "calendar of hz.",
    ]  # fmt: skip
    assert catalogue.plan(document) == []
    kind = CaseType.objects.get(key="event-0401")
    assert (kind.code, kind.limit, kind.urgency) == ("3301050401", WorkTime(2, WorkUnit.WORKHOURS), "emergency")
    assert CasePolicy.objects.get().hours == [["08:30", "12:00"], ["13:30", "17:30"]]
    assert dict(OfficeDay.objects.values_list("on", "kind")) == {
        date(2027, 1, 1): "day_off",
        date(2027, 1, 2): "workday",
    }
    assert OfficeYear.objects.get().year == 2027
    assert Entry.objects.filter(verb="cases.apply_catalogue").count() == 1


def test_what_the_file_says_otherwise_changes_and_what_it_leaves_out_stays(office: Office, tmp_path: Path) -> None:
    catalogue.apply(read(tmp_path), by=OFFICE, at=PLANTED_AT)
    changed = SMALL.replace("en: Road collapse", "en: Sinkhole").replace("    off: {2027-01-01: 元旦}\n", "")
    changed = changed[: changed.index("types:")]

    planned = catalogue.plan(read(tmp_path, changed))
    catalogue.apply(read(tmp_path, changed), by=OFFICE, at=PLANTED_AT)

    assert planned == [
        Change("change", "type event-0401", "en Sinkhole"),
        Change("end", "calendar of hz.", "2027-01-01 day_off"),
    ]
    assert CaseType.objects.filter(key=NOT_GIVEN, ended=False).exists()
    assert OfficeDay.objects.count() == 1


def test_a_type_ends_by_saying_so(office: Office, tmp_path: Path) -> None:
    catalogue.apply(read(tmp_path), by=OFFICE, at=PLANTED_AT)
    ended = SMALL.replace("urgency: emergency}", "urgency: emergency, ended: true}")

    planned = catalogue.plan(read(tmp_path, ended))

    assert planned == [Change("end", "type event-0401", "ended True")]


@pytest.mark.parametrize(
    ("was", "wrong", "said"),
    [
        ("2 workhours", "2 hours", "line 19, majors.0.limit"),
        ("unit: municipal\n", "unit: nobody\n", "majors.0.unit: there is no unit nobody"),
        ("area: hz.gs.wh.,", "area: hz.nowhere.,", "policies.0.area: there is no area hz.nowhere."),
        ("08:30-12:00", "08:30-14:00", "policies.0.hours: are not pieces of a day"),
        ("platform: service\n", "platform: fifth\n", "majors.0.platform"),
        ('code: "01", zh: 路面塌陷', 'code: "1", zh: 路面塌陷', "majors.0.minors.0.code"),
        ("key: not_given", "key: event-0401", "the type event-0401 stands here twice"),
        ("soon_percent: 20", "soon_percent: 120", "policies.0.soon_percent"),
        ("county:", "country:", "country: is a key that this file does not know"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place_and_changes_nothing(
    office: Office, tmp_path: Path, was: str, wrong: str, said: str
) -> None:
    with pytest.raises(CatalogueError, match=said.replace(".", r"\.")):
        catalogue.apply(read(tmp_path, SMALL.replace(was, wrong, 1)), by=OFFICE, at=PLANTED_AT)

    assert Unit.objects.count() == 0


def test_the_offices_own_file_fits_and_has_the_classes_of_the_standard(office: Office) -> None:
    document = yaml.load(FILE, Schema)

    catalogue.apply(document, by=OFFICE, at=PLANTED_AT)

    assert CaseType.objects.filter(kind="event", code__startswith="33010501").count() == 19
    assert CaseType.objects.filter(kind="component").count() >= 80
    assert set(CaseType.objects.values_list("platform", flat=True)) == {
        "public_order",
        "market",
        "enforcement",
        "service",
    }
    assert CaseType.objects.get(key="event-0104").limit == WorkTime(5, WorkUnit.WORKHOURS)
