"""What was filled in reads back, and LibreOffice opens it."""

import datetime
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenhui.kit.sheets import filling, heads, opening, reading
from wenhui.kit.sheets.tests import making, monthly

TITLES = ["姓名", "数量", "合计"]


TEXTS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\ufffe\uffff"), max_size=12)
NUMBERS = st.integers(-(10**9), 10**9)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(TEXTS, NUMBERS, st.dates(datetime.date(1900, 3, 1), datetime.date(2200, 1, 1))), max_size=40))
def test_what_was_filled_in_reads_back(rows: list[tuple[str, int, datetime.date]]) -> None:
    workbook = making.sheet(
        [["走访记录"], ["姓名", "金额", "日期"], *([None] * 3 for _ in range(5)), ["填表人："]], merged=["A1:C1"]
    )
    for row in range(3, 8):
        for column, code in enumerate(["@", "0", "yyyy-mm-dd"], 1):
            workbook.active.cell(row, column).number_format = code
    opened = opening.open_file(making.saved(workbook))
    head = heads.find(reading.read(opened))[0]

    filled = filling.fill(opened, head, rows)

    sheet = reading.read(opening.open_file(filled.content))
    read = [tuple(sheet.rows[row - 1][:3]) for row in range(3, 3 + len(rows))]
    assert read == [(text, float(number), day) for text, number, day in rows]


@pytest.fixture(scope="module")
def soffice() -> str:
    """Return LibreOffice's command, or skip aloud."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if not found:
        pytest.skip("no LibreOffice: install Debian's libreoffice-calc-nogui to open filled forms with it")
    return found


def test_libreoffice_opens_a_filled_form_and_computes_it(soffice: str, tmp_path: Path) -> None:
    path = tmp_path / "filled.xlsx"
    path.write_bytes(
        monthly.fill(making.saved(monthly.rich_form()), [monthly.household(number) for number in range(1, 25)]).content
    )
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"

    subprocess.run(
        [soffice, profile, "--headless", "--convert-to", "csv", "--outdir", str(tmp_path), str(path)],
        check=True,
        timeout=120,
    )

    lines = (tmp_path / "filled.csv").read_text(encoding="utf-8").splitlines()
    assert "21,612.00" in lines[28]
