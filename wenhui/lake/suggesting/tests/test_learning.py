"""A model says what people said of like texts, and how sure it may be."""

import numpy as np
import pytest

from wenhui.lake.suggesting import calibrating, learning
from wenhui.lake.suggesting.model import Model
from wenhui.lake.suggesting.tests import tickets
from wenhui.lake.texts.errors import TextsError

SYNONYMS = {
    "暴露垃圾": ["垃圾", "脏乱差"],
    "路灯": ["灯不亮", "路灯"],
    "道路破损": ["坑洼", "路面", "地砖"],
    "油烟污染": ["油烟", "烧烤"],
}


@pytest.fixture(scope="module")
def model() -> Model:
    """Return a model of 500 tickets."""
    texts, labels = tickets.make(500)
    return learning.train(texts, labels, keys=[f"案{number}" for number in range(500)])


def accuracy(model: Model, texts: list[str], labels: list[str]) -> float:
    """Return the share of texts whose label the model says."""
    said = [one.label for one in model.suggest(texts)]
    return float(np.mean([one == other for one, other in zip(said, labels, strict=True)]))


def test_it_learns_types_from_dirty_tickets_and_knows_how_sure_it_is(model: Model) -> None:
    texts, labels = tickets.make(600, seed=2)

    found = model.suggest(texts)

    is_right = np.array([one.label == label for one, label in zip(found, labels, strict=True)])
    assert is_right.mean() > 0.97
    assert calibrating.error(np.array([one.confidence for one in found]), is_right) < 0.1
    assert all(0 <= one.runner_up_confidence <= one.confidence <= 1 and one.label != one.runner_up for one in found)


def test_reasons_are_the_nearest_texts_by_key_and_the_words_that_spoke(model: Model) -> None:
    one = model.suggest(["打铁关3幢的路灯不亮了"], explain=True)[0]

    assert one.label == "路灯"
    assert one.nearest[0].label == "路灯"
    assert one.nearest[0].key.startswith("案")
    assert one.nearest[0].likeness >= one.nearest[-1].likeness > 0.1
    assert one.words[0] in {"路灯", "灯不亮"}


@pytest.mark.parametrize(
    ("text", "like"),
    [
        ("路灯不亮了", "ＬＥＤ路灯不亮了"),
        ("路灯不亮了", "\u202e路灯\u200b不亮了\x00"),
        ("12幢路灯不亮了", "１２幢路灯不亮了"),
        ("路灯不亮了", "  路灯不亮了\r\n\t"),
    ],
)
def test_how_a_text_is_typed_changes_nothing(model: Model, text: str, like: str) -> None:
    one, two = model.suggest([text, like])

    assert one.label == two.label == "路灯"


@pytest.mark.parametrize("text", ["", "   ", "\x00\x07", "\u200b\ufeff"])
def test_a_text_without_a_sign_has_no_suggestion(model: Model, text: str) -> None:
    one = model.suggest([text], explain=True)[0]

    assert (one.label, one.confidence, one.nearest) == ("", 0.0, ())


def test_texts_that_say_nothing_known_get_little_confidence(model: Model) -> None:
    strange = model.suggest(["zxqv wkjj", "𠀀𠀁𠀂", "\ud800", "🙂🙂"])

    assert max(one.confidence for one in strange) < 0.6


def test_a_text_of_100_000_characters_is_read_from_its_beginning(model: Model) -> None:
    one = model.suggest(["路灯不亮了，" + "很久" * 50_000])[0]

    assert one.label in model.labels


def test_the_same_texts_give_the_same_model() -> None:
    texts, labels = tickets.make(150)

    one, two = (learning.train(texts, labels) for _ in range(2))

    assert np.array_equal(one.weights, two.weights)
    assert one.sharpness == two.sharpness


def test_words_alone_are_a_beginning_and_real_texts_take_over() -> None:
    texts, labels = tickets.make(800, seed=3)
    known = [at for at, label in enumerate(labels) if label in SYNONYMS]
    texts, labels = [texts[at] for at in known], [labels[at] for at in known]
    new, truth = texts[-100:], labels[-100:]

    cold = learning.from_synonyms(SYNONYMS)
    few = learning.train(texts[:12], labels[:12], synonyms=SYNONYMS)
    many = learning.train(texts[:-100], labels[:-100], synonyms=SYNONYMS)

    assert cold.texts == 0
    assert cold.suggest(["烧烤店冒烟"], explain=True)[0].nearest == ()
    assert 0.45 < accuracy(cold, new, truth) <= accuracy(few, new, truth) + 0.03
    assert accuracy(few, new, truth) < accuracy(many, new, truth) + 0.001
    assert accuracy(many, new, truth) > 0.95


def test_rows_that_contradict_a_synonym_win() -> None:
    texts = ["充电桩坏了"] * 30 + ["路灯不亮"] * 30

    model = learning.train(texts, ["电力"] * 30 + ["市政"] * 30, synonyms={"市政": ["充电桩"], "电力": ["停电"]})

    assert model.suggest(["充电桩坏了"])[0].label == "电力"


@pytest.mark.parametrize(
    ("texts", "labels", "why"),
    [
        ([], [], "nothing to learn"),
        (["", " "], ["a", "b"], "No row has both a text and a label"),
        (["路灯", "垃圾"], ["", " "], "No row has both"),
        (["路灯", "垃圾"], ["a", "a"], "the one label 'a'"),
        (["路灯", "垃圾", "水管"], ["a", "b", "c"], "a label of its own"),
    ],
)
def test_what_teaches_nothing_is_refused_in_words(texts: list[str], labels: list[str], why: str) -> None:
    with pytest.raises(TextsError, match=why):
        learning.train(texts, labels)


def test_a_label_with_one_text_is_learnt_beside_the_others() -> None:
    model = learning.train(["路灯不亮", "路灯坏了", "垃圾很多"], ["灯", "灯", "脏"])

    assert model.suggest(["垃圾"])[0].label == "脏"
