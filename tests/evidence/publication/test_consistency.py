"""The solver's days are those of all solutions; a smallest clash has nothing to spare."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.publication.consistency import is_consistent, smallest_clash, solved
from servanda.evidence.publication.constraints import (
    Before,
    Constraint,
    Limit,
    Reason,
    Together,
    order_of,
)
from servanda.evidence.publication.domain import (
    ALL_DAYS,
    NO_DAY,
    Days,
    Stretch,
    between,
    count,
    each,
    earliest_of,
    interval,
    latest_of,
    stretch,
    union,
    weekdays,
)
from servanda.evidence.spans import Span

START = date(2031, 11, 1)
NAMES = ("a", "b", "c")
DAYS = range(5)
SMALL = {name: between(START, START + timedelta(days=len(DAYS) - 1)) for name in NAMES}
numbers = st.sets(st.sampled_from(DAYS), min_size=1)


def day(number: int) -> date:
    return START + timedelta(days=number)


def reason(number: int) -> Reason:
    return Reason(kind=f"made-{number}", spans=(Span(document="d", start=number, end=number + 1),))


def row(first: int, last: int) -> Stretch:
    found = stretch(day(first), day(last))
    assert found is not None
    return found


rows = st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)).map(lambda p: row(min(p), max(p)))
names = st.sampled_from(NAMES)
pairs_of_names = st.sampled_from([(a, b) for a in NAMES for b in NAMES if a != b])
limits = st.builds(
    lambda name, chosen, number: Limit(
        document=name, days=union(between(day(n), day(n)) for n in chosen), reason=reason(number)
    ),
    names,
    numbers,
    st.integers(0, 99),
)
togethers = st.builds(
    lambda ends, pairs, number: Together(
        first=ends[0], second=ends[1], pairs=tuple(pairs), reason=reason(number)
    ),
    pairs_of_names,
    st.lists(st.tuples(rows, rows), max_size=3),
    st.integers(0, 99),
)
befores = st.builds(
    lambda ends, number: Before(first=ends[0], second=ends[1], reason=reason(number)),
    pairs_of_names,
    st.integers(0, 99),
)
constraints = st.lists(st.one_of(limits, togethers, befores), max_size=6)


def holds(constraint: Constraint, at: dict[str, date]) -> bool:
    match constraint:
        case Limit(document=document, days=days):
            return at[document] in set(each(days))
        case Together(first=first, second=second, pairs=pairs):
            return any(
                at[first] in set(each(a.days)) and at[second] in set(each(b.days)) for a, b in pairs
            )
        case Before(first=first, second=second):
            return at[first] < at[second]


def by_trying_all(given_constraints: Sequence[Constraint]) -> dict[str, set[date]]:
    found: dict[str, set[date]] = {name: set() for name in NAMES}
    for chosen in product(*(each(SMALL[name]) for name in NAMES)):
        at = dict(zip(NAMES, chosen, strict=True))
        if all(holds(constraint, at) for constraint in given_constraints):
            for name in NAMES:
                found[name].add(at[name])
    return found


@given(constraints)
def test_the_days_left_are_exactly_those_of_some_solution(made: list[Constraint]) -> None:
    expected = by_trying_all(made)

    found, _ = solved(SMALL, made)

    if not all(expected.values()):
        assert not is_consistent(SMALL, made)
    else:
        assert {name: set(each(days)) for name, days in found.items()} == expected


@given(constraints, st.randoms(use_true_random=False))
def test_the_order_of_constraints_changes_no_day(made: list[Constraint], random: Random) -> None:
    shuffled = list(made)
    random.shuffle(shuffled)

    before, after = solved(SMALL, made)[0], solved(SMALL, shuffled)[0]

    assert before == after or not (all(before.values()) or all(after.values()))


@given(constraints)
def test_the_constraints_that_are_named_suffice(made: list[Constraint]) -> None:
    found, used = solved(SMALL, made)

    if all(found.values()):
        assert solved(SMALL, used)[0] == found


@given(constraints)
def test_a_smallest_clash_clashes_and_has_nothing_to_spare(made: list[Constraint]) -> None:
    ordered = sorted(made, key=order_of)
    if is_consistent(SMALL, ordered):
        return

    clash = smallest_clash(SMALL, ordered)

    assert not is_consistent(SMALL, clash)
    for number in range(len(clash)):
        assert is_consistent(SMALL, clash[:number] + clash[number + 1 :])


@pytest.mark.parametrize("first", [0, 4])
def test_a_clash_with_what_is_given_leaves_the_given_out(first: int) -> None:
    fixed = Limit(document="a", days=between(day(first), day(first)), reason=reason(1))
    other = Limit(document="a", days=between(day(2), day(3)), reason=reason(2))
    idle = Limit(document="b", days=between(day(2), day(3)), reason=reason(3))

    assert smallest_clash(SMALL, [idle, other], given=[fixed]) == [other]


days_of_horizon = st.dates(min_value=date(1990, 1, 1), max_value=date(2059, 12, 31))


@given(days_of_horizon, days_of_horizon)
def test_a_set_of_days_has_the_days_between_its_ends(one: date, other: date) -> None:
    first, last = min(one, other), max(one, other)
    days = between(first, last)

    assert (earliest_of(days), latest_of(days)) == (first, last)
    assert count(days) == (last - first).days + 1


@given(days_of_horizon, st.integers(1, 7))
def test_the_weekdays_of_a_set_are_of_that_weekday(start: date, weekday: int) -> None:
    days = weekdays(between(start, start + timedelta(days=30)), weekday)

    assert {found.isoweekday() for found in each(days)} <= {weekday}
    assert count(days) in {0, 1, 2, 3, 4, 5}


def test_ends_of_the_horizon_are_open_ends() -> None:
    assert interval(ALL_DAYS).as_json() == {"earliest": None, "latest": None}
    assert interval(NO_DAY).as_json() == {"earliest": None, "latest": None}
    assert between(date(2100, 1, 1), None) == NO_DAY


@given(days_of_horizon, days_of_horizon, days_of_horizon, days_of_horizon)
def test_a_stretch_meets_a_set_as_the_set_of_its_days_does(
    a: date, b: date, c: date, d: date
) -> None:
    own = stretch(min(a, b), max(a, b))
    assert own is not None
    other = between(min(c, d), max(c, d))

    assert own.within(other) == Days(own.days & other)
    assert own.meets(other) == bool(own.days & other)
