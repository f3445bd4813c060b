"""Fixtures for tests that need a city brain: the office exchanges with it for as long as one test lasts."""

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from wenhui.edge.citybrain import connecting
from wenhui.edge.citybrain.peer import Peer
from wenhui.edge.exchange import parties
from wenhui.ground.accounts.testing import WebClient

KEYS = {"2026-03": b"k" * 32, "2026-02": b"o" * 32}
PEER = Peer("http://127.0.0.1:9/brain", "hz.gs.wh.", "/hangzhou/citybrain", KEYS)


@pytest.fixture
def peer(settings: Settings) -> Iterator[Peer]:
    """Name the city brain in the settings."""
    settings.CITYBRAIN = PEER
    parties.register(connecting.party_of(PEER))
    yield PEER
    parties.forget(connecting.KEY)


@pytest.fixture
def door(peer: Peer, db: None) -> Client:
    """Return how strangers reach our door: without a login, as the web role."""
    return WebClient()
