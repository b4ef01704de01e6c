"""Make one envelope for a counterpart, to be handed over by any means: mail, stick, courier."""

from hashlib import sha256

from servanda.core.identifiers import PartyId
from servanda.usecases.exchange.receive_envelope import seal_to_counterpart
from servanda.usecases.exchange.runs import build_run
from servanda.usecases.ports.outside import SealedEnvelope
from servanda.usecases.services import Services, require_pair


def envelope_for(
    *,
    counterpart: PartyId | None = None,
    accord_name: str | None = None,
    everything: bool = False,
    services: Services,
) -> SealedEnvelope:
    """Return an envelope with what the counterpart is not known to hold.

    Args:
        counterpart: For whom; may be left out where there is one pair.
        accord_name: Under which accord; likewise.
        everything: From our first leaf on, as after a loss on the other side.
        services: The node's ports.
    """
    pair = require_pair(services, counterpart=counterpart, accord_name=accord_name)
    first = 0 if everything else pair.their_have
    run = build_run(services.store, pair.own, first=first, have=pair.copy_size)
    content = seal_to_counterpart(run, services=services)
    return SealedEnvelope(digest=sha256(content).hexdigest(), content=content)
