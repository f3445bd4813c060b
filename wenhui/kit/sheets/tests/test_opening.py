"""A file is known by its content; what must not be opened is refused with its own words, before anything else."""

import random
import tracemalloc

import pytest

from wenhui.kit.sheets import filling, heads, opening, reading, refusals, scanning, taking
from wenhui.kit.sheets.opening import Kind
from wenhui.kit.sheets.tests import containers, making

PLAIN = making.saved(making.sheet([["姓名", "电话"], ["张三", "12100000001"]]))
SHEET = PLAIN.index(b"xl/worksheets/sheet1.xml") + 40  # amid its packed bytes
MACRO_TYPES = '<Types><x t="sheet.macroEnabled.main+xml"/></Types>'
WHOLE = (PLAIN, containers.biff([["姓名", "电话"], ["张三", 1]]), "姓名,电话\n张三,1\n".encode("gb18030"))
PARTS = tuple(containers.PARTS.items())  # damaged one by one within a sound container
MEGABYTE = 2**20


def test_the_kind_is_told_by_content() -> None:
    kinds = [
        opening.open_file(content).kind
        for content in (PLAIN, containers.biff([["姓名", "电话"]]), "姓名,电话\n".encode("gb18030"))
    ]

    assert kinds == [Kind.XLSX, Kind.XLS, Kind.TEXT]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", refusals.EmptyFileError),
        (b" \r\n\0", refusals.EmptyFileError),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), refusals.NotASpreadsheetError),
        (b"%PDF-1.7 ...", refusals.NotASpreadsheetError),
        (b"MZ\x90\0" + bytes(300), refusals.NotASpreadsheetError),
        (b"<html><body><table><tr><td>1</td></tr></table></body></html>", refusals.WebPageError),
        (b"\xef\xbb\xbf\n<table border=1><tr><td>1</td></tr></table>", refusals.WebPageError),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', refusals.WebPageError),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", refusals.WebPageError),
        (PLAIN[: len(PLAIN) // 2], refusals.TruncatedFileError),
        (PLAIN[:-200], refusals.TruncatedFileError),
        (PLAIN[:SHEET] + b"damaged!" + PLAIN[SHEET + 8 :], refusals.BrokenFileError),
        (containers.biff([["姓名"]])[:1500], refusals.TruncatedFileError),
        (containers.xlsx({"xl/workbook.xml": "<workbook"}), refusals.BrokenFileError),
        (containers.xlsx({"xl/worksheets/sheet1.xml": None}), refusals.BrokenFileError),
        (containers.xlsx({"[Content_Types].xml": None}), refusals.NotASpreadsheetError),
        (containers.xlsx({"word/document.xml": "<w/>"}), refusals.NotASpreadsheetError),
        (containers.xlsx({"xl/workbook.bin": b"\0"}), refusals.NotASpreadsheetError),
        (containers.compound({"WordDocument": b"x"}), refusals.NotASpreadsheetError),
        (containers.compound({"Anything": b"x"}), refusals.NotASpreadsheetError),
        (containers.compound({"EncryptionInfo": b"x", "EncryptedPackage": b"x"}), refusals.PasswordError),
        (containers.biff([["姓名"]], encrypted=True), refusals.PasswordError),
        (containers.compound({"Workbook": b"x", "_VBA_PROJECT": b"x"}), refusals.MacroError),
        (containers.xlsx({"xl/vbaProject.bin": b"x"}), refusals.MacroError),
        (containers.xlsx({"xl/macrosheets/sheet1.xml": "<x/>"}), refusals.MacroError),
        (containers.xlsx({"[Content_Types].xml": MACRO_TYPES}), refusals.MacroError),
        (containers.xlsx({f"xl/media/{number}": b"" for number in range(5_001)}), refusals.SwollenFileError),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)  # fmt: skip
def test_what_is_no_safe_spreadsheet_is_refused_in_words(
    content: bytes, error: type[refusals.RefusedFileError]
) -> None:
    with pytest.raises(error) as refused:
        reading.read(opening.open_file(content))

    assert refused.type is error
    assert "请" in refused.value.words.zh
    assert refused.value.words.en


def test_a_file_over_the_limit_is_refused_before_it_is_looked_at() -> None:
    with pytest.raises(refusals.TooLargeError):
        opening.open_file(b"PK" + bytes(opening.MOST_BYTES))


def test_a_bomb_is_refused_by_what_it_declares_without_being_unpacked() -> None:
    content = containers.bomb(unpacked=1024 * MEGABYTE)
    tracemalloc.start()

    with pytest.raises(refusals.SwollenFileError):
        opening.open_file(content)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(content) < 2 * MEGABYTE
    assert peak < 4 * MEGABYTE


def test_a_bomb_that_lies_about_its_size_is_stopped_where_the_lie_shows() -> None:
    content = containers.bomb(unpacked=300 * MEGABYTE, declared=2 * MEGABYTE)
    opened = opening.open_file(content)
    tracemalloc.start()

    with pytest.raises(refusals.SwollenFileError):
        reading.read(opened)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16 * MEGABYTE


def test_entities_are_refused_in_every_part_that_is_read() -> None:
    laughs = '<!DOCTYPE z [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml", "xl/sharedStrings.xml"):
        plain = containers.PARTS.get(name, f'<sst xmlns="{containers.MAIN}"/>')

        with pytest.raises(refusals.HostileXmlError):
            reading.read(opening.open_file(containers.xlsx({name: laughs + plain})))


def test_entities_in_wide_letters_are_refused_too() -> None:
    part = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE z [<!ENTITY a "ha">]><worksheet/>'.encode("utf-16")

    with pytest.raises(refusals.HostileXmlError):
        reading.read(opening.open_file(containers.xlsx({"xl/worksheets/sheet1.xml": part})))


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        ('<row r="1"><c r="XFD1"><v>1</v></c></row>', refusals.TooManyColumnsError),
        ('<row r="1"><c r="ZZ1"><v>1</v></c></row>', refusals.TooManyColumnsError),
        ('<row r="1"><c r="SQ1"><v>1</v></c><c r="A299999"><v>1</v></c></row>', refusals.TooManyColumnsError),
        ('<row r="1048576"><c r="A1048576"><v>1</v></c></row>', refusals.TooManyRowsError),
        ('<row r="1"><c r="A300001"><v>1</v></c></row>', refusals.TooManyRowsError),
    ],
)  # fmt: skip
def test_a_value_far_away_is_refused_before_room_is_made_for_all_before_it(
    rows: str, error: type[refusals.RefusedFileError]
) -> None:
    opened = opening.open_file(containers.rows_of(rows))

    with pytest.raises(error):
        reading.read(opened)


@pytest.mark.parametrize(("prefixes", "error"), [("x", refusals.TooManyRowsError), ("xy", refusals.BrokenFileError)])
def test_a_cell_far_away_under_another_prefix_is_not_overlooked(
    prefixes: str, error: type[refusals.RefusedFileError]
) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><x:c r="XFD1048576"><x:v>1</x:v></x:c></row>'
    spelt = " ".join(f'xmlns:{prefix}="{containers.MAIN}"' for prefix in prefixes)
    opened = opening.open_file(containers.rows_of(rows, root=f'<worksheet xmlns="{containers.MAIN}" {spelt}>'))

    with pytest.raises(error):
        reading.read(opened)


@pytest.mark.parametrize(
    ("rows", "is_near"),
    [
        ('<row r="1"><c r="A1"/><c r="Z99999"><v>1</v></c></row>', True),
        ('<row r="1"><c r="A1" t="inlineStr"><is><t>http://x:c </t></is></c></row>', True),
        ('<row r="1"><c r="AA1"/></row>', False),
        ('<row r="1"><c r="A100000"/></row>', False),
        ('<row r="1"><c s="1" r="A1"/></row>', False),
        ('<row r="1"><x:c r="A1"/></row>', False),
    ],
)
def test_a_part_is_near_where_one_look_shows_all_its_cells(rows: str, is_near: bool) -> None:
    assert scanning.is_near(f"<worksheet><cols/><sheetData>{rows}</sheetData></worksheet>".encode()) is is_near


def test_a_cell_far_away_that_is_only_coloured_does_no_harm() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row><row r="1048576"><c r="A1048576" s="0"></c></row>'

    sheet = reading.read(opening.open_file(containers.rows_of(rows)))

    assert sheet.rows == [[1.0]]


def test_a_workbook_with_nothing_to_see_is_refused() -> None:
    hidden = containers.PARTS["xl/workbook.xml"].replace("<sheet ", '<sheet state="veryHidden" ')

    with pytest.raises(refusals.NoVisibleSheetError):
        opening.open_file(containers.xlsx({"xl/workbook.xml": hidden}))


def test_links_to_other_files_are_told_and_left_alone() -> None:
    opened = opening.open_file(containers.xlsx({"xl/externalLinks/externalLink1.xml": "<externalLink/>"}))

    assert "没有读取" in opened.remarks[0].zh


def test_a_tab_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(refusals.UnknownTabError) as refused:
        opening.open_file(PLAIN).tab("总表")

    assert "台账" in refused.value.words.zh


def test_a_damaged_file_is_refused_or_read_and_never_an_error_of_ours() -> None:
    chance = random.Random(20261123)
    files = [_damaged(chance, content) for content in WHOLE for _ in range(150)]
    files += [containers.xlsx({name: _damaged(chance, part.encode())}) for name, part in PARTS for _ in range(50)]

    outcomes = set(map(_outcome, files))

    assert refusals.BrokenFileError in outcomes
    assert outcomes <= {None, *_refusals(refusals.RefusedFileError)}


def _damaged(chance: random.Random, content: bytes) -> bytes:
    """Return a file some of whose bytes were changed, lost or doubled."""
    damaged = bytearray(content)
    for _ in range(chance.randrange(1, 5)):
        place = chance.randrange(len(damaged))
        damaged[place : place + chance.randrange(12)] = damaged[place - chance.randrange(8) : place + 1]
    return bytes(damaged)


def _outcome(content: bytes) -> type[refusals.RefusedFileError] | None:
    try:
        opened = opening.open_file(content)
        sheet = reading.read(opened)
        head = heads.find(sheet)[0]
        taking.take(sheet, head)
        filling.fill(opened, head, [["1"] * len(head.columns)] * 20)
    except refusals.RefusedFileError as refused:
        return type(refused)
    return None


def _refusals(kind: type[refusals.RefusedFileError]) -> set[type[refusals.RefusedFileError]]:
    return {kind, *(below for direct in kind.__subclasses__() for below in _refusals(direct))}
