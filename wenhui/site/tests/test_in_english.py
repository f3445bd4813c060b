"""A reader who chose English reads English: on every page, in forms and errors, with Django's own words too."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from wenhui.ground.accounts.testing import Browse
from wenhui.site import translating
from wenhui.site.errors import WORDS


class Text(HTMLParser):
    """Collects what a page says: text, and attributes that are read out or shown."""

    SAID = frozenset({"aria-label", "title", "placeholder", "alt"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep attributes that speak."""
        self.said += [value or "" for name, value in attrs if name in self.SAID or name.startswith("data-wh-")]

    def handle_data(self, data: str) -> None:
        """Keep text."""
        self.said.append(data)


def _chinese(html: str) -> list[str]:
    said = [" ".join(text.split()) for text in Text(html).said]
    return [text for text in said if translating.has_han(text) and text != "中文"]


def _in_english(client: Client) -> Client:
    client.post(reverse("language"), {"language": "en", "next": "/"})
    return client


@pytest.mark.parametrize("address", ["/", "/login/"])
def test_pages_for_strangers_hold_no_chinese(client: Client, address: str) -> None:
    html = _in_english(client).get(address).content.decode()

    assert '<html lang="en"' in html
    assert _chinese(html) == []


@pytest.mark.django_db
def test_a_missing_page_speaks_english(client: Client) -> None:
    html = _in_english(client).get("/no/such/page/").content.decode()

    assert "There is no such page" in html
    assert _chinese(html) == []


def test_every_error_page_has_english_words() -> None:
    with translation.override("en"):
        said = [str(part) for words in WORDS.values() for part in words]

    assert [text for text in said if translating.has_han(text)] == []


# Names of people and places stay as they are written, and so do addresses and the grids named after their numbers.
NAMES = re.compile(
    "顾晓岚|陆明溪|沈知远|周念慈|程望舒|秦司南|杭州市?|拱墅区?|文晖街道|"
    "(胜利|流水[东西]苑|打铁关|三里家园|现代城|京都苑|和平苑)(社区)?|[0-9]{2} 网格|12 ?幢 ?3 ?单元(501室)?"
)


@pytest.mark.parametrize(
    "address",
    ["cockpit:home", "cockpit:figures", "cases:board", "cases:report", "registry:home", "registry:organisations",
     "registry:new", "registry:duplicates", "areas:home", "accounts:sessions", "accounts:password", "gallery"],
)  # fmt: skip
def test_pages_of_staff_hold_no_chinese_but_names(browse: Browse, address: str) -> None:
    who = {"gallery": "qinsn", "registry:new": "zhounc"}.get(address, "luming")

    response = _in_english(browse(who)).get(reverse(address), follow=True)

    assert response.status_code == 200
    said = [NAMES.sub("", text) for text in _chinese(response.content.decode())]
    assert [text for text in said if translating.has_han(text)] == []


def test_a_form_refuses_in_english(browse: Browse) -> None:
    response = _in_english(browse("luming")).post(reverse("cases:report"), {})

    html = response.content.decode()
    assert "This field is required." in html
    assert "Not reported yet" in html


def test_the_administration_speaks_english(browse: Browse) -> None:
    html = _in_english(browse("qinsn")).get(reverse("admin:index")).content.decode()

    assert "Wenhui · Administration" in html
    assert 'lang="en"' in html


def test_the_switch_stands_on_every_frame_and_leads_back(browse: Browse) -> None:
    client = browse("luming")
    for address in ("/", reverse("cases:board"), reverse("cockpit:home")):
        html = client.get(address, follow=True).content.decode()

        assert f'action="{reverse("language")}"' in html

    response = client.post(reverse("language"), {"language": "en", "next": "/cases/?q=a"})

    assert response["Location"] == "/cases/?q=a"
