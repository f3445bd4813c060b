"""Conventions of actions: keyword-only, with a doer and a moment, and a line in the journal."""

import inspect
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house.house import our_apps, submodule


def _actions() -> list[tuple[str, Callable[..., object]]]:
    found: list[tuple[str, Callable[..., object]]] = []
    for config in our_apps():
        module = submodule(config, "actions")
        if module is None or config.label in {"journal", "tally"}:  # engines: what they do is not a clerk's deed
            continue
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if not name.startswith("_") and inspect.unwrap(function).__module__.startswith(module.__name__):
                found.append((f"{config.label}.{name}", function))
    return found


@pytest.mark.parametrize(("name", "action"), _actions(), ids=lambda value: value if isinstance(value, str) else "")
def test_an_action_takes_only_keywords_with_a_doer_and_a_moment(name: str, action: Callable[..., object]) -> None:
    parameters = inspect.signature(action).parameters

    assert all(one.kind is inspect.Parameter.KEYWORD_ONLY for one in parameters.values()), name
    assert {"by", "at"} <= set(parameters), name


@pytest.mark.parametrize(("name", "action"), _actions(), ids=lambda value: value if isinstance(value, str) else "")
def test_a_module_with_actions_tests_its_journal_lines(name: str, action: Callable[..., object]) -> None:
    source = inspect.getsourcefile(inspect.unwrap(action))
    assert source is not None
    module = next(parent for parent in Path(source).parents if (parent / "apps.py").exists())

    tests = "".join(path.read_text(encoding="utf-8") for path in (module / "tests").rglob("test_*.py"))

    assert name.split(".")[1] in tests, f"no test of {name} beside it"
