"""Every carrier there is, and which of them lead to a counterpart.

A new carrier is a folder beside this file and one line in `TRANSPORTS`; the contract tests run
over that dictionary.
"""

import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Lock

from typing_extensions import override

from servanda.core.errors import ServandaError
from servanda.core.exchange.carrier_choice import CarrierPolicy
from servanda.core.identifiers import PartyId
from servanda.core.keys.card import Card
from servanda.transports.folder.outbound import FolderOutbound
from servanda.transports.https.identity import TlsIdentity, client_context
from servanda.transports.https.outbound import HttpsOutbound
from servanda.transports.mail.outbound import MailOutbound
from servanda.transports.mail.server import MailServer
from servanda.usecases.ports.outside import (
    Carriers,
    DeliveryRefusedError,
    HandedOver,
    OutboundTransport,
    SealedEnvelope,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMail:
    """How we send mail.

    Attributes:
        address: Ours.
        server: Takes our mail.
    """

    address: str
    server: MailServer


@dataclass(frozen=True, slots=True, kw_only=True)
class WaySettings:
    """What our operator said about the ways to counterparts.

    Attributes:
        https: Addresses that replace those of cards.
        folders: Folders.
        mail_to: Mail addresses that replace those of cards.
        mail: Makes how we send mail, or None where we send none.
        policies: Which carriers are used, in which order, where that was said.
    """

    https: Mapping[PartyId, str]
    folders: Mapping[PartyId, str]
    mail_to: Mapping[PartyId, str] = field(default_factory=dict)
    mail: Callable[[], OwnMail | None] = lambda: None
    policies: Mapping[PartyId, CarrierPolicy] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """What is known about the ways to one counterpart.

    Attributes:
        card: Its card, confirmed or not.
        https: An address that replaces the card's; empty: the card's holds.
        folder: A folder our operator named for it; empty: none.
        mail_to: A mail address that replaces the card's; empty: the card's holds.
        mail: How we send mail; None: we send none.
        identity: Makes our own TLS identity; called at the first connection.
    """

    card: Card
    https: str
    folder: str
    mail_to: str
    mail: OwnMail | None
    identity: Callable[[], TlsIdentity]


def _https(ways: Ways) -> OutboundTransport | None:
    address = ways.https or ways.card.newest.carriers.get("https", "")
    if not address:
        return None
    return HttpsOutbound(address, partial(_context, ways))


def _context(ways: Ways) -> ssl.SSLContext:
    return client_context(ways.identity(), counterpart=ways.card)


def _folder(ways: Ways) -> OutboundTransport | None:
    if not ways.folder:
        return None
    return FolderOutbound(Path(ways.folder), ways.card.party)


def _mail(ways: Ways) -> OutboundTransport | None:
    recipient = ways.mail_to or ways.card.newest.carriers.get("mail", "")
    if ways.mail is None or not recipient:
        return None
    return MailOutbound(server=ways.mail.server, sender=ways.mail.address, recipient=recipient)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnusableCarrier(OutboundTransport):
    """Stands for a carrier that cannot be made, so that the operator sees why at its turn."""

    kind: str  # type: ignore[misc]  # each stands for another carrier
    reason: str

    @override
    def deliver(self, envelope: SealedEnvelope) -> HandedOver:
        del envelope
        raise DeliveryRefusedError(self.reason)


# The preferred carrier first.
TRANSPORTS: Mapping[str, Callable[[Ways], OutboundTransport | None]] = {
    HttpsOutbound.kind: _https,
    FolderOutbound.kind: _folder,
    MailOutbound.kind: _mail,
}


@dataclass(slots=True)
class _Made:
    """Transports already made, so that connections stay open; guarded by its lock."""

    lock: Lock = field(default_factory=Lock)
    by_way: dict[tuple[str, str, str, str, OwnMail | None, bytes], OutboundTransport] = field(
        default_factory=dict
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCarriers(Carriers):
    """Finds the carriers towards a counterpart from its card and our settings.

    Attributes:
        identity: Makes our own TLS identity.
        settings: Returns what the operator said, read anew at each call, for a folder may be
            named while the node runs.
    """

    identity: Callable[[], TlsIdentity]
    settings: Callable[[], WaySettings]
    _made: _Made = field(default_factory=_Made, repr=False)

    @override
    def towards(self, card: Card) -> Sequence[OutboundTransport]:
        settings = self.settings()
        try:
            mail, trouble = settings.mail(), ""
        except ServandaError as error:
            mail, trouble = None, str(error)
        ways = Ways(
            card=card,
            https=settings.https.get(card.party, ""),
            folder=settings.folders.get(card.party, ""),
            mail_to=settings.mail_to.get(card.party, ""),
            mail=mail,
            identity=self.identity,
        )
        found = [transport for kind in TRANSPORTS if (transport := self._usable(kind, ways))]
        if trouble:
            found.append(UnusableCarrier(kind=MailOutbound.kind, reason=trouble))
        return _in_order(found, self.policy(card.party).order)

    @override
    def policy(self, party: PartyId) -> CarrierPolicy:
        return self.settings().policies.get(party, CarrierPolicy())

    def _usable(self, kind: str, ways: Ways) -> OutboundTransport | None:
        """Return the carrier; one that cannot be made does not stop the others."""
        try:
            return self._kept(kind, ways)
        except ServandaError as error:
            return UnusableCarrier(kind=kind, reason=str(error))

    def _kept(self, kind: str, ways: Ways) -> OutboundTransport | None:
        key = (kind, ways.https, ways.folder, ways.mail_to, ways.mail, ways.card.notes[-1])
        with self._made.lock:
            known = self._made.by_way.get(key)
            if known is None:
                known = TRANSPORTS[kind](ways)
                if known is not None:
                    self._made.by_way[key] = known
            return known


def _in_order(
    found: Sequence[OutboundTransport], order: Sequence[str]
) -> Sequence[OutboundTransport]:
    """Return those that the operator named, in that order; all where nothing was said."""
    if not order:
        return found
    return [transport for kind in order for transport in found if transport.kind == kind]
