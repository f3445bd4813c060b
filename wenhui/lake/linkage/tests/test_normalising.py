"""Habits of writing disappear; what people meant stays."""

import pytest

from wenhui.lake.linkage import characters, normalising


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1990-01-02", "19900102"),
        ("1990/1/2", "19900102"),
        ("19900102", "19900102"),
        ("1990.1.2", "19900102"),
        ("1990年1月2日", "19900102"),
        ("１９９０－０１－０２", "19900102"),
        ("1990-01-02T00:00:00", "19900102"),
        ("1990-1-2 0:00:00", "19900102"),
        ("2/1/1990", "19900102"),
        ("2 Jan 1990", "19900102"),
        ("January 2, 1990", "19900102"),
        ("02011990", "19900102"),
        ("32875", "19900102"),
        ("19830231", "19830231"),
        ("90/1/2", ""),
        ("不详", ""),
        ("1990", ""),
        ("", ""),
    ],
)
def test_a_birth_date_is_read_however_it_is_written(written: str, meant: str) -> None:
    assert normalising.birth_date(written) == meant


def test_a_column_says_itself_whether_the_month_comes_first() -> None:
    assert normalising.day_order(["1/13/1990", "2/1/1990"]) == "mdy"
    assert normalising.day_order(["13/1/1990", "2/1/1990"]) == "dmy"
    assert normalising.birth_date("1/2/1990", "mdy") == "19900102"


@pytest.mark.parametrize(
    ("written", "form", "meant"),
    [("02-01-1990", "%d-%m-%Y", "19900102"), ("1990-01-02", "%d-%m-%Y", ""), ("", "%Y", "")],
)
def test_a_named_form_is_obeyed(written: str, form: str, meant: str) -> None:
    assert normalising.birth_date_by(written, form) == meant


@pytest.mark.parametrize(
    ("written", "surname", "given"),
    [
        ("张伟", "张", "伟"),
        ("张 伟", "张", "伟"),
        ("欧阳若曦", "欧阳", "若曦"),
        ("欧阳", "欧", "阳"),
        ("张伟（户主）", "张", "伟"),
        ("张伟(已迁出)", "张", "伟"),
        ("买买提·艾力", "艾力", "买买提"),
        ("Anna Novák", "novak", "anna"),
        ("Novák, Anna", "novak", "anna"),
        ("Jean Paul O’Brien-Smith", "smith", "jean paul obrien"),
        ("Łukasz Żak", "zak", "lukasz"),
        ("Na Li", "li", "na"),
        ("ＡＮＮＡ　ＮＯＶＡＫ", "novak", "anna"),
        ("张", "张", ""),
        ("不详", "", ""),
        ("", "", ""),
    ],
)
def test_a_name_in_one_cell_is_parted(written: str, surname: str, given: str) -> None:
    assert normalising.whole_name(written) == (surname, given)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("流水东苑3幢2单元501室", "流水东苑 3 2 501"),
        ("流水东苑3-2-501", "流水东苑 3 2 501"),
        ("流水东苑３栋２单元５０１", "流水东苑 3 2 501"),
        ("流水东苑小区 3号楼2单元501室", "流水东苑 3 2 501"),
        ("流水东苑三幢二单元五〇一室", "流水东苑 3 2 501"),
        ("流水东苑十二幢12室", "流水东苑 12 12"),
        ("流水东苑03幢0501室", "流水东苑 3 501"),
        ("12 Main Street, Apt. 4", "12 main st apt 4"),
        ("12 MAIN ST apartment 4", "12 main st apt 4"),
        ("无", ""),
    ],
)
def test_an_address_becomes_words_and_numbers(written: str, meant: str) -> None:
    assert normalising.address(written) == meant


@pytest.mark.parametrize(
    "written",
    ["流水东苑3-2-501", "杭州市拱墅区文晖街道流水东苑3幢2单元501室", "文晖路123号流水东苑3幢2单元501"],
)
def test_the_home_is_the_same_with_and_without_what_stands_before_it(written: str) -> None:
    assert normalising.home_of(normalising.address(written)) == "东苑 3 2 501"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("+86 129-1234-5678", "12912345678"),
        ("0086 12912345678", "12912345678"),
        ("12912345678、12987654321", "12912345678"),
        ("１２９１２３４５６７８", "12912345678"),
        ("0571-85001234", "057185001234"),
        ("00000000000", ""),
        ("无", ""),
    ],
)
def test_a_phone_is_its_digits(written: str, meant: str) -> None:
    assert normalising.phone(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("99999919900102011x", "99999919900102011X"),
        ("９９９９９９ 19900102 011x", "99999919900102011X"),
        ("5304218", "5304218"),
        ("12-34 ab", "1234AB"),
        ("000000", ""),
        ("nan", ""),
        ("", ""),
    ],
)
def test_an_id_number_is_its_letters_and_digits(written: str, meant: str) -> None:
    assert normalising.id_number(written) == meant


def test_fifteen_digits_become_eighteen() -> None:
    number = normalising.id_number("999999900102011")

    assert number[:17] == "99999919900102011"
    assert normalising.is_whole_citizen_number(number)


def test_a_wrong_check_character_or_day_is_seen() -> None:
    good = "99999919900102011" + normalising.id_check("99999919900102011")

    assert normalising.is_whole_citizen_number(good)
    assert not normalising.is_whole_citizen_number(good[:17] + ("0" if good[17] != "0" else "1"))
    assert not normalising.is_citizen_number("999999199013020110")
    assert not normalising.is_citizen_number("5304218")


@pytest.mark.parametrize(
    ("written", "meant"), [("男", "1"), ("女性", "2"), ("M", "1"), ("female", "2"), ("２", "2"), ("其他", "")]
)
def test_a_sex_is_read_in_either_language(written: str, meant: str) -> None:
    assert normalising.sex(written) == meant


def test_latin_names_of_one_sound_have_one_code() -> None:
    assert normalising.soundex("robert") == normalising.soundex("rupert")
    assert normalising.soundex("robert") != normalising.soundex("rubin")
    assert normalising.soundex("") == ""


def test_our_readings_are_those_of_pypinyin() -> None:
    from pypinyin import lazy_pinyin

    ours = characters.readings()

    assert len(ours) > 20_000
    assert [one for one in list(ours)[::37] if lazy_pinyin(one, v_to_u=False) != [ours[one]]] == []


def test_each_character_looks_like_those_of_one_group_only() -> None:
    lines = characters._lines("similar.txt")

    assert len(set("".join(lines))) == len("".join(lines))
    assert all(len(line) > 1 for line in lines)


def test_careless_ears_hear_one_sound() -> None:
    assert characters.by_ear("ying") == characters.by_ear("yin")
    assert characters.by_ear("zhang") == characters.by_ear("zan")
    assert characters.by_ear("nan") == characters.by_ear("lan")
    assert characters.by_ear("li") != characters.by_ear("lu")
