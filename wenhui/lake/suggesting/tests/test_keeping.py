"""A model on disk says what it said before, and nothing foreign or damaged is read."""

import json
from pathlib import Path

import numpy as np
import pytest

from wenhui.lake.suggesting import keeping, learning
from wenhui.lake.suggesting.tests import tickets
from wenhui.lake.texts.errors import TextsError

TEXTS, LABELS = tickets.make(120)
MODEL = learning.train(TEXTS, LABELS, keys=[f"K{number}" for number in range(len(TEXTS))])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the directory of a model."""
    keeping.keep(MODEL, tmp_path / "model")
    return tmp_path / "model"


def test_a_kept_model_says_the_same(folder: Path) -> None:
    model = keeping.load(folder)

    before, after = MODEL.suggest(TEXTS, explain=True), model.suggest(TEXTS, explain=True)

    assert [(one.label, one.words) for one in after] == [(one.label, one.words) for one in before]
    assert np.allclose([one.confidence for one in after], [one.confidence for one in before], atol=5e-3)
    assert [near.key for one in after for near in one.nearest[:1]] == [
        near.key for one in before for near in one.nearest[:1]
    ]


def test_nothing_of_the_texts_is_kept_and_nothing_that_runs(folder: Path) -> None:
    kept = b"".join(path.read_bytes() for path in folder.iterdir())

    assert len(list(folder.iterdir())) == 2
    assert not [text for text in TEXTS if len(text) > 6 and (text.encode() in kept or text.encode("utf-32-le") in kept)]
    with np.load(next(folder.glob("*.npz")), allow_pickle=False) as arrays:
        assert {arrays[name].dtype.kind for name in arrays.files} <= {"u", "i", "f"}


def test_a_newer_model_takes_the_place_of_the_older(folder: Path) -> None:
    keeping.keep(learning.train(["灯不亮", "灯坏了", "脏"], ["灯", "灯", "脏"]), folder)

    assert keeping.load(folder).labels == ("灯", "脏")
    assert len(list(folder.iterdir())) == 2


def _cut(folder: Path) -> None:
    arrays = next(folder.glob("*.npz"))
    arrays.write_bytes(arrays.read_bytes()[:-100])


def _flipped(folder: Path) -> None:
    arrays = next(folder.glob("*.npz"))
    blob = bytearray(arrays.read_bytes())
    blob[len(blob) // 2] ^= 1
    arrays.write_bytes(blob)


def _said(folder: Path, **changes: object) -> None:
    head = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    (folder / "model.json").write_text(json.dumps(head | changes), encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (_cut, "damaged"),
        (_flipped, "damaged"),
        (lambda folder: next(folder.glob("*.npz")).unlink(), "damaged"),
        (lambda folder: _said(folder, version=99), "version 99; this program reads version 1"),
        (lambda folder: _said(folder, labels=["a"]), "do not fit"),
        (lambda folder: _said(folder, arrays="../../etc/passwd"), "damaged"),
        (lambda folder: _said(folder, cut=None), "lacks a part"),
        (lambda folder: _said(folder, format="other"), "holds no model"),
        (lambda folder: (folder / "model.json").write_text("{", encoding="utf-8"), "holds no model"),
        (lambda folder: (folder / "model.json").unlink(), "holds no model"),
    ],
)
def test_what_is_damaged_foreign_or_newer_is_refused_in_words(folder: Path, spoil: object, why: str) -> None:
    spoil(folder)  # type: ignore[operator]

    with pytest.raises(TextsError, match=why):
        keeping.load(folder)


def test_no_other_file_is_lost_to_a_model(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("three years", encoding="utf-8")

    for place, why in (
        (tmp_path, "holds other files"),
        (tmp_path / "thesis.txt", "is a file"),
        (tmp_path / "no" / "where", "no folder"),
    ):
        with pytest.raises(TextsError, match=why):
            keeping.keep(MODEL, place)

    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
    with pytest.raises(TextsError, match="no model directory"):
        keeping.load(tmp_path / "none")
