import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.dialogue.delegation import (
    Capacity,
    Delegate,
    Level,
    Presence,
    is_changed,
    level_of,
)


def seat(capacity: Capacity, presence: Presence = Presence.IN_PERSON) -> Delegate:
    return Delegate(person="A. Person", office="Office", capacity=capacity, presence=presence)


CHAIR, MEMBER = seat(Capacity.CHAIR), seat(Capacity.MEMBER)
REPRESENTATIVE = seat(Capacity.REPRESENTATIVE)
BY_TELEPHONE = seat(Capacity.CO_CHAIR, Presence.TELEPHONE)


@pytest.mark.parametrize(
    ("delegates", "level"),
    [
        ((), Level.NOT_RECORDED),
        ((seat(Capacity.CHAIR, Presence.ABSENT),), Level.ABSENT),
        ((MEMBER,), Level.MEMBERS),
        ((MEMBER, REPRESENTATIVE, seat(Capacity.CHAIR, Presence.ABSENT)), Level.REPRESENTED),
        ((REPRESENTATIVE, BY_TELEPHONE), Level.CHAIR_AT_A_DISTANCE),
        ((seat(Capacity.CHAIR, Presence.VIDEO),), Level.CHAIR_AT_A_DISTANCE),
        ((CHAIR, BY_TELEPHONE), Level.CHAIR_IN_PERSON),
    ],
)
def test_the_best_leading_person_makes_the_level(
    delegates: tuple[Delegate, ...], level: Level
) -> None:
    assert level_of(delegates) is level


def test_a_chair_by_telephone_with_representatives_is_a_changed_level_and_no_absence() -> None:
    now = level_of((REPRESENTATIVE, REPRESENTATIVE, BY_TELEPHONE))

    assert is_changed(Level.CHAIR_IN_PERSON, now)
    assert now is not Level.ABSENT


@pytest.mark.parametrize("before", list(Level))
def test_neither_an_absence_nor_what_is_not_recorded_is_called_a_changed_level(
    before: Level,
) -> None:
    assert not is_changed(before, Level.ABSENT)
    assert not is_changed(before, Level.NOT_RECORDED)
    assert not is_changed(Level.NOT_RECORDED, before)


@given(
    seats=st.lists(
        st.builds(seat, st.sampled_from(Capacity), st.sampled_from(Presence)), max_size=5
    )
)
def test_one_more_person_never_lowers_a_recorded_level(seats: list[Delegate]) -> None:
    level = level_of(seats)

    for more in (CHAIR, MEMBER, REPRESENTATIVE, BY_TELEPHONE):
        assert level_of([*seats, more]) >= level
