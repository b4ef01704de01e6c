"""List the accords of a node, and find the one that a person names by a beginning of its id."""

from collections.abc import Iterator, Sequence
from typing import Any

from servanda.core.accords.accord import Accord
from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import DIGEST_PREFIX, Digest, PartyId
from servanda.usecases.accords.accord_state import (
    accord_document,
    read_accord_state,
    read_pair_state,
)
from servanda.usecases.accords.draft_accord import read_own_accord
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services

_SHORTEST_ID = 8  # hex digits; two accords of one desk do not share them by chance


def list_accords(services: Services) -> Iterator[dict[str, Any]]:
    """Yield every version that is or was in force, or is open, as `servanda accord show` does."""
    for pair in services.store.pairs():
        state = read_accord_state(pair, services=services)
        for accord, version in read_pair_state(pair, services=services).accords_in_force.items():
            if accord != state.in_force_id:
                yield _row(pair, accord, version, "replaced", proposal=None)
        if state.in_force is not None and state.in_force_id is not None:
            yield _row(pair, state.in_force_id, state.in_force, "in_force", proposal=None)
        for proposed in state.open:
            known = None if proposed.document is None else read_own_accord(proposed.document)
            is_ours = proposed.by == pair.own.from_party
            yield _row(
                pair,
                proposed.accord,
                known,
                "proposed" if is_ours else "received",
                proposal=proposed.leaf,
            )


def open_proposal(services: Services, beginning: str | None) -> tuple[PairRecord, Digest]:
    """Return the one proposal of a counterpart that is open and meant.

    Raises:
        InvalidInputError: None fits, or more than one.
    """
    found = [
        (pair, proposed.accord)
        for pair in services.store.pairs()
        for proposed in read_accord_state(pair, services=services).open
        if proposed.by == pair.counterpart
        and (beginning is None or is_meant(proposed.accord, beginning))
    ]
    if len(found) != 1:
        names = [accord for _, accord in found] or Found.NOTHING
        raise InvalidInputError(Fault("", expect(Expected.ONE_PROPOSAL), names))
    return found[0]


def open_proposals_of_ours(
    services: Services, *, named: str, parties: Sequence[PartyId]
) -> tuple[Digest, ...]:
    """Return the versions of an accord that we have proposed and nobody has accepted yet."""
    return tuple(
        proposed.accord
        for pair in services.store.pairs()
        if pair.own.accord_name == named and pair.counterpart in parties
        for proposed in read_accord_state(pair, services=services).open
        if proposed.by == pair.own.from_party
    )


def document_of(services: Services, accord: Digest) -> bytes | None:
    """Return the bytes of an accord's version, or None if they are not held."""
    for pair in services.store.pairs():
        document = accord_document(accord, pair, services=services)
        if document is not None:
            return document
    return None


def is_meant(digest: str, beginning: str) -> bool:
    """Return whether `beginning` names `digest`, with or without its prefix.

    Raises:
        InvalidInputError: It is too short to name anything.
    """
    bare = beginning.removeprefix(DIGEST_PREFIX)
    if len(bare) < _SHORTEST_ID:
        digits = expect(Expected.LEAF_DIGITS, least=_SHORTEST_ID)
        raise InvalidInputError(Fault("", digits, beginning))
    return digest.removeprefix(DIGEST_PREFIX).startswith(bare)


def _row(
    pair: PairRecord, accord: Digest, known: Accord | None, state: str, *, proposal: Digest | None
) -> dict[str, Any]:
    parties = (pair.own.from_party, pair.counterpart) if known is None else known.parties
    return {
        "accord": accord,
        "name": pair.own.accord_name,
        "parties": list(parties),
        "mode": None if known is None else known.mode,
        "state": state,
        "proposal": proposal,
    }
