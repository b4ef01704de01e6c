"""A clock that goes only when it is told to."""

from datetime import datetime, timedelta

from typing_extensions import override

from servanda.usecases.ports.outside import Clock


class VirtualClock(Clock):
    """Shows the instant it was set to; owned by a test, a simulation or an exercise."""

    def __init__(self, start: datetime) -> None:
        """Start at `start`, aware, UTC."""
        self._now = start

    @override
    def now(self) -> datetime:
        """Return the instant set, in whole seconds."""
        return self._now.replace(microsecond=0)

    def set(self, instant: datetime) -> None:
        """Go to `instant`; backwards too, as clocks in the world do."""
        self._now = instant

    def advance(self, duration: timedelta) -> None:
        """Go on by `duration`."""
        self._now += duration


class SkewedClock(Clock):
    """Shows another clock's time, wrong by a constant: a machine nobody set."""

    def __init__(self, clock: Clock, *, error: timedelta) -> None:
        """Follow `clock`, ahead of it by `error`, which may be negative."""
        self._clock = clock
        self.error = error

    @override
    def now(self) -> datetime:
        """Return the wrong time, in whole seconds."""
        return (self._clock.now() + self.error).replace(microsecond=0)
