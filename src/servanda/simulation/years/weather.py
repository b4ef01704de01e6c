"""Carriers in bad weather: what they are given is lost, doubled, or overtaken by what came later.

Two kinds lead to every counterpart, one of seconds and one of a minute, and either is sometimes
many times slower. The outbox changes from one to the other with every try, so that an envelope
is often overtaken by one that was sent after it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import ClassVar, TypeAlias

from typing_extensions import override

from servanda.usecases.ports.outside import HandedOver, OutboundTransport, SealedEnvelope

# Lets an envelope arrive after a time.
Arrive: TypeAlias = Callable[[bytes, timedelta], None]

_PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """How bad it is, in percent of the envelopes.

    Attributes:
        lost: That never arrive.
        doubled: Of the others, that arrive twice.
        overtaken: That are `overtaken_by` times slower than the slowest usual one.
    """

    lost: int = 10
    doubled: int = 5
    overtaken: int = 10
    overtaken_by: int = 20


class WeatheredCarrier(OutboundTransport):
    """Hands envelopes over to the weather, and counts what it did to them.

    Attributes:
        handed: How many envelopes were handed over.
        lost: How many of them never arrive.
        doubled: How many arrive twice.
    """

    seconds: ClassVar[tuple[int, int]]

    def __init__(self, *, weather: Weather, random: Random, arrive: Arrive) -> None:
        self._weather = weather
        self._random = random
        self._arrive = arrive
        self.handed = 0
        self.lost = 0
        self.doubled = 0

    @override
    def deliver(self, envelope: SealedEnvelope) -> HandedOver:
        self.handed += 1
        if self._happens(self._weather.lost):
            self.lost += 1
            return HandedOver(location=self.kind)
        self._arrive(envelope.content, self._time_on_the_way())
        if self._happens(self._weather.doubled):
            self.doubled += 1
            self._arrive(envelope.content, self._time_on_the_way())
        return HandedOver(location=self.kind)

    def _time_on_the_way(self) -> timedelta:
        seconds = self._random.randint(*self.seconds)
        if self._happens(self._weather.overtaken):
            seconds *= self._weather.overtaken_by
        return timedelta(seconds=seconds)

    def _happens(self, percent: int) -> bool:
        return self._random.randrange(_PERCENT) < percent


class QuickCarrier(WeatheredCarrier):
    """Arrives within half a minute, as a rule."""

    kind: ClassVar[str] = "quick"
    seconds: ClassVar[tuple[int, int]] = (2, 25)


class SlowCarrier(WeatheredCarrier):
    """Arrives within little more than a minute, as a rule."""

    kind: ClassVar[str] = "slow"
    seconds: ClassVar[tuple[int, int]] = (20, 70)
