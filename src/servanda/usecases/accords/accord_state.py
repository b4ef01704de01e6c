"""Where an accord stands between two parties: proposed, by whom, in force.

Source: docs/spec/exchange.md, "The accord in force".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servanda.core.accords.accord import Accord
from servanda.core.exchange.accord_timeline import ACCEPTANCE, PROPOSAL, WITHDRAWAL
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.exchange.pair import PairState
from servanda.core.identifiers import Digest, Origin, PartyId
from servanda.usecases.exchange.leaf_records import verified_leaf
from servanda.usecases.exchange.loaded_pairs import load_pair
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services, own_card, require_counterpart_card


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedVersion:
    """A proposal that is neither accepted nor withdrawn.

    Attributes:
        leaf: The proposal's leaf hash.
        by: Who proposed.
        accord: The id of the version meant.
        document: Its bytes; None if the body is erased or missing.
    """

    leaf: Digest
    by: PartyId
    accord: Digest
    document: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccordState:
    """An accord as one pair's logs have it.

    Attributes:
        in_force: The version in force, or None.
        in_force_id: Its id.
        open: Proposals that wait, oldest first.
    """

    in_force: Accord | None
    in_force_id: Digest | None
    open: tuple[ProposedVersion, ...]


def read_pair_state(pair: PairRecord, *, services: Services) -> PairState:
    """Return both logs of a pair as stored, apart from what the sequencer holds."""
    return load_pair(
        services.store,
        pair,
        own_card=own_card(services),
        their_card=require_counterpart_card(services, pair.counterpart),
    ).state


def read_accord_state(pair: PairRecord, *, services: Services) -> AccordState:
    """Return where the accord of `pair` stands."""
    newest = read_pair_state(pair, services=services).newest_accord
    landmarks = list(_landmarks(pair, services=services))
    settled = {
        leaf.header.ref for leaf in landmarks if leaf.header.type in (ACCEPTANCE, WITHDRAWAL)
    }
    return AccordState(
        in_force=None if newest is None else newest.accord,
        in_force_id=None if newest is None else newest.digest,
        open=tuple(
            _proposed(leaf, services=services)
            for leaf in landmarks
            if leaf.header.type == PROPOSAL and leaf.digest not in settled
        ),
    )


def accord_document(accord: Digest, pair: PairRecord, *, services: Services) -> bytes | None:
    """Return the bytes of a version that was proposed in either log, or None."""
    for leaf in _landmarks(pair, services=services):
        if leaf.header.type == PROPOSAL and leaf.header.accord == accord:
            document = _proposed(leaf, services=services).document
            if document is not None:
                return document
    return None


def _landmarks(pair: PairRecord, *, services: Services) -> Iterator[VerifiedStatement]:
    logs: Sequence[Origin] = (pair.own, pair.own.reverse)
    for origin in logs:
        for record in services.store.landmarks(origin):
            yield verified_leaf(origin, record)


def _proposed(leaf: VerifiedStatement, *, services: Services) -> ProposedVersion:
    body = services.store.bodies([leaf.leaf_hash]).get(leaf.leaf_hash)
    return ProposedVersion(
        leaf=leaf.digest,
        by=leaf.origin.from_party,
        accord=leaf.header.accord or Digest(""),
        document=None if body is None else body.body,
    )
