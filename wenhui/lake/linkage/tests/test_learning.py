"""Training finds what was planted, and takes nobody for another where there are no copies."""

from dataclasses import replace

import numpy as np
import pytest

from wenhui.lake.linkage import blocking, comparing, learning, linking, tables
from wenhui.lake.linkage.comparing import EQUAL
from wenhui.lake.linkage.errors import LinkageError
from wenhui.lake.linkage.model import Model
from wenhui.lake.linkage.records import Encoded
from wenhui.lake.linkage.tests import people


def trained(**planted: float) -> tuple[Model, int]:
    """Return the model of a table of 3,000 people and 600 copies, and the number of its rows."""
    roles, keys, _ = people.table(people=3_000, copies=600, **planted)  # type: ignore[arg-type]
    encoded = Encoded(tables.normal_roles(keys, roles))
    pairs = blocking.candidates(encoded)
    return learning.train(encoded, pairs, comparing.seen(encoded, pairs)), len(keys)


@pytest.mark.parametrize("planted", [0.1, 0.2, 0.4])
def test_training_recovers_how_often_phones_change(planted: float) -> None:
    model, rows = trained(new_phone=planted)

    assert model.kinds["person"]["phone"][EQUAL["phone"]] == pytest.approx(1 - planted, abs=0.05)
    assert model.kinds["person"]["birth"][EQUAL["birth"]] > 0.97
    assert model.shares["person"] * rows * (rows - 1) / 2 == pytest.approx(600, rel=0.05)
    assert model.kinds["home"]["address"][EQUAL["address"]] > 0.9


def test_missing_birth_dates_teach_nothing() -> None:
    few, _ = trained(no_birth=0.0)
    many, _ = trained(no_birth=0.7)

    equal = EQUAL["birth"]
    assert many.kinds["person"]["birth"][equal] == pytest.approx(few.kinds["person"]["birth"][equal], abs=0.03)


def test_a_table_without_copies_gets_hardly_any_link() -> None:
    roles, keys, _ = people.table(people=3_000, copies=0)

    linkage = linking.link(tables.normal_roles(keys, roles))

    assert len(linkage.links) <= 3


def test_a_common_name_says_less_than_a_rare_one() -> None:
    roles, keys, _ = people.table(people=2_000, copies=200)
    rare = ["欧阳若曦", "欧阳若曦"]
    common = ["王伟强", "王伟强"] * 20
    roles = {role: [*texts, *([""] * 42)] for role, texts in roles.items()} | {"name": [*roles["name"], *rare, *common]}
    encoded = Encoded(tables.normal_roles([*keys, *(f"n{number}" for number in range(42))], roles))
    pairs = blocking.candidates(encoded)
    model = learning.train(encoded, pairs, comparing.seen(encoded, pairs))
    first = len(keys)
    asked = comparing.Pairs(np.array([first, first + 2], np.int32), np.array([first + 1, first + 3], np.int32))

    one, two = model.reasons(encoded, asked, comparing.levels(encoded, asked))

    assert one["given"][0] == two["given"][0] == "equal"
    assert one["given"][1] + one["surname"][1] > two["given"][1] + two["surname"][1] + 4


def test_a_kept_model_says_the_same() -> None:
    roles, keys, _ = people.table(people=800, copies=100)
    records = tables.normal_roles(keys, roles)
    first = linking.link(records)

    kept = Model.from_json(first.model.to_json())

    assert kept.to_json() == first.model.to_json()
    assert linking.link(records, model=kept).links == first.links


@pytest.mark.parametrize("text", ["", "{}", '{"version": 99}', "[1]", '{"version": 1, "frequencies": {}}'])
def test_what_is_no_model_is_refused(text: str) -> None:
    with pytest.raises(LinkageError):
        Model.from_json(text)


def test_a_model_may_be_told_to_expect_more() -> None:
    model, _ = trained()

    assert model.expecting(person_share=0.1).shares["person"] == 0.1
    assert replace(model, shares=model.expecting(person_share=0.1).shares).shares["home"] == model.shares["home"]


def test_the_threshold_is_half_the_best_f1_to_be_expected() -> None:
    sure = np.array([1.0] * 90 + [0.0] * 900)
    unsure = np.array([0.7] * 100 + [0.3] * 100)

    assert linking.best_threshold(sure) == 0.5
    assert linking.best_threshold(unsure) == 0.4
    assert linking.best_threshold(np.array([])) == 0.5


def test_damaged_copies_are_no_homes_where_there_are_none() -> None:
    roles, keys, truth = people.table(people=1_500, copies=500, new_phone=0.0)
    lone = {
        role: [text for text, key in zip(texts, keys, strict=True) if int(key[1:]) % 2] for role, texts in roles.items()
    }
    kept = [key for key in keys if int(key[1:]) % 2]
    lone["name"] = [
        f"{name[1:]} {name[0]}" if key[0] == "c" else name for key, name in zip(kept, lone["name"], strict=True)
    ]

    model = linking.link(tables.normal_roles(kept, lone)).model

    pairs = len(kept) * (len(kept) - 1) / 2
    assert model.shares["home"] * pairs < 30
    assert model.shares["person"] * pairs == pytest.approx(sum(int(one[1:]) % 2 for one, _ in truth), rel=0.15)
