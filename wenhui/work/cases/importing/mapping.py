"""The mapping of an import: YAML that says which column of a file is which column of a case."""

from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError, field_validator

from wenhui.kit.worktime import WorkTime, WorkUnit

Name = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Limit = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,3} (workday|workdays|workhour|workhours)$")]
Path_ = Annotated[str, StringConstraints(pattern=r"^([a-z0-9_-]+\.)+$")]


class MappingError(ValueError):
    """The mapping cannot be used; the message names the file, the key and what to write instead."""


class AreaColumn(BaseModel):
    """How a row finds its area: the column's text, matched in full by `pattern`, fills `path`.

    `path` may use the pattern's groups as `{1}`; what it gives must be an area below the mapping's office.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: Name
    pattern: Name = "(.*)"
    path: Name = "{1}"


class Words(BaseModel):
    """What people call the source."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: Name
    en: Name


class Mapping(BaseModel):
    """One outside source: its name, where its cases lie, and its columns.

    `source` and the key column's text together make a row unique for ever; `words` name the source to people. Dates
    without hours become 00:00 in the time zone of the area's city. Types are the words of the type column, kept apart
    from the office's own; `limit` is how long handling them may take.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{3,40}$")]
    office: Path_
    words: Words
    limit: Limit
    key: Name
    area: AreaColumn
    reported: Name
    closed: Name | None = None
    type: Name | None = None
    title: Name | None = None
    description: Name | None = None
    place: Name | None = None
    attributes: tuple[Name, ...] = ()

    @field_validator("attributes")
    @classmethod
    def _named_once(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(value)) != len(value):
            raise ValueError("names a column twice")
        return value

    @property
    def work_limit(self) -> WorkTime:
        """Return how long handling may take."""
        amount, unit = self.limit.split()
        return WorkTime(int(amount), WorkUnit(unit if unit.endswith("s") else f"{unit}s"))

    def columns(self) -> list[str]:
        """Return every column of the file that the mapping names, each once."""
        single = (
            self.key,
            self.area.column,
            self.reported,
            self.closed,
            self.type,
            self.title,
            self.description,
            self.place,
        )
        return list(dict.fromkeys(name for name in (*single, *self.attributes) if name))


def load(path: Path) -> Mapping:
    """Read a mapping. Raises MappingError in words before any row is looked at."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise MappingError(f"The mapping {path} cannot be read ({error.strerror}). Nothing was imported.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise MappingError(f"The mapping {path} is not YAML: {error}. Nothing was imported.") from error
    if not isinstance(document, dict):
        raise MappingError(f"The mapping {path} holds no keys such as source, office, key. Nothing was imported.")
    try:
        return Mapping.model_validate(document)
    except ValidationError as error:
        wrongs = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg'].lower()}" for one in error.errors())
        raise MappingError(f"The mapping {path} is wrong ({wrongs}). Nothing was imported.") from error
