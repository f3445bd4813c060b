"""Texts are written one way, taken apart the same everywhere, and weighed."""

import numpy as np
import pytest

from wenhui.lake.texts import pieces, vectors
from wenhui.lake.texts.normalising import LONGEST, plain


@pytest.mark.parametrize(
    ("text", "like"),
    [
        ("１２幢ＬＥＤ灯", "12幢led灯"),
        ("路\u200b灯\ufeff", "路灯"),
        ("a\x00b\x1fc", "a b c"),
        ("\u202e路灯\u2069", "路灯"),
        (" 路灯 \r\n\t坏 ", "路灯 坏"),
        ("\ud800路\udfff", "路"),
        ("Straße ﬁ", "straße fi"),
    ],
)
def test_there_is_one_way_of_writing(text: str, like: str) -> None:
    assert plain(text) == like


def test_no_text_is_longer_than_is_looked_at() -> None:
    assert len(plain("ﷺ" * 100_000)) <= LONGEST


def test_pieces_of_chinese_cross_words_and_those_of_letters_do_not() -> None:
    found = pieces.characters(["路灯 abc de"], 100)

    spans = {(begin, end) for begin, end in zip(found.begin.tolist(), found.end.tolist(), strict=True)}
    assert (0, 2) in spans
    assert (0, 4) in spans
    assert (3, 6) in spans
    assert not [span for span in spans if span[0] in range(3, 6) and span[1] > 7]


def test_codes_are_the_same_on_every_machine() -> None:
    assert pieces.words(["路灯"]).code.tolist() == [1596632755681836877]
    assert pieces.characters(["灯"], 10).code.tolist()[:1] == [16484364391903982423]


def test_a_batch_gives_what_each_text_gives_alone() -> None:
    texts = ["路灯不亮", "", "garbage on main st", "垃圾 trash 12幢"]

    space, together = vectors.learn(texts)

    for row, text in enumerate(texts):
        assert np.allclose(space.vectors([text]).toarray(), together[row].toarray())
    assert np.allclose(np.asarray(together.power(2).sum(axis=1)).ravel(), [1, 0, 1, 1], atol=1e-5)


def test_unknown_pieces_shorten_what_is_known() -> None:
    space, _ = vectors.learn(["路灯不亮", "垃圾很多"])

    known, half, none = (float(space.vectors([text]).power(2).sum()) for text in ("路灯不亮", "路灯啊呀", "啊呀"))

    assert known > half > none == 0


def test_a_space_never_met_is_as_if_never_learnt() -> None:
    _, both = vectors.learn(["路灯不亮", "路灯坏了", "垃圾很多"])
    space, _ = vectors.learn(["路灯不亮", "路灯坏了", "垃圾很多"])
    is_known = np.asarray((both[:1].toarray() > 0).ravel())

    unseen = space.as_unseen(both[1:2], is_known)

    assert 0 < float(unseen.power(2).sum()) < 1
    assert not unseen.toarray()[0, ~is_known].any()


def test_only_the_commonest_pieces_are_kept_where_there_are_too_many() -> None:
    space, found = vectors.learn(["路灯不亮", "路灯坏了", "路灯灭了"], most=5)

    assert 0 < len(space.characters.codes) <= 5
    assert found.shape == (3, space.size)
