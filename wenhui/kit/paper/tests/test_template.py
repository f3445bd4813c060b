"""Word templates: holes found and filled whatever the runs, rows repeated, harm refused with its reason."""

import io
import zipfile
from collections.abc import Mapping

import docx
import pytest

from wenhui.kit.paper import blank, template
from wenhui.kit.paper.blank import Line, Table
from wenhui.kit.paper.errors import RefusedTemplateError

KNOWN = frozenset({"案件号", "描述", "经过.时间", "经过.步骤"})
NASTY = (
    "<w:p>&amp;]]></w:t>",
    "{{案件号}} {{没有}}",
    "第一行\n第二行",
    "\u202eتجربة\u202c\x00\x0b",
    "𠮷野家 🚧",
    "长" * 100_000,
)


def made(*parts: Line | Table, **more: bytes) -> bytes:
    """Return a document of these parts, with more parts by file name in it."""
    return with_parts(blank.document(parts), more)


def with_parts(content: bytes, more: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name not in more:
                new.writestr(name, old.read(name))
        for name, part in more.items():
            new.writestr(name, part)
    return out.getvalue()


def read(content: bytes) -> docx.document.Document:
    return docx.Document(io.BytesIO(content))


def test_a_placeholder_is_found_and_filled_across_runs_and_keeps_the_first_run_s_look() -> None:
    by_hand = docx.Document()
    paragraph = by_hand.add_paragraph("编号：{{")
    paragraph.add_run("案件").bold = True
    paragraph.add_run("号}}，{{描述}}。")
    kept = io.BytesIO()
    by_hand.save(kept)

    used = template.check(kept.getvalue(), known=KNOWN)
    filled = read(template.fill(kept.getvalue(), {"案件号": "WH-1", "描述": "路面塌陷"}, {}))

    assert used == ["描述", "案件号"]
    assert [one.text for one in filled.paragraphs] == ["编号：WH-1，路面塌陷。"]


def test_a_row_is_repeated_for_each_record_and_goes_where_there_is_none() -> None:
    table = Table([["时间", "步骤"], ["{{经过.时间}}", "{{经过.步骤}} {{案件号}}"]], (1, 1), has_head=True)
    content = made(table, Line("完"))
    records = [{"时间": "08:30", "步骤": "上报"}, {"时间": "08:40", "步骤": "立案"}]

    filled = read(template.fill(content, {"案件号": "WH-1"}, {"经过": records}))
    empty = read(template.fill(content, {"案件号": "WH-1"}, {"经过": []}))

    rows = [[cell.text for cell in row.cells] for row in filled.tables[0].rows]
    assert rows == [["时间", "步骤"], ["08:30", "上报 WH-1"], ["08:40", "立案 WH-1"]]
    assert len(empty.tables[0].rows) == 1


@pytest.mark.parametrize("said", NASTY, ids=range(len(NASTY)))
def test_what_a_text_says_is_only_shown(said: str) -> None:
    content = made(Line("前{{描述}}后"))

    once, again = (template.fill(content, {"描述": said}, {}) for _ in range(2))

    shown = read(once).paragraphs[0].text
    assert once == again
    assert shown.startswith("前")
    assert shown.endswith("后")
    assert len(read(once).paragraphs) == 1
    assert shown[1:-1] == said.replace("\u202e", "").replace("\u202c", "").replace("\x00", "").replace("\x0b", "")


OUTSIDE = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" '
    b'Type="http://x/attachedTemplate" Target="http://example.org/x.dotm" TargetMode="External"/></Relationships>'
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def body(inside: str) -> dict[str, bytes]:
    return {"word/document.xml": f"<w:document {W}><w:body><w:p>{inside}</w:p></w:body></w:document>".encode()}


REFUSED: tuple[tuple[str, bytes, str], ...] = (
    ("nothing", b"", "不是 Word 文档"),
    ("a text", b"{{", "不是 Word 文档"),
    ("torn", made(Line("{{案件号}}"))[:-60], "不是 Word 文档"),
    ("large", b"PK" + b"x" * template.MOST_BYTES, "最多 2 MB"),
    ("no hole", made(Line("公文")), "一个占位符也没有"),
    ("unknown", made(Line("{{案件号}} {{手机号码}}")), "不认识占位符“手机号码”"),
    ("row outside a table", made(Line("{{经过.时间}}")), "放在表格的一行里"),
    ("macro", with_parts(made(Line("{{案件号}}")), {"word/vbaProject.bin": b"x"}), "宏"),
    ("link", with_parts(made(Line("{{案件号}}")), {"word/_rels/document.xml.rels": OUTSIDE}), "指向外面"),
    ("object", with_parts(made(Line("{{案件号}}")), {"word/embeddings/o.bin": b"x"}), "指向外面"),
    (
        "field",
        with_parts(made(Line("")), body("<w:instrText>INCLUDE</w:instrText><w:instrText>TEXT</w:instrText>")),
        "INCLUDETEXT",
    ),
    (
        "entity",
        with_parts(
            made(Line("")),
            {"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]>' + body("")["word/document.xml"]},
        ),
        "不是 Word 文档",
    ),
)  # fmt: skip


@pytest.mark.parametrize(("content", "why"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_template_is_refused_with_its_reason(content: bytes, why: str) -> None:
    with pytest.raises(RefusedTemplateError) as refusal:
        template.check(content, known=KNOWN)

    assert why in refusal.value.words.zh
    assert refusal.value.words.en
