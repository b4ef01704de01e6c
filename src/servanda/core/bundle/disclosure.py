"""Which bodies may go into a bundle: by their marking, and by who set it.

A bundle leaves the two parties. A marking is its author's word on who may read; the author may
lift it, whoever received it may not. So nobody is disclosed anything unless the marking is
named, and what a counterpart kept among the recipients stays out even then.

Source: docs/spec/bundle.md, "Bodies"; Traffic Light Protocol 2.0 (FIRST).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import ClassVar

from servanda.core.errors import InvalidInputError
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.identifiers import Digest, PartyId

MARKINGS = ("clear", "green", "amber", "amber_strict", "red")  # from the mildest to the strictest

# Under these a recipient passes nothing on: not beyond its own house, not beyond the reader.
KEPT_AMONG_RECIPIENTS = frozenset(("amber_strict", "red"))

_PROPOSAL = "proposal"  # what it carries is the accord, which every bundle has


class UnknownMarkingError(InvalidInputError):
    """A marking was named that there is none of."""

    code: ClassVar[str] = "unknown-marking"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """Of the statements that have a body, whose bodies may go along.

    Attributes:
        allowed: Their leaf hashes.
        barred: Those whose marking was named and whose author keeps them among the recipients.
    """

    allowed: frozenset[Digest]
    barred: frozenset[Digest]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Marking:
    """The marking that holds for a statement: the strictest of it and of what it answers.

    Attributes:
        rank: In `MARKINGS`.
        kept_by: Whose statements among these are kept among the recipients.
    """

    rank: int
    kept_by: frozenset[PartyId]


def decide_disclosure(
    statements: Iterable[VerifiedStatement], *, named: Collection[str], by: PartyId
) -> Disclosure:
    """Return whose bodies may go into a bundle.

    What answers something takes over its marking, for it may say again what it answers.

    Args:
        statements: Of both logs, in any order.
        named: The markings to disclose; a statement without one counts as the mildest.
        by: Who makes the bundle.

    Raises:
        UnknownMarkingError: One that is named is no marking.
    """
    for name in sorted(named):
        if name not in MARKINGS:
            raise UnknownMarkingError(f"expected one of {', '.join(MARKINGS)}, found {name!r}")
    by_digest = {statement.digest: statement for statement in statements}
    allowed: set[Digest] = set()
    barred: set[Digest] = set()
    for statement in by_digest.values():
        if statement.header.body is None or statement.header.type == _PROPOSAL:
            continue
        marking = _marking_of(statement, by_digest)
        if MARKINGS[marking.rank] not in named:
            continue
        (allowed if marking.kept_by <= {by} else barred).add(statement.digest)
    return Disclosure(allowed=frozenset(allowed), barred=frozenset(barred))


def _marking_of(
    statement: VerifiedStatement, by_digest: dict[Digest, VerifiedStatement]
) -> _Marking:
    rank = 0
    kept_by: set[PartyId] = set()
    at: VerifiedStatement | None = statement
    while at is not None:  # a `ref` lies in the past of its leaf, so this ends
        marking = str(at.header.facts.get("tlp", MARKINGS[0]))
        rank = max(rank, MARKINGS.index(marking))
        if marking in KEPT_AMONG_RECIPIENTS:
            kept_by.add(at.origin.from_party)
        at = None if at.header.ref is None else by_digest.get(at.header.ref)
    return _Marking(rank=rank, kept_by=frozenset(kept_by))
