"""Any form's words are understood, and each form is answered in its own."""

import pytest

from wenhui.kit.words import Words
from wenhui.record.registry.rules.codes import YES_NO, Code, CodeTable, DoubleMeaningError
from wenhui.record.registry.testing import shipped_attributes


@pytest.fixture(scope="module")
def tables() -> dict[str, CodeTable]:
    """The office's own tables, from their file."""
    return {table.key: table for table in shipped_attributes().dictionary()[1]}


@pytest.mark.parametrize(
    ("table", "text", "code"),
    [
        ("sex", "男", "1"), ("sex", "男性", "1"), ("sex", "M", "1"), ("sex", "1", "1"), ("sex", "Male", "1"),
        ("sex", "1-男", "1"), ("sex", "１．男", "1"), ("sex", "男(1)", "1"), ("sex", "2 女", "2"), ("sex", "1-女", None),
        ("sex", "雄", None), ("sex", "", None),
        ("ethnic", "汉", "01"), ("ethnic", "汉族", "01"), ("ethnic", "1", "01"), ("ethnic", "01汉族", "01"),
        ("ethnic", "维吾尔", "05"), ("ethnic", "土家", "15"), ("ethnic", "土", "30"), ("ethnic", "HA", "01"),
        ("marriage", "离异", "40"), ("marriage", "已婚", "20"), ("politics", "党员", "01"), ("politics", "团员", "03"),
        ("education", "大专", "30"), ("education", "文盲", "90"), ("family_relation", "妻子", "12"),
        ("family_relation", "租户", "99"), ("registration", "流动人口", "floating"), ("consistency", "02", "02"),
        ("disability_kind", "肢体", "4"), ("disability_grade", "Ⅱ级", "2"), ("disability_grade", "贰级", "2"),
        ("safety_grade", "C级", "C"), ("safety_grade", "c", "C"), ("industry", "餐饮业", "H"),
    ],
)  # fmt: skip
def test_words_of_any_form_are_understood(
    tables: dict[str, CodeTable], table: str, text: str, code: str | None
) -> None:
    assert tables[table].code_of(text) == code


@pytest.mark.parametrize(
    ("table", "code", "like", "words"),
    [
        ("sex", "1", (), "男"),
        ("sex", "1", ("男性", "女性"), "男性"),
        ("sex", "2", ("1-男", "2-女"), "2-女"),
        ("sex", "1", ("甲", "乙"), None),
        ("sex", "7", (), None),
        ("marriage", "21", ("未婚", "已婚", "离异", "丧偶"), "已婚"),
        ("marriage", "40", ("未婚", "已婚", "离异", "丧偶"), "离异"),
        ("education", "11", ("小学", "初中", "高中", "大专", "本科", "研究生"), "研究生"),
        ("family_relation", "22", ("户主", "配偶", "子女", "父母"), "子女"),
        ("family_relation", "12", ("户主", "配偶", "子女", "父母"), "配偶"),
        ("family_relation", "72", ("户主", "配偶", "子女", "父母"), None),
        ("ethnic", "03", ("汉", "回", "其他"), "回"),
    ],
)
def test_a_code_is_given_in_the_words_of_the_form(
    tables: dict[str, CodeTable], table: str, code: str, like: tuple[str, ...], words: str | None
) -> None:
    assert tables[table].words_of(code, like) == words


def test_every_code_comes_back_from_every_way_it_may_be_written(tables: dict[str, CodeTable]) -> None:
    for table in tables.values():
        for code in table.codes:
            for word in (code.code, code.words.zh, code.words.en, *code.others, f"{code.code}-{code.words.zh}"):
                assert table.code_of(word) == code.code, (table.key, word)


def test_all_ethnic_groups_have_their_codes(tables: dict[str, CodeTable]) -> None:
    codes = [code.code for code in tables["ethnic"].codes]

    assert codes == [f"{number:02}" for number in (*range(1, 57), 97, 98)]


def test_a_word_with_two_meanings_is_refused() -> None:
    table = CodeTable("x", Words("表", "table"), (Code("1", Words("甲", "A")), Code("2", Words("乙", "B"), ("甲",))))

    with pytest.raises(DoubleMeaningError, match="甲 stands for 1 and for 2"):
        table.check()


def test_an_ended_code_is_understood_but_not_offered_and_yields_its_words() -> None:
    old = Code("1", Words("甲", "A"), is_ended=True)
    table = CodeTable("x", Words("表", "table"), (old, Code("2", Words("乙", "B"), ("甲",))))

    assert (table.code_of("1"), table.code_of("甲"), table.words_of("1")) == ("1", "2", "甲")
    assert [code.code for code in table.in_force] == ["2"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("是", "true"), ("√", "true"), ("1", "true"), ("有", "true"), ("Y", "true"), ("TRUE", "true"), ("否", "false"),
     ("×", "false"), ("0", "false"), ("无", "false"), ("no", "false"), ("也许", None)],
)  # fmt: skip
def test_ticks_and_crosses_are_yes_and_no(text: str, code: str | None) -> None:
    assert YES_NO.code_of(text) == code


@pytest.mark.parametrize(("like", "words"), [(("有", "无"), "有"), (("1", "0"), "1"), (("√", "×"), "√"), ((), "是")])
def test_yes_is_said_as_the_form_says_it(like: tuple[str, ...], words: str) -> None:
    assert YES_NO.words_of("true", like) == words


def test_a_broader_code_covers_the_narrower_at_any_distance_and_not_itself() -> None:
    codes = (
        Code("1", Words("甲", "a")),
        Code("2", Words("乙", "b"), broader="1"),
        Code("3", Words("丙", "c"), broader="2"),
    )

    table = CodeTable("letters", Words("字母", "letters"), codes)

    assert [table.covers("1", "3"), table.covers("2", "3"), table.covers("1", "2")] == [True] * 3
    assert [table.covers("3", "1"), table.covers("1", "1"), table.covers("1", ""), table.covers("", "1")] == [False] * 4
