"""Fixtures for tests that need a hotline: the office exchanges with it for as long as one test lasts."""

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from wenhui.edge.exchange import parties
from wenhui.edge.hotline import connecting, party
from wenhui.edge.hotline.peer import Peer
from wenhui.ground.accounts.testing import WebClient

KEYS = {"2026-03": b"h" * 32}
PEER = Peer("hz.gs.wh.", KEYS, "http://127.0.0.1:9/hotline")


@pytest.fixture
def hotline(settings: Settings) -> Iterator[Peer]:
    """Name the hotline in the settings."""
    settings.HOTLINE = PEER
    parties.register(connecting.party_of(PEER))
    yield PEER
    parties.forget(party.KEY)


@pytest.fixture
def hotline_door(hotline: Peer, db: None) -> Client:
    """Return how strangers reach our doors: without a login, as the web role."""
    return WebClient()
