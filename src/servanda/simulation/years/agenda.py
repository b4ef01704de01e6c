"""What is to happen, by time: the only thing that moves the clock of a simulated year."""

from collections.abc import Callable
from datetime import datetime
from heapq import heappop, heappush
from typing import TypeAlias

from servanda.simulation.clock import VirtualClock

Happening: TypeAlias = Callable[[], None]


class Agenda:
    """Happenings in the order of their instants; of equal instants the one noted first."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self._noted = 0
        self._waiting: list[tuple[datetime, int, Happening]] = []

    def note(self, at: datetime, happening: Happening) -> None:
        """Let `happening` take place at `at`, or now if that is over."""
        self._noted += 1
        heappush(self._waiting, (max(at, self._clock.now()), self._noted, happening))

    def play(self, *, most: int) -> None:
        """Let everything take place, and what follows from it, until nothing is left.

        Raises:
            TimeoutError: There were more than `most` happenings: the exchange does not end.
        """
        for _ in range(most):
            if not self._waiting:
                return
            at, _, happening = heappop(self._waiting)
            self._clock.set(at)
            happening()
        raise TimeoutError(f"expected an end within {most} happenings")
