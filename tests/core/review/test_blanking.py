"""No blank of a public edition follows from what it shows: held to the equations themselves."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.review.arithmetic import FEW
from servanda.core.review.blanking import Place, choose_blanks, exposed_cells
from servanda.core.review.population import ALL

# What is counted once: so many items of one kind and urgency; what is no request has none.
Atom = tuple[str, str | None]
Counts = dict[Atom, int]

REQUESTS = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.sampled_from(["emergency", "routine", "urgent"])),
    st.integers(0, 12),
    max_size=12,
)
OTHERS = st.dictionaries(
    st.tuples(st.sampled_from(["call", "news", "findings"]), st.none()),
    st.integers(0, 12),
    max_size=3,
)


def places_of(atom: Atom) -> set[Place]:
    """Return the cells that an atom is counted in."""
    kind, urgency = atom
    return {Place(k, u) for k in (kind, ALL) for u in (urgency or ALL, ALL)}


def table(counts: Counts) -> dict[Place, int]:
    cells: dict[Place, int] = {}
    for atom, count in counts.items():
        for place in places_of(atom):
            cells[place] = cells.get(place, 0) + count
    return cells


def follows(place: Place, shown: Iterable[Place], atoms: Sequence[Atom]) -> bool:
    """Return whether a cell is a sum of shown ones, some of them taken away: by elimination."""
    rows = [[Fraction(each in places_of(atom)) for atom in atoms] for each in shown]
    wanted = [Fraction(place in places_of(atom)) for atom in atoms]
    for column in range(len(atoms)):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rows = [
            [one - row[column] / pivot[column] * two for one, two in zip(row, pivot, strict=True)]
            for row in rows
            if row is not pivot
        ]
        factor = wanted[column] / pivot[column]
        wanted = [one - factor * two for one, two in zip(wanted, pivot, strict=True)]
    return not any(wanted)


def found_out(counts: Counts, blanks: AbstractSet[Place]) -> set[Place]:
    shown = [place for place in table(counts) if place not in blanks]
    return {place for place in blanks if follows(place, shown, list(counts))}


@given(REQUESTS, OTHERS)
def test_no_blank_follows_from_what_is_shown_and_every_small_cell_is_blank(
    requests: Counts, others: Counts
) -> None:
    counts = {**requests, **others}
    cells = table(counts)

    blanks = choose_blanks(cells)

    assert {place for place, count in cells.items() if count < FEW} <= blanks <= cells.keys()
    assert found_out(counts, blanks) == set()


@given(REQUESTS, OTHERS, st.data())
def test_what_follows_is_known_to_follow(
    requests: Counts, others: Counts, data: st.DataObject
) -> None:
    counts = {**requests, **others}
    cells = table(counts)
    blanks = data.draw(st.sets(st.sampled_from(sorted(cells)))) if cells else set()

    assert set(exposed_cells(blanks, cells)) == found_out(counts, blanks)


@given(REQUESTS)
def test_nothing_is_blanked_where_no_cell_is_small(requests: Counts) -> None:
    large = {atom: count + FEW for atom, count in requests.items()}

    assert choose_blanks(table(large)) == frozenset()


def test_one_small_cell_takes_along_the_smallest_way_around_it() -> None:
    counts: Counts = {
        ("a", "routine"): 3,
        ("a", "urgent"): 20,
        ("b", "routine"): 9,
        ("b", "urgent"): 30,
        ("c", "routine"): 40,
        ("c", "urgent"): 50,
    }

    assert choose_blanks(table(counts)) == {
        Place("a", "routine"),
        Place("a", "urgent"),
        Place("b", "routine"),
        Place("b", "urgent"),
    }


def test_where_one_kind_is_all_there_is_its_total_goes_too() -> None:
    cells = table({("a", "routine"): 2, ("a", "urgent"): 30})

    blanks = choose_blanks(cells)

    assert Place("a", "routine") in blanks
    assert Place(ALL, "routine") in blanks
    assert found_out({("a", "routine"): 2, ("a", "urgent"): 30}, blanks) == set()


@pytest.mark.parametrize("count", range(8))
def test_a_single_cell_is_blank_exactly_if_it_is_small(count: int) -> None:
    cells = {Place(ALL, ALL): count}

    assert choose_blanks(cells) == (cells.keys() if count < FEW else set())


def test_nothing_has_no_blanks() -> None:
    assert choose_blanks({}) == frozenset()
