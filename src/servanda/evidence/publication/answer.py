"""What is said of one document once the days are solved: interval, candidates, best, reasons.

Source: docs/spec/evidence/publication.md, "The answer".
"""

from collections.abc import Iterable, Sequence
from datetime import date

from servanda.evidence.publication.clue import DocumentClues
from servanda.evidence.publication.constraints import Before, Constraint, documents_of
from servanda.evidence.publication.domain import (
    ALL_DAYS,
    Days,
    count,
    each,
    earliest_of,
    interval,
    latest_of,
    weekdays,
)
from servanda.evidence.publication.publication import Publication
from servanda.evidence.publication.relations import ANNOUNCED
from servanda.evidence.rules import how
from servanda.evidence.spans import Span

MAX_CANDIDATES = 31  # days; a longer list says no more than its ends
MAX_WEEKS = 5  # candidates by weekday: of more, the last is no better than the others
_A_WEEK = 7
SOLVED = how("publication.solve", 1)
SAME_DAY = how("publication.same-day", 1)


def answer(
    clues: DocumentClues,
    days: Days,
    used: Sequence[Constraint],
    left_out: Sequence[Constraint],
) -> Publication:
    """Return the publication of the document of `clues`.

    Args:
        clues: Of the document.
        days: Those that belong to a solution; not empty.
        used: Constraints of its group that took days away.
        left_out: Constraints of its group that clash.
    """
    own = [c for c in used if clues.document in documents_of(c)]
    spans = {span for c in own for span in c.reason.spans}
    facts = {c.reason.fact for c in own if c.reason.fact}
    rule, best = SOLVED, earliest_of(days) if count(days) == 1 else None
    said = _first_said(clues)
    if said is not None and best is None and days != ALL_DAYS:
        span, weekday = said
        same = weekdays(days, weekday)
        is_long = (latest_of(days) - earliest_of(days)).days >= _A_WEEK
        if is_long and 0 < count(same) <= MAX_CANDIDATES and _is_bounded(days):
            days, rule = same, SAME_DAY
            spans.add(span)
            best = _best_of(days, clues.document, own)
        elif not is_long and count(same) == 1:
            best, rule = earliest_of(same), SAME_DAY
            spans.add(span)
    return Publication(
        document=clues.document,
        days=interval(days),
        best=best,
        candidates=tuple(each(days)) if count(days) <= MAX_CANDIDATES else (),
        reasons=tuple(sorted(spans)),
        facts=tuple(sorted(facts)),
        conflict=_conflict(clues.document, left_out),
        how=rule,
    )


def _first_said(clues: DocumentClues) -> tuple[Span, int] | None:
    return clues.said[0] if clues.said else None


def _is_bounded(days: Days) -> bool:
    found = interval(days)
    return found.earliest is not None and found.latest is not None


def _best_of(days: Days, document: str, used: Iterable[Constraint]) -> date | None:
    """Return the last candidate, if another document told soon as set what this one announces."""
    if count(days) == 1:
        return earliest_of(days)
    is_before = any(
        isinstance(c, Before) and c.first == document and c.reason.kind == ANNOUNCED for c in used
    )
    return latest_of(days) if is_before and count(days) <= MAX_WEEKS else None


def _conflict(document: str, left_out: Sequence[Constraint]) -> tuple[Span, ...]:
    """Return the spans of the clashes that this document has a part in."""
    if not any(document in documents_of(c) for c in left_out):
        return ()
    return tuple(sorted({span for c in left_out for span in c.reason.spans}))
