from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from servanda.core.exchange.leaf import JudgedLeaf, VerifiedStatement
from servanda.core.exchange.order import settle, settle_places
from servanda.core.exchange.outline import (
    HAS_BODY,
    STATEMENT,
    VALID,
    LogOutline,
    instant_of,
    outline_of,
    seconds_of,
)
from tests.core.exchange.worked_example import play
from tests.core.exchange.world import ALICE, BOB

EXAMPLE = play()


def covering_by_definition(leaves: list[JudgedLeaf], size: int) -> list[int]:
    """For each leaf of the other log the first leaf here that has seen it, as defined."""
    found = []
    for index in range(size):
        seeing = (
            leaf.index
            for leaf in leaves
            if isinstance(leaf, VerifiedStatement) and leaf.header.seen.size > index
        )
        found.append(next(seeing, -1))
    return [index for index in found if index >= 0]


def test_an_outline_says_of_each_leaf_what_it_is_and_when_and_after_what() -> None:
    outline = outline_of(EXAMPLE.a)

    assert [outline.type_at(index) for index in range(outline.size)] == [
        leaf.header.type for leaf in EXAMPLE.a
    ]
    assert [instant_of(seconds) for seconds in outline.times] == [
        leaf.header.time for leaf in EXAMPLE.a
    ]
    assert list(outline.seen_sizes) == [leaf.header.seen.size for leaf in EXAMPLE.a]
    assert outline.flags[2] == VALID | STATEMENT | HAS_BODY
    assert outline.flags[1] == VALID


def test_it_says_which_leaf_covers_each_of_the_other_log_first() -> None:
    assert list(outline_of(EXAMPLE.a).covering) == covering_by_definition([*EXAMPLE.a], 6)
    assert list(outline_of(EXAMPLE.b).covering) == covering_by_definition([*EXAMPLE.b], 6)


def test_outlines_that_reach_beyond_the_cut_change_nothing() -> None:
    contents = EXAMPLE.alice.contents()
    whole = {ALICE: outline_of(EXAMPLE.a), BOB: outline_of(EXAMPLE.b)}

    places = settle_places(contents, whole)
    counted = [(place.party, place.leaf_index) for place in places.counted]

    assert whole[BOB].size > len(contents.logs[BOB])
    assert counted == [
        (one.statement.origin.from_party, one.statement.index) for one in settle(contents).counted
    ]
    assert places.annex == {ALICE: [], BOB: []}


def test_a_log_without_leaves_has_an_empty_outline() -> None:
    assert LogOutline().size == 0


@given(st.datetimes(timezones=st.just(UTC)).map(lambda instant: instant.replace(microsecond=0)))
def test_seconds_stand_for_every_instant_that_can_be_written(instant: datetime) -> None:
    assert instant_of(seconds_of(instant)) == instant
