"""What a simulated desk says, and on which occasion: plain values.

A year is told by names: a step of a plan names a move, a move makes of an occasion a statement.
"""

from dataclasses import dataclass, field
from datetime import datetime

from servanda.core.canonical import JsonObject
from servanda.core.identifiers import Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """When a desk says something, and what about.

    Attributes:
        now: The desk's own time.
        number: Counts the moves of the pair, so that no two titles are the same.
        ref: The request, information, call or check that it is about; None for a new matter.
        facts: Of the statement that the desk reacts to.
    """

    now: datetime
    number: int
    ref: Digest | None = None
    facts: JsonObject = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One statement, not queued yet.

    Attributes:
        type: Its statement type.
        facts: Its coded fields.
        body: Its sealed members; None for none.
        ref: What it is about.
        loses_body: The desk erases the body before it is handed over, so that it arrives without.
    """

    type: str
    facts: JsonObject
    body: JsonObject | None = None
    ref: Digest | None = None
    loses_body: bool = False
