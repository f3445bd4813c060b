"""What scores are worth: how far to lean towards rare labels, and how sharp the confidence may be.

Machines that tell each label from the rest lean towards the common ones. The tilt, a multiple of the logarithm of how
common a label is, is chosen by what it does to accuracy and macro-F1 together. The sharpness is the one under which the
labels that came true were likeliest (temperature scaling: Guo and others 2017).
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from wenhui.lake.texts.vectors import Numbers

NEVER: Final = -3.0  # the score of a label that no row had
UNTRIED: Final = 2.0  # sharpness between two labels where too few texts are there to try it
TILTS: Final = (0.0, -0.02, -0.04, -0.06, -0.08, -0.1, -0.13, 0.02, 0.05)
WORTH: Final = 0.002  # gain without which no tilt is taken
SHARPEST, BLUNTEST = 60.0, 0.2
DOUBT: Final = 1.0  # texts whose label is taken to be any, so that no model is ever quite sure
STEPS: Final = 40


def calibrate(scores: Numbers, labels: NDArray[np.int32], sizes: NDArray[np.int64]) -> tuple[Numbers, float]:
    """Return the tilt of each label and the sharpness, from scores of texts with known labels."""
    common = np.log(np.maximum(sizes, 0.5) / sizes.sum()).astype(np.float32)
    gains = [goodness((scores + tilt * common).argmax(axis=1), labels) for tilt in TILTS]
    best = int(np.argmax(gains))
    tilt = TILTS[best] if gains[best] > gains[0] + WORTH else 0.0
    tilted = (tilt * common).astype(np.float32)
    return tilted, sharpness(scores + tilted, labels)


def untried(count: int) -> float:
    """Return the sharpness that nothing has tried: a lead of one is worth as much among many labels as between two."""
    return UNTRIED + float(np.log(max(count - 1, 1)))


def goodness(said: NDArray[np.int64], labels: NDArray[np.int32]) -> float:
    """Return the mean of accuracy and macro-F1."""
    count = int(max(said.max(), labels.max())) + 1
    right = np.bincount(labels[said == labels], minlength=count)
    both = np.bincount(said, minlength=count) + np.bincount(labels, minlength=count)
    return float((right.sum() / len(labels) + (2 * right[both > 0] / both[both > 0]).mean()) / 2)


def sharpness(scores: Numbers, labels: NDArray[np.int32]) -> float:
    """Return the factor on the scores under which the true labels are likeliest: golden section on its logarithm."""
    scores = (scores - scores.max(axis=1, keepdims=True)).astype(np.float64)
    doubt = DOUBT / (len(labels) + DOUBT)
    true = (1 - doubt) * scores[np.arange(len(labels)), labels] + doubt * scores.mean(axis=1)

    def loss(logarithm: float) -> float:
        factor = np.exp(logarithm)
        return float(np.mean(np.log(np.exp(scores * factor).sum(axis=1)) - true * factor))

    low, high, golden = np.log(BLUNTEST), np.log(SHARPEST), (np.sqrt(5) - 1) / 2
    for _ in range(STEPS):
        one, two = high - golden * (high - low), low + golden * (high - low)
        low, high = (low, two) if loss(one) < loss(two) else (one, high)
    return float(np.exp((low + high) / 2))


def error(confidences: NDArray[np.floating], is_right: NDArray[np.bool_], bins: int = 10) -> float:
    """Return the expected calibration error: how far confidence and share of right ones differ, bin by bin."""
    which = np.minimum((np.asarray(confidences) * bins).astype(int), bins - 1)
    total = 0.0
    for one in range(bins):
        inside = which == one
        if inside.any():
            total += abs(float(np.mean(confidences[inside])) - float(np.mean(is_right[inside]))) * float(inside.mean())
    return total
