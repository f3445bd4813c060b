"""`wenhui ledger fill`: the whole way from a form on the disk to a form on the disk, and every refusal before it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import openpyxl
import pytest
from django.db import connection

from tests.browser import WEB_ROLE
from wenhui.ground.accounts import web_role
from wenhui.ground.accounts.testing import plant_office
from wenhui.ground.areas.testing import CATALOGUE
from wenhui.ground.journal.models import Entry
from wenhui.kit.catalogue import load
from wenhui.kit.clock import now
from wenhui.record.facts import actions as facts
from wenhui.record.facts.actions import About
from wenhui.record.facts.words import Through
from wenhui.record.ledgers.tests.conftest import ZHOU
from wenhui.record.ledgers.tests.making import blank_form, door, resident, saved
from wenhui.record.registry import catalogue
from wenhui.record.registry.models import Person
from wenhui.record.registry.words import Subject
from wenhui.site import command


@pytest.fixture
def form(own_database: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Plant a small office with 林秋实 in a database of its own, have the command use it, return a blank form."""
    office = plant_office()
    catalogue.apply(load(CATALOGUE / "wenhui" / catalogue.FILE, catalogue.Schema), by=ZHOU, at=now())
    resident("林秋实", door(office, 501))
    web_role.grant(connection)
    for variable, user in (("DATABASE_URL", connection.settings_dict["USER"]), ("DATABASE_URL_WEB", WEB_ROLE)):
        asked = urlencode({"host": connection.settings_dict["HOST"], "port": connection.settings_dict["PORT"]})
        monkeypatch.setenv(variable, f"postgresql://{user}@/{connection.settings_dict['NAME']}?{asked}")
    path = tmp_path / "老人名册.xlsx"
    path.write_bytes(saved(blank_form(["序号", "姓名", "联系电话", "开户银行"])))
    yield path
    connection.close()


def run(*arguments: object) -> int:
    """Run the command; return its exit."""
    with pytest.raises(SystemExit) as ended:
        command.main(["ledger", "fill", *map(str, arguments)])
    return int(ended.value.code or 0)


def test_a_form_is_filled_beside_itself(form: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(form, "--area", "流水东苑社区", "--filter", "age>=60", "--filter", "独居")

    filled = form.with_name("老人名册-filled.xlsx")
    row = [cell.value for cell in openpyxl.load_workbook(filled).worksheets[0][2]]
    assert (code, row) == (0, [1, "林秋实", "12000000007", None])
    assert filled.stat().st_mode & 0o777 == 0o600
    assert "1 rows, 2 cells filled, 1 left blank." in (said := capsys.readouterr().out)
    assert "1 blank in 开户银行 (person.bank_name): not known" in said
    assert Entry.objects.get(verb="ledgers.fill").refs["asker"] == "street"


def test_old_words_are_told_by_column(form: Path, capsys: pytest.CaptureFixture[str]) -> None:
    about = About(Subject.PERSON, Person.objects.get().pk, {"person.phone": "12000000008"})
    facts.say(
        about=[about], through=Through.FORM, provider="self", ground="居民委员会组织法第三条", as_of=date(2021, 3, 5),
        by=ZHOU, at=now(),
    )  # fmt: skip

    run(form, "--area", "流水东苑社区")

    assert "1 filled with old words in 联系电话 (person.phone), the oldest of 2021-03" in capsys.readouterr().out


REFUSALS = (
    (["--area", "不在社区"], "There is no area"),
    (["--area", "流水东苑社区", "--filter", "nothing=1"], "the dictionary has no such name"),
    (["--area", "流水东苑社区", "--tab", "没有"], "has no sheet named"),
    (["--area", "流水东苑社区", "--asker", "nobody"], "no such asking office"),
    (["--area", "流水东苑社区", "--filter", "age>150"], "Nothing in this area"),
)


def test_what_cannot_be_filled_ends_with_one_line_and_nothing_written(
    form: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = [run(form, *arguments, "-o", form.with_name("out.xlsx")) for arguments, _ in REFUSALS]

    said = capsys.readouterr().err.splitlines()
    assert codes == [2] * len(REFUSALS)
    assert [line for line, (_, why) in zip(said, REFUSALS, strict=True) if why not in line] == []
    assert list(form.parent.iterdir()) == [form]


@pytest.mark.parametrize("out", ["老人名册.xlsx", "no/folder/out.xlsx", "."])
def test_a_place_that_cannot_be_written_is_refused_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], out: str
) -> None:
    assert run(tmp_path / "老人名册.xlsx", "--area", "流水东苑社区", "-o", tmp_path / out) == 2
    assert "Nothing was written" in capsys.readouterr().err
