"""Facts from outside the texts that a rule may use, each with a key, a day and a source.

Source: docs/spec/evidence/publication.md, "Facts".
"""

from dataclasses import dataclass

from servanda.evidence.intervals import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One dated public event.

    Attributes:
        key: Dotted word, as `accord.signed` (the day the accord was made).
        days: When it took place.
        forms: How texts name it ("the deal", "the September agreement"); lower case.
        source: Where it was checked.
    """

    key: str
    days: Interval
    forms: tuple[str, ...]
    source: str


ACCORD_SIGNED = "accord.signed"
