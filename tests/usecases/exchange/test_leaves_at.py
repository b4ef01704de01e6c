"""Leaves read in few questions are the leaves asked for, wherever they stand."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.identifiers import AccordName, Origin, PartyId
from servanda.usecases.exchange.leaves_at import leaves_at
from servanda.usecases.ports.records import LeafRecord
from servanda.usecases.upkeep.integrity import LogDamagedError

OURS = Origin(
    from_party=PartyId("alice.example"),
    accord_name=AccordName("accord"),
    to_party=PartyId("bob.example"),
)
SIZE = 2_500


@dataclass
class Logs:
    """Two logs of `SIZE` leaves, which remember what they were asked."""

    asked: list[tuple[int, int]] = field(default_factory=list)

    def leaves(self, origin: Origin, first: int, until: int) -> Sequence[LeafRecord]:
        self.asked.append((first, until))
        return [_leaf(origin, index) for index in range(first, min(until, SIZE))]


@given(st.lists(st.tuples(st.sampled_from((OURS, OURS.reverse)), st.integers(0, SIZE - 1))))
def test_each_place_is_read_once_log_by_log_and_in_order(places: list[tuple[Origin, int]]) -> None:
    found = [(origin, record.index) for origin, record in leaves_at(places, logs=Logs())]

    assert found == sorted(set(places), key=lambda place: (str(place[0]), place[1]))


def test_neighbours_share_a_question_and_no_question_is_large() -> None:
    logs = Logs()

    assert len(list(leaves_at([(OURS, index) for index in range(SIZE)], logs=logs))) == SIZE
    assert logs.asked == [(0, 1_000), (1_000, 2_000), (2_000, 2_500)]


def test_leaves_far_from_each_other_are_not_bridged() -> None:
    logs = Logs()

    list(leaves_at([(OURS, 3), (OURS, 2_000), (OURS, 10)], logs=logs))

    assert logs.asked == [(3, 11), (2_000, 2_001)]


def test_a_leaf_that_is_not_there_is_named() -> None:
    with pytest.raises(LogDamagedError, match=f"leaf {SIZE} "):
        list(leaves_at([(OURS, SIZE - 1), (OURS, SIZE)], logs=Logs()))


def _leaf(origin: Origin, index: int) -> LeafRecord:
    return LeafRecord(
        index=index,
        leaf_hash=f"{origin} {index}".encode(),
        note=b"",
        type="request",
        ref=None,
        time=None,
        verdict="valid",
        reason="",
        marks=(),
    )
