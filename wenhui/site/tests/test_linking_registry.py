"""`wenhui link train` and `suspects` over the registry's own rows: what they say, and how they refuse."""

import pytest

from wenhui.ground.areas.testing import little_office  # noqa: F401 - a fixture
from wenhui.kit.actor import job
from wenhui.record.registry import seed
from wenhui.record.registry.models import LinkageModel
from wenhui.record.registry.tests.conftest import AT, TODAY
from wenhui.site.commands import RefusalError, linking_registry

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("little_office")
def test_a_model_is_trained_and_then_pairs_are_searched() -> None:
    seed.seed(number=1, today=TODAY, by=job("seed"), at=AT, progress=lambda done, of: None, residents=900)

    said = linking_registry.learn(), linking_registry.search()

    assert LinkageModel.objects.get().rows == 900
    assert said[0].startswith("Learnt from 900 people.")
    assert "pairs wait for a judgement" in said[1]


def test_an_empty_registry_teaches_nothing_and_says_so() -> None:
    with pytest.raises(RefusalError, match="too few to learn from"):
        linking_registry.learn()
    with pytest.raises(RefusalError, match="run first: wenhui link train"):
        linking_registry.search()
