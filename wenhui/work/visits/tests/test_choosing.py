"""Conditions of a roster are read strictly and written back the same."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenhui.work.visits.rules import choosing
from wenhui.work.visits.rules.choosing import ChoiceError, Question

KINDS, SEXES = ("registered", "floating"), ("1", "2")
ATTRIBUTES = {"building.lifts": ("0", "1"), "person.stairs": ("can", "cannot")}


def read(document: dict[str, Any]) -> Question:
    return choosing.read(document, kinds=KINDS, sexes=SEXES, attributes=ATTRIBUTES)


@pytest.mark.parametrize(
    "document",
    [
        {"colour": "red"},
        {"age_from": -1},
        {"age_from": 131},
        {"age_from": True},
        {"age_from": "80"},
        {"age_from": 80, "age_to": 79},
        {"kinds": ["rich"]},
        {"sex": "3"},
        {"known": {"person.religion": ["x"]}},
        {"known": {"person.stairs": ["perhaps"]}},
        {"places": [f"a{number}." for number in range(201)]},
        {"polygon": [[120, 30], [121, 30]]},
        {"polygon": [[120, 30], [121, 30], [121, 91]]},
        {"polygon": [[120, 30], [121, 30], "nonsense"]},
        {"polygon": [[120, 30]] * 201},
        {"polygon": [[120, 30], [121, 30], [121, 31]], "places": ["hz."]},
    ],
)
def test_what_nobody_understands_is_refused_in_words(document: dict[str, Any]) -> None:
    with pytest.raises(ChoiceError) as refused:
        read(document)

    assert refused.value.words.zh
    assert refused.value.words.en


@pytest.mark.parametrize(
    ("document", "asks"),
    [({}, False), ({"places": ["hz."]}, False), ({"is_alone": True}, True), ({"age_from": 0}, True)],
)
def test_a_place_alone_asks_nothing(document: dict[str, Any], asks: bool) -> None:
    assert read(document).asks_anything is asks


@given(
    st.builds(
        Question,
        age_from=st.none() | st.integers(0, 60),
        age_to=st.none() | st.integers(60, 130),
        is_alone=st.booleans(),
        is_renting=st.booleans(),
        sex=st.sampled_from(["", *SEXES]),
        kinds=st.lists(st.sampled_from(KINDS), unique=True).map(tuple),
        known=st.sampled_from([(), (("building.lifts", ("0",)), ("person.stairs", ("cannot",)))]),
        places=st.lists(st.sampled_from(["hz.", "hz.gs."]), unique=True).map(lambda paths: tuple(sorted(paths))),
    )
)
def test_what_is_written_is_read_the_same(question: Question) -> None:
    assert read(choosing.written(question)) == question
