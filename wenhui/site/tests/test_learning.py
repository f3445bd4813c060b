"""`wenhui cases train`, `suggest` and `families` as an office's IT person types them: what they write, say and refuse."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from wenhui.lake.families.tests import months
from wenhui.lake.suggesting.tests import tickets
from wenhui.site import command

TEXTS, LABELS = tickets.make(300)


def ended(*arguments: str | Path) -> int:
    """Run `wenhui cases …`; return its exit."""
    with pytest.raises(SystemExit) as exit_:
        command.main(["cases", *map(str, arguments)])
    return int(exit_.value.code or 0)


def written(path: Path, head: Sequence[str], rows: Sequence[Sequence[str]], encoding: str = "utf-8") -> Path:
    """Write a table."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


def read(path: Path) -> list[dict[str, str]]:
    """Read a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with labelled tickets, in two columns of words, and with new ones."""
    rows = [(f"T{at}", text[:6], text[6:], label) for at, (text, label) in enumerate(zip(TEXTS, LABELS, strict=True))]
    written(tmp_path / "old.csv", ["nr", "title", "body", "type"], rows)
    new = [("路灯不亮了", "1"), ("", "2"), ("垃圾没人清运，很臭", "3")]
    written(tmp_path / "new.csv", ["title", "body"], [(text, nr) for text, nr in new])
    return tmp_path


def train(folder: Path, *more: str | Path) -> int:
    """Learn from the table of the folder."""
    return ended("train", folder / "old.csv", "--text", "title,body", "--label", "type", "--model", folder / "m", *more)


def suggest(folder: Path, *more: str | Path) -> int:
    """Suggest for the new tickets."""
    return ended(
        "suggest", folder / "new.csv", "--text", "title", "--model", folder / "m", "--out", folder / "out.csv", *more
    )


def test_labels_are_learnt_and_suggested(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert train(folder, "--key", "nr") == 0
    assert "from 300 texts" in capsys.readouterr().out
    (folder / "out.csv").write_text("an older answer", encoding="utf-8")
    assert suggest(folder, "--explain") == 0

    assert "1 of them without words" in capsys.readouterr().out
    rows = read(folder / "out.csv")
    assert list(rows[0]) == ["title", "body", "suggestion", "confidence", "runner_up", "nearest", "words"]
    assert [row["suggestion"] for row in rows] == ["路灯", "", "暴露垃圾"]
    assert rows[0]["nearest"].startswith("T")
    assert float(rows[0]["confidence"]) > 0.5 > float(rows[1]["confidence"]) == 0
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_tables_are_read_in_the_encodings_offices_use(folder: Path, encoding: str) -> None:
    train(folder)
    written(folder / "new.csv", ["title"], [("路灯不亮了",), ("水管爆了\u202e到处是水",)], encoding)

    assert suggest(folder) == 0

    assert [row["suggestion"] for row in read(folder / "out.csv")] == ["路灯", "自来水管破裂"]


def test_a_file_glued_of_two_encodings_is_read_line_by_line(folder: Path) -> None:
    train(folder)
    glued = "title\n路灯不亮了\n".encode() + "水管爆了到处是水\n".encode("gb18030")
    (folder / "new.csv").write_bytes(glued)

    assert suggest(folder) == 0

    assert [row["suggestion"] for row in read(folder / "out.csv")] == ["路灯", "自来水管破裂"]


def test_synonyms_alone_are_a_beginning(folder: Path) -> None:
    (folder / "words.yaml").write_text("路灯: [灯不亮, 灯灭]\n暴露垃圾: [垃圾, 臭]\n", encoding="utf-8")
    written(folder / "old.csv", ["title", "body", "type"], [("a", "b", "")])

    assert train(folder, "--synonyms", folder / "words.yaml") == 0
    assert suggest(folder) == 0

    assert [row["suggestion"] for row in read(folder / "out.csv")] == ["路灯", "", "暴露垃圾"]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["train", "none.csv", "--text", "title", "--label", "type", "--model", "m"], "no file"),
        (
            ["train", "old.csv", "--text", "words", "--label", "type", "--model", "m"],
            "no column words; it has nr, title",
        ),
        (["train", "old.csv", "--text", "title", "--label", "typ", "--model", "m"], "no column typ"),
        (["train", "old.csv", "--text", "title,", "--label", "type", "--model", "m"], "name a column"),
        (["train", "one.csv", "--text", "title", "--label", "type", "--model", "m"], "the one label"),
        (["train", "blank.csv", "--text", "title", "--label", "type", "--model", "m"], "holds no rows"),
        (["train", "ragged.csv", "--text", "title", "--label", "type", "--model", "m"], "3 cells in row 2"),
        (["train", "bytes.csv", "--text", "title", "--label", "type", "--model", "m"], "not a csv"),
        (["train", "old.csv", "--text", "title", "--label", "type", "--model", "."], "holds other files"),
        (["suggest", "new.csv", "--text", "title", "--model", "none", "--out", "out.csv"], "no model directory"),
        (["suggest", "new.csv", "--text", "title", "--model", "none", "--out", "new.csv"], "would be overwritten"),
        (["suggest", "new.csv", "--text", "title", "--model", "none", "--out", "no/out.csv"], "no folder"),
        (["families", "new.csv", "--text", "title", "--at", "title", "--out", "out.csv"], "are dates or moments"),
        (
            ["families", "new.csv", "--text", "title", "--at", "body", "--lat", "body", "--out", "out.csv"],
            "go together",
        ),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], why: str
) -> None:
    written(folder / "one.csv", ["title", "type"], [("灯", "a"), ("路", "a")])
    written(folder / "ragged.csv", ["title", "type"], [("灯", "a", "b")])
    (folder / "blank.csv").write_text("title,type\n", encoding="utf-8")
    (folder / "bytes.csv").write_bytes(b"\0\0\0\0\0\0PK")
    before = sorted(path.name for path in folder.iterdir())
    monkeypatch.chdir(folder)

    assert ended(*arguments) == 2

    said = capsys.readouterr().err
    assert why in said
    assert said.rstrip().endswith("Nothing was written.")
    assert sorted(path.name for path in folder.iterdir()) == before


def test_families_are_written_beside_the_rows(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = months.make(300, seed=8, spots=100)
    rows = [
        (text, f"2026-03-{1 + int(day) % 28:02} 08:30", *(map(str, place or ("", ""))))
        for text, day, place in zip(table.texts, (day / 3 for day in table.days), table.places, strict=True)
    ]
    written(folder / "told.csv", ["words", "at", "lat", "lon"], rows)

    names = ("--text", "words", "--at", "at", "--lat", "lat", "--lon", "lon", "--out", folder / "out.csv")
    assert ended("families", folder / "told.csv", *names) == 0

    assert "families" in capsys.readouterr().out
    found = read(folder / "out.csv")
    assert list(found[0]) == ["words", "at", "lat", "lon", "family", "score"]
    families = [int(row["family"]) if row["family"] else None for row in found]
    assert months.judged(families, table.planted)[0] > 0.7
    assert {row["score"] for row in found if not row["family"]} == {"0.0000"}
