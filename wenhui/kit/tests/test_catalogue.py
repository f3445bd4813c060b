"""Catalogue files are read strictly; every refusal names file, line and key."""

from pathlib import Path

import pytest

from wenhui.kit.catalogue import Catalogue, CatalogueError, Change, Document, Part, load


class Door(Part):
    name: str
    on: str = ""
    width: int = 90


class House(Document):
    doors: list[Door]


def write(folder: Path, text: str) -> Path:
    path = folder / "house.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(CatalogueError) as refused:
        load(write(folder, text), House)
    return str(refused.value)


def test_a_file_is_read_by_its_schema(tmp_path: Path) -> None:
    path = write(tmp_path, "doors:\n  - {name: 东门, width: 120}\n")

    house = load(path, House)

    assert house.doors == [Door(name="东门", width=120)]
    assert house.folder == tmp_path


def test_words_that_old_yaml_takes_for_truth_or_times_stay_words(tmp_path: Path) -> None:
    path = write(tmp_path, "doors:\n  - {name: no, on: 12:30}\n")

    house = load(path, House)

    assert (house.doors[0].name, house.doors[0].on) == ("no", "12:30")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("doors:\n  - name: 东门\n    widht: 9\n", 3, "doors.0.widht: is a key that this file does not know"),
        ("doors:\n  - width: 9\n", 2, "doors.0.name: is missing"),
        ("doors:\n  - name: 东门\n    width: wide\n", 3, "doors.0.width: Input should be a valid integer"),
        ("doors:\n  - name: 东门\n    name: 西门\n", 3, "name: stands here again, first on line 2"),
        ("doors: [\n", 2, "is not YAML"),
        ("doors: &a [*b]\n", 1, "is not YAML"),
        ("- 1\n", 1, "Input should be a valid dictionary"),
        ("doors: !!python/object:os.system {}\n", 1, "is not YAML"),
        ("doors:\n  ? [a, b]\n  : 1\n", 2, "is not YAML"),
        ("a: 1\n---\nb: 2\n", 2, "is not YAML"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    said = refusal(tmp_path, text)

    assert f"house.yaml, line {line}" in said
    assert words in said


def test_every_problem_of_a_file_is_said_at_once(tmp_path: Path) -> None:
    said = refusal(tmp_path, "doors:\n  - {width: 9}\n  - {name: 西门, colour: red}\n")

    assert len(said.splitlines()) == 2


def test_an_empty_a_missing_and_a_binary_file_are_refused(tmp_path: Path) -> None:
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"\xff\xfe\x00")

    assert "is empty" in refusal(tmp_path, "")
    with pytest.raises(CatalogueError, match="cannot be read"):
        load(tmp_path / "none.yaml", House)
    with pytest.raises(CatalogueError, match="is not UTF-8"):
        load(binary, House)


def test_a_folder_lists_its_files_and_refuses_those_nobody_reads(tmp_path: Path) -> None:
    path = write(tmp_path, "doors: []\n")
    stranger = tmp_path / "huose.yaml"
    stranger.write_text("doors: []\n")

    catalogue = Catalogue(tmp_path)

    assert catalogue.files == [path, stranger]
    assert catalogue.load("windows.yaml", House) is None
    with pytest.raises(CatalogueError, match=r"huose\.yaml: no module reads this file; known: house\.yaml"):
        catalogue.refuse_strangers(["house.yaml"])


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="is not a folder"):
        Catalogue(tmp_path / "nowhere")


def test_a_change_reads_as_a_line() -> None:
    assert str(Change("add", "hz.gs.", "district 拱墅区")) == "+ hz.gs.: district 拱墅区"
    assert str(Change("end", "hz.gs.")) == "- hz.gs."


def test_a_folder_of_the_same_name_adds_rows_and_its_problems_name_its_own_files(tmp_path: Path) -> None:
    path = write(tmp_path, "doors:\n  - name: 东门\n")
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "west.yaml").write_text("# 西\ndoors:\n  - name: 西门\n  - name: 北门\n", encoding="utf-8")

    house = load(path, House)

    assert [door.name for door in house.doors] == ["东门", "西门", "北门"]
    assert house.problem(("doors", 0, "name"), "no").startswith(f"{path}, line 2, doors.0.name")
    assert house.problem(("doors", 2, "name"), "no").startswith(f"{tmp_path / 'house' / 'west.yaml'}, line 4, doors.2")


@pytest.mark.parametrize(("text", "said"), [("doors: 1\n", "only the rows of a list"), ("- 1\n", "only lists")])
def test_a_part_can_only_add_rows(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path, "doors:\n  - name: 东门\n")
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "west.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(CatalogueError, match=f"west.yaml, line 1.*{said}"):
        load(path, House)


def test_a_folder_that_no_module_reads_is_refused(tmp_path: Path) -> None:
    (tmp_path / "hosue").mkdir()

    with pytest.raises(CatalogueError, match="hosue: no module reads this file"):
        Catalogue(tmp_path).refuse_strangers(["house.yaml"])
