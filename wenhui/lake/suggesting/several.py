"""Several things said of one text at once, such as its type and who should handle it, over one space of pieces.

The first of them is the one that is explained: with the texts nearest to it and the words that spoke. The others have no
memory of their own. Kept as one folder of `keeping` for each.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from wenhui.lake.suggesting import keeping, learning
from wenhui.lake.suggesting.learning import Lesson
from wenhui.lake.suggesting.model import Model, Suggestion
from wenhui.lake.texts import vectors
from wenhui.lake.texts.errors import TextsError
from wenhui.lake.texts.normalising import plain

REMEMBERED: Final = 5_000
Labels = Mapping[str, str]  # what is said of a text, by what it is about


@dataclass(frozen=True, slots=True)
class Several:
    """Models over one space, by what they are about; the first one explains."""

    models: Mapping[str, Model]

    @property
    def first(self) -> str:
        """Return what the first one is about."""
        return next(iter(self.models))

    def suggest(self, texts: Sequence[str], *, explain: bool = False) -> list[dict[str, Suggestion]]:
        """Return what each text most likely is, by what it is about."""
        plains = [plain(text) for text in texts]
        held = self.models[self.first].space.vectors(plains)
        found = {
            about: list(model.of_vectors(plains, held, explain=explain and about == self.first))
            for about, model in self.models.items()
        }
        return [{about: said[at] for about, said in found.items()} for at in range(len(texts))]


def train(
    texts: Sequence[str], said: Sequence[Labels], keys: Sequence[str], synonyms: Sequence[tuple[str, Labels]],
    *, abouts: Sequence[str], least: int = 1,
) -> Several:  # fmt: skip
    """Return models of labelled texts and of words that are known to speak for labels.

    What has fewer than two labels is not suggested; raise TextsError where that is the first. A piece that stands in fewer
    than `least` texts and in no synonym is forgotten.
    """
    rows = [(one, labels, key) for text, labels, key in zip(texts, said, keys, strict=True) if (one := plain(text))]
    extra = [(one, labels) for text, labels in synonyms if (one := plain(text))]
    every = [*(text for text, _, _ in rows), *(text for text, _ in extra)]
    labels = [*(labels for _, labels, _ in rows), *(labels for _, labels in extra)]
    names = {about: tuple(sorted({one[about] for one in labels if one.get(about)})) for about in abouts}
    if len(names[abouts[0]]) < 2:
        raise TextsError("There are fewer than two labels; there is nothing to learn.")
    most = max(map(len, names.values()))
    space, learnt = vectors.learn(every, **learning.limits(most), least=least, always=len(extra))
    models = {}
    for number, about in enumerate(abouts):
        if len(names[about]) < 2:
            continue
        place = {label: at for at, label in enumerate(names[about])}
        at = np.array([row for row, one in enumerate(labels) if one.get(about)])
        known = np.array([place[labels[row][about]] for row in at.tolist()], np.int32)
        is_real = at < len(rows)
        weights = learning.weights_of(known, is_real, len(place))
        lesson = Lesson(space, learnt[at], known, weights, is_real)
        own = [rows[row][2] for row in at[is_real].tolist()]
        models[about] = learning.learnt(lesson, names[about], own, remembered=0 if number else REMEMBERED)
    return Several(models)


def accuracy(several: Several, texts: Sequence[str], said: Sequence[Labels]) -> dict[str, float]:
    """Return the share of texts of which each thing was said right, among those that have a label."""
    found = several.suggest(texts)
    shares = {}
    for about in several.models:
        right = [
            one[about].label == labels[about] for one, labels in zip(found, said, strict=True) if labels.get(about)
        ]
        if right:
            shares[about] = sum(right) / len(right)
    return shares


def keep(several: Several, folder: Path) -> None:
    """Write the models below a folder, each in its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for about, model in several.models.items():
        keeping.keep(model, folder / about)


def load(folder: Path, abouts: Sequence[str]) -> Several:
    """Return the models kept below a folder, in the order asked for; raise TextsError when the first is not there."""
    first = keeping.load(folder / abouts[0])
    models = {abouts[0]: first}
    for about in abouts[1:]:
        if (folder / about).is_dir():
            model = keeping.load(folder / about)
            if model.space.size != first.space.size:
                raise TextsError(f"The models below {folder} do not belong together. Train them anew.")
            models[about] = replace(model, space=first.space)
    return Several(models)
