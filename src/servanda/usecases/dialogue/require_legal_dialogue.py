"""Refuse a step of a dialogue before it is sent, if it would have no effect now.

Source: docs/spec/dialogue.md, "Between two nodes".
"""

from collections.abc import Sequence

from servanda.core.dialogue import round_moves
from servanda.core.dialogue.deliverables import MOVES
from servanda.core.dialogue.fold import DELIVERABLE, DIALOGUE_TYPES, ROUND, FoldedDialogue
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.identifiers import Digest
from servanda.usecases.conduct.require_effect import require_effect
from servanda.usecases.dialogue.read_dialogue import read_dialogue
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services


def require_legal_dialogue(
    leaf: VerifiedStatement,
    *,
    before: Sequence[VerifiedStatement],
    pair: PairRecord,
    services: Services,
) -> None:
    """Require that a step of a dialogue would have an effect; as `require_effect`."""

    def fold(fresh: Sequence[VerifiedStatement]) -> FoldedDialogue | None:
        found = read_dialogue(pair, services=services, fresh=fresh)
        return None if found is None else found.folded

    require_effect(
        leaf,
        types=DIALOGUE_TYPES,
        before=before,
        pair=pair,
        services=services,
        fold=fold,
        standing=_standing,
    )


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
