"""Long work leaves the collector as it was found."""

import gc

import pytest

from wenhui.kit import heap


def test_the_collector_rests_meanwhile_and_works_again_afterwards_whatever_happened() -> None:
    @heap.left_alone()
    def work() -> None:
        seen.append(gc.isenabled())
        raise ZeroDivisionError

    seen: list[bool] = []
    with pytest.raises(ZeroDivisionError):
        work()

    assert seen == [False]
    assert gc.isenabled()


def test_whoever_had_it_off_keeps_it_off() -> None:
    with heap.left_alone():
        with heap.left_alone():
            pass
        inside = gc.isenabled()

    assert not inside
