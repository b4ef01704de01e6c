"""An incident: two codings made blind, and the answers that hold.

Source: docs/spec/evidence/incidents.md, "Two coders".
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from servanda.core.errors import InvalidInputError
from servanda.evidence.decisions.decision import Decision, Verb
from servanda.evidence.incidents.coding import Coding, InvalidCodingError, parse_coding
from servanda.evidence.incidents.elements import ElementName, ElementValue, Result

PREFIX = "incident:"
CODERS = 2
_CONTENT_KEY = re.compile(r"(?:quotation|claim):[0-9a-f]{64}:[0-9]+-[0-9]+", re.ASCII)
_CONTESTED = "contested"  # two coders differ and nobody has settled it


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedBy:
    """A coding with who made it and by which decision."""

    by: str
    number: int
    coding: Coding


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One incident with all its codings.

    Attributes:
        key: `incident:` and a slug.
        codings: The first answer of each coder, in order; a settlement is not among them.
        settlement: What a third person decided between two, or None.
    """

    key: str
    codings: tuple[CodedBy, ...]
    settlement: CodedBy | None

    @property
    def is_confirmed(self) -> bool:
        """Whether two coders answered, and agree or were settled."""
        return len(self.codings) >= CODERS and _CONTESTED not in self.answers().values()

    def answers(self) -> Mapping[str, str]:
        """Return each field's answer: what both say, else what was settled, else `contested`."""
        if len(self.codings) < CODERS:
            return {}
        first, second = (one.coding.answers() for one in self.codings[:CODERS])
        settled = {} if self.settlement is None else self.settlement.coding.answers()
        return {
            field: first[field] if first[field] == second[field] else settled.get(field, _CONTESTED)
            for field in first
        }

    def element(self, name: ElementName) -> ElementValue:
        """Return how far an element is shown; not assessable while it is contested."""
        answer = self.answers().get(name.value, _CONTESTED)
        return ElementValue.NOT_ASSESSABLE if answer == _CONTESTED else ElementValue(answer)

    @property
    def is_blind(self) -> bool:
        """Whether a second person has yet to answer, so that nobody may see the first's answers."""
        return len(self.codings) < CODERS

    @property
    def pair(self) -> tuple[CodedBy, ...]:
        """The two who are compared, by id, whoever of them was quicker."""
        return tuple(sorted(self.codings[:CODERS], key=lambda one: (_person(one.by), one.number)))

    @property
    def result(self) -> Result | None:
        """How far it came; None while that is contested."""
        answer = self.answers().get("result", _CONTESTED)
        return None if answer == _CONTESTED else Result(answer)

    @property
    def spans(self) -> tuple[str, ...]:
        """Content keys that the answers rest on, sorted, each once."""
        coded = [*self.codings[:CODERS], *([self.settlement] if self.settlement else ())]
        return tuple(
            sorted(
                {
                    key
                    for one in coded
                    for answer in one.coding.elements.values()
                    for key in answer.spans
                }
            )
        )


def fold_incidents(decisions: Sequence[Decision]) -> tuple[Incident, ...]:
    """Return the incidents that decisions in force have coded, by key.

    The first coding of each person counts, so that nobody can answer again after seeing the
    other's; whoever erred retracts it first, and both stay to be read.

    Args:
        decisions: Those in force, in order.
    """
    coded: dict[str, list[CodedBy]] = {}
    settled: dict[str, CodedBy] = {}
    for decision in decisions:
        if decision.verb is not Verb.CODE or not decision.target.startswith(PREFIX):
            continue
        one = CodedBy(by=decision.by, number=decision.number, coding=parse_coding(decision.value))
        before = coded.setdefault(decision.target, [])
        if one.coding.settles:
            if _may_settle(one, before):
                settled.setdefault(decision.target, one)
        elif all(not is_one_person(one.by, other.by) for other in before):
            before.append(one)
    return tuple(
        Incident(key=key, codings=tuple(codings), settlement=settled.get(key))
        for key, codings in sorted(coded.items())
        if codings
    )


def require_codable(
    decisions: Sequence[Decision], *, target: str, by: str, coding: Coding
) -> Coding:
    """Return `coding` if this person may give it now.

    Raises:
        InvalidCodingError: They have coded it already, would settle their own disagreement, or
            an answer rests on what is no quotation and no claim.
    """
    for name, answer in coding.elements.items():
        for key in answer.spans:
            if not _CONTENT_KEY.fullmatch(key):
                raise InvalidCodingError(
                    f"elements.{name}.spans: expected the content key of a quotation or claim, "
                    f"found {key!r:.60}"
                )
    (found,) = [one for one in fold_incidents(decisions) if one.key == target] or [
        Incident(key=target, codings=(), settlement=None)
    ]
    if coding.settles:
        one = CodedBy(by=by, number=len(decisions), coding=coding)
        if not _may_settle(one, found.codings):
            raise InvalidCodingError(
                f"settles: expected a third person after {CODERS} coders, found {by} after "
                f"{len(found.codings)}"
            )
    elif any(is_one_person(one.by, by) for one in found.codings):
        raise InvalidCodingError(
            f"expected one coding by each person, found a second one by {by}; retract the first"
        )
    return coding


def is_one_person(one: str, other: str) -> bool:
    """Tell whether two ids are one person's: white space, case and width make no second coder."""
    return _person(one) == _person(other)


def _person(by: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", by).casefold().split())


def shown_to(incident: Incident, *, person: str) -> Incident:
    """Return what a person may see: before their own answer, no other coder's.

    Raises:
        InvalidInputError: Nobody is named.
    """
    if not person.strip():
        raise InvalidInputError("expected the id of the person who looks")
    has_answered = any(is_one_person(one.by, person) for one in incident.codings)
    if has_answered or len(incident.codings) >= CODERS:
        return incident
    return Incident(key=incident.key, codings=(), settlement=None)


def _may_settle(one: CodedBy, codings: Sequence[CodedBy]) -> bool:
    return len(codings) >= CODERS and not any(
        is_one_person(one.by, other.by) for other in codings[:CODERS]
    )
