"""Refuse a step of a dialogue before it is sent, if it would have no effect now.

As with moves in a case: what is receipted decides, and what we have said ourselves and is still
on its way, as if it had arrived this moment.

Source: docs/spec/dialogue.md, "Between two nodes".
"""

from collections.abc import Sequence
from typing import ClassVar

from servanda.core.dialogue import round_moves
from servanda.core.dialogue.deliverables import MOVES
from servanda.core.dialogue.fold import DELIVERABLE, DIALOGUE_TYPES, ROUND, FoldedDialogue
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.identifiers import Digest
from servanda.usecases.casework.require_legal_move import IllegalMoveError
from servanda.usecases.dialogue.read_dialogue import read_dialogue
from servanda.usecases.exchange.leaf_records import verified_leaf
from servanda.usecases.ports.records import VALID, PairRecord
from servanda.usecases.services import Services


class IllegalDialogueStepError(IllegalMoveError):
    """A step of a dialogue would have no effect now; it is not sent."""

    code: ClassVar[str] = "illegal-dialogue-step"


def require_legal_dialogue(
    leaf: VerifiedStatement,
    *,
    before: Sequence[VerifiedStatement],
    pair: PairRecord,
    services: Services,
) -> None:
    """Require that `leaf`, written on trial, would have an effect if it arrived now.

    Args:
        leaf: What is to be said; only the types of a dialogue are looked at.
        before: What of ours waits in the queue before it and is about the same thing.
        pair: Between whom.
        services: The node's ports.

    Raises:
        IllegalDialogueStepError: It would have none; what may be said instead is named.
    """
    if leaf.header.type not in DIALOGUE_TYPES:
        return
    ours = [
        *_on_their_way(pair, services=services),
        *(one for one in before if one.header.type in DIALOGUE_TYPES),
    ]
    found = read_dialogue(pair, services=services, fresh=[*ours, leaf])
    if found is None or leaf.digest not in found.folded.out_of_state:
        return
    without = read_dialogue(pair, services=services, fresh=ours) or found
    state, legal = _standing(leaf, without.folded)
    event = f"{leaf.header.type}.{leaf.header.facts.get('step')}"
    raise IllegalDialogueStepError(event, state=state, legal=legal, is_condition=event in legal)


def _on_their_way(pair: PairRecord, *, services: Services) -> list[VerifiedStatement]:
    """Return what of ours is in our log and not receipted."""
    records = services.store.leaves(pair.own, pair.receipted, pair.own_size)
    return [
        verified_leaf(pair.own, record)
        for record in records
        if record.verdict == VALID and record.type in DIALOGUE_TYPES
    ]


def _standing(leaf: VerifiedStatement, folded: FoldedDialogue) -> tuple[str, list[str]]:
    """Return the state of what `leaf` is about, and the steps that may be said in it."""
    ref = Digest(leaf.header.ref or "")
    one = folded.rounds.by_leaf.get(folded.rounds.agenda_round.get(ref, ref))
    if one is not None:
        state = one.round.state
        return state, [
            f"{ROUND}.{step}" for step, move in round_moves.MOVES.items() if state in move.states
        ]
    if ref in folded.deliverables.pending:
        return "proposed", [f"{DELIVERABLE}.confirmed"]
    promised = folded.deliverables.agreed.get(ref)
    if promised is None:
        return "", []
    return promised.state, [
        f"{DELIVERABLE}.{step}" for step, move in MOVES.items() if promised.state in move.states
    ]
