"""Carriers that lose, double, delay and disorder what they are given.

`Post` is mail: what is handed over lies in a bag until whoever owns the simulation lets it
arrive. `Wire` is a connection: the other node answers at once, unless the line is down, or the
request or the answer is lost on the way.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

from typing_extensions import override

from servanda.usecases.ports.outside import (
    DeliveryDelayedError,
    HandedOver,
    OutboundTransport,
    SealedEnvelope,
)

MAX_IN_BAG = 64  # a carrier that keeps everything would make a long simulation slow


@dataclass(slots=True)
class Post(OutboundTransport):
    """Holds envelopes until they arrive, in any order, any number of times, or never.

    Attributes:
        bag: The envelopes on their way.
        lost: How many were dropped.
        doubled: How many were made twice.
    """

    kind: ClassVar[str] = "post"

    bag: list[bytes] = field(default_factory=list)
    lost: int = 0
    doubled: int = 0

    @override
    def deliver(self, envelope: SealedEnvelope) -> HandedOver:
        self.bag.append(envelope.content)
        if len(self.bag) > MAX_IN_BAG:
            self.lose(0)
        return HandedOver(location="the post")

    def take(self, position: int) -> bytes:
        """Let the envelope at `position` arrive; it is on its way no more."""
        return self.bag.pop(position)

    def lose(self, position: int) -> None:
        """Drop the envelope at `position`."""
        del self.bag[position]
        self.lost += 1

    def double(self, position: int) -> None:
        """Make the envelope at `position` twice, the second the last to have been sent."""
        self.bag.append(self.bag[position])
        self.doubled += 1


@dataclass(slots=True)
class Wire(OutboundTransport):
    """Hands over at once and brings the answer back, as HTTPS does.

    Attributes:
        answer: What the other node does with an envelope: returns its answer or None.
        is_up: While False, nothing gets through, and the sender knows it.
        loses_request: The next envelope never arrives; the sender sees a failure.
        loses_answer: The next answer never comes back; the sender sees a failure.
        is_slow: The other node needs so long that its answer follows through its outbox.
    """

    kind: ClassVar[str] = "wire"

    answer: Callable[[bytes], bytes | None]
    answer_later: Callable[[bytes], None]
    is_up: bool = True
    loses_request: bool = False
    loses_answer: bool = False
    is_slow: bool = False

    @override
    def deliver(self, envelope: SealedEnvelope) -> HandedOver:
        if not self.is_up or self.loses_request:
            self.loses_request = False
            raise DeliveryDelayedError("the line is down")
        answer = None
        if self.is_slow:
            self.answer_later(envelope.content)
        else:
            answer = self.answer(envelope.content)
        if self.loses_answer:
            self.loses_answer = False
            raise DeliveryDelayedError("the line broke before the answer came")
        return HandedOver(location="the other end of the wire", answer=answer)
