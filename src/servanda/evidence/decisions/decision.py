"""One decision of a person, as the text that the node signs, and strictly back.

Each decision names the one before it by hash, so that none can be dropped or put in later
without its being seen.

Source: docs/spec/evidence/decisions.md.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from servanda.core.canonical import JsonObject, encode, parse_object
from servanda.core.errors import CounterpartError, InvalidInputError, ServandaError
from servanda.core.identifiers import (
    Digest,
    digest_of,
    format_instant,
    parse_digest,
    parse_instant,
)

# The first line of what is signed: no leaf and no checkpoint begins like this, so a signature
# under a decision can never be shown as one under a statement.
FIRST_LINE = b"servanda decision 1\n"
MAX_REASON = 2_000  # characters; a reason is a paragraph, an assessment is a document
MAX_PERSON = 100
MAX_TARGET = 300
MAX_VALUE_BYTES = 16_384
_MEMBERS = frozenset(("number", "prev", "at", "by", "verb", "target", "value", "reason"))


class MalformedDecisionError(CounterpartError):
    """Bytes are not a decision as it is signed."""

    code: ClassVar[str] = "malformed-decision"


class InvalidDecisionError(InvalidInputError):
    """A decision was given that cannot be kept: a text too long, or no person named."""

    code: ClassVar[str] = "invalid-decision"


class Verb(StrEnum):
    """What can be decided."""

    CONFIRM = "confirm"
    REJECT = "reject"
    CORRECT = "correct"
    MERGE = "merge"
    SPLIT = "split"
    CODE = "code"
    GRADE = "grade"
    RETRACT = "retract"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision.

    Attributes:
        number: Its place among the decisions of this node, from 0.
        prev: Digest of the decision before it; None for the first.
        at: When it was taken, UTC, whole seconds.
        by: Id of the person, as the desk knows them.
        verb: What was decided.
        target: What it is about: a content key, an entity key, an incident or a decision's
            digest.
        value: What the verb needs; its members are those of docs/spec/evidence/decisions.md.
        reason: Why, in the person's words; never empty.

    Raises:
        InvalidDecisionError: A text is missing or too long.
    """

    number: int
    prev: Digest | None
    at: datetime
    by: str
    verb: Verb
    target: str
    value: JsonObject
    reason: str

    def __post_init__(self) -> None:
        """Refuse what nobody could read or answer for."""
        for member, text, most in (
            ("by", self.by, MAX_PERSON),
            ("target", self.target, MAX_TARGET),
            ("reason", self.reason, MAX_REASON),
        ):
            if not text.strip() or len(text) > most or not _is_plain(text):
                raise InvalidDecisionError(
                    f"{member}: expected a text of 1 to {most} characters without controls, "
                    f"found {text[:80]!r}"
                )
        if len(encode(self.value)) > MAX_VALUE_BYTES:
            raise InvalidDecisionError(f"value: expected at most {MAX_VALUE_BYTES} bytes")
        if self.number < 0 or (self.number == 0) != (self.prev is None):
            raise InvalidDecisionError("expected the first decision, and no other, without prev")

    @property
    def text(self) -> bytes:
        """What the node signs."""
        value: JsonObject = {
            "number": self.number,
            "prev": self.prev,
            "at": format_instant(self.at),
            "by": self.by,
            "verb": self.verb.value,
            "target": self.target,
            "value": self.value,
            "reason": self.reason,
        }
        return FIRST_LINE + encode(value) + b"\n"

    @property
    def digest(self) -> Digest:
        """The name by which a later decision, or the next one's `prev`, points at it."""
        return digest_of(self.text)


def parse_decision(text: bytes) -> Decision:
    """Return the decision whose text is exactly `text`; its signature is not looked at here.

    Raises:
        MalformedDecisionError: It is no such text.
    """
    if not (text.startswith(FIRST_LINE) and text.endswith(b"\n")):
        raise MalformedDecisionError("expected the first line of a decision, and a line feed last")
    try:
        return _decision_of(parse_object(text[len(FIRST_LINE) : -1]))
    except MalformedDecisionError:
        raise
    except (ServandaError, ValueError) as error:
        raise MalformedDecisionError(f"expected a decision: {error}") from error


def require_chain(decisions: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """Return `decisions` if they are all there, in order and unchanged.

    Raises:
        MalformedDecisionError: One is missing, doubled, or not the one that the next names.
    """
    prev: Digest | None = None
    for number, decision in enumerate(decisions):
        if (decision.number, decision.prev) != (number, prev):
            raise MalformedDecisionError(
                f"expected decision {number} after {prev}, found {decision.number} "
                f"after {decision.prev}"
            )
        prev = decision.digest
    return decisions


def _decision_of(members: JsonObject) -> Decision:
    if frozenset(members) != _MEMBERS:
        raise MalformedDecisionError(
            f"expected the members {sorted(_MEMBERS)}, found {sorted(members)}"
        )
    number, value = members["number"], members["value"]
    if isinstance(number, bool) or not isinstance(number, int) or not isinstance(value, dict):
        raise MalformedDecisionError("expected a whole number and an object as number and value")
    prev = members["prev"]
    return Decision(
        number=number,
        prev=None if prev is None else parse_digest(_text(prev)),
        at=parse_instant(_text(members["at"])),
        by=_text(members["by"]),
        verb=Verb(_text(members["verb"])),
        target=_text(members["target"]),
        value=value,
        reason=_text(members["reason"]),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise MalformedDecisionError(f"expected a text, found {type(value).__name__}")
    return value


def _is_plain(text: str) -> bool:
    return all(sign.isprintable() or sign == "\n" for sign in text)
