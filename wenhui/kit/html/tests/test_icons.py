"""The sprite holds every icon that templates name, and nothing that was not asked for."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.template import Context, Template, TemplateSyntaxError

from wenhui.kit.html import build, icons, sprite

WENHUI = Path(__file__).parents[3]
SQUARE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" stroke="currentColor">'
    '<path stroke="none" d="M0 0h24v24H0z"/><path d="M4 4h16"/></svg>'
)


def test_every_icon_of_every_template_is_in_the_list() -> None:
    named = {
        (path.relative_to(WENHUI), name)
        for path in WENHUI.rglob("templates/**/*.html")
        for name in re.findall(r"""{% icon "([\w-]+)"|\bicon="([\w-]+)\"""", path.read_text(encoding="utf-8"))
        for name in name
        if name
    }

    assert {found for found in named if found[1] not in icons.NAMES} == set()


def test_an_unknown_icon_is_refused_where_it_is_named() -> None:
    with pytest.raises(TemplateSyntaxError, match="'unicorn' is not in"):
        Template('{% load parts %}{% icon "unicorn" %}').render(Context())


def test_an_icon_is_decoration_unless_it_is_given_a_name() -> None:
    template = Template('{% load parts %}{% icon "send" %}{% icon "late" label="超期" %}')

    html = template.render(Context())

    assert html.count('aria-hidden="true"') == 1
    assert 'role="img" aria-label="超期"' in html
    assert 'href="/static/lib/icons.svg#i-send"' in html


def test_a_symbol_keeps_the_strokes_and_drops_the_box() -> None:
    made = sprite.symbol("line", SQUARE)

    assert made.get("id") == "i-line"
    assert [part.get("d") for part in made] == ["M4 4h16"]


def test_the_sprite_holds_the_list_and_only_the_list(tmp_path: Path) -> None:
    for drawn_as in icons.TABLER.values():
        (tmp_path / f"{drawn_as}.svg").write_text(SQUARE, encoding="utf-8")

    drawn = sprite.build(tmp_path)

    assert {symbol.get("id") for symbol in ET.fromstring(drawn)} == {f"i-{name}" for name in icons.NAMES}
    assert "MIT License" in drawn


def test_an_icon_that_tabler_lacks_is_named(tmp_path: Path) -> None:
    with pytest.raises(sprite.MissingIconError, match="no outline drawing"):
        sprite.build(tmp_path)


def test_the_pinned_packages_hold_every_icon_and_file(tmp_path: Path) -> None:
    laid = build.lay(build.NODE_MODULES, tmp_path / "lib")

    assert {str(path.relative_to(tmp_path / "lib")) for path in laid} == {*build.FILES, "icons.svg"}


def test_missing_packages_are_named_before_anything_is_removed(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "kept").write_text("as it was", encoding="utf-8")

    with pytest.raises(FileNotFoundError, match="run `npm ci` first"):
        build.lay(tmp_path, tmp_path / "lib")

    assert (tmp_path / "lib" / "kept").exists()
