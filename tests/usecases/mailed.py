"""A node of the cast whose only carrier takes everything and says nothing, as mail does."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from typing_extensions import override

from servanda.core.keys.card import Card
from servanda.usecases.exchange.deliver_outbox import deliver_outbox
from servanda.usecases.ports.outside import (
    Carriers,
    HandedOver,
    OutboundTransport,
    SealedEnvelope,
)
from tests.usecases.nodes import REQUEST, REQUEST_BODY, Cast, agreed_cast


@dataclass
class Mails(Carriers, OutboundTransport):
    """Takes everything, as a mail server does; what becomes of it is seen later."""

    kind: ClassVar[str] = "mail"
    may_give_back: ClassVar[bool] = True
    sent: list[SealedEnvelope] = field(default_factory=list)

    @override
    def towards(self, card: Card) -> Sequence[OutboundTransport]:
        return [self]

    @override
    def deliver(self, envelope: SealedEnvelope) -> HandedOver:
        self.sent.append(envelope)
        return HandedOver(location="somewhere")


def mailed() -> tuple[Cast, Mails]:
    cast, mails = agreed_cast(), Mails()
    cast.alice.services = replace(cast.alice.services, carriers=mails)
    cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    deliver_outbox(services=cast.alice.services)
    return cast, mails
