"""The standing cast is the demonstration's alone."""

from datetime import UTC, datetime

import pytest
from pytest_django.fixtures import Settings

from wenhui.ground.accounts import seed
from wenhui.ground.accounts.models import Account, Post
from wenhui.ground.accounts.testing import Cast
from wenhui.kit.actor import job

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_the_cast_holds_its_posts(cast: Cast) -> None:
    held = {name: str(player.post) for name, player in cast.items()}

    assert held == {
        "gulan": "流水东苑 04 网格 · 网格员",
        "luming": "文晖街道 · 综合信息指挥室",
        "shenzy": "文晖街道 · 处置单位",
        "zhounc": "流水东苑社区 · 社区书记",
        "chengws": "文晖街道 · 街道领导",
        "hansg": "打铁关社区 · 社区工作者",
        "qinsn": "文晖街道 · 系统管理员",
    }


def test_seeding_twice_changes_nothing(cast: Cast) -> None:
    before = list(Post.objects.values_list("id", "account__password").order_by("id"))

    seed.seed_cast(by=job("tests"), at=AT)

    assert list(Post.objects.values_list("id", "account__password").order_by("id")) == before


def test_the_cast_is_refused_outside_the_demonstration(cast: Cast, settings: Settings) -> None:
    settings.DEMO = False

    with pytest.raises(seed.CastRefusedError, match="WENHUI_DEMO=1"):
        seed.seed_cast(by=job("tests"), at=AT)


def test_the_cast_found_outside_the_demonstration_is_named(cast: Cast, settings: Settings) -> None:
    settings.DEMO = False
    Account.objects.exclude(username__in=["gulan", "hansg"]).update(is_active=False)
    safe = cast["hansg"].account
    safe.set_password("another password altogether")
    safe.save()

    found = list(seed.cast_found_outside_demonstration())

    assert len(found) == 1
    assert "gulan" in found[0]


def test_the_cast_is_at_home_in_the_demonstration(cast: Cast) -> None:
    assert list(seed.cast_found_outside_demonstration()) == []
