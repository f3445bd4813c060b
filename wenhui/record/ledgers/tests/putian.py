"""The monthly table of 莆田 that one community filed, and its sixteen households. All people are invented."""

from datetime import date

from wenhui.ground.accounts.testing import Office
from wenhui.record.ledgers.tests.conftest import AT, ZHOU
from wenhui.record.ledgers.tests.making import door, resident, say
from wenhui.record.registry import actions as registry
from wenhui.record.registry.words import Subject

# The table of 莆田: two monthly tables of 16 households, of whose 12 columns only the last changes.
PUTIAN = (
    "户编号", "户主姓名", "户主身份证号", "户主电话", "家庭人口数", "家庭住址", "家庭月收入（元）", "家庭救助类别",
    "保障人数", "开户银行", "银行账号", "本月走访情况",
)  # fmt: skip


def sixteen_households(office: Office) -> None:
    """Register 16 households of whom everything but this month's visit is known."""
    for number in range(1, 17):
        home = door(office, 100 + number)
        head = resident("林秋" + "一二三四五六七八九十甲乙丙丁戊己"[number - 1], home, serial=number)
        household = registry.form_household(
            dwelling=home, head_id=head.pk, member_ids=[head.pk], on=date(2020, 5, 1), by=ZHOU, at=AT
        )
        say(
            Subject.HOUSEHOLD, household.pk,
            monthly_income=f"{900 + number}.50", assistance="dibao", assisted_members="1",
        )  # fmt: skip
        say(Subject.PERSON, head.pk, bank_name="农商银行", bank_account=f"62284800123456789{number:02}")
