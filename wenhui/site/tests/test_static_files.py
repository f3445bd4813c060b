"""Static files are whole answers with lasting names, parts of them are given when asked for."""

from pathlib import Path

import pytest
from django.test import Client, RequestFactory

from wenhui.site.static_files import StaticFiles


@pytest.fixture
def files(tmp_path: Path) -> StaticFiles:
    """The middleware over a folder of one file."""
    (tmp_path / "words.css").write_text("main { color: black }")
    made = StaticFiles(lambda request: None)
    made.add_files(str(tmp_path), prefix="/static/")
    return made


def test_a_file_is_one_answer_and_not_a_stream(files: StaticFiles) -> None:
    response = files(RequestFactory().get("/static/words.css"))

    assert not response.streaming
    assert response.content == b"main { color: black }"
    assert response["Content-Type"].startswith("text/css")
    assert response["Content-Length"] == "21"


def test_a_part_of_a_file_and_its_head_alone_are_given(files: StaticFiles) -> None:
    part = files(RequestFactory().get("/static/words.css", headers={"range": "bytes=0-3"}))
    head = files(RequestFactory().head("/static/words.css"))
    known = files(RequestFactory().get("/static/words.css", headers={"if-modified-since": head["Last-Modified"]}))

    assert (part.status_code, part.content) == (206, b"main")
    assert (head.status_code, head.content) == (200, b"")
    assert (known.status_code, known.content) == (304, b"")


def test_a_file_that_is_not_there_is_a_page_not_found(client: Client) -> None:
    assert client.get("/static/nowhere.css").status_code == 404
