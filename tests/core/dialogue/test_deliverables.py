from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.dialogue.deliverables import (
    MOVES,
    Deliverable,
    DeliverableState,
    Progress,
    advance,
    advance_all,
)
from servanda.core.identifiers import PartyId

OWNER, OTHER = PartyId("northmark.example"), PartyId("southmere.example")
DUE, LATER = date(2016, 9, 1), date(2016, 12, 1)


def promise(owner: PartyId | None = OWNER) -> Deliverable:
    return Deliverable(
        key="hotline",
        round_key="round.2",
        owner=owner,
        text={"en": "Test the hotline"},
        acceptance_test={"en": "A call is answered"},
        first_due=DUE,
    )


def said(step: str, by: PartyId | None, due: date | None = None) -> Progress:
    return Progress(step=step, by=by, due=due, text={"en": "so"})


def test_delivered_is_the_owners_word_and_accepted_the_other_sides() -> None:
    delivered = advance(promise(), said("delivered", OWNER))
    accepted = advance(delivered, said("accepted", OTHER))

    assert delivered.state is DeliverableState.DELIVERED
    assert not delivered.is_settled
    assert accepted.state is DeliverableState.ACCEPTED
    assert accepted.is_settled


@pytest.mark.parametrize(
    ("before", "step", "by"),
    [
        ([], "delivered", OTHER),
        ([], "accepted", OTHER),
        ([("delivered", OWNER)], "accepted", OWNER),
        ([("delivered", OWNER)], "disputed", OWNER),
        ([], "dropped", OWNER),
        ([], "dropped", OTHER),
        ([], "carried_over", OWNER),
        ([("delivered", OWNER), ("accepted", OTHER)], "dropped", None),
        ([], "unknown", None),
    ],
)
def test_what_is_not_theirs_to_say_is_kept_and_has_no_effect(
    before: list[tuple[str, PartyId]], step: str, by: PartyId | None
) -> None:
    reached = advance_all(promise(), [said(*one) for one in before])

    after = advance(reached, said(step, by))

    assert (after.state, after.due, after.progress) == (
        reached.state,
        reached.due,
        reached.progress,
    )
    assert after.without_effect == (said(step, by),)


def test_what_both_owe_is_accepted_by_the_one_who_did_not_deliver_it() -> None:
    delivered = advance(promise(owner=None), said("delivered", OWNER))

    assert advance(delivered, said("accepted", OWNER)).state is DeliverableState.DELIVERED
    assert advance(delivered, said("accepted", OTHER)).state is DeliverableState.ACCEPTED


def test_carrying_over_keeps_the_first_due_day_and_is_counted() -> None:
    carried = advance_all(
        promise(), [said("carried_over", None, LATER), said("carried_over", None, None)]
    )

    assert (carried.first_due, carried.due, carried.carried_over) == (DUE, None, 2)
    assert not carried.is_overdue(date(2030, 1, 1))


def test_it_is_overdue_from_the_day_after_until_it_is_delivered() -> None:
    assert not promise().is_overdue(DUE)
    assert promise().is_overdue(date(2016, 9, 2))
    delivered = advance(promise(), said("delivered", OWNER))
    assert not delivered.is_overdue(date(2016, 9, 2))
    assert advance(delivered, said("disputed", OTHER)).is_overdue(date(2016, 9, 2))


WORDS = st.builds(
    said,
    st.sampled_from([*MOVES, "unknown"]),
    st.sampled_from([OWNER, OTHER, None]),
    st.one_of(st.none(), st.dates()),
)


@given(words=st.lists(WORDS, max_size=12), owner=st.sampled_from([OWNER, OTHER, None]))
def test_nothing_said_is_lost_and_an_end_is_final(
    words: list[Progress], owner: PartyId | None
) -> None:
    reached = promise(owner)
    for one in words:
        before, reached = reached, advance(reached, one)
        if before.is_settled:
            assert reached.state is before.state
    assert len(reached.progress) + len(reached.without_effect) == len(words)
    assert reached.first_due == DUE
    assert reached.carried_over == sum(one.step == "carried_over" for one in reached.progress)
