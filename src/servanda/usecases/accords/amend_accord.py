"""Amend an accord: draft the version that replaces the one in force, and hold one to its base.

What can never change between versions is name, parties, their order, and mode. A version that
changes one of them, or replaces another one than is in force, never comes into force; so it is
refused here, before anything is signed.

Source: docs/spec/exchange.md, "The accord in force".
"""

from dataclasses import replace

from servanda.core.accords.accord import Accord, accord_id, encode_accord
from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import AccordName, PartyId
from servanda.core.statements.registry import full_profile
from servanda.usecases.accords.accord_state import read_accord_state
from servanda.usecases.accords.draft_accord import DraftResult
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import (
    Services,
    own_card,
    require_counterpart_card,
    require_pair,
)


def amend_accord(
    *, accord_name: str | None = None, counterpart: PartyId | None = None, services: Services
) -> DraftResult:
    """Return the version in force as a draft that replaces it: same terms, newest cards and types.

    Either party may draft it, whichever is named first.

    Args:
        accord_name: The accord's name; may be left out where there is one.
        counterpart: With whom; likewise.
        services: The node's ports.

    Raises:
        InvalidInputError: No version is in force.
    """
    pair = require_pair(services, counterpart=counterpart, accord_name=accord_name)
    state = read_accord_state(pair, services=services)
    if state.in_force is None:
        raise InvalidInputError(
            Fault(pair.own.accord_name, expect(Expected.IN_FORCE), Found.NOTHING)
        )
    cards = {
        card.party: card
        for card in (own_card(services), require_counterpart_card(services, pair.counterpart))
    }
    first, second = state.in_force.parties
    amended = replace(
        state.in_force,
        cards=(cards[first], cards[second]),
        profile=full_profile(),
        replaces=state.in_force_id,
    )
    document = encode_accord(amended)
    return DraftResult(document=document, accord=accord_id(document))


def require_amendable(accord: Accord, *, counterpart: PartyId, services: Services) -> None:
    """Refuse a version that can never come into force between us and `counterpart`.

    Raises:
        InvalidInputError: It replaces another version than the one in force, or changes what never
            changes.
    """
    pair = _find_pair(services, accord_name=accord.name, counterpart=counterpart)
    state = None if pair is None else read_accord_state(pair, services=services)
    in_force = None if state is None else state.in_force_id
    if accord.replaces != in_force:
        raise InvalidInputError(
            f"replaces: expected the version in force, {in_force or 'none'}, "
            f"found {accord.replaces or 'none'}; servanda accord amend drafts an amendment"
        )
    if state is not None and state.in_force is not None:
        _require_unchanged(accord, state.in_force)


def _require_unchanged(accord: Accord, base: Accord) -> None:
    for name, before, now in (
        ("parties", ", ".join(base.parties), ", ".join(accord.parties)),
        ("mode", base.mode, accord.mode),
    ):
        if before != now:
            raise InvalidInputError(f"{name}: expected {before}, as in all versions, found {now}")


def _find_pair(
    services: Services, *, accord_name: AccordName, counterpart: PartyId
) -> PairRecord | None:
    for pair in services.store.pairs():
        if pair.own.accord_name == accord_name and pair.counterpart == counterpart:
            return pair
    return None
