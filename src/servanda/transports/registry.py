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

from servanda.core.identifiers import PartyId
from servanda.core.keys.card import Card
from servanda.transports.folder.outbound import FolderOutbound
from servanda.transports.https.identity import TlsIdentity, client_context
from servanda.transports.https.outbound import HttpsOutbound
from servanda.usecases.ports.outside import Carriers, OutboundTransport


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """What is known about the ways to one counterpart.

    Attributes:
        card: Its card, confirmed or not.
        https: An address that replaces the card's; empty: the card's holds.
        folder: A folder our operator named for it; empty: none.
        identity: Makes our own TLS identity; called at the first connection.
    """

    card: Card
    https: str
    folder: str
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


# The preferred carrier first.
TRANSPORTS: Mapping[str, Callable[[Ways], OutboundTransport | None]] = {
    HttpsOutbound.kind: _https,
    FolderOutbound.kind: _folder,
}


@dataclass(slots=True)
class _Made:
    """Transports already made, so that connections stay open; guarded by its lock."""

    lock: Lock = field(default_factory=Lock)
    by_way: dict[tuple[str, str, str, bytes], OutboundTransport] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCarriers(Carriers):
    """Finds the carriers towards a counterpart from its card and our settings.

    Attributes:
        identity: Makes our own TLS identity.
        settings: Returns addresses and folders by party, read anew at each call, for the
            operator may name a folder while the node runs.
    """

    identity: Callable[[], TlsIdentity]
    settings: Callable[[], tuple[Mapping[PartyId, str], Mapping[PartyId, str]]]
    _made: _Made = field(default_factory=_Made, repr=False)

    @override
    def towards(self, card: Card) -> Sequence[OutboundTransport]:
        https, folders = self.settings()
        ways = Ways(
            card=card,
            https=https.get(card.party, ""),
            folder=folders.get(card.party, ""),
            identity=self.identity,
        )
        found = (self._kept(kind, ways) for kind in TRANSPORTS)
        return [transport for transport in found if transport is not None]

    def _kept(self, kind: str, ways: Ways) -> OutboundTransport | None:
        key = (kind, ways.https, ways.folder, ways.card.notes[-1])
        with self._made.lock:
            known = self._made.by_way.get(key)
            if known is None:
                known = TRANSPORTS[kind](ways)
                if known is not None:
                    self._made.by_way[key] = known
            return known
