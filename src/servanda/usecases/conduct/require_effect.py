"""Refuse a step before it is sent, if it would have no effect now: for all that is folded alike.

As with moves in a case: what is receipted decides, and what we have said ourselves and is still
on its way, as if it had arrived this moment. It is a courtesy to ourselves; what a counterpart
sends all the same is kept and listed.

Source: docs/decisions/0029-conduct-is-folded-when-asked.md.
"""

from collections.abc import Callable, Collection, Sequence
from typing import ClassVar, Protocol, TypeVar

from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.identifiers import Digest
from servanda.usecases.casework.require_legal_move import IllegalMoveError
from servanda.usecases.exchange.leaf_records import verified_leaf
from servanda.usecases.ports.records import VALID, PairRecord
from servanda.usecases.services import Services


class IllegalStepError(IllegalMoveError):
    """A step would have no effect now; it is not sent, and what may be said instead is named."""

    code: ClassVar[str] = "illegal-step"


class Folded(Protocol):
    """What statements of some types come to."""

    @property
    def out_of_state(self) -> Sequence[Digest]:
        """Statements without effect."""
        ...


Found = TypeVar("Found", bound=Folded)


def require_effect(
    leaf: VerifiedStatement,
    *,
    types: Collection[str],
    before: Sequence[VerifiedStatement],
    pair: PairRecord,
    services: Services,
    fold: Callable[[Sequence[VerifiedStatement]], Found | None],
    standing: Callable[[VerifiedStatement, Found], tuple[str, Sequence[str]]],
) -> None:
    """Require that `leaf`, written on trial, would have an effect if it arrived now.

    Args:
        leaf: What is to be said; only `types` are looked at.
        types: Statement types that are folded together.
        before: What of ours waits in the queue before it and is about the same thing.
        pair: Between whom.
        services: The node's ports.
        fold: Folds what counts, with statements of ours as if they arrived this moment.
        standing: Returns the state of what a statement is about, and what may be said in it.

    Raises:
        IllegalStepError: It would have none.
    """
    if leaf.header.type not in types:
        return
    ours = [
        *_on_their_way(pair, types, services=services),
        *(one for one in before if one.header.type in types),
    ]
    found = fold([*ours, leaf])
    if found is None or leaf.digest not in found.out_of_state:
        return
    state, legal = standing(leaf, fold(ours) or found)
    event = f"{leaf.header.type}.{leaf.header.facts.get('step', '')}".removesuffix(".")
    raise IllegalStepError(event, state=state, legal=legal, is_condition=event in legal)


def _on_their_way(
    pair: PairRecord, types: Collection[str], *, services: Services
) -> list[VerifiedStatement]:
    """Return what of ours is in our log and not receipted."""
    records = services.store.leaves(pair.own, pair.receipted, pair.own_size)
    return [
        verified_leaf(pair.own, record)
        for record in records
        if record.verdict == VALID and record.type in types
    ]
