"""Questions about a request, the pause they make, and who is charged for it.

The responder asks numbered questions on elements of the form. While a blocking one is open, the
responder's clocks stand still and the requester's runs. Who is charged follows from coded facts
alone, so that nobody has to read a sealed body to check it.

Source: docs/spec/deadlines.md, "Who is charged for a pause".
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from sys import intern

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.casework.clocks import Pause
from servanda.core.forms.elements import OPTIONAL, elements_of
from servanda.core.identifiers import Digest

# Beside what a header may say of an element: it is silent, and this kind need not say anything.
NOT_DEMANDED = "not_demanded"

# How a header says an element stands, each in one sign; silence has a sign of its own, too.
_SIGNS = {"given": "g", "not_known": "k", "not_applicable": "a", NOT_DEMANDED: "o"}
_SILENT = "-"
_WORDS = {sign: word for word, sign in _SIGNS.items()} | {_SILENT: ""}
_ELEMENTS = 28
_PLACES = {f"E{number:02d}": number - 1 for number in range(1, _ELEMENTS + 1)}

_NOT_GIVEN = frozenset(("not_known", "not_applicable", ""))
_GIVEN = "given"
_MISSING = "missing"
_IN_DOUBT = frozenset(("unclear", "invalid", "inconsistent"))
_MENDED = frozenset(("corrected", "supplied"))
_ALREADY_THERE = "already_in_form"


class Charge(StrEnum):
    """To whom a pause is charged; of several questions the first named here wins."""

    REQUESTER = "requester"
    DISPUTED = "disputed"
    NEITHER = "neither"
    RESPONDER = "responder"


@dataclass(slots=True, kw_only=True)
class Question:
    """One numbered question.

    Attributes:
        number: Unique within a generation of the request.
        element: Of the form, `E01` to `E28`.
        defect: What is wrong with it.
        is_blocking: Whether the responder cannot go on without the answer.
        said: What the request's header says of the element; `NOT_DEMANDED` or empty if nothing.
        result: How it was answered; None while open.
    """

    number: int
    element: str
    defect: str
    is_blocking: bool
    said: str
    result: str | None = None


@dataclass(slots=True, kw_only=True)
class Round:
    """The questions of one `clarification`.

    Attributes:
        leaf: The statement that asks.
        asked_at: When the requester received it.
        questions: By number, rising.
        reminded_at: When the requester received the last reminder of it.
        ended_at: When the responder received the last blocking answer, or the request came to
            an end; None while open, and for a round that blocks nothing.
    """

    leaf: Digest
    asked_at: datetime
    questions: tuple[Question, ...]
    reminded_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_blocking(self) -> bool:
        """Whether it makes a pause."""
        return any(question.is_blocking for question in self.questions)

    @property
    def is_answered(self) -> bool:
        """Whether every blocking question has its answer; partial answers end no pause."""
        return all(each.result is not None for each in self.questions if each.is_blocking)


def read_elements(value: JsonValue, *, kind: str) -> str:
    """Return what a request's header says of its elements, one sign each: few, shared texts.

    Args:
        value: The fact `elements`.
        kind: Of the request: what its form does not demand it need not speak of.
    """
    signs = list(_silence(kind))
    # By what is said, which is little, and not by what could be: every request comes by here.
    for element, word in value.items() if isinstance(value, dict) else ():
        place = _PLACES.get(element)
        if place is not None:
            signs[place] = _SIGNS.get(str(word), _SILENT)
    return intern("".join(signs))


@cache  # four kinds
def _silence(kind: str) -> str:
    """Return the signs of a header that says nothing."""
    demanded = {
        element.id for element, requirement in elements_of(kind) if requirement.sign != OPTIONAL
    }
    return "".join(_SILENT if each in demanded else _SIGNS[NOT_DEMANDED] for each in _PLACES)


def said_of(elements: str, element: str) -> str:
    """Return `given`, `not_known` or `not_applicable`, or what the header's silence means.

    Args:
        elements: From `read_elements`, or empty.
        element: `E01` to `E28`.

    Returns:
        The word; of silence `NOT_DEMANDED`, or empty where the form demands the element.
    """
    number = int(element.removeprefix("E"))
    return _WORDS[elements[number - 1]] if number <= len(elements) else ""


def read_questions(facts: JsonObject, *, elements: str) -> tuple[Question, ...]:
    """Return the questions of a valid `clarification` that asks.

    Args:
        facts: Of the statement.
        elements: What the request's header says of its elements, from `read_elements`.
    """
    return tuple(
        Question(
            number=int(str(entry["number"])),
            element=str(entry["element"]),
            defect=str(entry["defect"]),
            is_blocking=entry["blocking"] is True,
            said=said_of(elements, str(entry["element"])),
        )
        for entry in _entries(facts.get("questions"))
    )


def read_answers(facts: JsonObject) -> dict[int, str]:
    """Return how a valid `clarification` answers, by the numbers of the questions."""
    return {
        int(str(entry["number"])): str(entry["result"]) for entry in _entries(facts.get("answers"))
    }


def charge_of(asked: Round) -> Charge:
    """Return to whom the pause of `asked`, which blocks, is charged.

    An open question that its header does not settle is charged to neither until it is answered.
    """
    charges = {_charge_of_question(each) for each in asked.questions if each.is_blocking}
    return next((charge for charge in Charge if charge in charges), Charge.NEITHER)


def pauses_of(rounds: Iterable[Round], *, at: datetime) -> Iterator[Pause]:
    """Yield the pauses that move a due time, oldest first; one that lasts ends at `at`.

    A pause charged to the responder moves nothing: it asked for what it had been given.
    """
    for asked in rounds:
        if asked.is_blocking and charge_of(asked) is not Charge.RESPONDER:
            yield Pause(start=asked.asked_at, end=asked.ended_at or max(at, asked.asked_at))


def _charge_of_question(question: Question) -> Charge:
    if question.said in _NOT_GIVEN:
        return Charge.REQUESTER
    if question.said == _GIVEN and question.defect == _MISSING:
        return Charge.RESPONDER
    if question.result in _MENDED and question.defect in _IN_DOUBT:
        return Charge.REQUESTER
    if question.result == _ALREADY_THERE:
        return Charge.DISPUTED
    return Charge.NEITHER


def _entries(value: JsonValue) -> Iterator[JsonObject]:
    for entry in value if isinstance(value, list | tuple) else ():
        if isinstance(entry, dict):
            yield entry
