"""A finding, and what it is computed from.

Source: docs/spec/evidence/findings.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from servanda.evidence.intervals import Interval
from servanda.evidence.rules import How


class Status(StrEnum):
    """What can be found. A prohibition is never found kept."""

    NOT_SHOWN = "not_shown"
    # of a prohibition
    BREACH_SHOWN = "breach_shown"
    BREACH_ALLEGED = "breach_alleged"
    NO_BREACH_SHOWN = "no_breach_shown"
    # of a duty with a date
    NOT_YET_DUE = "not_yet_due"
    KEPT = "kept"
    KEPT_LATE = "kept_late"
    OVERDUE = "overdue"
    # of a continuing duty
    PARTLY_SHOWN = "partly_shown"
    KEPT_SO_FAR = "kept_so_far"


class Reason(StrEnum):
    """Why no more is found: what the texts cannot carry. Each has its sentence."""

    NOTHING_REPORTED = "nothing_reported"
    NO_INCIDENT_CODED = "no_incident_coded"
    NOT_CONFIRMED = "not_confirmed"
    SINGLE_ORIGIN = "single_origin"
    UNNAMED_ORIGIN = "unnamed_origin"
    BEFORE_ACCORD = "before_accord"
    ONLY_INTENTION = "only_intention"
    HEDGED = "hedged"
    ELEMENT_MISSING = "element_missing"
    ELEMENT_CONTRADICTED = "element_contradicted"
    NO_EXFILTRATION = "no_exfiltration"
    TOO_FEW_ORIGINS = "too_few_origins"
    OPEN_FLAG = "open_flag"
    CONTESTED = "contested"
    NOT_YET_DUE = "not_yet_due"
    DUE_PASSED = "due_passed"
    TOLD_AS_HELD = "told_as_held"
    MANY_NOT_NAMED = "many_not_named"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """A commitment as findings need it.

    Attributes:
        id: As in the accord.
        nature: As in the accord.
        acts: Lower-case beginnings of words, or words with spaces, that a text uses of what it
            demands or forbids.
        least: How many of them a statement must have to be about it.
        due: Until when the first due act has to be done; None for no date.
    """

    id: str
    nature: str
    acts: tuple[str, ...]
    least: int = 1
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedAct:
    """What statements say alike about a commitment.

    Attributes:
        statements: Content keys, in order.
        documents: How many documents.
        origins: Keys of distinct origins.
        named: How many of them are named.
        days: When the act took place or takes place.
        is_done: False where it is only intended, agreed or planned.
        hedges: Kinds of the hedges in it, sorted, each once.
        is_event: A text tells of it in its own words, with its days.
        is_confirmed: A person confirmed one of its statements.
        is_on_record: Confirmed, and a named origin speaks on record at the grade the rules ask.
    """

    statements: tuple[str, ...]
    documents: int
    origins: tuple[str, ...]
    named: int
    days: Interval
    is_done: bool
    hedges: tuple[str, ...] = ()
    is_event: bool = False
    is_confirmed: bool = False
    is_on_record: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One reason with the numbers and words of its sentence."""

    reason: Reason
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the rules yield for one commitment.

    Attributes:
        commitment: Its id.
        status: The result.
        element: For an alleged breach: the element that is not shown; else empty.
        told: Why no more is found, in order.
        statements: Content keys that were looked at, sorted, each once.
        origins: Keys of distinct origins behind them, sorted.
        documents: How many documents they stand in.
        how: The rule with the digest of the rules file.
    """

    commitment: str
    status: Status
    element: str
    told: Sequence[Told]
    statements: tuple[str, ...]
    origins: tuple[str, ...]
    documents: int
    how: How
