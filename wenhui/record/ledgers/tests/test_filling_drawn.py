"""A drawn form differs in its values alone, its formulas stay, and LibreOffice sums it."""

import io
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from wenhui.ground.accounts.testing import Office
from wenhui.kit.sheets.tests.making import low_income_form
from wenhui.record.ledgers.tests.making import answered, blank_form, door, resident, saved, understood
from wenhui.record.ledgers.tests.putian import sixteen_households
from wenhui.record.registry.dictionary import Dictionary

pytestmark = pytest.mark.django_db


def cells(content: bytes, first: int = 2, last: int | None = None) -> list[list[object]]:
    """Return the cells of a filled form."""
    tab = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [[cell.value for cell in row] for row in tab.iter_rows(min_row=first, max_row=last)]


def look(content: bytes) -> list[object]:
    """Return everything openpyxl knows of a form but the values of the cells that take them."""
    found: list[object] = []
    for tab in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
        found += [tab.title, sorted(map(str, tab.merged_cells.ranges)), tab.print_area, tab.print_title_rows]
        found += [sorted((name, one.width) for name, one in tab.column_dimensions.items())]
        found += [(str(one.sqref), one.formula1) for one in tab.data_validations.dataValidation]
        for row in tab.iter_rows(max_row=30):
            found += [(cell.coordinate, repr(cell.font), repr(cell.border), cell.number_format) for cell in row]
            found += [cell.value for cell in row if not 5 <= cell.row <= 20]
            found.append(tab.row_dimensions[row[0].row].height)
    return found


def test_nothing_but_values_differs_in_a_drawn_form(office: Office, words: Dictionary) -> None:
    sixteen_households(office)
    blank = saved(low_income_form(blanks=16))

    answer = answered(blank, words, office.community)

    assert answer.rows == 16
    assert look(answer.content) == look(blank)
    assert cells(answer.content, 5, 5)[0][:7] == [
        1, "林秋一", "999999195803090013", "男", 1, "流水东苑1幢1单元101室", None
    ]  # fmt: skip


@pytest.fixture(scope="module")
def soffice() -> str:
    """Return LibreOffice's command, or skip aloud."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if not found:
        pytest.skip("no LibreOffice: install Debian's libreoffice-calc-nogui to open filled forms with it")
    return found


def test_libreoffice_opens_the_filled_form_and_sums_it(
    soffice: str, office: Office, words: Dictionary, tmp_path: Path
) -> None:
    sixteen_households(office)
    path = tmp_path / "filled.xlsx"
    path.write_bytes(answered(saved(low_income_form(blanks=4)), words, office.community).content)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"

    subprocess.run(
        [soffice, profile, "--headless", "--convert-to", "csv", "--outdir", str(tmp_path), str(path)],
        check=True,
        timeout=120,
    )

    lines = (tmp_path / "filled.csv").read_text(encoding="utf-8").splitlines()
    assert lines[20].startswith("合计")
    assert ",16," in lines[20]


def test_columns_that_the_form_computes_stay_formulas(office: Office, words: Dictionary) -> None:
    resident("林秋实", door(office, 501))
    workbook = blank_form(["姓名", "身份证号", "性别"])
    workbook.active["C2"] = '=IF(MOD(MID(B2,17,1),2),"男","女")'

    answer = answered(saved(workbook), words, office.community)

    assert cells(answer.content)[0][2] == '=IF(MOD(MID(B2,17,1),2),"男","女")'
    assert 3 not in answer.served
    assert understood(saved(workbook), words)[2].columns[2].key == "person.sex"
