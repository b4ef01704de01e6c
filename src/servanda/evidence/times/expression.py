"""An expression of time as found: what it says, and what the words around it say of it.

Source: docs/spec/evidence/times.md.
"""

from dataclasses import dataclass

from servanda.evidence.rules import How
from servanda.evidence.spans import Span
from servanda.evidence.times.readings import Part, Reading, Tense
from servanda.evidence.times.time import TimeType


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """One expression, not yet resolved.

    Attributes:
        span: Its characters.
        core: The characters that were read, without words such as "early" or "about".
        text: The characters of `span`, white space made one space.
        type: TIMEX3 type, as far as the form tells.
        reading: What it says.
        part: Which part of the period ("early", "late").
        tense: Direction, by the verbs of its clause.
        is_since: "since" stands before it: the end is open.
        names_event: An event is named after it ("the December meetings").
        is_evidence: False within furniture or a name.
        paragraph: Number of its block, in order.
        how: The rule.
    """

    span: Span
    core: Span
    text: str
    type: TimeType
    reading: Reading
    part: Part
    tense: Tense
    is_since: bool
    names_event: bool
    is_evidence: bool
    paragraph: int
    how: How
