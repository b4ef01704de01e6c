"""Looking for circles seldom, and as before afterwards, whatever happens meanwhile."""

import gc

import pytest

from servanda.interfaces.collector import collecting_young, no_collecting


def test_circles_are_looked_for_as_before_when_the_work_ends_or_fails() -> None:
    before = gc.isenabled(), gc.get_threshold()

    with no_collecting(), collecting_young():
        during = gc.isenabled(), gc.get_threshold()
    with pytest.raises(RuntimeError), no_collecting(), collecting_young():
        raise RuntimeError

    assert not during[0]
    assert during[1] != before[1]
    assert (gc.isenabled(), gc.get_threshold()) == before


def test_young_circles_go_while_pages_are_read() -> None:
    class Knot:
        other: "Knot | None" = None

    gone: list[int] = []

    with collecting_young():
        gc.callbacks.append(lambda _, info: gone.append(info["collected"]))
        try:
            for _ in range(200_000):
                knot = Knot()
                knot.other = knot
        finally:
            gc.callbacks.pop()

    assert sum(gone) > 0
