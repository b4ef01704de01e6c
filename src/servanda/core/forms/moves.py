"""What an officer can say about a request, or begin: one row for each form of the desk.

A statement type has steps, and a step may leave members out or need more than its schema does by
itself. A row says which type a form writes, what the choice of the form has said already, which
of the schema's members are not on it, and which words may be chosen. The transition table says
when a move is legal; nothing here does.

Source: docs/spec/desk.md, "Writing".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from servanda.core.canonical import JsonObject
from servanda.core.forms.elements import (
    CONDITIONAL,
    FORM_KINDS,
    NOT_KNOWN_ACCEPTED,
    elements_of,
)
from servanda.core.statements.codes import OUTCOMES, REFUSED_OUTCOMES

_DUPLICATE = "duplicate"
_OF_A_FINAL = ("facts.outcome", "facts.ground", "facts.items", "facts.partial_possible",
               "facts.ask_again", "facts.expires_at", "facts.retained")  # fmt: skip
_OF_A_STATUS = ("facts.ground", "facts.until", "facts.urgency")
_JUDGED = ("facts.judged", "facts.false_positives", "facts.sightings")


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One form.

    Attributes:
        name: In addresses.
        type: Of the statement that it writes.
        events: Of the transition table, any of which it may come to; empty for what opens a case.
        fixed: Facts that the choice of the form says.
        without: Paths below `facts` and `body` that are not on it, nor anything below them.
        words: By path, the codes that may be chosen, where not all of the schema's.
        needed: Paths that are asked for here though the schema leaves them open.
    """

    name: str
    type: str
    events: tuple[str, ...] = ()
    fixed: JsonObject = field(default_factory=dict)
    without: frozenset[str] = frozenset()
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    needed: frozenset[str] = frozenset()


def _move(
    name: str,
    type_: str,
    step: str = "",
    *,
    without: tuple[str, ...] = (),
    needed: tuple[str, ...] = (),
    words: Mapping[str, frozenset[str]] | None = None,
    fixed: JsonObject | None = None,
    events: tuple[str, ...] = (),
) -> Move:
    said = {**({"step": step} if step else {}), **(fixed or {})}
    return Move(
        name=name,
        type=type_,
        events=events or ((f"{type_}.{step}",) if step else (type_,)),
        fixed=said,
        without=frozenset((*without, *(f"facts.{one}" for one in said))),
        words=words or {},
        needed=frozenset(needed),
    )


def _status(name: str, step: str, *needed: str) -> Move:
    without = tuple(one for one in _OF_A_STATUS if one not in needed)
    return _move(name, "status", step, without=without, needed=needed)


def _final(name: str, *, without: tuple[str, ...], **more: object) -> Move:
    return _move(name, "response", "final", without=without, **more)  # type: ignore[arg-type]  # as `_move`


_ABOUT_A_REQUEST: Final = (
    _move("acknowledge", "acknowledgement"),
    _status("review", "under_review"),
    _status("accept", "accepted"),
    _status("begin", "in_execution"),
    _status("update", "update"),
    _move(
        "ask",
        "clarification",
        "ask",
        without=("facts.answers",),
        needed=("facts.questions", "body.texts"),
        events=("clarification.ask", "clarification.ask_blocking"),
    ),
    _final(
        "answer",
        without=("facts.ground", "facts.partial_possible", "facts.ask_again", "facts.retained"),
        needed=("facts.outcome", "facts.items"),
        words={"facts.outcome": OUTCOMES - REFUSED_OUTCOMES - {_DUPLICATE}},
    ),
    _final(
        "refuse",
        without=("facts.retained", "facts.expires_at"),
        needed=(
            "facts.outcome",
            "facts.items",
            "facts.ground",
            "facts.partial_possible",
            "facts.ask_again",
        ),
        words={"facts.outcome": REFUSED_OUTCOMES},
    ),
    _final(
        "duplicate",
        without=("facts.ground", "facts.partial_possible", "facts.ask_again", "facts.expires_at"),
        needed=("facts.items", "facts.retained"),
        fixed={"outcome": _DUPLICATE},
    ),
    _move("answer-in-part", "response", "interim", without=_OF_A_FINAL),
    _move("announce-extension", "extension", "notice", needed=("facts.ground", "body.text")),
    _move("propose-extension", "extension", "proposal", needed=("facts.ground", "body.text")),
    _status("postpone", "postponed", "facts.ground", "facts.until"),
    _status("resume", "resumed"),
    _status("reassign", "reassigned"),
    _status("remind", "reminder"),
    _status("lapse", "lapsed"),
    _move(
        "reply-to-feedback",
        "feedback",
        "reply",
        needed=("facts.position",),
        without=("facts.usefulness", "facts.reasons", "facts.effects", *_JUDGED),
    ),
    # the requester's
    _move(
        "answer-questions",
        "clarification",
        "answer",
        without=("facts.questions",),
        needed=("facts.answers", "body.texts"),
    ),
    _move(
        "allow-questions",
        "clarification",
        "consent",
        without=("facts.questions", "facts.answers", "body.texts"),
    ),
    _move("consent-extension", "extension", "consent", without=("facts.ground",)),
    _status("enquire", "enquiry"),
    _status("lower-urgency", "reclassified", "facts.urgency"),
    _move("renew", "renewal"),
    _move("withdraw", "withdrawal"),
    _move(
        "give-feedback",
        "feedback",
        "given",
        without=("facts.position", *_JUDGED),
        needed=("facts.usefulness", "facts.effects"),
    ),
    _status("close", "closed"),
    _status("reopen", "reopened"),
)


def _request(kind: str) -> Move:
    asked = {element.id for element, _ in elements_of(kind)}
    unasked = {f"E{number:02d}" for number in range(1, 29)} - asked
    elsewhere = {"E04", "E20"}  # the facts `commitment` and `use` say them
    return Move(
        name=kind,
        type="request",
        fixed={"kind": kind},
        without=frozenset(
            (
                "facts.kind",
                "facts.elements",  # read off the body, as is the number of items
                "facts.items",
                *(f"body.elements.{one}" for one in unasked | elsewhere),
            )
        ),
        words={
            "body.not_known": frozenset(
                element.id for element, one in elements_of(kind) if one.sign == NOT_KNOWN_ACCEPTED
            ),
            "body.not_applicable": frozenset(
                element.id for element, one in elements_of(kind) if one.sign == CONDITIONAL
            ),
        },
    )


# Both tables by the names that stand in addresses.
MOVES: Final[Mapping[str, Move]] = {one.name: one for one in _ABOUT_A_REQUEST}
OPENINGS: Final[Mapping[str, Move]] = {
    **{kind: _request(kind) for kind in FORM_KINDS},
    "information": Move(name="information", type="information"),
}
