"""The glossary has one row a word, and each model of the office is in it."""

import re

from tests.house.house import ROOT, our_apps

ROWS = re.findall(
    r"^\| ([^|]+) \| `(\w+)` \| ", (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"), re.MULTILINE
)


def test_a_word_has_one_meaning() -> None:
    words = [word for word, _ in ROWS]
    names = [name for _, name in ROWS]

    assert sorted(words) == sorted(set(words))
    assert sorted(names) == sorted(set(names))


def test_every_model_is_in_the_glossary() -> None:
    models = {model.__name__ for config in our_apps() for model in config.get_models()}

    assert models - {name for _, name in ROWS} == set()
