"""Hooks are made, tried, ended; letters are written only for who may read of the case."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from wenhui.edge.exchange.models import Outgoing
from wenhui.edge.exchange.words import Standing
from wenhui.edge.hooks import actions, sealing
from wenhui.edge.hooks.actions import HookError
from wenhui.edge.hooks.models import Hook
from wenhui.edge.hooks.tests.receivers import ADDRESS, subscribed
from wenhui.ground.accounts.models import Token
from wenhui.ground.accounts.testing import OFFICE, AsWeb, MakeToken
from wenhui.ground.journal.models import Entry
from wenhui.kit import clock
from wenhui.kit.scope import Scope
from wenhui.work.cases.testing import Desk
from wenhui.work.cases.words import Channel, Verb


def test_a_hook_is_made_once_and_its_secret_is_sealed(desk: Desk, make_token: MakeToken) -> None:
    token, _ = make_token("cases.see")

    hook, secret = subscribed(token)

    assert secret.encode() not in bytes(hook.secret)
    assert sealing.opened(Hook.objects.get().secret) == secret
    assert Entry.objects.get(verb="hooks.subscribe").subject == f"hook:{hook.pk}"
    with pytest.raises(HookError, match="已经订阅"):
        subscribed(token)
    with pytest.raises(IntegrityError, match="hooks_have_addresses_of_their_own"), transaction.atomic():
        Hook.objects.create(token=token, address=ADDRESS, kinds=["case.moved"], secret=b"x", made_at=clock.now())
    for kinds in ([], ["ping"]):
        with pytest.raises(IntegrityError, match="hooks_are_told_something"), transaction.atomic():
            Hook.objects.create(token=token, address="x", kinds=kinds, secret=b"x", made_at=clock.now())


@pytest.mark.parametrize(
    ("permission", "given", "why"),
    [
        ("cases.report", {}, "不能看案件"),
        ("cases.see", {"kinds": []}, "至少选一类"),
        ("cases.see", {"kinds": ["case.closed", "ping"]}, "至少选一类"),
        ("cases.see", {"address": "https://10.0.0.8/"}, "内网"),
        ("cases.see", {"address": "http://8.8.4.4/"}, "https"),
    ],
)
def test_what_cannot_be_told_is_refused_in_words(
    desk: Desk, make_token: MakeToken, permission: str, given: dict[str, Any], why: str
) -> None:
    with pytest.raises(HookError, match=why):
        subscribed(make_token(permission)[0], **given)

    assert not Hook.objects.exists()


def test_a_token_has_ten_hooks_at_most(desk: Desk, make_token: MakeToken) -> None:
    token, _ = make_token("cases.see")
    for number in range(actions.MOST):
        subscribed(token, address=f"{ADDRESS}/{number}")

    with pytest.raises(HookError, match="最多"):
        subscribed(token)


def test_only_who_may_read_of_a_case_is_told_of_it(desk: Desk, make_token: MakeToken, as_web: AsWeb) -> None:
    near, far, narrow, over, blind = (
        subscribed(make_token("cases.see", path=path)[0], kinds=kinds)[0]
        for path, kinds in (
            ("lsdy.", ["case.reported"]), ("dtg.", ["case.reported"]), ("", ["case.closed"]), ("", ["case.reported"]),
            ("", ["case.reported"]),
        )
    )  # fmt: skip
    day = clock.local_day(desk.at)
    Token.objects.filter(pk=over.token_id).update(valid_from=day - timedelta(days=9), valid_to=day)
    Token.objects.filter(pk=blind.token_id).update(permissions=["registry.see"])

    with as_web(Scope("hz.gs.wh.lsdy.g04.")):
        case = desk.report()
    desk.report(channel=Channel.IMPORT)
    desk.take(case, Verb.REGISTER)

    letter = Outgoing.objects.get()
    assert (letter.party, letter.subject, letter.area_path) == (near.party, case.number, case.area_path)
    assert {far.party, narrow.party} & {letter.party} == set()


def test_a_letter_goes_with_its_step_or_not_at_all(desk: Desk, make_token: MakeToken) -> None:
    hook, _ = subscribed(make_token("cases.see")[0])

    def die() -> None:
        desk.report()
        assert Outgoing.objects.filter(party=hook.party).count() == 1
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        transaction.atomic(die)()

    assert not Outgoing.objects.exists()


def test_what_was_ended_is_told_nothing_more(desk: Desk, make_token: MakeToken) -> None:
    hook, _ = subscribed(make_token("cases.see")[0])
    letter = actions.ping(hook=hook, by=OFFICE, at=clock.now())

    for _ in range(2):
        actions.end(hook=hook, by=OFFICE, at=clock.now())
    desk.report(at=clock.now())

    letter.refresh_from_db()
    assert (letter.standing, letter.why) == (Standing.SET_ASIDE, "回调已经取消。")
    assert Outgoing.objects.count() == 1
    assert Entry.objects.filter(verb__in=["hooks.end", "hooks.ping"]).count() == 2
    assert actions.send_again(hook=hook, by=OFFICE, at=clock.now()) == 0
