"""Tables come in as offices keep them and go out whole or not at all."""

from pathlib import Path

import openpyxl
import pyarrow
import pytest
from pyarrow import parquet

from wenhui.lake.texts import tables
from wenhui.lake.texts.errors import TextsError


def test_parquet_and_workbooks_are_tables_too(tmp_path: Path) -> None:
    parquet.write_table(pyarrow.table({"words": ["路灯不亮", None], "nr": [1, 2]}), tmp_path / "t.parquet")
    book = openpyxl.Workbook()
    for row in (("words", "nr"), ("路灯不亮", 1), (None, 2)):
        book.worksheets[0].append(row)
    book.save(tmp_path / "t.xlsx")

    for name in ("t.parquet", "t.xlsx"):
        table = tables.read(tmp_path / name)

        assert table.texts("words") == ["路灯不亮", ""]
        assert table.texts("words,nr") == ["路灯不亮 1", "2"]


def test_a_column_may_have_a_comma_in_its_name(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text('"what, where",nr\n路灯,1\n', encoding="utf-8")

    assert tables.read(tmp_path / "t.csv").texts("what, where") == ["路灯"]


def test_a_long_cell_is_read(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(f"words\n{'很长' * 100_000}\n", encoding="utf-8")

    assert len(tables.read(tmp_path / "t.csv").texts("words")[0]) == 200_000


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "holds no rows"),
        (b"words\n", "holds no rows"),
        (b'words\n"open', "not a csv file"),
        (b"words\n\xff\xff\xff\n", "neither UTF-8 nor GB 18030 in line 2"),
        (b"words,words\na,b\n", "2 columns named words"),
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, content: bytes, why: str) -> None:
    (tmp_path / "t.csv").write_bytes(content)

    with pytest.raises(TextsError, match=why):
        tables.read(tmp_path / "t.csv").texts("words")
    (tmp_path / "t.xlsx").write_bytes(content)
    with pytest.raises(TextsError, match="not a workbook"):
        tables.read(tmp_path / "t.xlsx")


def test_a_file_that_was_not_finished_is_not_there(tmp_path: Path) -> None:
    place = tmp_path / "out.csv"
    place.write_text("before", encoding="utf-8")

    with pytest.raises(RuntimeError):
        _half(place)

    assert place.read_text(encoding="utf-8") == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def _half(place: Path) -> None:
    with tables.beside(place) as file:
        file.write("half")
        raise RuntimeError


def test_columns_of_the_same_name_give_way(tmp_path: Path) -> None:
    table = tables.Table("t", ["words", "suggestion"], [["路灯", "old"]])

    tables.write(tmp_path / "out.csv", table, [("suggestion", ["new"])])

    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "words,suggestion\n路灯,new\n"
