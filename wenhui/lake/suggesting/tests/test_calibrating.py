"""Confidence is what it says: rules on numbers alone."""

import numpy as np

from wenhui.lake.suggesting import calibrating


def test_sharpness_gives_back_the_chances_that_made_the_labels() -> None:
    draw = np.random.default_rng(1)
    scores = draw.normal(size=(4000, 5)).astype(np.float32)
    chances = np.exp(3 * scores) / np.exp(3 * scores).sum(axis=1, keepdims=True)
    labels = np.array([draw.choice(5, p=row / row.sum()) for row in chances.astype(float)], np.int32)

    sharpness = calibrating.sharpness(scores, labels)

    assert abs(sharpness - 3) < 0.2
    assert calibrating.error(chances.max(axis=1), chances.argmax(axis=1) == labels) < 0.02


def test_no_model_is_ever_quite_sure() -> None:
    scores = np.eye(3, dtype=np.float32).repeat(10, axis=0)

    assert calibrating.sharpness(scores, np.arange(3, dtype=np.int32).repeat(10)) < 20


def test_a_tilt_is_taken_only_where_it_helps() -> None:
    labels = np.array([0] * 90 + [1] * 10, np.int32)
    leaning = np.zeros((100, 2), np.float32)
    leaning[:, 0] = 0.05
    leaning[90:, 1] = 0.01

    helped, _ = calibrating.calibrate(
        leaning + np.where(labels[:, None] == 0, [[0.3, 0]], 0).astype(np.float32), labels, np.array([90, 10])
    )
    right, _ = calibrating.calibrate(np.eye(2, dtype=np.float32)[labels], labels, np.array([90, 10]))

    assert helped[1] > helped[0]
    assert list(right) == [0, 0]
