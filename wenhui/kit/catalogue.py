"""The office as configuration: YAML files that are read strictly and refused in words.

A module's `catalogue.py` has `FILE` (a file name), `Schema` (a `Document`), `plan(document)` and
`apply(document, by=, at=)`. Every refusal names the file, the line and the key, so that whoever wrote the file can mend
it without reading code. A long file may be split: beside `registry.yaml`, the files of a folder `registry/` add rows to
its lists.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError
from pydantic_core import ErrorDetails

Key = str | int
Place = tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that applying a catalogue adds, changes or ends; `what` names the thing, `detail` says how."""

    kind: Literal["add", "change", "end"]
    what: str
    detail: str = ""

    def __str__(self) -> str:
        sign = {"add": "+", "change": "~", "end": "-"}[self.kind]
        return f"{sign} {self.what}" + (f": {self.detail}" if self.detail else "")


class CatalogueError(ValueError):
    """A catalogue cannot be used; each problem is one line with file, line, key and reason."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document was read, and on which line each of its keys stands; `parts` are rows from other files."""

    path: Path
    lines: dict[Place, int]
    parts: dict[Place, Path] = field(default_factory=dict)

    def line_of(self, place: Sequence[Key]) -> int:
        """Return the line of the key, or of the nearest key around it that is written down."""
        known = tuple(place)
        while known and known not in self.lines:
            known = known[:-1]
        return self.lines.get(known, 1)

    def problem(self, place: Sequence[Key], why: str) -> str:
        """Return the line that tells a person what is wrong where."""
        key = ".".join(str(part) for part in place)
        path = self.parts.get(tuple(place[:2]), self.path)
        return f"{path}, line {self.line_of(place)}" + (f", {key}" if key else "") + f": {why}"


class Part(BaseModel):
    """A piece of a catalogue file: unknown keys are refused, values cannot be changed."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Document(Part):
    """A whole catalogue file; knows where it was read."""

    _origin: Origin = PrivateAttr(default_factory=lambda: Origin(Path("(written in code)"), {}))

    @property
    def folder(self) -> Path:
        """Return the folder of the file, where files it names stand beside it."""
        return self._origin.path.parent

    def problem(self, place: Sequence[Key], why: str) -> str:
        """Return one line on what is wrong at `place`, such as `("areas", 3, "path")`."""
        return self._origin.problem(place, why)


AnyDocument = TypeVar("AnyDocument", bound=Document)


class Catalogue:
    """A folder of YAML files, one per module."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise CatalogueError([f"{folder} is not a folder; name one such as catalogue/wenhui."])
        self.folder = folder

    @property
    def files(self) -> list[Path]:
        """Return the YAML files of the folder in order of name."""
        return sorted(path for path in self.folder.iterdir() if path.suffix in {".yaml", ".yml"})

    def refuse_strangers(self, known: Iterable[str]) -> None:
        """Refuse files and folders that no module reads: a misspelt name must not be passed over in silence."""
        names = sorted(known)
        folders = sorted(path for path in self.folder.iterdir() if path.is_dir())
        strangers = [path for path in self.files if path.name not in names]
        strangers += [path for path in folders if f"{path.name}.yaml" not in names]
        if strangers:
            raise CatalogueError(f"{path}: no module reads this file; known: {', '.join(names)}" for path in strangers)

    def load(self, name: str, schema: type[AnyDocument]) -> AnyDocument | None:
        """Return the module's document, or None where this office has no such file."""
        path = self.folder / name
        return load(path, schema) if path.exists() or path.with_suffix("").is_dir() else None


def load(path: Path, schema: type[AnyDocument]) -> AnyDocument:
    """Read a file, and the files of the folder of its name, by its schema. Raises CatalogueError with every problem."""
    content, lines = _read(path)
    origin = Origin(path, lines)
    for part in sorted(path.with_suffix("").glob("*.yaml")):
        _add(part, content, origin)
    try:
        document = schema.model_validate(content)
    except ValidationError as error:
        raise CatalogueError(_in_words(origin, problem) for problem in error.errors()) from None
    document._origin = origin
    return document


def _add(part: Path, content: Any, origin: Origin) -> None:
    """Put the rows of another file after those that a document has so far."""
    more, lines = _read(part)
    if not isinstance(content, dict) or not isinstance(more, dict):
        raise CatalogueError([f"{part}, line 1: only lists under a name can be added to {origin.path.name}"])
    known = {key: len(rows) for key, rows in content.items() if isinstance(rows, list)}
    for key, rows in more.items():
        if not isinstance(rows, list) or (key in content and key not in known):
            raise CatalogueError([f"{part}, line {lines[(key,)]}, {key}: only the rows of a list can be added here"])
        content.setdefault(key, []).extend(rows)
        origin.lines.setdefault((key,), lines[(key,)])
        origin.parts.update({(key, known.get(key, 0) + place): part for place in range(len(rows))})
    for place, line in lines.items():
        match place:
            case (str(key), int(row), *below):
                origin.lines[(key, known.get(key, 0) + row, *below)] = line


class _Loader(yaml.CSafeLoader):
    """Reads scalars as YAML 1.2 does: `on`, `no` and `12:30` are words, `010` is text. In C: a catalogue is long."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}  # type: ignore[misc]


for _tag, _pattern, _first in (
    ("null", r"~|null|", ["~", "n", ""]),
    ("bool", r"true|false", list("tf")),
    ("int", r"[-+]?(0|[1-9][0-9]*)", list("-+0123456789")),
    ("float", r"[-+]?[0-9]+\.[0-9]+([eE][-+]?[0-9]+)?", list("-+0123456789")),
    ("timestamp", r"\d{4}-\d\d-\d\d", list("0123456789")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), _first)


def _read(path: Path) -> tuple[Any, dict[Place, int]]:
    try:
        loader = _Loader(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CatalogueError([f"{path}: cannot be read ({error.strerror})"]) from error
    except UnicodeDecodeError as error:
        raise CatalogueError([f"{path}: is not UTF-8 text (byte {error.start + 1})"]) from error
    except yaml.YAMLError as error:
        raise CatalogueError([_not_yaml(path, error)]) from error
    try:
        node = loader.get_single_node()
        if node is None:
            raise CatalogueError([f"{path}: is empty"])
        lines: dict[Place, int] = {}
        _collect_lines(path, node, (), lines)
        return loader.construct_document(node), lines
    except yaml.YAMLError as error:
        raise CatalogueError([_not_yaml(path, error)]) from error
    finally:
        loader.dispose()


def _not_yaml(path: Path, error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f", line {mark.line + 1}" if mark else ""
    return f"{path}{where}: is not YAML ({getattr(error, 'problem', None) or error})"


def _collect_lines(path: Path, node: yaml.Node, place: Place, lines: dict[Place, int]) -> None:
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*place, str(key.value))
            if inner in lines:
                first, again = lines[inner], key.start_mark.line + 1
                raise CatalogueError([f"{path}, line {again}, {key.value}: stands here again, first on line {first}"])
            lines[inner] = key.start_mark.line + 1
            _collect_lines(path, value, inner, lines)
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            _collect_lines(path, value, (*place, position), lines)


def _in_words(origin: Origin, problem: ErrorDetails) -> str:
    place = problem["loc"]
    match problem["type"]:
        case "extra_forbidden":
            why = "is a key that this file does not know"
        case "missing":
            why = "is missing"
        case _:
            why = f"{problem['msg']}, not {problem['input']!r}"
    return origin.problem(place, why)
