"""Fold the counted statements of a dialogue into its record: both sides come to the same.

What is not legal in the state reached is kept, has no effect, and is listed.

Source: docs/spec/dialogue.md, "Between two nodes"; docs/decisions/0029.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from servanda.core.canonical import JsonObject
from servanda.core.dialogue.fold_deliverables import FoldedDeliverables, apply_deliverable
from servanda.core.dialogue.fold_rounds import (
    NO_BODY,
    FoldedRounds,
    apply_outcome,
    apply_round,
)
from servanda.core.dialogue.record import DialogueRecord, DialogueSeries
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import Digest, PartyId

ROUND, OUTCOME, DELIVERABLE = "round", "outcome", "deliverable"
DIALOGUE_TYPES = (DELIVERABLE, OUTCOME, ROUND)


@dataclass(slots=True, kw_only=True)
class FoldedDialogue:
    """What the statements of a dialogue come to.

    Attributes:
        rounds: Rounds with agendas, delegations and outcomes.
        deliverables: Promises, agreed or waiting for a word.
        out_of_state: Statements without effect, in their order.
    """

    rounds: FoldedRounds = field(default_factory=FoldedRounds)
    deliverables: FoldedDeliverables = field(default_factory=FoldedDeliverables)
    out_of_state: list[Digest] = field(default_factory=list)

    def record(
        self, *, parties: tuple[PartyId, PartyId], series: Sequence[DialogueSeries]
    ) -> DialogueRecord:
        """Return the record, as documents and pages show it.

        Args:
            parties: Both, in the order of the accord.
            series: Of the accord, with every version of their intervals.
        """
        folded = sorted(self.rounds.by_leaf.values(), key=lambda one: one.round.first_day)
        return DialogueRecord(
            parties=parties,
            series=tuple(series),
            rounds=tuple(one.round for one in folded),
            outcomes={
                one.round.key: tuple(one.outcomes.values()) for one in folded if one.outcomes
            },
            deliverables=tuple(self.deliverables.agreed.values()),
        )


def fold_dialogue(
    counted: Iterable[Counted], *, bodies: Mapping[Digest, JsonObject]
) -> FoldedDialogue:
    """Return what the counted statements of `DIALOGUE_TYPES` come to.

    Args:
        counted: In the order of their effect; other types are passed over.
        bodies: What is held of their bodies; what was erased or never came is not in it.
    """
    found = FoldedDialogue()
    for one in counted:
        body = bodies.get(one.statement.digest, NO_BODY)
        if not _apply(found, one, body):
            found.out_of_state.append(one.statement.digest)
    return found


def _apply(found: FoldedDialogue, counted: Counted, body: JsonObject) -> bool:
    match counted.statement.header.type:
        case "round":
            return apply_round(found.rounds, counted, body)
        case "outcome":
            return apply_outcome(found.rounds, counted, body)
        case "deliverable":
            took_place = {
                leaf for leaf, one in found.rounds.by_leaf.items() if one.round.took_place
            }
            return apply_deliverable(found.deliverables, counted, body, rounds=took_place)
        case _:
            return True
