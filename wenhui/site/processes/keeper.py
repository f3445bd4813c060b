"""The keeper: folds deltas into cells, seals the journal, freezes each day's figures at midnight, searches for people
registered twice at two, recounts at three, lets forms expire, brings the day's reminders to visits and finds what they
referred, finds who must hear of late cases and hands it on, learns from closed ones and proposes which may be one matter
coming back, goes on with facts where somebody was cut off, sweeps copies of photos that no row names.

Serves no requests. Runs as the owner, one thread per duty, each on a connection of its own.
"""

import signal
import threading
from collections.abc import Callable

from wenhui.site import processes


def main() -> None:
    """Keep until told to stop; a duty that fails ends the process, and the supervisor starts it again."""
    processes.begin_with_django()
    from wenhui.edge.post import keeping as post
    from wenhui.ground.files import sweeping
    from wenhui.ground.journal import sealing
    from wenhui.ground.tally import folding, recounting
    from wenhui.record.facts import catching_up
    from wenhui.record.forms import keeping as forms
    from wenhui.record.registry import nightly
    from wenhui.work.cases import referrals
    from wenhui.work.cases.clocks import escalating
    from wenhui.work.cases.intake import recurring
    from wenhui.work.cases.learning import keeping as learning
    from wenhui.work.visits import keeping

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    duties: tuple[Callable[[threading.Event], None], ...] = (
        *(folding.run, sealing.run, recounting.run),
        *(nightly.run, forms.run, keeping.run, referrals.run, escalating.run, catching_up.run, sweeping.run),
        *(post.run, learning.run, recurring.run),
    )
    failed: list[BaseException] = []

    def keep(duty: Callable[[threading.Event], None]) -> None:
        try:
            duty(stop)
        except Exception as error:
            failed.append(error)
            stop.set()
            raise

    threads = [threading.Thread(target=keep, args=[duty], name=duty.__module__) for duty in duties]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
