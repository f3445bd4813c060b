"""Papers say what the code does: commands, settings, map, glossary, decisions."""

import argparse
import re
from collections.abc import Iterator

from tests.house.house import PACKAGE, ROOT
from wenhui.site import command, environment


def _commands(parser: argparse.ArgumentParser, prefix: str = "wenhui") -> Iterator[tuple[str, str]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                if any(isinstance(inner, argparse._SubParsersAction) for inner in below._actions):
                    yield from _commands(below, f"{prefix} {name}")
                else:
                    yield f"{prefix} {name}", below.description or ""


def test_the_commands_page_names_every_command_and_no_other() -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")

    listed = dict(re.findall(r"^\| `(wenhui[^`]*)` \| (.*?) \|", page, re.MULTILINE))

    assert listed == dict(_commands(command.parser()))


def test_the_settings_page_names_every_variable_as_the_code_does() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")

    listed = re.findall(r"^\| `(\w+)` \| (.*?) \| `(.*?)` \|", page, re.MULTILINE)

    assert listed == [(one.name, one.means, one.example) for one in environment.ALL]


def test_the_map_names_every_module_of_the_house() -> None:
    page = (ROOT / "docs" / "map.md").read_text(encoding="utf-8")

    folders = {str(path.parent.relative_to(PACKAGE)) for path in PACKAGE.rglob("__init__.py") if path.parent != PACKAGE}
    modules = {name for name in folders if not {"tests", "migrations"} & set(name.split("/")) and name.count("/") <= 1}

    assert {name for name in modules if f"`{name}`" not in page} == set()


def test_the_readme_is_short_and_its_links_lead_somewhere() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        text = (ROOT / name).read_text(encoding="utf-8")

        links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]

        assert len(text.splitlines()) < 120
        assert [link for link in links if not (ROOT / link).exists()] == []


def test_each_decision_is_short_and_has_its_four_parts() -> None:
    for path in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        text = path.read_text(encoding="utf-8")

        assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", path.name)
        assert len(text.splitlines()) < 40, path.name
        assert [part for part in ("Situation", "Decision", "Consequences", "Refused") if f"## {part}" not in text] == []


def test_every_setting_is_read_through_the_table() -> None:
    known = {one.name for one in environment.ALL} | {"DJANGO_SETTINGS_MODULE"}

    for path in PACKAGE.rglob("*.py"):
        if "tests" in path.parts:
            continue
        named = set(
            re.findall(r"environ(?:\.get|\.setdefault)?[\[(]\s*[\"'](\w+)[\"']", path.read_text(encoding="utf-8"))
        )

        assert named <= known, f"{path.name} reads {named - known}"
