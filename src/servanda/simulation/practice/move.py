"""One statement that the simulated counterpart of a practice makes."""

from dataclasses import dataclass

from servanda.core.canonical import JsonObject
from servanda.core.identifiers import Digest
from servanda.usecases.reading.views import StatementView


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One statement that the counterpart makes.

    Attributes:
        ticket: The same for the same move, so that it is made once.
        type: Of the statement.
        facts: Its coded fields.
        body: Its members, or None.
        ref: What it answers, or None.
    """

    ticket: str
    type: str
    facts: JsonObject
    body: JsonObject | None
    ref: Digest | None


def ticket_for(kind: str, answered: StatementView) -> str:
    """Return the ticket of a move of this kind about one statement."""
    return f"practice-{kind}-{answered.leaf.removeprefix('sha256:')[:32]}"
