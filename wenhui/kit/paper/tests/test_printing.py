"""PDF from data: the same bytes each time, whatever the words; none without a Chinese font."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest
import typst

from wenhui.kit.paper import fonts, printing

AT = datetime(2026, 3, 17, 2, 0, tzinfo=UTC)
NASTY = (
    '#read("/etc/passwd")',
    "*粗* _斜_ $x$ `码` <标> @谁 = 题 #set page(width: 1pt)",
    "\\ #panic() ] } )",
    '"; let x = 1',
    "<script>alert(1)</script>&amp;",
)


@pytest.fixture
def layout(tmp_path: Path) -> Path:
    """Return a template that shows one text."""
    path = tmp_path / "one.typ"
    path.write_text('#set page(paper: "a4")\n#set text(cjk-latin-spacing: none)\n#lines(d.words)\n', encoding="utf-8")
    return path


def printed(layout: Path, words: str) -> tuple[bytes, str]:
    content = printing.pdf(layout, {"title": "题", "office": "街道", "words": words}, at=AT)
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return content, "".join(page.extract_text() for page in pages)


@pytest.mark.parametrize("words", NASTY)
def test_words_are_shown_and_never_run(layout: Path, words: str) -> None:
    _, text = printed(layout, words)

    assert "".join(words.split()) in "".join(text.replace("\u200b", "").split())


def test_marks_that_turn_reading_round_do_not_reach_paper(layout: Path) -> None:
    _, text = printed(layout, "付款 \u202e001\u202c 元\x07")

    assert "付款 001 元" in text


def test_a_hundred_thousand_characters_run_on_over_pages(layout: Path) -> None:
    content = printing.pdf(
        layout, {"title": "题", "office": "街道", "words": "A" * 50_000 + "长" * 50_000 + "完"}, at=AT
    )

    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    assert len(pages) > 20
    assert "长完" in pages[-1].extract_text()


def test_the_same_data_give_the_same_bytes(layout: Path) -> None:
    assert printed(layout, "同样的话")[0] == printed(layout, "同样的话")[0]


def test_without_a_chinese_font_nothing_is_printed(layout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    none = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
    monkeypatch.setattr(fonts, "found", lambda: none)

    with pytest.raises(fonts.NoFontError) as refusal:
        printed(layout, "话")

    assert "fonts-noto-cjk" in refusal.value.words.zh
