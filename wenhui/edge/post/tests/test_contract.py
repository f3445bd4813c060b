"""One contract for every way out of the house, on the fake that stands beside it; without a database."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

import httpx
import pytest

from wenhui.edge.exchange.models import Outgoing
from wenhui.edge.exchange.parties import Answer, Sender
from wenhui.edge.post import connecting
from wenhui.edge.post.channels import fakes, mail
from wenhui.edge.post.channels.dingtalk import DingTalk
from wenhui.edge.post.channels.fakes import Fake, FakeDingTalk, FakeWebhook, FakeWeCom
from wenhui.edge.post.channels.webhook import Webhook
from wenhui.edge.post.channels.wecom import WeCom
from wenhui.edge.post.lines import Line, MailServer
from wenhui.edge.post.tests.test_rules import letter
from wenhui.edge.post.words import Way
from wenhui.work.cases.testing import TUESDAY

SECRET = "a-secret-of-the-tests"


@dataclass
class Ends:
    """A line of ours and the other end; `broken` is a line to where nobody is, `forged` one with a wrong secret."""

    way: Way
    fake: Fake
    line: Callable[[], AbstractContextManager[Sender]]
    broken: Callable[[], AbstractContextManager[Sender]]
    forged: Callable[[], AbstractContextManager[Sender]] | None = None


def wecom() -> Ends:
    fake = FakeWeCom(SECRET)
    url = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key="
    good, bad = Line(f"{url}{SECRET}"), Line(f"{url}other")
    return Ends(
        Way.WECOM, fake, lambda: WeCom(good, transport=fake.transport), lambda: WeCom(good, transport=nobody()),
        lambda: WeCom(bad, transport=fake.transport),
    )  # fmt: skip


def dingtalk() -> Ends:
    fake = FakeDingTalk(SECRET, now=TUESDAY)
    url = "https://oapi.dingtalk.com/robot/send?access_token=t"
    good, bad = Line(url, SECRET), Line(url, "other")

    def line(which: Line, transport: httpx.BaseTransport) -> DingTalk:
        return DingTalk(which, now=lambda: TUESDAY, transport=transport)

    return Ends(
        Way.DINGTALK, fake, lambda: line(good, fake.transport), lambda: line(good, nobody()),
        lambda: line(bad, fake.transport),
    )  # fmt: skip


def webhook() -> Ends:
    fake = FakeWebhook(SECRET, now=TUESDAY)
    url = "https://duty.example.gov.cn/wenhui?of=hz"
    good, bad = Line(url, SECRET), Line(url, "other")

    def line(which: Line, transport: httpx.BaseTransport) -> Webhook:
        return Webhook(which, now=lambda: TUESDAY, transport=transport)

    return Ends(
        Way.WEBHOOK, fake, lambda: line(good, fake.transport), lambda: line(good, nobody()),
        lambda: line(bad, fake.transport),
    )  # fmt: skip


@contextmanager
def email() -> Iterator[Ends]:
    with fakes.mail_server() as fake:
        good, bad = (MailServer("127.0.0.1", port, "wenhui@wenhui.example", is_near=True) for port in (fake.port, 9))
        to = ["duty@wenhui.example"]
        yield Ends(Way.EMAIL, fake, lambda: mail.line(good, to), lambda: mail.line(bad, to))


def nobody() -> httpx.MockTransport:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError(f"nobody at {request.url}")

    return httpx.MockTransport(refuse)


@pytest.fixture(params=["wecom", "dingtalk", "webhook", "email"])
def ends(request: pytest.FixtureRequest) -> Iterator[Ends]:
    if request.param == "email":
        with email() as both:
            yield both
    else:
        yield {"wecom": wecom, "dingtalk": dingtalk, "webhook": webhook}[request.param]()


def letters(count: int, **given: object) -> list[Outgoing]:
    return [Outgoing(body=letter(number, **given).model_dump(mode="json")) for number in range(1, count + 1)]


def test_letters_are_taken_in_one_message_with_their_numbers_and_links(ends: Ends) -> None:
    with ends.line() as line:
        verdict = line.send(letters(3))

    (text,) = ends.fake.taken
    assert verdict.answer is Answer.TAKEN
    for number in range(1, 4):
        assert f"https://wenhui.example/cases/WH-2026-0317-{number:03d}/" in text
    assert "时限到了" in text
    assert "流水东苑社区" in text


def test_a_whole_batch_with_the_longest_names_fits(ends: Ends) -> None:
    with ends.line() as line:
        verdict = line.send(letters(connecting.AT_ONCE[ends.way], type_="长" * 80, place="长" * 80, step="p9999"))

    assert verdict.answer is Answer.TAKEN


@pytest.mark.parametrize(("mood", "answer"), [("away", Answer.AWAY), ("refuses", Answer.REFUSED)])
def test_what_passes_is_tried_again_and_what_is_wrong_is_not(ends: Ends, mood: str, answer: Answer) -> None:
    ends.fake.mood = mood

    with ends.line() as line:
        verdict = line.send(letters(1))

    assert verdict.answer is answer
    assert verdict.why
    assert ends.fake.taken == []


def test_where_nobody_is_or_the_secret_is_wrong_it_is_tried_again_and_no_secret_is_said(ends: Ends) -> None:
    for door in (ends.broken, ends.forged):
        if door is not None:
            with door() as line:
                verdict = line.send(letters(1))

            assert verdict.answer is Answer.AWAY
            assert SECRET not in verdict.why
            assert "http" not in verdict.why


@pytest.mark.parametrize("answer", [httpx.Response(502, text="<html>"), httpx.Response(200, text="[]")])
def test_an_answer_that_is_no_robots_is_no_answer(answer: httpx.Response) -> None:
    with WeCom(Line("https://x.example/?key=1"), transport=httpx.MockTransport(lambda request: answer)) as line:
        assert line.send(letters(1)).answer is Answer.AWAY


def test_a_mail_server_that_is_not_there_is_said_in_words() -> None:
    with fakes.mail_server() as fake:
        there = mail.why_unreachable(MailServer("127.0.0.1", fake.port, "a@b.example", is_near=True))
    away = mail.why_unreachable(MailServer("127.0.0.1", 9, "a@b.example", is_near=True))

    assert (there, bool(away)) == ("", True)
