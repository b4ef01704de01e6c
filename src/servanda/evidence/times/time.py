"""A time expression with what it means.

Source: docs/spec/evidence/times.md; TIMEX3 (ISO 24617-1) for `type` and `value`.
"""

from dataclasses import dataclass
from enum import StrEnum

from servanda.evidence.intervals import Interval
from servanda.evidence.rules import How
from servanda.evidence.spans import Span


class TimeType(StrEnum):
    """The four types of TIMEX3."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """One expression, resolved as far as its document's day of publication is known.

    Attributes:
        span: Its characters.
        type: TIMEX3 type.
        value: TIMEX3 value; weeks by ISO ("2015-W46"); `XXXX-11-12` where the year stays open;
            two days with "/" for a range or a list kept whole.
        days: The days it can mean; open where nothing is known.
        is_evidence: False within furniture or a name: it dates nothing.
        how: The rule that read it.
    """

    span: Span
    type: TimeType
    value: str
    days: Interval
    is_evidence: bool
    how: How
