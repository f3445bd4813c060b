"""What cannot be filled is refused in words before anybody is looked up."""

import pytest
from pytest_django import DjangoAssertNumQueries

from wenhui.ground.accounts.testing import Office
from wenhui.kit.privacy import Privacy
from wenhui.kit.sheets.bodies import FormNotBlankError
from wenhui.kit.sheets.filling import OldTemplateError
from wenhui.record.ledgers.refusals import NobodyMeantError, NoRowsMeantError, NothingServedError
from wenhui.record.ledgers.tests.making import answered, blank_form, door, resident, saved
from wenhui.record.registry.dictionary import Dictionary

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("titles", "only", "refused"),
    [
        (["甲", "乙", "丙"], "", NoRowsMeantError),
        (["姓名", "联系电话"], "age>200", NobodyMeantError),
    ],
)
def test_what_cannot_be_filled_is_refused_in_words(
    office: Office, words: Dictionary, titles: list[str], only: str, refused: type[Exception]
) -> None:
    resident("林秋实", door(office, 501))

    with pytest.raises(refused) as error:
        answered(saved(blank_form(titles)), words, office.community, only=only)

    assert "没有生成文件" in error.value.words.zh  # type: ignore[attr-defined]


def test_a_form_of_nothing_that_is_held_is_refused(office: Office, words: Dictionary) -> None:
    with pytest.raises(NothingServedError):
        answered(saved(blank_form(["姓名", "联系电话"])), words, office.community, clearance=Privacy.OPEN)


def test_a_form_that_holds_values_already_is_refused_before_anybody_is_looked_up(
    office: Office, words: Dictionary, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    workbook = blank_form(["姓名", "联系电话"])
    workbook.active.append(["张三", "12000000001"])

    with django_assert_max_num_queries(1), pytest.raises(FormNotBlankError):
        answered(saved(workbook), words, office.community)


def test_a_text_table_is_refused(office: Office, words: Dictionary) -> None:
    with pytest.raises(OldTemplateError):
        answered("姓名,联系电话\n".encode(), words, office.community)
