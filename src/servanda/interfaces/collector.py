"""Work that makes no circles of objects, done without looking for any.

Python looks for circles whenever many objects were made; with a million statements in memory
that takes a third of the time, and there is nothing to be found.
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
