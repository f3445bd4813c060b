"""A form of homes, households, buildings or organisations that was filled here says nothing new when it comes back."""

from collections.abc import Callable
from datetime import date

import pytest

from wenhui.ground.accounts.testing import Office
from wenhui.ground.areas.models import Estate, EstateBuilding
from wenhui.record.ledgers.tests.bringing import checked, told
from wenhui.record.ledgers.tests.conftest import AT, ZHOU
from wenhui.record.ledgers.tests.making import answered, blank_form, door, resident, saved, say
from wenhui.record.registry import actions as registry
from wenhui.record.registry.dictionary import Dictionary
from wenhui.record.registry.rules.organisations import compose_credit_code
from wenhui.record.registry.words import Subject

pytestmark = pytest.mark.django_db
Plant = Callable[[Office], None]


@pytest.fixture(autouse=True)
def estate(office: Office, words: Dictionary) -> None:
    """Let the buildings stand in an estate, by whose name addresses are written."""
    estate = Estate.objects.create(area=office.community, key="lsdy", name="流水东苑")
    for path in ("lsdy.g04.b001.", "lsdy.g04.b002."):
        EstateBuilding.objects.create(estate=estate, building=office.at(path), valid_from=date(1998, 1, 1))


def homes(office: Office) -> None:
    for number in (501, 502):
        say(
            Subject.DWELLING, door(office, number).pk, rooms="3", use="10", rent="4500.00", landlord_phone="12000000001"
        )


def households(office: Office) -> None:
    for serial, number in ((7, 501), (9, 502)):
        head = resident("林秋实" if number == 501 else "何晚舟", door(office, number), serial=serial)
        home = registry.form_household(
            dwelling=door(office, number), head_id=head.pk, on=date(2020, 5, 1), by=ZHOU, at=AT
        )
        say(Subject.HOUSEHOLD, home.pk, monthly_income="2800.00", ebikes="1")


def buildings(office: Office) -> None:
    door(office, 501)
    say(Subject.BUILDING, office.building.pk, lifts="2", built_year="1998", head_name="林秋实", piped_gas="true")


def organisations(office: Office) -> None:
    code = compose_credit_code(register="91", region="330105", serial=7)
    company = registry.register_organisation(name="虚构科技", area=office.building, uscc=code, by=ZHOU, at=AT)
    registry.register_organisation(name="老王面馆", area=office.at("lsdy.g04.b002."), by=ZHOU, at=AT)
    say(Subject.ORGANISATION, company.pk, employees="12", capital="1000000.00", legal_name="林秋实")


@pytest.mark.parametrize(
    ("plant", "title", "heads"),
    [
        (homes, "出租房屋台账", ("序号", "房屋坐落", "房间数", "月租金", "房屋所属社区", "出租人电话")),
        (
            households, "低保家庭台账",
            ("户号", "户主姓名", "户主身份证号", "户主电话", "家庭住址", "家庭人口数", "家庭月收入（元）", "立户日期"),
        ),
        (households, "家庭台账", ("户主姓名", "家庭住址", "电动自行车数")),
        (
            buildings, "楼栋台账",
            ("楼栋名称", "所属小区", "所属网格", "单元数", "户数", "电梯数", "建成年份", "楼长姓名", "是否通燃气"),
        ),
        (
            organisations, "企业台账",
            ("企业名称", "统一社会信用代码", "企业类型", "经营地址", "从业人数", "注册资本（万元）", "法定代表人"),
        ),
        (organisations, "商铺台账", ("店铺名称", "经营地址", "从业人数")),
    ],
)  # fmt: skip
def test_a_filled_form_comes_back_without_a_change(
    office: Office, words: Dictionary, plant: Plant, title: str, heads: tuple[str, ...]
) -> None:
    plant(office)
    filled = answered(saved(blank_form(heads, title=title)), words, office.community).content

    upload = checked(filled, office.community, provider="community")

    counted = {key: upload.counts[key] for key in ("newcomers", "refused", "new", "changed", "cells")}
    assert counted == dict.fromkeys(counted, 0)
    assert upload.counts["linked"] == upload.counts["rows"] > 0
    assert [one for one in told(upload) if one[0] in {"row", "cell"}] == []
