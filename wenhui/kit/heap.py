"""The collector of reference cycles, kept out of long work that makes millions of objects and no cycles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def left_alone() -> Iterator[None]:
    """Make many objects without the collector walking all of them again and again: an import spends a quarter on that.

    What is freed by counting references is freed as ever; cycles made meanwhile are found afterwards.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
