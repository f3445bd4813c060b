"""From the settings and the catalogue to a group's robot: through the exchange, one outlet apart from another."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from pytest_django import Settings

from wenhui.edge.exchange import parties
from wenhui.edge.exchange.beat import Beat
from wenhui.edge.exchange.models import Outgoing
from wenhui.edge.exchange.words import Standing
from wenhui.edge.post import actions, catalogue, connecting
from wenhui.edge.post.channels import fakes, mail
from wenhui.edge.post.channels.dingtalk import DingTalk
from wenhui.edge.post.channels.webhook import Webhook
from wenhui.edge.post.channels.wecom import WeCom
from wenhui.edge.post.keeping import POST
from wenhui.edge.post.lines import Line, MailServer
from wenhui.edge.post.models import Outlet
from wenhui.edge.post.tests.test_relaying import late
from wenhui.ground.accounts.testing import OFFICE, PLANTED_AT, Browse
from wenhui.ground.journal.models import Entry
from wenhui.kit import catalogue as yaml
from wenhui.kit.catalogue import CatalogueError
from wenhui.work.cases.testing import Desk


@contextmanager
def served(settings: Settings) -> Iterator[fakes.FakeMail]:
    """Serve the mail server of the settings."""
    with fakes.mail_server() as fake:
        settings.MAIL_SERVER = MailServer("127.0.0.1", fake.port, "wenhui@wenhui.example", is_near=True)
        settings.POST_LINES = {}
        yield fake


def test_a_mailbox_is_written_to_once_and_after_a_day_of_silence_given_up(
    outlets: Desk, settings: Settings, browse: Browse
) -> None:
    at = late(outlets).due_at + timedelta(hours=1)
    actions.relay(by=POST, at=at)
    party = parties.named("post:command-mail")
    assert party is not None
    beat = Beat(Random(1))

    with served(settings) as fake:
        fake.mood = "away"
        beat.once(party, at=at)
        beat.once(party, at=at + timedelta(hours=23))
        waiting = Outgoing.objects.get(party=party.key).standing
        beat.once(party, at=at + timedelta(hours=25))
        dead = Outgoing.objects.get(party=party.key)
        page = browse("luming").get("/exchange/sent/").text
        fake.mood = ""
        Outgoing.objects.update(standing=Standing.WAITING, next_at=at)
        for hours in (26, 27):
            beat.once(party, at=at + timedelta(days=2, hours=hours))

    assert (waiting, dead.standing, dead.why[:8]) == (Standing.WAITING, Standing.DEAD, "SMTP 451")
    assert "指挥室值班邮箱" in page
    (text,) = fake.taken
    assert text.startswith("案件提醒：")
    assert "时限到了" in text


def test_an_outlet_is_a_party_only_where_the_settings_know_it(outlets: Desk, settings: Settings) -> None:
    known = [one.key for one in parties.every() if one.key.startswith("post:")]
    unknown = [one.key for one in connecting.unconnected()]
    settings.POST_LINES = {"duty": Line("https://duty.example.gov.cn/")}
    settings.MAIL_SERVER = None
    without_secret = connecting.connected()

    assert known == ["post:command-mail", "post:leaders-duty", "post:municipal-group"]
    assert unknown == ["enforcement-group"]
    assert without_secret == []


def test_each_way_has_its_own_line(outlets: Desk, settings: Settings) -> None:
    settings.POST_LINES |= {"enforcement": Line("https://oapi.dingtalk.com/robot/send?access_token=t", "s")}

    lines = []
    for one in connecting.connected():
        with connecting.party_of(one).line() as line:
            lines.append(type(line))

    assert lines == [mail.Mail, DingTalk, Webhook, WeCom]


def test_the_catalogue_names_outlets_ends_them_and_says_so(outlets: Desk) -> None:
    document = yaml.load(Path(__file__).parents[4] / "catalogue" / "wenhui" / catalogue.FILE, catalogue.Schema)
    again = catalogue.plan(document)
    fewer = catalogue.Schema(outlets=document.outlets[1:])

    changes = catalogue.plan(fewer)
    catalogue.apply(fewer, by=OFFICE, at=PLANTED_AT)

    assert again == []
    assert [str(one) for one in changes] == ["- outlet command-mail: 指挥室值班邮箱"]
    assert Outlet.objects.get(key="command-mail").ended
    assert Entry.objects.filter(verb="post.add_by_catalogue").count() == len(document.outlets)
    assert Entry.objects.get(verb="post.end_by_catalogue").subject == "outlet:command-mail"


ROW = "key: x, name: {zh: 群, en: Group}, area: hz.gs.wh., whom: 'unit:municipal', way: wecom, line: x"


WRONG = (
    (ROW.replace("hz.gs.wh.", "hz.xx."), "no area hz.xx."),
    (ROW.replace("municipal", "nobody"), "no unit or role answers to unit:nobody"),
    (ROW.replace("unit:municipal", "everybody"), "whom"),
    (ROW.replace("line: x", "line: 'https://x.example/?key=secret'"), "line"),
    (ROW.replace("line: x", "mailboxes: [a@b.example]"), "a robot or webhook has a `line`"),
    (ROW.replace("way: wecom", "way: email"), "an outlet by e-mail has `mailboxes`"),
    (ROW.replace("way: wecom, line: x", "way: email, mailboxes: [nobody]"), "mailboxes"),
    (ROW.replace("wecom", "pigeon"), "way"),
)


def test_a_wrong_outlet_is_refused_with_its_line(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / catalogue.FILE

    for row, why in WRONG:
        file.write_text(f"outlets:\n  - {{{row}}}\n", encoding="utf-8")
        with pytest.raises(CatalogueError, match="line 2") as refused:
            catalogue.plan(yaml.load(file, catalogue.Schema))

        assert why in str(refused.value)
