from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.core.canonical import JsonValue
from servanda.core.dialogue.delegation import Level
from servanda.core.dialogue.deliverables import DeliverableState
from servanda.core.dialogue.fold import fold_dialogue
from servanda.core.dialogue.rounds import Round, RoundState
from tests.core.casework.counting import PARTIES
from tests.core.dialogue.sitting import DAY, OTHER_DAY, Table, leaf
from tests.core.keys.cast import ALICE, BOB


def the_round(table: Table, name: str) -> Round:
    return table.fold().rounds.by_leaf[leaf(name)].round


def test_a_round_is_planned_when_both_have_named_a_day() -> None:
    table = Table()
    proposed = table.round("proposed", by=ALICE, body={"place": "Geneva", "title": "Third"})

    assert the_round(table, proposed).state is RoundState.PROPOSED
    table.round("confirmed", by=BOB, of=proposed, body={"place": "Geneva"})
    planned = the_round(table, proposed)
    assert planned.state is RoundState.PLANNED
    assert planned.differences == []


def test_two_different_days_stand_beside_each_other_until_one_side_says_the_others() -> None:
    table = Table()
    proposed = table.round("proposed", by=ALICE)
    table.round("confirmed", by=BOB, of=proposed, day=OTHER_DAY, utc_offset_minutes=480)

    found = the_round(table, proposed)
    assert found.differences == ["planned"]
    assert found.sittings[BOB].utc_offset_minutes == 480
    assert found.moved == 0
    for _ in range(2):  # said again it moves nothing
        table.round("confirmed", by=ALICE, of=proposed, day=OTHER_DAY)
    assert the_round(table, proposed).differences == []
    assert the_round(table, proposed).moved == 1


def test_each_side_says_once_on_which_day_it_was_held() -> None:
    table = Table()
    proposed = table.held_round()
    table.round("held", by=BOB, of=proposed, day=OTHER_DAY)
    again = table.round("held", by=BOB, of=proposed, day=DAY)

    found = the_round(table, proposed)
    assert found.differences == ["held"]
    assert found.held_by(BOB) == date(2026, 6, 15)
    assert table.fold().out_of_state == [leaf(again)]


def test_a_round_that_is_put_off_has_to_be_confirmed_anew() -> None:
    table = Table()
    proposed = table.round("proposed", by=ALICE)
    table.round("confirmed", by=BOB, of=proposed)
    table.round("postponed", by=BOB, of=proposed, ground="scheduling", day=OTHER_DAY)

    put_off = the_round(table, proposed)
    assert put_off.state is RoundState.POSTPONED
    assert [(one.by, one.from_day, one.to_day) for one in put_off.postponements] == [
        (BOB, date(2026, 6, 14), date(2026, 6, 15))
    ]
    table.round("confirmed", by=ALICE, of=proposed, day=OTHER_DAY)
    assert the_round(table, proposed).state is RoundState.PLANNED


def test_nobody_agrees_to_their_own_agenda() -> None:
    table = Table()
    proposed = table.round("proposed", by=ALICE)
    table.round("confirmed", by=BOB, of=proposed)
    agenda = table.round("agenda", by=ALICE, of=proposed, body={"agenda": ["Hotline", "Cases"]})
    own = table.round("agenda_agreed", by=ALICE, of=agenda)
    table.round("agenda_agreed", by=BOB, of=agenda)

    found = table.fold()
    assert found.out_of_state == [leaf(own)]
    assert found.rounds.by_leaf[leaf(proposed)].agenda == ("Hotline", "Cases")
    assert the_round(table, proposed).state is RoundState.AGENDA_AGREED


def test_a_delegation_that_changes_during_the_round_is_taken_and_counted() -> None:
    table = Table()
    proposed = table.held_round()
    chair = {"person": "A", "office": "Minister", "capacity": "chair"}
    deputy = {"office": "Deputy", "capacity": "representative", "substitute_for": "A"}
    table.round("delegation", by=ALICE, of=proposed, body={"delegation": [chair]})
    assert the_round(table, proposed).level(ALICE) is Level.CHAIR_IN_PERSON
    table.round(
        "delegation",
        by=ALICE,
        of=proposed,
        body={"delegation": [deputy, {**chair, "presence": "telephone"}]},
    )

    found = table.fold().rounds.by_leaf[leaf(proposed)]
    assert found.round.level(ALICE) is Level.CHAIR_AT_A_DISTANCE
    assert found.round.delegation_changes == {ALICE: 1}


def test_only_a_preparatory_meeting_names_the_round_that_it_prepares() -> None:
    table = Table()
    proposed = table.round("proposed", by=ALICE)
    meeting = table.round("proposed", by=BOB, of=proposed, kind="preparatory")
    another = table.round("proposed", by=BOB, of=proposed)
    of_meeting = table.round("proposed", by=BOB, of=meeting, kind="preparatory")

    assert the_round(table, meeting).prepares == leaf(proposed)
    assert table.fold().out_of_state == [leaf(another), leaf(of_meeting)]


def test_each_side_publishes_once_and_may_correct_it() -> None:
    table = Table()
    early = table.round("proposed", by=ALICE)
    too_early = table.outcome(by=ALICE, of=early, keys=["hotline"])
    held = table.held_round()
    table.outcome(by=ALICE, of=held, keys=["hotline", "cases"])
    again = table.outcome(by=ALICE, of=held, keys=["hotline"])
    unpublished = table.outcome(by=BOB, of=held, keys=["hotline"], step="corrected")
    table.outcome(by=BOB, of=held, keys=["hotline"])
    table.outcome(by=ALICE, of=held, keys=["hotline", "seminar"], step="corrected")

    found = table.fold()
    assert found.out_of_state == [leaf(name) for name in (too_early, again, unpublished)]
    record = found.record(parties=PARTIES, series=())
    assert {row.key: row.only_in for row in record.outcome_rows(leaf(held))} == {
        "hotline": None,
        "seminar": ALICE,
    }
    assert the_round(table, held).state is RoundState.OUTCOMES_PUBLISHED


def test_a_text_that_is_not_held_any_more_makes_no_point_the_other_sides_alone() -> None:
    table = Table()
    held = table.held_round()
    erased = table.outcome(by=ALICE, of=held, keys=["hotline"])
    table.outcome(by=BOB, of=held, keys=["seminar"])
    del table.bodies[leaf(erased)]

    record = fold_dialogue(table.said, bodies=table.bodies).record(parties=PARTIES, series=())
    assert [row.only_in for row in record.outcome_rows(leaf(held))] == [None]


def test_a_promise_binds_when_the_other_side_confirms_it() -> None:
    table = Table()
    held = table.held_round()
    promise = table.deliverable("proposed", by=ALICE, of=held, due=OTHER_DAY)
    too_early = table.deliverable("delivered", by=ALICE, of=promise)
    own = table.deliverable("confirmed", by=ALICE, of=promise)
    table.deliverable("confirmed", by=BOB, of=promise)
    table.deliverable("delivered", by=ALICE, of=promise)
    self_accepted = table.deliverable("accepted", by=ALICE, of=promise)
    table.deliverable("accepted", by=BOB, of=promise)

    found = table.fold()
    assert found.out_of_state == [leaf(name) for name in (too_early, own, self_accepted)]
    (agreed,) = found.deliverables.agreed.values()
    assert (agreed.state, agreed.owner) == (DeliverableState.ACCEPTED, ALICE)


def test_a_debtor_alone_neither_moves_nor_drops_its_debt() -> None:
    table = Table()
    held = table.held_round()
    promise = table.deliverable("proposed", by=ALICE, of=held, due=DAY)
    table.deliverable("confirmed", by=BOB, of=promise)
    drop = table.deliverable("dropped", by=ALICE, of=promise)
    move = table.deliverable("carried_over", by=ALICE, of=promise, due=OTHER_DAY)

    (agreed,) = table.fold().deliverables.agreed.values()
    assert (agreed.state, agreed.due) == (DeliverableState.OPEN, date(2026, 6, 14))
    table.deliverable("confirmed", by=BOB, of=move)
    (agreed,) = table.fold().deliverables.agreed.values()
    assert (agreed.due, agreed.first_due) == (date(2026, 6, 15), date(2026, 6, 14))
    assert agreed.carried_over == 1
    table.deliverable("confirmed", by=BOB, of=drop)
    late = table.deliverable("delivered", by=ALICE, of=promise)
    found = table.fold()
    assert found.deliverables.agreed[leaf(promise)].state is DeliverableState.DROPPED
    assert found.out_of_state == [leaf(late)]


@pytest.mark.parametrize("state", ["proposed", "planned", "cancelled"])
def test_nothing_is_promised_at_a_round_that_did_not_take_place(state: str) -> None:
    table = Table()
    proposed = table.round("proposed", by=ALICE)
    if state != "proposed":
        table.round("confirmed", by=BOB, of=proposed)
    if state == "cancelled":
        table.round("cancelled", by=BOB, of=proposed, ground="event")
    promise = table.deliverable("proposed", by=ALICE, of=proposed)

    assert table.fold().out_of_state == [leaf(promise)]


STEPS = ["confirmed", "agenda", "agenda_agreed", "delegation", "postponed", "cancelled", "held"]
MOVES = ["confirmed", "delivered", "accepted", "disputed", "carried_over", "dropped"]
SAID = st.tuples(
    st.sampled_from(
        [
            *(("round", step) for step in ["proposed", *STEPS, "followed_up"]),
            *(("deliverable", step) for step in ["proposed", *MOVES]),
            ("outcome", "published"),
            ("outcome", "corrected"),
        ]
    ),
    st.sampled_from(PARTIES),
    st.integers(0, 40),
    st.sampled_from([DAY, OTHER_DAY]),
)


@settings(max_examples=200)
@given(said=st.lists(SAID, max_size=25))
def test_whatever_two_sides_say_in_whatever_order_every_statement_counts_once_or_is_listed(
    said: list[tuple[tuple[str, str], str, int, str]],
) -> None:
    table = Table()
    names = [table.held_round()]
    for (kind, step), by, of, day in said:
        name = names[of % len(names)]
        party = ALICE if by == ALICE else BOB
        if kind == "round":
            facts: dict[str, JsonValue] = {}
            if step in {"confirmed", "held"}:
                facts = {"day": day}
            elif step in {"postponed", "cancelled"}:
                facts = {"ground": "other"}
            of_round = None if step == "proposed" else name
            names.append(table.round(step, by=party, of=of_round, body={}, **facts))
        elif kind == "outcome":
            names.append(table.outcome(by=party, of=name, keys=["a"], step=step))
        else:
            names.append(table.deliverable(step, by=party, of=name))
    found = table.fold()

    assert len(set(found.out_of_state)) == len(found.out_of_state)
    record = found.record(parties=PARTIES, series=())
    assert len(record.rounds) == len(found.rounds.by_leaf)
    for one in record.deliverables:
        assert not one.without_effect
        if one.state is DeliverableState.ACCEPTED:
            delivered, accepted = (
                next(each.by for each in one.progress if each.step == step)
                for step in ("delivered", "accepted")
            )
            assert delivered != accepted
    for folded in found.rounds.by_leaf.values():
        assert not folded.round.took_place or any(
            sitting.held for sitting in folded.round.sittings.values()
        )
