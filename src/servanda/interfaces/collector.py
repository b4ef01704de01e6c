"""Work that makes no circles of objects, or few, done without looking for many.

Python looks for circles whenever many objects were made; with a million statements in memory
that takes a third of the time, and there is nothing to be found.

Source: Python's manual of `gc`, `gc.set_threshold`.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collecting() -> Iterator[None]:
    """Return a context in which no garbage is looked for; for one verb that then ends."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


YOUNG = 100_000  # objects made before they are looked through
_HARDLY_EVER = 1_000  # such looks before one at what outlived them, and the same again


@contextmanager
def collecting_young() -> Iterator[None]:
    """Return a context in which each object is looked at once, while it is young.

    For a verb that reads pages: the library that takes them apart leaves circles behind, which go
    soon, and what is kept of a document is never looked through again.
    """
    before = gc.get_threshold()
    gc.set_threshold(YOUNG, _HARDLY_EVER, _HARDLY_EVER)
    try:
        yield
    finally:
        gc.set_threshold(*before)
