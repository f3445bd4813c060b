"""Forms expire once a day, also where nobody looks."""

import threading
from datetime import date, timedelta

from wenhui.record.forms import keeping
from wenhui.record.forms.testing import Desk


def test_a_form_expires_with_the_first_look_of_the_next_day(desk: Desk) -> None:
    form = desk.admitted(expires_on=date(2026, 3, 17))

    day = keeping.keep(None, at=desk.at)
    form.refresh_from_db()
    before = form.standing
    later = keeping.keep(day, at=desk.at + timedelta(days=1))

    form.refresh_from_db()
    assert (before, form.standing) == ("admitted", "expired")
    assert (day, later) == (date(2026, 3, 17), date(2026, 3, 18))


def test_the_keeper_stops_when_told_to() -> None:
    stop = threading.Event()
    stop.set()

    keeping.run(stop)
