"""Find where the other side names another day for a round than we do."""

from datetime import date

from servanda.core.dialogue.rounds import RoundState
from servanda.core.identifiers import Digest
from servanda.usecases.dialogue.read_dialogue import read_dialogue
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services


def other_day(ref: Digest, day: str, *, pair: PairRecord, services: Services) -> date | None:
    """Return the day that the other side names for a round, where it is not `day`.

    Args:
        ref: The statement that proposed the round.
        day: Ours, as written; empty where none is said.
        pair: Between whom.
        services: The node's ports.
    """
    if not day:
        return None
    found = read_dialogue(pair, services=services, hides_bodies=True)
    folded = None if found is None else found.folded.rounds.by_leaf.get(ref)
    if folded is None or folded.round.state is RoundState.POSTPONED:
        return None
    theirs = folded.round.sittings.get(pair.counterpart)
    named = None if theirs is None else theirs.held or theirs.planned
    return None if named is None or named.isoformat() == day else named
