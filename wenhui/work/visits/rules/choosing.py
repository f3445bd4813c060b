"""Whom a roster chooses: conditions as data, read strictly, so that no free text ever reaches a question to the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from wenhui.kit.words import Words

OLDEST: Final = 130
MOST_CORNERS: Final = 200
MOST_PLACES: Final = 200
FEWEST_CORNERS: Final = 3

Point = tuple[float, float]


class ChoiceError(ValueError):
    """The conditions cannot be understood; `words` say which."""

    def __init__(self, words: Words) -> None:
        self.words = words
        super().__init__(words.en)


@dataclass(frozen=True, slots=True)
class Question:
    """Conditions that all hold at once; an empty one asks nothing.

    `kinds` and `sex` are codes of the registry, `known` texts of attributes by their keys, `places` paths of grids,
    buildings and what lies above, `polygon` corners as longitude and latitude. Places and polygon are alternatives.
    """

    age_from: int | None = None
    age_to: int | None = None
    is_alone: bool = False
    is_renting: bool = False
    sex: str = ""
    kinds: tuple[str, ...] = ()
    known: tuple[tuple[str, tuple[str, ...]], ...] = ()
    places: tuple[str, ...] = ()
    polygon: tuple[Point, ...] = ()

    @property
    def asks_anything(self) -> bool:
        """Say whether anybody is left out by it, places apart."""
        return self != Question(places=self.places, polygon=self.polygon)


def read(
    document: Mapping[str, Any], *, kinds: Sequence[str], sexes: Sequence[str], attributes: Mapping[str, Sequence[str]]
) -> Question:
    """Return the question that a document asks. Raises ChoiceError for anything it does not know.

    `attributes` are those that may be asked by, with the texts they may have.
    """
    strangers = set(document) - set(Question.__dataclass_fields__)
    if strangers:
        raise ChoiceError(
            Words(f"不认识这些条件：{'、'.join(sorted(strangers))}", f"unknown conditions: {sorted(strangers)}")
        )
    question = Question(
        age_from=_age(document.get("age_from")),
        age_to=_age(document.get("age_to")),
        is_alone=document.get("is_alone") is True,
        is_renting=document.get("is_renting") is True,
        sex=_among(document.get("sex", ""), ["", *sexes]),
        kinds=tuple(_among(kind, kinds) for kind in document.get("kinds", ())),
        known=tuple(sorted(_known(document.get("known", ()), attributes))),
        places=tuple(sorted({str(path) for path in document.get("places", ())})),
        polygon=_corners(document.get("polygon", ())),
    )
    _refuse_nonsense(question)
    return question


def written(question: Question) -> dict[str, Any]:
    """Return a question as the document that `read` understands, without what it does not ask."""
    document = {name: getattr(question, name) for name in Question.__dataclass_fields__}
    return {
        name: _listed(value) for name, value in document.items() if value != Question.__dataclass_fields__[name].default
    }


def _listed(value: Any) -> Any:
    return [_listed(one) for one in value] if isinstance(value, tuple) else value


def _age(value: Any) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= OLDEST:
        raise ChoiceError(Words("年龄是 0 到 130 之间的整数", "an age is a whole number from 0 to 130"))
    return value


def _among(value: Any, allowed: Sequence[str]) -> str:
    if value not in allowed:
        raise ChoiceError(Words(f"不认识“{value}”这个选项", f"unknown choice {value!r}"))
    return str(value)


def _known(pairs: Any, attributes: Mapping[str, Sequence[str]]) -> list[tuple[str, tuple[str, ...]]]:
    found = []
    for key, texts in pairs.items() if isinstance(pairs, Mapping) else pairs:
        if key not in attributes:
            raise ChoiceError(Words(f"不能按“{key}”选人", f"cannot choose by {key!r}"))
        found.append((key, tuple(_among(text, attributes[key]) for text in texts)))
    return found


def _corners(points: Any) -> tuple[Point, ...]:
    wrong = ChoiceError(Words("地图上画的范围不成形，请重画", "the shape on the map is no shape; draw it again"))
    try:
        corners = tuple((float(lng), float(lat)) for lng, lat in points)
    except (TypeError, ValueError):
        raise wrong from None
    if corners and not FEWEST_CORNERS <= len(corners) <= MOST_CORNERS:
        raise wrong
    if not all(-180 <= lng <= 180 and -90 <= lat <= 90 for lng, lat in corners):
        raise wrong
    return corners


def _refuse_nonsense(question: Question) -> None:
    if question.age_from is not None and question.age_to is not None and question.age_to < question.age_from:
        raise ChoiceError(Words("年龄的上限比下限小", "the upper age lies below the lower one"))
    if question.places and question.polygon:
        raise ChoiceError(Words("楼幢和地图范围选一样就够了", "choose buildings or a shape on the map, not both"))
    if len(question.places) > MOST_PLACES:
        raise ChoiceError(
            Words("选的地方太多，请改选整个网格或社区", "too many places; choose whole grids or communities")
        )
