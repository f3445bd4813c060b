"""The party of the tests, exchanged with for as long as one test lasts."""

from collections.abc import Iterator

import pytest

from wenhui.edge.exchange import parties
from wenhui.edge.exchange.parties import Party
from wenhui.edge.exchange.tests import partners
from wenhui.edge.exchange.tests.partners import Mailbox


@pytest.fixture
def mailbox() -> Mailbox:
    """Return the party's line."""
    return Mailbox()


@pytest.fixture
def party(mailbox: Mailbox) -> Iterator[Party]:
    """Exchange with the party."""
    found = partners.party(mailbox)
    parties.register(found)
    yield found
    parties.forget(found.key)
