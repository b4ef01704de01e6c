"""Which tellings are of one event: days that meet, nothing that conflicts, something in common.

Source: docs/spec/evidence/events.md, "One event".
"""

from collections.abc import Mapping, Sequence

from servanda.evidence.events.classes import CAMPAIGNS
from servanda.evidence.events.telling import OPEN_WIDTH, Telling
from servanda.evidence.names.gazetteer import Gazetteer
from servanda.evidence.origins.alike import LEAST_WORDS_ALIKE, PERMILLE

MONTH = 31  # days; a wider interval needs more in common than states or a place
YEAR = 366  # days; with a still wider one nothing is joined


def merged(tellings: Sequence[Telling], *, gazetteer: Gazetteer) -> tuple[tuple[Telling, ...], ...]:
    """Return the tellings of each event, the most exact first.

    The most exact telling is taken first, so that a vague one joins what it fits and never bridges
    two events; what fits two goes to the first of them.
    """
    ordered = sorted(tellings, key=lambda one: (one.kind, one.is_planned, one.width, one.span))
    groups: list[list[Telling]] = []
    of_kind: dict[tuple[str, bool], list[int]] = {}
    for one in ordered:
        numbers = of_kind.setdefault((one.kind, one.is_planned), [])
        fitting = next((n for n in numbers if _fits(one, groups[n], gazetteer)), None)
        if fitting is None:
            numbers.append(len(groups))
            groups.append([one])
        else:
            groups[fitting].append(one)
    return tuple(tuple(group) for group in groups)


def _fits(one: Telling, group: Sequence[Telling], gazetteer: Gazetteer) -> bool:
    return all(
        one.days.meets(other.days) and not conflicts(one, other, gazetteer) for other in group
    ) and any(_has_in_common(one, other) for other in group)


def conflicts(one: Telling, other: Telling, gazetteer: Gazetteer) -> bool:
    """Tell whether two tellings of one kind cannot be of one event."""
    return (
        (one.number is not None and other.number is not None and one.number != other.number)
        or _differ(one.victims, other.victims)
        or _differ(one.people, other.people)
        or (bool(one.places) and bool(other.places) and not _same_place(one, other, gazetteer))
    )


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) and bool(other) and one.isdisjoint(other)


def _same_place(one: Telling, other: Telling, gazetteer: Gazetteer) -> bool:
    """Tell whether places can be one: the same, or a place and the state that it is in."""
    return not _with_states(one.places, gazetteer).isdisjoint(other.places) or not _with_states(
        other.places, gazetteer
    ).isdisjoint(one.places)


def _with_states(places: frozenset[str], gazetteer: Gazetteer) -> frozenset[str]:
    known: Mapping[str, str] = {
        key: row.state for key in places if (row := gazetteer.entities.get(key)) and row.state
    }
    return places | frozenset(known.values())


def _has_in_common(one: Telling, other: Telling) -> bool:
    width = max(one.width, other.width)
    if one.kind in CAMPAIGNS and OPEN_WIDTH in {one.width, other.width}:
        width = min(one.width, other.width)
    if width > YEAR:
        return False
    if one.people & other.people or one.victims & other.victims:
        return True
    if one.days == other.days and (
        one.span.document == other.span.document or _is_told_alike(one, other)
    ):
        return True
    if width > MONTH:
        return bool(one.states & other.states) and one.days == other.days
    return bool(
        one.states & other.states
        or (one.places and other.places)  # which do not conflict
        or (one.number is not None and one.number == other.number)
    )


def _is_told_alike(one: Telling, other: Telling) -> bool:
    both = len(one.stems | other.stems)
    return len(one.stems & other.stems) * PERMILLE >= LEAST_WORDS_ALIKE * max(1, both)
