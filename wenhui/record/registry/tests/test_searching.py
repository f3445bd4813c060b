"""What a search text means."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenhui.record.registry.rules.refusal import NotUsableError
from wenhui.record.registry.rules.searching import Question, Sought, prefix_range, understand


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("张", Question(Sought.NAME, "张")),
        (" 张 伟 ", Question(Sought.NAME, "张伟")),
        ("zhangw", Question(Sought.LETTERS, "zhangw")),
        ("Zhang W", Question(Sought.LETTERS, "zhangw")),
        ("ｚｗ", Question(Sought.LETTERS, "zw")),
        ("lü", Question(Sought.LETTERS, "lv")),
        ("LYU", Question(Sought.LETTERS, "lv")),
        ("5678", Question(Sought.PHONE_TAIL, "5678")),
        ("５６７８", Question(Sought.PHONE_TAIL, "5678")),
        ("+86 120 3456 7890", Question(Sought.PHONE, "12034567890")),
        ("0571-88880000", Question(Sought.PHONE, "0571-88880000")),
        ("11010519491231002x", Question(Sought.ID_NUMBER, "11010519491231002X")),
        ("110105 19491231 002X", Question(Sought.ID_NUMBER, "11010519491231002X")),
    ],
)
def test_what_was_typed_is_understood(text: str, question: Question) -> None:
    assert understand(text) == question


@pytest.mark.parametrize(
    ("text", "zh"),
    [
        ("", "请输入姓名、拼音、首字母、手机号（或后四位）或身份号码"),
        ("  ", "请输入姓名、拼音、首字母、手机号（或后四位）或身份号码"),
        ("567", "数字可以是手机号后四位、完整的电话号码或 18 位身份号码"),
        ("56789", "数字可以是手机号后四位、完整的电话号码或 18 位身份号码"),
        ("张3", "姓名里有数字或符号，请照证件填写"),
        ("%_", "姓名里有数字或符号，请照证件填写"),
        ("Ж", "只能按汉字、拼音字母或号码查找"),
    ],
)
def test_what_cannot_be_sought_is_said_in_words(text: str, zh: str) -> None:
    with pytest.raises(NotUsableError) as refused:
        understand(text)

    assert refused.value.words.zh == zh


@given(st.text())
def test_whatever_is_typed_is_understood_or_refused_in_words(text: str) -> None:
    with suppress(NotUsableError):
        question = understand(text)

        assert question.value


@given(st.text(st.characters(codec="utf-8"), min_size=1).filter(lambda t: t.strip("\U0010ffff")), st.text())
def test_the_range_of_a_prefix_holds_exactly_what_begins_with_it(prefix: str, other: str) -> None:
    first, after = (bound.encode() for bound in prefix_range(prefix))

    assert first <= (prefix + other).encode("utf-8", "replace") < after
    assert (first <= other.encode("utf-8", "replace") < after) == other.encode("utf-8", "replace").startswith(
        prefix.encode()
    )
