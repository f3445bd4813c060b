"""The desk at which forms are asked, decided and filled."""

import pytest

from wenhui.ground.accounts.testing import Cast, Office
from wenhui.record.forms.testing import Desk, plant_desk


@pytest.fixture
def desk(office: Office, cast: Cast) -> Desk:
    """Return a small community's desk, with the dictionary in force."""
    return plant_desk(office, cast)
