"""What the receiver of a response, or of information, says it was worth, and the right of reply.

Both stand side by side; a reply changes no feedback and removes nothing from a figure.

Source: docs/spec/casework.md, "Feedback".
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from sys import intern

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.identifiers import Digest

CONTESTED = "contested"


@dataclass(slots=True, kw_only=True)
class Feedback:
    """One `feedback`, with the reply to it.

    Attributes:
        leaf: The statement.
        received_at: When the other side received it.
        usefulness: 0 not useful, 1 little, 2 useful, 3 decisive.
        reasons: Coded, sorted.
        effects: Coded, sorted.
        judged: Indicators judged; 0 where it is not about indicators.
        false_positives: How many of these were wrong.
        sightings: How often they were seen.
        replied_at: When the reply to it was received; None while there is none.
        position: Of the reply: `accepted` or `contested`.
    """

    leaf: Digest
    received_at: datetime
    usefulness: int
    reasons: tuple[str, ...]
    effects: tuple[str, ...]
    judged: int = 0
    false_positives: int = 0
    sightings: int = 0
    replied_at: datetime | None = None
    position: str = ""

    @property
    def is_contested(self) -> bool:
        """Whether the other side contests it."""
        return self.position == CONTESTED


def read_feedback(facts: JsonObject, *, leaf: Digest, received_at: datetime) -> Feedback:
    """Return what a valid `feedback` that is given says."""
    return Feedback(
        leaf=leaf,
        received_at=received_at,
        usefulness=_number(facts.get("usefulness")),
        reasons=_codes(facts.get("reasons")),
        effects=_codes(facts.get("effects")),
        judged=_number(facts.get("judged")),
        false_positives=_number(facts.get("false_positives")),
        sightings=_number(facts.get("sightings")),
    )


def _number(value: JsonValue) -> int:
    return value if isinstance(value, int) else 0


def _codes(value: JsonValue) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        return ()
    return _interned(tuple(str(code) for code in value))


@lru_cache(maxsize=1_024)  # few combinations, many statements: one copy for all of them
def _interned(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(intern(code) for code in codes)
