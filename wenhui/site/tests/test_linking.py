"""`wenhui link` as an office's IT person types it: what it writes, says and refuses."""

import csv
import json
from pathlib import Path

import pytest

from wenhui.lake.linkage.tests import people
from wenhui.site import command

MAPPING = "key: nr\ncolumns: {name: 姓名, birth_date: 出生日期, phone: 电话, address: [街道, 地址]}\n"
HEAD = ["nr", "姓名", "出生日期", "电话", "街道", "地址"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a table, its mapping and its truth."""
    roles, keys, truth = people.table(people=300, copies=60)
    cells = zip(
        keys,
        roles["name"],
        roles["birth_date"],
        roles["phone"],
        ["文晖街道"] * len(keys),
        roles["address"],
        strict=True,
    )
    for name, rows in (("table.csv", [HEAD, *cells]), ("truth.csv", [("left", "right"), *sorted(truth)])):
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    (tmp_path / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    return tmp_path


def ended(*arguments: str | Path) -> int:
    """Run `wenhui link …`; return its exit."""
    with pytest.raises(SystemExit) as exit_:
        command.main(["link", *map(str, arguments)])
    return int(exit_.value.code or 0)


def run(folder: Path, *more: str | Path) -> int:
    """Link the table of the folder into links.csv."""
    files = ("--left", folder / "table.csv", "--mapping", folder / "mapping.yaml", "--out", folder / "links.csv")
    return ended("run", *files, *more)


def test_links_are_written_and_judged(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder) == 0
    assert "chosen by the model" in capsys.readouterr().out
    assert ended("evaluate", folder / "links.csv", folder / "truth.csv", "--json") == 0

    figures = json.loads(capsys.readouterr().out)
    assert figures["truth"] == 60
    assert figures["f1"] > 0.95
    assert (folder / "links.csv").read_text(encoding="utf-8").startswith("left,right,probability\n")
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


def test_the_verdict_is_also_said_in_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "links.csv").write_text("left,right,probability\na,b,0.9\nc,d,0.8\n", encoding="utf-8")
    (folder / "some.csv").write_text("left,right\nb,a\ne,f\n", encoding="utf-8")

    assert ended("evaluate", folder / "links.csv", folder / "some.csv") == 0

    said = capsys.readouterr().out
    assert "1 of 2 links are right, 1 true pairs were not found." in said
    assert "precision 0.5000, recall 0.5000, F1 0.5000" in said


def test_the_same_table_gives_the_same_bytes(folder: Path) -> None:
    run(folder, "--explain")
    first = (folder / "links.csv").read_bytes()
    run(folder, "--explain")

    assert (folder / "links.csv").read_bytes() == first


def test_reasons_stand_in_a_column_per_field(folder: Path) -> None:
    run(folder, "--explain")

    with (folder / "links.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["left", "right", "probability", "surname", "given", "birth", "phone", "address"]
    assert any(row["given"].startswith("equal +") for row in rows)


def test_a_table_links_to_another_with_a_model_that_was_kept(folder: Path) -> None:
    assert run(folder, "--keep-model", folder / "model.json") == 0
    assert run(folder, "--right", folder / "table.csv", "--model", folder / "model.json") == 0

    with (folder / "links.csv").open(encoding="utf-8", newline="") as file:
        same = [row for row in csv.DictReader(file) if row["left"] == row["right"]]
    assert len(same) == 360


def test_a_higher_threshold_gives_fewer_links(folder: Path) -> None:
    run(folder)
    all_of_them = (folder / "links.csv").read_text(encoding="utf-8").count("\n")
    run(folder, "--threshold", "0.9999")

    with (folder / "links.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert 0 < len(rows) < all_of_them - 1
    assert all(float(row["probability"]) >= 0.9999 for row in rows)


@pytest.mark.parametrize(
    ("mapping", "named"),
    [
        ("key: nr\ncolumns: {name: 姓名, colour: 颜色}", "unknown role colour"),
        ("key: nr\ncolumns: {name: 名字}", "has no column 名字"),
        ("key: id\ncolumns: {name: 姓名}", "has no column id"),
        ("key: nr\ncolumns: {}", "names no column"),
        ("key: nr\ncolumns: {sex: 姓名}", "only the sex"),
        ("columns: {name: 姓名}", "needs `key:`"),
        ("key: nr\ncolumns: [name]", "needs `key:`"),
        ("key: nr\nthreshold: 1\ncolumns: {name: 姓名}", "unknown key threshold"),
        ("key: nr\ncolumns: {name: {column: 姓名}}", "says name wrongly"),
        ("key: nr\ncolumns: {birth_date: {format: '%Y'}}", "says birth_date wrongly"),
        ("key: nr\ncolumns: {birth_date: {column: 出生日期, format: '%d'}}", "names no year"),
        ("key: nr\ncolumns: {birth_date: {column: 出生日期, format: '%d/%m/%Y'}}", "cannot be read in the format"),
        ("key: nr\ncolumns: {name: 电话, birth_date: 地址}", "cannot be read as dates"),
        ("key: [", "is not YAML"),
    ],
)
def test_a_wrong_mapping_is_refused_before_anything_is_written(
    folder: Path, mapping: str, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "mapping.yaml").write_text(mapping, encoding="utf-8")

    assert run(folder) == 2

    said = capsys.readouterr().err
    assert named in said
    assert said.count("\n") == 1
    assert not (folder / "links.csv").exists()


@pytest.mark.parametrize(
    ("table", "named"),
    [
        (b"", "holds no rows"),
        ("nr,姓名,出生日期,电话,街道,地址\n".encode(), "holds no rows"),
        ("nr,姓名,出生日期,电话,街道,地址\n1,a,,,,\n1,b,,,,\n".encode(), "1 twice"),
        ("nr,姓名,出生日期,电话,街道,地址\n,a,,,,\n".encode(), "no nr in row 2"),
        ("nr,姓名,出生日期,电话,街道,地址\n1,a\n".encode(), "2 cells in row 2"),
        (b"PK\x03\x04\x00\x00", "is not a csv"),
        (b"\xff\xfe\xfd\xfc,\x81", "neither UTF-8 nor GB 18030"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(
    folder: Path, table: bytes, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "table.csv").write_bytes(table)

    assert run(folder) == 2
    assert named in capsys.readouterr().err
    assert not (folder / "links.csv").exists()


@pytest.mark.parametrize(
    ("more", "named"),
    [
        (["--right", "nowhere.csv"], "There is no file nowhere.csv"),
        (["--threshold", "2"], "--threshold is 2.0"),
        (["--model", "nowhere.json"], "The model nowhere.json cannot be used"),
        (["--out", "nowhere/links.csv"], "There is no folder"),
    ],
)
def test_a_wrong_argument_is_refused(
    folder: Path, more: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, *more) == 2
    assert named in capsys.readouterr().err
    assert not (folder / "links.csv").exists()


def test_the_table_itself_is_not_overwritten(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (folder / "table.csv").read_bytes()

    assert run(folder, "--out", folder / "table.csv") == 2
    assert "would be overwritten" in capsys.readouterr().err
    assert (folder / "table.csv").read_bytes() == before


def test_gb18030_semicolons_parquet_and_xlsx_are_read_too(folder: Path) -> None:
    import pyarrow
    import xlsxwriter
    from pyarrow import parquet

    run(folder)
    links = (folder / "links.csv").read_bytes()
    with (folder / "table.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = list(csv.reader(file))
    with xlsxwriter.Workbook(folder / "table.xlsx") as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([head, *rows]):
            sheet.write_row(number, 0, row)
    parquet.write_table(
        pyarrow.table({name: [row[place] or None for row in rows] for place, name in enumerate(head)}),
        folder / "table.parquet",
    )
    text = "\n".join(";".join(row) for row in [head, *rows])
    (folder / "semicolons.csv").write_bytes(text.encode("gb18030"))

    for name in ("table.xlsx", "table.parquet", "semicolons.csv"):
        assert run(folder, "--left", folder / name) == 0
        assert (folder / "links.csv").read_bytes() == links


def test_links_that_are_no_pairs_are_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "one.csv").write_text("left\na\n", encoding="utf-8")

    assert ended("evaluate", folder / "one.csv", folder / "truth.csv") == 2
    assert "no two keys in row 1" in capsys.readouterr().err
    assert ended("evaluate", folder / "nowhere.csv", folder / "truth.csv") == 2
    (folder / "empty.csv").write_text("", encoding="utf-8")
    assert ended("evaluate", folder / "empty.csv", folder / "truth.csv") == 2
