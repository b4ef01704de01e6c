"""Independent expressions that fit: two texts date one event in different words, alike.

Source: docs/spec/evidence/flags.md, "agreement".
"""

from collections.abc import Iterator

from servanda.evidence.events.classes import CAMPAIGNS
from servanda.evidence.events.event import Event
from servanda.evidence.events.telling import Telling
from servanda.evidence.flags.material import Material, Raised
from servanda.evidence.spans import Span

MOST_EXACT = 7  # days; without one expression of a week or less nothing is shown to fit
LEAST_EXACT = 31  # days; a wider one fits nearly anything


def agreement(material: Material) -> Iterator[Raised]:
    """Yield one flag for each event that texts date in different words."""
    for event in material.events:
        if event.kind in CAMPAIGNS:
            continue
        exact = _best(event)
        words = {material.words(one.time).casefold() for one in exact}
        is_exact = any(one.width <= MOST_EXACT for one in exact)
        if len(exact) > 1 and len(words) > 1 and is_exact:
            yield Raised(
                sides=tuple(_of_document(event, one) for one in exact),
                parameters={
                    "expressions": " = ".join(dict.fromkeys(material.words(o.time) for o in exact)),
                    "days": _days(event),
                },
                statements=material.touched([one.time for one in exact]),
            )


def _best(event: Event) -> list[Telling]:
    """Return the most exact telling of each text, by document."""
    best: dict[str, Telling] = {}
    for one in event.tellings:
        known = best.get(one.span.document)
        if one.width <= LEAST_EXACT and (known is None or one.width < known.width):
            best[one.span.document] = one
    return list(best.values())


def _of_document(event: Event, best: Telling) -> tuple[Span, ...]:
    """Return the place of the most exact expression of a text, then those of the others."""
    others = [
        one.time
        for one in event.tellings
        if one.span.document == best.span.document
        and one.time != best.time
        and one.width <= LEAST_EXACT
    ]
    return (best.time, *others)


def _days(event: Event) -> str:
    first, last = event.days.earliest, event.days.latest
    ends = [day.isoformat() for day in (first, last) if day]
    return "/".join(dict.fromkeys(ends))
