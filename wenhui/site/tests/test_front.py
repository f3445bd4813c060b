"""The public front page: no login, nothing asked, the ways to be heard."""

from django.test import Client


def test_a_stranger_finds_the_ways_to_be_heard(client: Client) -> None:
    html = client.get("/").content.decode()

    assert 'href="tel:12345"' in html
    assert "社区窗口" in html
    assert 'href="/login/"' in html


def test_the_foot_says_that_the_demonstration_is_invented(client: Client) -> None:
    assert "演示数据，人物与边界均为虚构" in client.get("/").content.decode()
