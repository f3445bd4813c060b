"""The keeper reminds once a day and tidies at every look."""

from datetime import date, timedelta

from wenhui.ground.accounts.testing import OFFICE
from wenhui.record.registry import actions as registry
from wenhui.work.visits import keeping
from wenhui.work.visits.models import Reason
from wenhui.work.visits.testing import TODAY, TUESDAY, Walk


def test_each_day_is_reminded_of_once_and_tidied_often(walk: Walk) -> None:
    person = walk.settle("r501", "王建国", date(1946, 4, 16))

    first = keeping.keep(None, at=TUESDAY)
    registry.move_out(person_id=person.pk, on=TODAY, by=OFFICE, at=TUESDAY)
    walk.settle("r502", "李秀英", date(1946, 4, 16))
    same = keeping.keep(first, at=TUESDAY)
    states = list(Reason.objects.values_list("state", flat=True))
    keeping.keep(same, at=TUESDAY + timedelta(days=1))

    assert (first, same, states) == (TODAY, TODAY, ["gone"])
    assert Reason.objects.filter(state="open").count() == 1
