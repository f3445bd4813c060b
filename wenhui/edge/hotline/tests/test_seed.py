"""The invented tickets stand at every state, once."""

from wenhui.edge.hotline import seed
from wenhui.edge.hotline.models import HotlineTicket
from wenhui.edge.hotline.words import State
from wenhui.ground.accounts.testing import OFFICE
from wenhui.kit import clock
from wenhui.work.cases.testing import Desk


def test_the_demonstration_shows_every_state_and_is_planted_once(desk: Desk) -> None:
    now = clock.now()

    counts = [seed.seed(number=1, now=now, by=OFFICE, at=now, tickets=15) for _ in range(2)]

    assert counts == [15, 0]
    assert set(HotlineTicket.objects.values_list("state", flat=True)) == {str(one) for one in State}
    assert not HotlineTicket.objects.filter(taken_at__gt=now).exists()
