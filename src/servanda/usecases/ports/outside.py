"""What the use cases need from the outside world, as interfaces they own.

The store, the largest of them, has a file of its own: `store.py`. Whoever wires a node
(`servanda.wiring`) fills these ports; tests and simulations fill them with what lives in memory.

Source: docs/decisions/0001-the-core-is-pure.md.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar, Protocol

from servanda.core.errors import MisconfiguredError, ServandaError
from servanda.core.exchange.carrier_choice import CarrierPolicy
from servanda.core.identifiers import Digest, PartyId
from servanda.core.keys.card import Card
from servanda.core.keys.private import PartySecrets, RootSecrets

NO_PAUSE = timedelta(0)


class DeliveryDelayedError(ServandaError):
    """The envelope could not be handed over now; the outbox tries again later.

    Attributes:
        retry_after: How long the counterpart asks us to wait; nothing where it does not.
    """

    code: ClassVar[str] = "delivery-delayed"

    def __init__(self, message: str, *, retry_after: timedelta = NO_PAUSE) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class DeliveryRefusedError(ServandaError):
    """The envelope can never be handed over this way; an operator has to act."""

    code: ClassVar[str] = "delivery-refused"


class HeadMovedError(ServandaError):
    """Another process replaced the head file since we read it; read again and decide anew."""

    code: ClassVar[str] = "head-moved"


class LeaseHeldError(MisconfiguredError):
    """Another sequencer of this node is at work; one is enough."""

    code: ClassVar[str] = "lease-held"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedEnvelope:
    """An encrypted envelope, ready to travel.

    Attributes:
        digest: Hex SHA-256 of `content`; names the envelope on every transport.
        content: The encrypted bytes. A transport never looks inside.
    """

    digest: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """What the operator may know: where the envelope was left. It proves nothing.

    Attributes:
        location: An address or a path, for people.
        answer: The sealed envelope that came back at once (HTTPS), or None.
    """

    location: str
    answer: bytes | None = None


class OutboundTransport(Protocol):
    """Moves one sealed envelope towards a counterpart.

    Every implementation must:
      * accept the same envelope any number of times (the outbox delivers at least once);
      * return only when the envelope would survive a power cut at the hand-over point;
      * raise nothing but `DeliveryDelayedError` and `DeliveryRefusedError`;
      * be usable from several threads at once.

    tests/transports/test_outbound_contract.py holds every registered transport to this.
    """

    kind: ClassVar[str]
    may_give_back: ClassVar[bool] = False  # whether what it took may come back, as mail does

    def deliver(self, envelope: SealedEnvelope) -> HandedOver:
        """Hand `envelope` over and say where it was left."""
        ...


class Carriers(Protocol):
    """Which transports lead to a counterpart, the preferred one first."""

    def towards(self, card: Card) -> Sequence[OutboundTransport]:
        """Return the transports that reach the party of `card`; may be empty."""
        ...

    def policy(self, party: PartyId) -> CarrierPolicy:
        """Return what our operator said of them; their order is heeded by `towards` already."""
        del party
        return CarrierPolicy()


class Clock(Protocol):
    """The node's own clock: a claim, never a proof."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC, in whole seconds."""
        ...


class Randomness(Protocol):
    """Unpredictable bytes."""

    def token(self, size: int) -> bytes:
        """Return `size` bytes fit for keys and salts."""
        ...


class KeyStore(Protocol):
    """The party's private keys, encrypted wherever they rest.

    Every implementation must:
      * return decrypted secrets without touching the disk after the first call (hot path);
      * write whole or not at all, and readable by the owner only;
      * raise `MisconfiguredError` with the cure when the keys are missing or do not open.
    """

    def exists(self) -> bool:
        """Return whether keys were ever saved here."""
        ...

    def load(self) -> PartySecrets:
        """Return the working secrets (sign, log, KEM, TLS)."""
        ...

    def save(self, secrets: PartySecrets) -> None:
        """Replace the working secrets."""
        ...

    def load_next(self) -> PartySecrets | None:
        """Return the secrets that a new key sheet will bring into use, or None."""
        ...

    def save_next(self, secrets: PartySecrets) -> None:
        """Keep secrets for a key sheet that is not in use yet, in place of earlier such ones."""
        ...

    def discard_next(self) -> None:
        """Forget what `save_next` kept; nothing happens where there is nothing."""
        ...

    def load_root(self) -> RootSecrets:
        """Return the root's secrets; only set-up and a new key sheet need them."""
        ...

    def save_root(self, root: RootSecrets) -> None:
        """Keep the root's secrets, apart from the working ones."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Size and root of one log."""

    size: int
    root: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """What the head file holds, by the origin of each log.

    Attributes:
        logs: Our own logs, as last signed.
        copies: Our copies of the counterparts' logs, as last held.
        audit: Our audit log, as last written; None before its first entry.
        is_peopled: Whether a person was ever added, so that no old database opens the home to all.
    """

    logs: Mapping[str, Head] = field(default_factory=dict)
    copies: Mapping[str, Head] = field(default_factory=dict)
    audit: Head | None = None
    is_peopled: bool = False


class HeadFile(Protocol):
    """The last signed and held heads, kept outside the database.

    Every implementation must:
      * replace the file whole and return only when the new one would survive a power cut;
      * replace only if what is there equals `expected`, atomically against other processes;
      * never invent heads: a missing file is empty `Heads`, a broken one `MisconfiguredError`.
    """

    def read(self) -> Heads:
        """Return the heads as they stand."""
        ...

    def replace(self, expected: Heads, replacement: Heads) -> None:
        """Put `replacement` in place of `expected`.

        Raises:
            HeadMovedError: The file holds something else than `expected`.
        """
        ...


class Lease(Protocol):
    """Keeps a second sequencer of the same node from wasting work; no safety rests on it."""

    def hold(self) -> AbstractContextManager[None]:
        """Return a context that holds the lease, or raise `LeaseHeldError` on entry."""
        ...

    def keep(self) -> None:
        """Take the lease again if the database let go of it; for its holder, in the same thread.

        A database server that is started again forgets who held it.

        Raises:
            LeaseHeldError: Somebody else took it in between.
        """
        ...
