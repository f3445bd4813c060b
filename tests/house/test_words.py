"""Whatever readers see is said in Chinese and in English: nothing missing, nothing left over, nothing unmarked."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from django.template.base import Lexer, TokenType

from tests.house.house import PACKAGE, sources
from wenhui.site import translating

PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|(?<!%)%[sdf]|\{\w+\}")
# Chinese letters and the punctuation that only Chinese text uses.
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff01-\uff5e]")
# What stays Chinese in an English sentence: an address, which is typed and read in Chinese only.
PROPER = ("流水西苑12幢3单元501室", "流水西苑 12 幢 3 单元")
# A language is named in its own words.
OWN_NAME = "中文"
MARKS = {"_", "Words", *translating.KEYWORDS}
SPEAKING = (
    "pages.py",
    "forms.py",
    "admin.py",
    "menu.py",
    "errors.py",
    "shown.py",
    "board.py",
    "gallery.py",
    "wording.py",
)


@cache
def _found() -> Catalog:
    return translating.collect(translating.sources())


@cache
def _english() -> Catalog:
    return translating.read()


def _messages(catalogue: Catalog) -> dict[tuple[str | None, str], Message]:
    return {(message.context, translating.spoken(message.id)): message for message in catalogue if message.id}


def _docstrings(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        for statement in getattr(node, "body", []) if not isinstance(node, ast.IfExp | ast.Lambda) else []:
            if isinstance(statement, ast.Expr):
                yield from ast.walk(statement.value) if isinstance(statement.value, ast.Constant) else ()


def _marked(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in MARKS:
                yield from ast.walk(node)


def _unmarked_in_code(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    allowed = {id(node) for node in (*_docstrings(tree), *_marked(tree))}
    return [
        f"{path.relative_to(PACKAGE)}:{node.lineno} {node.value}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CHINESE.search(node.value)
        and id(node) not in allowed
    ]


def _unmarked_in_template(path: Path) -> Iterator[str]:
    within = ""
    for token in Lexer(path.read_text(encoding="utf-8")).tokenize():
        tag = token.contents.split()[0] if token.token_type == TokenType.BLOCK and token.contents else ""
        if within:
            within = "" if tag == f"end{within}" else within
        elif tag in {"blocktranslate", "comment"}:
            within = tag
        elif tag != "translate" and token.token_type != TokenType.COMMENT:
            unmarked = re.sub(r'_\("[^"]*"\)', "", token.contents).replace(OWN_NAME, "")
            if CHINESE.search(unmarked):
                yield f"{path.relative_to(PACKAGE)}:{token.lineno} {unmarked.strip()}"


def test_every_sentence_has_its_english() -> None:
    english = _messages(_english())

    missing = [key for key in _messages(_found()) if key not in english or not all(translating.strings(english[key]))]

    assert missing == [], "make words, then fill the empty msgstr lines"


def test_no_translation_is_a_guess_or_left_over() -> None:
    english = _english()

    left_over = _messages(english).keys() - _messages(_found()).keys()

    assert [message.id for message in english if message.id and message.fuzzy] == []
    assert list(english.obsolete) == []
    assert left_over == set(), "make words"


def test_both_languages_have_the_same_placeholders() -> None:
    for message in _messages(_english()).values():
        wanted = Counter(PLACEHOLDER.findall(translating.spoken(message.id)))

        assert [text for text in translating.strings(message) if Counter(PLACEHOLDER.findall(text)) != wanted] == []


def test_english_sentences_hold_no_chinese() -> None:
    for message in _messages(_english()).values():
        for text in translating.strings(message):
            rest = text
            for name in PROPER:
                rest = rest.replace(name, "")

            assert CHINESE.search(rest) is None, text


def test_no_template_speaks_outside_translation() -> None:
    assert [line for path in sources("*.html") for line in _unmarked_in_template(path)] == []


def test_no_page_or_form_speaks_outside_translation() -> None:
    assert [line for path in sources() if path.name in SPEAKING for line in _unmarked_in_code(path)] == []


def test_pairs_of_words_have_english_in_their_second_place() -> None:
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Words" and len(node.args) == 2:
                english = [part.value for part in ast.walk(node.args[1]) if isinstance(part, ast.Constant)]

                assert [text for text in english if isinstance(text, str) and CHINESE.search(text)] == [], path
