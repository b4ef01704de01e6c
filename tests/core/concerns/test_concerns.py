from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.accords.terms import ClockRule, Terms
from servanda.core.canonical import JsonValue
from servanda.core.concerns.concern import STEPS, ConcernState
from servanda.core.concerns.fold import Concerns, fold_concerns
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import PartyId, format_instant
from tests.core.casework.counting import PARTIES, TERMS, VERSION, at, counted, digest
from tests.core.keys.cast import ALICE, BOB


def issued(name: str = "c", by: PartyId = ALICE, **facts: JsonValue) -> Counted:
    said = {"step": "issued", "tlp": "amber", **(facts or {"commitment": "C1.1"})}
    return counted(name, "concern", said, by=by, received="03-01 12:00")


def step(name: str, received: str, by: PartyId = ALICE, of: str = "c") -> Counted:
    facts = {"step": name, "tlp": "amber"}
    return counted(f"{name} {received}", "concern", facts, by=by, received=received, ref=of)


def reply(position: str, received: str = "03-05 12:00", by: PartyId = BOB) -> Counted:
    facts = {"position": position, "tlp": "amber"}
    return counted(
        f"reply {position} {received}", "reply", facts, by=by, received=received, ref="c"
    )


def fold(*statements: Counted, terms: Terms = TERMS) -> Concerns:
    return fold_concerns(statements, terms={VERSION: terms}, parties=PARTIES)


def state(*statements: Counted) -> ConcernState:
    return fold(issued(), *statements).by_leaf[digest("c")].state


def test_explained_is_the_other_sides_word_until_the_issuer_assents() -> None:
    assert state(reply("explained")) is ConcernState.REPLIED
    assert state(reply("explained"), step("assented", "03-06 12:00")) is ConcernState.EXPLAINED
    assert state(reply("remedied"), step("assented", "03-06 12:00")) is ConcernState.REMEDIED
    assert state(reply("explained"), step("maintained", "03-06 12:00")) is ConcernState.DISPUTED


def test_assent_is_never_too_late_and_never_to_a_denial() -> None:
    later = step("assented", "03-09 12:00")

    assert state(reply("remedied"), step("maintained", "03-06 12:00"), later) is (
        ConcernState.REMEDIED
    )
    assert state(reply("disputed"), later) is ConcernState.DISPUTED


@pytest.mark.parametrize(
    "said",
    [
        reply("explained", by=ALICE),
        step("assented", "03-06 12:00"),
        step("maintained", "03-06 12:00"),
        step("closed", "03-06 12:00", by=BOB),
        step("closed", "03-06 12:00", of="another"),
    ],
    ids=lambda one: one.statement.header.type,
)
def test_what_is_not_theirs_to_say_has_no_effect_and_is_listed(said: Counted) -> None:
    found = fold(issued(), said)

    assert found.by_leaf[digest("c")].state is ConcernState.RECEIVED
    assert found.out_of_state == [said.statement.digest]


def test_there_is_one_reply() -> None:
    second = reply("remedied", "03-07 12:00")
    found = fold(issued(), reply("disputed"), step("referred", "03-06 12:00"), second)

    concern = found.by_leaf[digest("c")]
    assert concern.position == "disputed"
    assert found.out_of_state == [second.statement.digest]


def test_a_concern_that_was_referred_can_still_be_replied_to() -> None:
    assert state(step("referred", "03-02 12:00", by=BOB), reply("explained")) is (
        ConcernState.REPLIED
    )


def test_a_subject_alone_bears_on_no_finding() -> None:
    assert fold(issued()).by_leaf[digest("c")].bears_on_findings
    assert not fold(issued(subject="cyber")).by_leaf[digest("c")].bears_on_findings


def test_the_clock_of_the_accord_runs_from_receipt_to_the_receipt_of_the_reply() -> None:
    rule = ClockRule(name="concern", unit="calendar_days", amount=3)
    terms = replace(TERMS, clocks=(*TERMS.clocks, rule))
    found = fold(issued(), reply("explained"), terms=terms)

    verdict = found.clock(found.by_leaf[digest("c")], at=at("06-01 12:00")).verdict
    assert verdict is not None
    assert not verdict.is_in_time
    assert verdict.stop == at("03-05 12:00")


def test_where_the_accord_is_silent_thirty_days_stand_in_so_that_silence_is_late() -> None:
    found = fold(issued())
    concern = found.by_leaf[digest("c")]
    due = found.due(concern)

    assert due is not None
    assert format_instant(due.at) == "2026-04-01T00:00:00Z"
    for moment, in_time in (("03-31 23:00", True), ("04-01 00:30", False)):
        verdict = found.clock(concern, at=at(moment)).verdict
        assert verdict is not None
        assert verdict.is_in_time is in_time


def test_closing_keeps_how_it_stood() -> None:
    found = fold(issued(), reply("disputed"), step("closed", "03-06 12:00"))

    assert found.by_leaf[digest("c")].outcome is ConcernState.DISPUTED


SAID = st.lists(
    st.tuples(
        st.sampled_from([*STEPS, "reply explained", "reply disputed"]), st.sampled_from(PARTIES)
    ),
    max_size=12,
)


@given(said=SAID)
def test_in_whatever_order_things_are_said_each_counts_once_or_is_listed(
    said: list[tuple[str, PartyId]],
) -> None:
    statements = []
    for minute, (name, by) in enumerate(said):
        received = f"03-02 12:{minute:02d}"
        if name.startswith("reply"):
            position = name.removeprefix("reply").strip() or "remedied"
            statements.append(reply(position, received, by=by))
        else:
            statements.append(step(name, received, by=by))
    found = fold(issued(), *statements)

    concern = found.by_leaf[digest("c")]
    assert len(concern.said) + len(found.out_of_state) == len(statements)
    assert (concern.reply is None) is (concern.position == "")
    if concern.state in {ConcernState.EXPLAINED, ConcernState.REMEDIED}:
        assert concern.position == concern.state
