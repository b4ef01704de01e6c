"""The ports of one node, bundled: what every use case is given.

Source: docs/decisions/0001-the-core-is-pure.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from servanda.core.errors import InvalidInputError, MisconfiguredError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import AccordName, Origin, PartyId, parse_accord_name
from servanda.core.keys.card import Card, parse_card
from servanda.usecases.boundaries import Boundaries, NoStop
from servanda.usecases.exchange.pairs_in_memory import LoadedPairs
from servanda.usecases.keys.working_keys import KeyCache
from servanda.usecases.people.acting import Acting
from servanda.usecases.ports.attachments import AttachmentCipher, AttachmentFiles
from servanda.usecases.ports.evidence import DocumentArchive
from servanda.usecases.ports.outside import Carriers, Clock, HeadFile, KeyStore, Lease, Randomness
from servanda.usecases.ports.records import CounterpartRecord, NodeRecord, PairRecord
from servanda.usecases.ports.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What a use case may ask of the outside world.

    Attributes:
        clock: The node's own clock, or the scripted one of a demonstration.
        randomness: For salts and tickets.
        store: Logs and projections.
        keys: Private keys.
        heads: The head file.
        lease: Held by whoever runs the sequencer's step.
        carriers: Ways to each counterpart.
        attachments: Ciphertexts of attachments, whole and in part.
        archive: Bytes of the documents that evidence rests on.
        cipher: Encrypts attachments.
        working: Private keys made ready, kept from call to call.
        pairs: The pairs in memory; only the holder of the lease touches them.
        boundaries: Told of each point where the node might die; does nothing in use.
        acting: Who acts, and what the act has made.
    """

    clock: Clock
    randomness: Randomness
    store: Store
    keys: KeyStore
    heads: HeadFile
    lease: Lease
    carriers: Carriers
    attachments: AttachmentFiles
    archive: DocumentArchive
    cipher: AttachmentCipher
    working: KeyCache = field(default_factory=KeyCache)
    pairs: LoadedPairs = field(default_factory=LoadedPairs)
    boundaries: Boundaries = field(default_factory=NoStop)
    acting: Acting = field(default_factory=Acting)


def require_node(services: Services) -> NodeRecord:
    """Return who this node is, or raise `MisconfiguredError` before set-up."""
    node = services.store.node()
    if node is None:
        raise no_home()
    return node


def no_home() -> MisconfiguredError:
    """Return what to raise before set-up."""
    return MisconfiguredError("this home is not set up; run `servanda init`")


def own_card(services: Services) -> Card:
    """Return our own card."""
    return known_card(require_node(services).card)


def require_counterpart(services: Services, party: PartyId) -> CounterpartRecord:
    """Return a counterpart whose card two people have compared.

    Raises:
        InvalidInputError: It is unknown, or its twelve words are not confirmed yet.
    """
    record = services.store.counterpart(party)
    if record is None:
        raise InvalidInputError(unknown_counterpart(services, party))
    if record.confirmed_at is None:
        raise InvalidInputError(Fault("", expect(Expected.CONFIRMED, party=party), Found.UNSAID))
    return record


def unknown_counterpart(services: Services, party: PartyId) -> Fault:
    """Return that `party` is none of those whose cards were added."""
    known = tuple(other.party for other in services.store.counterparts())
    if not known:
        return Fault("", expect(Expected.ANY_COUNTERPART), party)
    return Fault("", expect(Expected.COUNTERPART, words=known), party)


def require_counterpart_card(services: Services, party: PartyId) -> Card:
    """Return the card of a confirmed counterpart."""
    return known_card(require_counterpart(services, party).card)


def require_pair(
    services: Services, *, counterpart: PartyId | None, accord_name: str | None
) -> PairRecord:
    """Return the one pair meant; both names may be left out where only one pair fits.

    Raises:
        InvalidInputError: No pair fits, or more than one.
    """
    named = _named_pair(services, counterpart=counterpart, accord_name=accord_name)
    if named is not None:
        return named
    fitting = [
        pair
        for pair in services.store.pairs()
        if (counterpart is None or pair.counterpart == counterpart)
        and (accord_name is None or pair.own.accord_name == accord_name)
    ]
    if len(fitting) == 1:
        return fitting[0]
    wanted = ", ".join(one for one in (accord_name, counterpart) if one)
    known = _named(services.store.pairs())
    if fitting:
        raise InvalidInputError(Fault(wanted, expect(Expected.ONE_PAIR), list(_named(fitting))))
    if not known:
        raise InvalidInputError(Fault(wanted, expect(Expected.ANY_PAIR), Found.NOTHING))
    raise InvalidInputError(Fault(wanted, expect(Expected.PAIR, words=known), Found.NOTHING))


def pairs_meant(
    services: Services, *, counterpart: PartyId | None, accord_name: str | None
) -> Sequence[PairRecord]:
    """Return every pair where neither name is given; else the one that `require_pair` returns.

    Raises:
        InvalidInputError: A pair was named and is not there, or more than one fits.
    """
    if counterpart is None and accord_name is None:
        return services.store.pairs()
    return [require_pair(services, counterpart=counterpart, accord_name=accord_name)]


def _named_pair(
    services: Services, *, counterpart: PartyId | None, accord_name: str | None
) -> PairRecord | None:
    """Return the pair where both names are given, without reading all of them."""
    node = services.store.node()
    if node is None or counterpart is None or accord_name is None:
        return None
    return services.store.pair(
        Origin(from_party=node.party, accord_name=AccordName(accord_name), to_party=counterpart)
    )


def _named(pairs: Sequence[PairRecord]) -> tuple[str, ...]:
    return tuple(f"{pair.own.accord_name} – {pair.counterpart}" for pair in pairs)


def origin_of(services: Services, *, counterpart: PartyId, accord_name: str) -> Origin:
    """Return the origin of our log towards `counterpart` under `accord_name`."""
    return Origin(
        from_party=require_node(services).party,
        accord_name=parse_accord_name(accord_name),
        to_party=counterpart,
    )


@lru_cache(maxsize=256)  # every envelope needs one, and to verify a card costs a millisecond
def known_card(data: bytes) -> Card:
    """Return the card in `data`, verified; the same one each time."""
    return parse_card(data)
