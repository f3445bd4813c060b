"""Rules of knocking and reminders come from a file, and a wrong file is refused with its line."""

from pathlib import Path

import pytest

from wenhui.ground.accounts.testing import OFFICE, PLANTED_AT, Office
from wenhui.ground.journal.models import Entry
from wenhui.kit import catalogue as yaml
from wenhui.kit.catalogue import CatalogueError, Change
from wenhui.record.registry.testing import plant_dictionary
from wenhui.work.visits import catalogue, policies
from wenhui.work.visits.catalogue import Schema
from wenhui.work.visits.models import ReminderRule, VisitPolicy
from wenhui.work.visits.testing import FILE

SMALL = """
policies:
  - {area: hz.gs.wh., parts: {morning: "09:00-11:00", evening: "18:00-20:00"}, attempts: 2, period_days: 14}
reminders:
  - key: age-80
    area: hz.gs.wh.
    moment: birthday
    years: 80
    lead_days: 30
    open_days: 30
    name: {zh: 高龄津贴, en: Age allowance}
    tell: {zh: 可以申领, en: One may apply}
    ground: 老年人权益保障法第三十三条
"""


def read(tmp_path: Path, text: str) -> Schema:
    file = tmp_path / catalogue.FILE
    file.write_text(text, encoding="utf-8")
    return yaml.load(file, Schema)


def test_what_was_applied_plans_nothing_more(office: Office, tmp_path: Path) -> None:
    document = read(tmp_path, SMALL)
    planned = catalogue.plan(document)

    catalogue.apply(document, by=OFFICE, at=PLANTED_AT)

    assert planned == [Change("add", "knocking in hz.gs.wh."), Change("add", "reminder age-80")]
    assert catalogue.plan(document) == []
    assert (VisitPolicy.objects.count(), ReminderRule.objects.count()) == (1, 1)
    assert Entry.objects.filter(verb="visits.apply_catalogue").count() == 1


def test_a_changed_line_changes_its_row_and_an_ended_one_ends(office: Office, tmp_path: Path) -> None:
    catalogue.apply(read(tmp_path, SMALL), by=OFFICE, at=PLANTED_AT)
    changed = read(tmp_path, SMALL.replace("attempts: 2", "attempts: 4") + "    ended: true\n")

    kinds = [change.kind for change in catalogue.plan(changed)]
    catalogue.apply(changed, by=OFFICE, at=PLANTED_AT)

    assert kinds == ["change", "end"]
    assert policies.at("hz.gs.wh.lsdy.").attempts == 4
    assert ReminderRule.objects.get().ended


def test_the_nearest_rules_hold(office: Office, tmp_path: Path) -> None:
    nearer = SMALL.replace("reminders:", '  - {area: hz.gs.wh.lsdy., parts: {morning: "09:00-10:00"}}\nreminders:')

    catalogue.apply(read(tmp_path, nearer), by=OFFICE, at=PLANTED_AT)

    assert policies.at("hz.gs.wh.lsdy.g04.b001.").attempts == 3
    assert policies.at("hz.gs.wh.dtg.g01.").attempts == 2
    assert policies.at("nyc.council.").attempts == 3


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (("area: hz.gs.wh.\n", "area: hz.gs.xx.\n"), "there is no area hz.gs.xx."),
        (("18:00-20:00", "10:00-20:00"), "do not overlap"),
        (("09:00-11:00", "11:00-09:00"), "do not overlap"),
        (("tell: {zh: 可以申领, en: One may apply}", "asks: []"), "neither tells nor asks"),
        (("tell: {zh: 可以申领, en: One may apply}", "asks: [person.shoe_size]"), "no attribute person.shoe_size"),
        (("moment: birthday", "moment: whim"), "moment"),
        (("moment: birthday", "moment: stale"), "go stale"),
        (("ground: 老年人权益保障法第三十三条", 'ground: ""'), "ground"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(
    office: Office, tmp_path: Path, wrong: tuple[str, str], says: str
) -> None:
    with pytest.raises(CatalogueError) as refused:
        catalogue.plan(read(tmp_path, SMALL.replace(*wrong)))

    assert says in str(refused.value)
    assert "line" in str(refused.value)


def test_the_office_s_own_file_applies(office: Office) -> None:
    plant_dictionary()
    document = yaml.load(FILE, Schema)

    assert {change.kind for change in catalogue.plan(document)} == {"add"}
