"""What may be one and is not merged: proposed by rule, decided by a person.

Source: docs/spec/evidence/names.md, "Proposals".
"""

from dataclasses import dataclass
from enum import StrEnum

from servanda.evidence.rules import How
from servanda.evidence.spans import Span


class ProposalKind(StrEnum):
    """Why two names may be one, or why a name does not fit the record."""

    SIMILAR = "similar"  # nearly the same letters, and the same office or state
    MISPRINT = "misprint"  # one letter differs
    GIVEN_NAME = "given_name"  # a given name alone, or used as a family name
    SAID_TO_BE = "said_to_be"  # a source says so and no more
    OFFICE = "office"  # the record has the person in another office of the same body


@dataclass(frozen=True, slots=True, kw_only=True)
class NameProposal:
    """One proposal.

    Attributes:
        kind: Why.
        span: The name as printed, which stays as it is.
        entity: Key of what is printed; of the office printed for `OFFICE`.
        proposed: Key that it may be; of the office on record for `OFFICE`.
        similarity: Permille of letters alike, or None where letters do not decide.
        source: Where it is said, for what comes from outside the text; else empty.
        how: The rule that proposes it.
    """

    kind: ProposalKind
    span: Span
    entity: str
    proposed: str
    similarity: int | None
    source: str
    how: How
