"""Sentences are collected from code and templates, their English is kept, and it is compiled when it is newer."""

import os
from io import StringIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.core.management import call_command

from wenhui.site import translating

CODE = '''"""这不是说给人听的。"""
from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy
a = _("第一句，"
      "接着说")
b = ngettext("%(n)s 件", "%(n)s 些件", n)
c = pgettext_lazy("of a case", "到期")
'''
TEMPLATE = """{% load i18n %}
  {# 说明 #}{% translate "登录" as word %}
     {% include "x.html" with head=_("标题") %}
   {% blocktranslate count n=rows|length trimmed %}
      {{ n }} 步
   {% plural %}
      {{ n }} 步
   {% endblocktranslate %}
 {% translate "省 30 %" context "of money" %}
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "room" / "templates").mkdir(parents=True)
    (tmp_path / "room" / "tests").mkdir()
    (tmp_path / "room" / "pages.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "room" / "tests" / "test_pages.py").write_text('gettext("测试")', encoding="utf-8")
    (tmp_path / "room" / "templates" / "x.html").write_text(TEMPLATE, encoding="utf-8")
    return tmp_path


def _collect(package: Path) -> Catalog:
    return translating.collect(translating.sources(package), root=package)


def _english(catalogue: Catalog, sentence: str) -> object:
    message = catalogue.get(sentence)
    return message.string if message else None


def _said(catalogue: Catalog) -> set[tuple[str | None, object]]:
    return {(message.context, message.id) for message in catalogue if message.id}


def test_every_kind_of_marked_sentence_is_found_and_nothing_else(package: Path) -> None:
    found = _collect(package)

    assert _said(found) == {
        (None, "第一句，接着说"),
        (None, ("%(n)s 件", "%(n)s 些件")),
        ("of a case", "到期"),
        (None, "登录"),
        (None, "标题"),
        (None, ("%(n)s 步", "%(n)s 步")),
        ("of money", "省 30 %%"),
    }


def test_english_is_kept_and_what_is_no_longer_said_is_dropped(package: Path) -> None:
    kept = Catalog(locale="en")
    kept.add("登录", "Log in")
    kept.add("从前的话", "Words of old")

    merged = translating.merge(_collect(package), kept)

    assert _english(merged, "登录") == "Log in"
    assert _english(merged, "从前的话") is None
    assert list(merged.obsolete) == []


def test_english_that_somebody_else_wrote_fills_what_is_missing(package: Path) -> None:
    ours, theirs = Catalog(locale="en"), Catalog(locale="en")
    ours.add("登录", "Log in")
    theirs.add("登录", "Sign in")
    theirs.add("标题", "Title")

    merged = translating.merge(_collect(package), ours, theirs)

    assert _english(merged, "登录") == "Log in"
    assert _english(merged, "标题") == "Title"
    assert "第一句，接着说" in translating.untranslated(merged)


def test_a_changed_sentence_does_not_inherit_the_english_of_a_similar_one(package: Path) -> None:
    kept = Catalog(locale="en")
    kept.add("第一句，接着再说", "First sentence")

    merged = translating.merge(_collect(package), kept)

    assert "第一句，接着说" in translating.untranslated(merged)


def test_collecting_twice_changes_no_letter_of_the_file(package: Path, tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    translating.write(translating.merge(_collect(package), translating.read(path)), path)
    once = path.read_bytes()

    translating.write(translating.merge(_collect(package), translating.read(path)), path)

    assert path.read_bytes() == once


def test_only_a_newer_catalogue_is_compiled(tmp_path: Path) -> None:
    catalogue = Catalog(locale="en")
    catalogue.add("登录", "Log in")
    source = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    translating.write(catalogue, source)

    first, second = translating.compile_all(tmp_path), translating.compile_all(tmp_path)
    os.utime(source, (2**31, 2**31))

    assert (first, second) == ([source.with_suffix(".mo")], [])
    assert translating.compile_all(tmp_path) == [source.with_suffix(".mo")]


def test_the_command_says_how_much_is_left_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    path.write_bytes(translating.ENGLISH.read_bytes())
    monkeypatch.setattr(translating.write, "__defaults__", (path,))
    out = StringIO()

    call_command("words", "extract", stdout=out)

    assert "0 without English" in out.getvalue()
    assert path.read_bytes() == translating.ENGLISH.read_bytes()
