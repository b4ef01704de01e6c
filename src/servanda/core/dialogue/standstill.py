"""When a series was suspended: by itself, or with the accord.

A suspension moves no day by which a round is due; whoever shows how far the rounds drift says
that it stood, and for how many days.

Source: docs/spec/dialogue.md, "Cadence"; docs/spec/suspension.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from servanda.core.identifiers import Digest, PartyId


@dataclass(frozen=True, slots=True, kw_only=True)
class Standstill:
    """One side's suspension of a series, or of the accord that it is part of.

    Attributes:
        leaf: The statement that began it.
        by: Who suspends or leaves.
        is_of_accord: Whether the accord is suspended, and the series with it.
        has_left: Whether that side has left, which holds for ever.
        since: The day on which the other side received it.
        until: The day on which the other side received its end; None while it stands.
    """

    leaf: Digest
    by: PartyId
    is_of_accord: bool
    has_left: bool
    since: date
    until: date | None = None


def days_at_a_standstill(found: Iterable[Standstill], *, since: date, until: date) -> int:
    """Return how many days before `until` a series was suspended; no day counts twice.

    Args:
        found: In any order.
        since: The first day that may count.
        until: The day after the last that may.
    """
    total, reached = 0, since
    for one in sorted(found, key=lambda each: each.since):
        begin = max(one.since, reached)
        end = min(one.until or until, until)
        if end > begin:
            total += (end - begin).days
            reached = end
    return total
