"""Load what a verb needs without a search for garbage: what is loaded stays until the end.

A verb is a short process that makes a hundred thousand objects while it loads, and keeps them.
Python would look through all of them again and again, and once more at the end: a quarter of the
time of a verb. So nothing is collected while modules load, and what they made is set aside.

Source: Python's manual of `gc`, `gc.freeze`.
"""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Return a context in which modules are loaded; garbage is collected again after it.

    What exists at the end of it is set aside for good, but only where a module was loaded: a
    process that calls many verbs does not set aside what each of them leaves.
    """
    known, collects = len(sys.modules), gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if len(sys.modules) > known:
            gc.freeze()
        if collects:
            gc.enable()
