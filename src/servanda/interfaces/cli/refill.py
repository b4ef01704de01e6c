"""`servanda refill`: get a damaged log back from the counterpart's copy, or give one back."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from servanda.core.errors import InvalidInputError, MisconfiguredError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import PartyId, parse_party
from servanda.interfaces.cli.options import AccordName, AsJson, To
from servanda.interfaces.cli.output import show
from servanda.interfaces.cli.session import opened
from servanda.interfaces.language import text
from servanda.interfaces.refilling import try_refill
from servanda.store.home.refill_folder import RefillFolder
from servanda.usecases.ports.outside import (
    DeliveryDelayedError,
    DeliveryRefusedError,
    SealedEnvelope,
)
from servanda.usecases.services import origin_of, require_counterpart_card, require_pair
from servanda.usecases.upkeep.refill_log import (
    RefillResult,
    allow_refill,
    note_given_back,
    request_refill,
)
from servanda.usecases.upkeep.say_again import SaidAgain
from servanda.wiring import Node


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_refill)


def _refill(
    ask: Annotated[
        bool, typer.Option("--ask", help=text("Ask the counterpart for both logs."))
    ] = False,
    allow: Annotated[
        str | None, typer.Option(help=text("Give both logs back to this counterpart."))
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help=text("Write the envelopes into this folder instead."))
    ] = None,
    accept_loss: Annotated[
        bool,
        typer.Option("--accept-loss", help=text("Go on without leaves that nobody has any more.")),
    ] = False,
    to: To = None,
    accord_name: AccordName = None,
    as_json: AsJson = False,
) -> None:
    node = opened()
    counterpart = None if to is None else parse_party(to)
    asked = allowed = None
    restored: RefillResult | None = None
    if ask:
        asked = _ask(node, counterpart=counterpart, accord_name=accord_name, out=out)
    elif allow is not None:
        allowed = _allow(node, parse_party(allow), accord_name=accord_name, out=out)
    else:
        with node.services.lease.hold():
            restored = try_refill(node=node, accept_loss=accept_loss)
        if restored is None:
            either = expect(Expected.EITHER, one="--ask", other="--allow PARTY")
            raise InvalidInputError(Fault("", either, Found.UNSAID))
    result = {"asked": asked, "allowed": allowed, **_members(restored)}
    show(result, as_json=as_json, lines=_lines(result, restored))


def _members(restored: RefillResult | None) -> dict[str, object]:
    logs = () if restored is None else restored.restored
    again = SaidAgain() if restored is None else restored.said_again
    return {
        "restored": {str(one.origin): one.leaves for one in logs},
        "said_again": list(again.waiting),
        "gone": list(again.gone),
    }


def _lines(result: dict[str, object], restored: RefillResult | None) -> Sequence[str]:
    if result["asked"]:
        return [text("Asked {asked}; a person there has to allow it.").format(**result)]
    if result["allowed"]:
        return [text("Given back to {allowed}.").format(**result)]
    if restored is None:
        return []
    whole = text("{origin}: {leaves} leaves, of which {changed} were missing or altered.")
    again = text("{leaf} stood only on the branch given up; it waits to be said again.")
    gone = text("{leaf} stood only on the branch given up, and its body is gone.")
    return [
        *(
            whole.format(origin=one.origin, leaves=one.leaves, changed=len(one.changed))
            for one in restored.restored
        ),
        *(again.format(leaf=leaf) for leaf in restored.said_again.waiting),
        *(gone.format(leaf=leaf) for leaf in restored.said_again.gone),
    ]


def _ask(
    node: Node, *, counterpart: PartyId | None, accord_name: str | None, out: Path | None
) -> PartyId:
    if counterpart is None or accord_name is None:
        pair = require_pair(node.services, counterpart=counterpart, accord_name=accord_name)
        counterpart, accord_name = pair.counterpart, pair.own.accord_name
    own = origin_of(node.services, counterpart=counterpart, accord_name=accord_name)
    envelope = request_refill(
        counterpart=counterpart, accord_name=accord_name, services=node.services
    )
    RefillFolder(node.home.refill).ask(own)
    _hand_over(node, counterpart, [envelope], out=out)
    return counterpart


def _allow(node: Node, party: PartyId, *, accord_name: str | None, out: Path | None) -> PartyId:
    envelopes = allow_refill(counterpart=party, accord_name=accord_name, services=node.services)
    _hand_over(node, party, envelopes, out=out)
    note_given_back(counterpart=party, accord_name=accord_name, services=node.services)
    return party


def _hand_over(
    node: Node, party: PartyId, envelopes: Sequence[SealedEnvelope], *, out: Path | None
) -> None:
    """Send over the first carrier that takes them all, or write files for any other way."""
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        for envelope in envelopes:
            (out / f"{envelope.digest}.servanda").write_bytes(envelope.content)
        return
    trouble = ["no carrier leads there"]
    card = require_counterpart_card(node.services, party)
    for transport in node.services.carriers.towards(card):
        try:
            for envelope in envelopes:
                transport.deliver(envelope)
        except (DeliveryDelayedError, DeliveryRefusedError) as error:
            trouble.append(str(error))
        else:
            return
    raise MisconfiguredError(f"{party} was not reached: {'; '.join(trouble)}; use --out")
