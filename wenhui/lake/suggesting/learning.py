"""Learns a model from labelled texts: a linear classifier over words and pieces, then how sure it may be.

One linear support vector machine for each label against the rest (`LinearSVC`). Rows of rare labels weigh a little more.
What cannot be known beforehand is tried on texts that had no part in the learning (folds): how stiffly to follow single
texts, how far rare labels are to be preferred, and the sharpness that makes a confidence of 0.8 right in eight cases of ten.
Words known to speak for a label (synonyms of the catalogue) are learnt as texts of their own, and weigh less the more real
ones there are.
"""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wenhui.lake.suggesting import calibrating
from wenhui.lake.suggesting.model import Memory, Model
from wenhui.lake.texts import vectors
from wenhui.lake.texts.errors import TextsError
from wenhui.lake.texts.normalising import plain
from wenhui.lake.texts.vectors import Numbers, Space, Vectors

Labels = NDArray[np.int32]
Weights = NDArray[np.float64]

STIFFNESS: Final = (2.0, 8.0)  # `C` of the support vector machine; the second where texts repeat each other
RARITY: Final = 0.25  # the power of how rare a label is that its rows weigh
MOST_ROWS: Final = 60_000  # more are thinned out evenly: they would cost time and teach nothing more
MOST_REMEMBERED: Final = 20_000
MOST_WEIGHTS: Final = 60_000_000  # pieces × labels
FEW_LABELS: Final = 16  # of more, less of long texts is cut into characters: each label costs
MOST_PIECES: Final = 400_000  # of each kind; the commonest are kept
COST_OF_FOLDS: Final = 1.5e8  # labels × numbers in the vectors that may be learnt once more in folds
SYNONYM_WORTH: Final = 4.0  # how many texts of its label make a synonym count half
FEWEST: Final = 20  # texts without which no fold says anything


@dataclass(frozen=True, slots=True)
class Lesson:
    """Texts as vectors, the place of each one's label, what each weighs, and which are real (not synonyms)."""

    space: Space
    vectors: Vectors
    labels: Labels
    weights: Weights
    is_real: NDArray[np.bool_]


def train(
    texts: Sequence[str],
    labels: Sequence[str],
    *,
    keys: Sequence[str] | None = None,
    synonyms: Mapping[str, Sequence[str]] | None = None,
) -> Model:
    """Return a model of labelled texts. Rows without text or label teach nothing; raise TextsError when too few are left.

    `keys` names the rows (default: their numbers, from 1); `synonyms` gives words for labels, also for those not seen yet.
    """
    named = [str(number) for number in range(1, len(texts) + 1)] if keys is None else keys
    rows = [
        (one, label.strip(), key)
        for text, label, key in zip(texts, labels, named, strict=True)
        if label.strip() and (one := plain(text))
    ]
    rows = _thinned(rows)
    extra = [
        (one, label) for label, words in (synonyms or {}).items() for word in (label, *words) if (one := plain(word))
    ]
    names = tuple(sorted({label for _, label, _ in rows} | {label for _, label in extra}))
    _refuse(rows, names, has_synonyms=bool(extra))
    place = {label: at for at, label in enumerate(names)}
    lesson = _lesson(
        [text for text, _, _ in rows],
        [place[label] for _, label, _ in rows],
        [(text, place[label]) for text, label in extra],
    )
    return learnt(lesson, names, [key for _, _, key in rows])


def learnt(lesson: Lesson, names: tuple[str, ...], keys: Sequence[str], *, remembered: int = MOST_REMEMBERED) -> Model:
    """Return the model of a lesson; `keys` names its real rows, the last `remembered` of which it keeps for reasons."""
    stiffness, tilt, sharpness = _tried(lesson, len(names))
    weights, offsets = _fit(lesson.vectors, lesson.labels, lesson.weights, len(names), stiffness)
    real = np.flatnonzero(lesson.is_real)
    real = real[max(len(real) - remembered, 0) :]
    memory = Memory(lesson.vectors[real], [keys[at] for at in real.tolist()], lesson.labels[real])
    shares = np.bincount(lesson.labels, weights=lesson.weights * lesson.is_real + 1e-3, minlength=len(names))
    shares = (shares / shares.sum()).astype(np.float32)
    return Model(names, lesson.space, weights, offsets + tilt, shares, sharpness, memory, len(keys))


def from_synonyms(synonyms: Mapping[str, Sequence[str]]) -> Model:
    """Return a model that knows only words for labels: what an office starts with before anything was labelled."""
    return train([], [], synonyms=synonyms)


def _thinned(rows: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    if len(rows) <= MOST_ROWS:
        return list(rows)
    return [rows[at] for at in np.linspace(0, len(rows) - 1, MOST_ROWS).round().astype(int).tolist()]


def _refuse(rows: Sequence[tuple[str, str, str]], names: Sequence[str], *, has_synonyms: bool) -> None:
    if not rows and not has_synonyms:
        raise TextsError("No row has both a text and a label; there is nothing to learn.")
    if len(names) < 2:
        raise TextsError(
            f"Every labelled row has the one label {names[0]!r}; with one label there is nothing to learn."
        )
    if not has_synonyms and len(names) == len(rows):
        raise TextsError(
            f"Each of the {len(rows)} labelled rows has a label of its own; to be learnt, one must be given to two or more."
        )


def _lesson(texts: Sequence[str], labels: Sequence[int], extra: Sequence[tuple[str, int]]) -> Lesson:
    every = [*texts, *(text for text, _ in extra)]
    known = np.array([*labels, *(label for _, label in extra)], np.int32)
    count = int(known.max()) + 1
    space, learnt = vectors.learn(every, **limits(count))
    is_real = np.arange(len(every)) < len(texts)
    return Lesson(space, learnt, known, weights_of(known, is_real, count), is_real)


def limits(count: int) -> dict[str, int]:
    """Return how many pieces and characters may be learnt from where there are so many labels: each label costs."""
    characters = vectors.MOST_CHARACTERS * FEW_LABELS // max(count, FEW_LABELS)
    return {"most": min(MOST_PIECES, MOST_WEIGHTS // count // 2), "characters": characters}


def weights_of(labels: Labels, is_real: NDArray[np.bool_], count: int) -> Weights:
    """Return what each row weighs: rare labels a little more, a synonym less with each real text of its label."""
    sizes = np.bincount(labels[is_real], minlength=count)
    weights = (max(int(is_real.sum()), 1) / count / np.maximum(sizes[labels], 1)) ** RARITY
    return np.asarray(np.where(is_real, weights, SYNONYM_WORTH / (SYNONYM_WORTH + sizes[labels])), np.float64)


def _fit(learnt: Vectors, labels: Labels, weights: Weights, count: int, stiffness: float) -> tuple[Numbers, Numbers]:
    """Return weights (pieces × labels) and offsets; labels that no row has get none and the lowest offset."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.svm import LinearSVC

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the last digits decide nothing
        machine = LinearSVC(C=stiffness, tol=0.02, max_iter=200, random_state=1)
        machine.fit(learnt, labels, sample_weight=weights)
    coefficients, intercepts = machine.coef_, machine.intercept_
    if len(machine.classes_) == 2:
        coefficients, intercepts = np.vstack((-coefficients, coefficients)), np.concatenate((-intercepts, intercepts))
    full = np.zeros((learnt.shape[1], count), np.float32)
    full[:, machine.classes_] = coefficients.T
    offsets = np.full(count, calibrating.NEVER, np.float32)
    offsets[machine.classes_] = intercepts
    return full, offsets


def _tried(lesson: Lesson, count: int) -> tuple[float, Numbers, float]:
    """Return the stiffness, the tilt of each label and the sharpness, learnt from texts in turn left out of learning."""
    real = np.flatnonzero(lesson.is_real)
    if len(real) < FEWEST:
        return STIFFNESS[0], np.zeros(count, np.float32), calibrating.untried(count)
    cost = count * lesson.vectors.nnz
    folds = 5 if 4 * cost <= COST_OF_FOLDS else 3
    fold = _folds(lesson.labels[real], folds)
    parts = [real[fold == number] for number in range(folds)]
    parts = [part for part in parts if len(np.unique(np.delete(lesson.labels, part))) > 1]
    if not parts:
        return STIFFNESS[0], np.zeros(count, np.float32), calibrating.untried(count)
    is_cheap = (folds - 1) * cost <= 2 * COST_OF_FOLDS
    first = [_left_out(lesson, parts[0], count, stiffness) for stiffness in STIFFNESS[: 2 if is_cheap else 1]]
    gains = [calibrating.goodness(scores.argmax(axis=1), lesson.labels[parts[0]]) for scores in first]
    best = 1 if gains[-1] > gains[0] + calibrating.WORTH else 0
    more = parts[1:] if is_cheap else []
    scores = np.concatenate([first[best], *(_left_out(lesson, part, count, STIFFNESS[best]) for part in more)])
    rows = np.concatenate([parts[0], *more])
    sizes = np.bincount(lesson.labels[real], minlength=count)
    return STIFFNESS[best], *calibrating.calibrate(scores, lesson.labels[rows], sizes)


def _left_out(lesson: Lesson, out: NDArray[np.int64], count: int, stiffness: float) -> Numbers:
    """Return the scores of rows by machines that did not learn from them, nor ever met pieces that are only theirs."""
    kept = np.setdiff1d(np.arange(len(lesson.labels)), out)
    learnt = lesson.vectors[kept]
    weights, offsets = _fit(learnt, lesson.labels[kept], lesson.weights[kept], count, stiffness)
    is_known = np.bincount(learnt.indices, minlength=learnt.shape[1]) > 0
    unseen = lesson.space.as_unseen(lesson.vectors[out], is_known)
    return np.asarray(unseen @ weights + offsets, np.float32)


def _folds(labels: Labels, folds: int) -> NDArray[np.int64]:
    """Return the fold of each row, so that each holds its share of every label; the same for the same rows."""
    order = np.lexsort((np.random.default_rng(1).permutation(len(labels)), labels))
    fold = np.empty(len(labels), np.int64)
    fold[order] = np.arange(len(labels)) % folds
    return fold
