"""The shipped outlets, and settings that know how to reach them."""

from pathlib import Path

import django.conf
import pytest
from pytest_django import Settings

from wenhui.edge.post import catalogue
from wenhui.edge.post.lines import Line, MailServer
from wenhui.ground.accounts.testing import OFFICE, PLANTED_AT
from wenhui.kit import catalogue as yaml
from wenhui.work.cases.testing import Desk

FILE = Path(django.conf.settings.ROOT) / "catalogue" / "wenhui" / catalogue.FILE


@pytest.fixture
def outlets(desk: Desk, settings: Settings) -> Desk:
    """Apply the shipped file and connect what it names, but for the group of the enforcement team."""
    settings.PAGES = "https://wenhui.example/"
    settings.MAIL_SERVER = MailServer("127.0.0.1", 9, "wenhui@wenhui.example", is_near=True)
    settings.POST_LINES = {
        "municipal": Line("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k"),
        "duty": Line("https://duty.example.gov.cn/wenhui", "secret"),
    }
    catalogue.apply(yaml.load(FILE, catalogue.Schema), by=OFFICE, at=PLANTED_AT)
    return desk
