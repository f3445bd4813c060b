"""A file of real casework comes in once, whatever is done to the import; what cannot come in says why."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import openpyxl
import pytest
from django.conf import settings
from django.db import IntegrityError

from wenhui.ground.areas import catalogue as areas_catalogue
from wenhui.ground.journal.models import Entry
from wenhui.kit.actor import job
from wenhui.kit.catalogue import load
from wenhui.work.cases import catalogue
from wenhui.work.cases.importing import writing
from wenhui.work.cases.importing.mapping import MappingError
from wenhui.work.cases.importing.reading import FileError
from wenhui.work.cases.models import Case, CaseImport, CaseMove

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 17, 4, tzinfo=UTC)
BY = job("import")
CATALOGUE = Path(settings.ROOT) / "catalogue"
SLICE = Path(__file__).parent / "data" / "casework_slice.parquet"
MAPPING = CATALOGUE / "mappings" / "district-casework.yaml"
HEAD = "unique_key,account,opendate,closedate,complaint_type,descriptor,city,zip,borough,community_board,council_dist"
GOOD = "NYCC010001,NYCC01,2019-05-06,2019-05-08,Sanitation,Missed collection,New York,10001,Manhattan,01,NYCC01"


@pytest.fixture(autouse=True)
def council(db: None) -> None:
    """The second city with its 51 offices, and the types every office has."""
    tree = load(CATALOGUE / "nyc" / areas_catalogue.FILE, areas_catalogue.Schema)
    areas_catalogue.apply(tree, by=BY, at=AT)
    home = load(CATALOGUE / "wenhui" / areas_catalogue.FILE, areas_catalogue.Schema)
    areas_catalogue.apply(home, by=BY, at=AT)
    catalogue.apply(load(CATALOGUE / "wenhui" / catalogue.FILE, catalogue.Schema), by=BY, at=AT)


def bring_in(file: Path, mapping: Path = MAPPING) -> writing.Outcome:
    return writing.bring_in(file=file, mapping_file=mapping, rejects=file.parent / "rejects.csv", by=BY, at=AT)


@pytest.fixture
def slice_copy(tmp_path: Path) -> Path:
    copy = tmp_path / SLICE.name
    copy.write_bytes(SLICE.read_bytes())
    return copy


def lines(tmp_path: Path, *rows: str) -> Path:
    file = tmp_path / "rows.csv"
    file.write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")
    return file


def test_the_slice_comes_in_as_duckdb_counts_it(slice_copy: Path) -> None:
    expected = duckdb.execute(
        f"SELECT count(*), count(DISTINCT unique_key), count(DISTINCT unique_key) FILTER (complaint_type IS NULL), "
        f"count(DISTINCT unique_key) FILTER (closedate IS NULL), count(DISTINCT account) FROM '{slice_copy}'"
    ).fetchall()[0]

    outcome = bring_in(slice_copy)

    read, keys, untyped, still_open, offices = expected
    assert (outcome.read, outcome.created, outcome.held, outcome.rejected) == (read, keys, read - keys, 0)
    assert Case.objects.filter(type_id="not_given").count() == untyped
    assert Case.objects.filter(closed_at=None).count() == still_open
    assert Case.objects.values("area_path").distinct().count() == offices
    assert CaseMove.objects.count() == keys + keys - still_open
    assert outcome.rejects is None


def test_dates_become_midnight_in_the_city_they_come_from(tmp_path: Path) -> None:
    bring_in(lines(tmp_path, GOOD))

    case = Case.objects.get(source_key="NYCC010001")
    assert case.reported_at == datetime(2019, 5, 6, 4, tzinfo=UTC)
    assert case.closed_at == datetime(2019, 5, 8, 4, tzinfo=UTC)
    assert case.attributes["borough"] == "Manhattan"
    assert case.area_path == "nyc.council.d01."


def test_the_same_file_again_creates_nothing(slice_copy: Path) -> None:
    first = bring_in(slice_copy)

    second = bring_in(slice_copy)

    assert second.created == 0
    assert second.held == first.created + first.held == second.read
    assert CaseMove.objects.filter(verb="report").count() == first.created


def test_each_chunk_leaves_a_journal_line_of_numbers_only(slice_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "CHUNK", 700)

    outcome = bring_in(slice_copy)

    entries = list(Entry.objects.filter(verb="cases.import").order_by("id"))
    assert [entry.refs["to_row"] for entry in entries] == [700, 1400, 2000]
    assert sum(int(entry.refs["created"]) for entry in entries) == outcome.created


def test_an_import_that_was_cut_off_goes_on_where_it_was(slice_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "CHUNK", 500)

    def cut_off(done: int, of: int) -> None:
        if done >= 1000:
            raise ConnectionError

    with pytest.raises(ConnectionError):
        writing.bring_in(
            file=slice_copy, mapping_file=MAPPING, rejects=slice_copy.parent / "r.csv", by=BY, at=AT, progress=cut_off
        )
    assert CaseImport.objects.get().done == 1000

    outcome = bring_in(slice_copy)

    assert (outcome.read, outcome.created, outcome.held) == (2000, 1989, 11)
    assert Case.objects.count() == 1989


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (GOOD.replace("NYCC010001,", ","), "没有编号（unique_key）"),
        (GOOD.replace("2019-05-06", ""), "没有报告日期（opendate）"),
        (GOOD.replace("2019-05-06", "6 May"), "报告日期读不懂：6 May"),
        (GOOD.replace("2019-05-08", "soon"), "办结日期读不懂：soon"),
        (GOOD.replace("2019-05-08", "2019-05-01"), "办结早于报告：2019-05-01 < 2019-05-06"),
        (GOOD.replace(",NYCC01,2019", ",NYCC99,2019"), "区域不认识：NYCC99"),
        (GOOD.replace(",NYCC01,2019", ",Bronx,2019"), "区域不认识：Bronx"),
    ],
)
def test_a_row_that_cannot_come_in_says_why_and_the_others_do(tmp_path: Path, row: str, why: str) -> None:
    outcome = bring_in(lines(tmp_path, row, GOOD.replace("0001,", "0002,", 1)))

    assert (outcome.read, outcome.created, outcome.held, outcome.rejected) == (2, 1, 0, 1)
    assert outcome.rejects is not None
    with outcome.rejects.open(encoding="utf-8-sig") as file:
        rejected = list(csv.DictReader(file))
    assert [(one["row"], one["why"]) for one in rejected] == [("1", why)]


def test_a_workbook_comes_in_like_any_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEAD.split(","))
    sheet.append([*GOOD.split(",")[:2], datetime(2019, 5, 6), datetime(2019, 5, 8), *GOOD.split(",")[4:]])
    book.save(tmp_path / "rows.xlsx")

    outcome = bring_in(tmp_path / "rows.xlsx")

    assert outcome.created == 1
    assert Case.objects.get().reported_at == datetime(2019, 5, 6, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("missing.csv", None, "There is no file"),
        ("broken.parquet", b"PAR1 and then nothing", "cannot be read as parquet"),
        ("broken.xlsx", b"not a zip", "cannot be read as xlsx"),
        ("picture.png", b"\x89PNG", "neither csv, parquet nor xlsx"),
        ("other.csv", b"a,b\n1,2\n", "columns that other.csv does not have: unique_key"),
    ],
)
def test_a_wrong_file_is_refused_before_anything_is_written(
    tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)

    with pytest.raises(FileError, match=said):
        bring_in(tmp_path / name)

    assert not CaseImport.objects.exists()
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("source: [", "is not YAML"),
        ("just words", "holds no keys"),
        ("source: x\noffice: nyc.", "key: field required"),
        (MAPPING.read_text(encoding="utf-8") + "colour: red\n", "colour: extra inputs are not permitted"),
        (MAPPING.read_text(encoding="utf-8").replace("10 workdays", "soon"), "limit: "),
        (MAPPING.read_text(encoding="utf-8").replace("nyc.council.\n", "nyc council\n"), "office: "),
    ],
)
def test_a_wrong_mapping_is_refused_before_anything_is_written(tmp_path: Path, text: str, said: str) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(text, encoding="utf-8")

    with pytest.raises(MappingError, match=said):
        bring_in(SLICE, wrong)

    assert not CaseImport.objects.exists()


def test_a_mapping_with_a_column_the_file_lacks_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(MAPPING.read_text(encoding="utf-8").replace("unique_key", "case_number"), encoding="utf-8")

    with pytest.raises(FileError, match="does not have: case_number"):
        bring_in(SLICE, wrong)


@pytest.mark.database
def test_the_database_itself_refuses_a_second_row_of_the_same_source_key(tmp_path: Path) -> None:
    bring_in(lines(tmp_path, GOOD))

    twin = Case.objects.get()
    twin.pk, twin.number = None, "D01-TWIN"

    with pytest.raises(IntegrityError, match="cases_come_once_from_each_source"):
        twin.save(force_insert=True)
