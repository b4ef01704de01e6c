"""Limits by offices: who is called by an office holds it.

Nobody is called by an office before the term begins. After it ends, texts still use the title for
what was done in it, so the end is a habit and no more; and where a document names two holders of
one office, only the later one's end counts.

Source: docs/spec/evidence/publication.md, "Holders".
"""

from collections.abc import Iterator, Sequence
from datetime import date

from servanda.evidence.names.gazetteer import Gazetteer, Holder
from servanda.evidence.publication.clue import DocumentClues, Holding, Strength
from servanda.evidence.publication.constraints import Limit, Reason
from servanda.evidence.publication.domain import between, union
from servanda.evidence.times.days import add_days


def holder_limits(clues: DocumentClues, gazetteer: Gazetteer) -> Iterator[Limit]:
    """Yield the limits by the offices that `clues` found beside names."""
    first: dict[tuple[str, str], Holding] = {}
    for holding in clues.holdings:
        first.setdefault((holding.office, holding.person), holding)
    terms = {key: _terms(gazetteer, holding) for key, holding in first.items()}
    for key in sorted(first):
        if not terms[key]:
            continue
        start = _start(terms[key])
        later = [
            other
            for (office, person), other in terms.items()
            if office == key[0] and person != key[1] and other and _start(other) > start
        ]
        yield _limit(clues, first[key], [(start, None)], Strength.FIRM)
        if not later:
            # On its last day an office has a new holder already.
            ends = [
                (term.days.earliest, add_days(term.days.latest, -1) if term.days.latest else None)
                for term in terms[key]
            ]
            yield _limit(clues, first[key], ends, Strength.USUAL)


def _terms(gazetteer: Gazetteer, holding: Holding) -> list[Holder]:
    office = gazetteer.entities.get(holding.office)
    if office is None:
        return []
    return [holder for holder in office.holders if holder.person == holding.person]


def _start(terms: Sequence[Holder]) -> date:
    return min(term.days.earliest or date.min for term in terms)


def _limit(
    clues: DocumentClues,
    holding: Holding,
    terms: Sequence[tuple[date | None, date | None]],
    strength: Strength,
) -> Limit:
    kind = "holder-since" if strength is Strength.FIRM else "holder"
    return Limit(
        document=clues.document,
        days=union(between(start, end) for start, end in terms),
        reason=Reason(kind=kind, spans=(holding.span,), strength=strength),
    )
