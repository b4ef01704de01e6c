from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.accords.terms import ClockRule, Terms
from servanda.core.assessments.assessment import STEPS, Assessment, AssessmentState
from servanda.core.assessments.fold import MAX_OPEN, Assessments, fold_assessments
from servanda.core.canonical import JsonValue
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import PartyId
from tests.core.casework.counting import PARTIES, TERMS, VERSION, at, counted, digest
from tests.core.keys.cast import ALICE, BOB

JUDGED: dict[str, JsonValue] = {
    "step": "drafted",
    "commitment": "C1.1",
    "from": "2026-01-01T00:00:00Z",
    "until": "2026-02-01T00:00:00Z",
    "value": "minimal",
    "confidence": "low",
    "evidence": digest("evidence"),
    "tlp": "amber",
}


def drafted(
    name: str = "d",
    received: str = "03-01 12:00",
    by: PartyId = ALICE,
    ref: str | None = None,
    sent: str | None = None,
    since: str = "2026-01-01T00:00:00Z",
    **facts: JsonValue,
) -> Counted:
    said = {**JUDGED, "from": since, **facts}
    return counted(name, "assessment", said, by=by, received=received, ref=ref, sent=sent)


def commented(
    received: str = "03-05 12:00", by: PartyId = BOB, of: str = "d", position: str = "disagrees"
) -> Counted:
    facts = {"step": "commented", "position": position, "tlp": "amber"}
    name = f"comment on {of} {received} {by}"
    return counted(name, "assessment", facts, by=by, received=received, ref=of)


def released(
    received: str = "03-06 12:00", by: PartyId = ALICE, of: str = "d", sent: str | None = None
) -> Counted:
    name = f"release of {of} {received} {by}"
    return counted(
        name, "assessment", {"step": "released"}, by=by, received=received, ref=of, sent=sent
    )


def fold(*statements: Counted, terms: Terms = TERMS) -> Assessments:
    return fold_assessments(statements, terms={VERSION: terms}, parties=PARTIES)


def one(found: Assessments, name: str = "d") -> Assessment:
    return found.by_leaf[digest(name)]


def test_a_draft_is_commented_on_and_released() -> None:
    assert one(fold(drafted())).state is AssessmentState.DRAFT
    assert one(fold(drafted(), commented())).state is AssessmentState.COMMENTED
    found = one(fold(drafted(), commented(), released()))
    assert found.state is AssessmentState.RELEASED
    assert found.position == "disagrees"
    assert not found.stood_in_silence


def test_silence_for_the_time_of_the_accord_is_enough_and_not_a_second_less() -> None:
    rule = ClockRule(name="comment", unit="hours", amount=48)
    terms = replace(TERMS, clocks=(*TERMS.clocks, rule))

    early = fold(drafted(), released("03-03 12:00"), terms=terms)
    assert one(early).state is AssessmentState.DRAFT
    assert len(early.out_of_state) == 1
    late = one(fold(drafted(), released("03-03 12:01"), terms=terms))
    assert late.state is AssessmentState.RELEASED
    assert late.stood_in_silence


def test_where_the_accord_is_silent_fourteen_days_stand_in() -> None:
    assert one(fold(drafted(), released("03-15 12:00"))).state is AssessmentState.DRAFT
    assert one(fold(drafted(), released("03-16 12:00"))).state is AssessmentState.RELEASED


def test_a_release_that_claims_another_day_counts_from_when_it_came() -> None:
    early = fold(drafted(), released("03-02 12:00", sent="04-01 12:00"))
    assert one(early).state is AssessmentState.DRAFT
    late = one(fold(drafted(), released("04-01 12:00", sent="03-02 12:00")))
    assert late.released_at == at("04-01 12:00")


@pytest.mark.parametrize(
    "said",
    [
        commented(by=ALICE),
        commented(of="another"),
        released("05-01 12:00", by=BOB),
        released("05-01 12:00", of="another"),
        drafted("second", "03-04 12:00"),
    ],
    ids=["own comment", "no draft", "not theirs", "never drafted", "no word of the first"],
)
def test_what_is_not_theirs_to_say_has_no_effect_and_is_listed(said: Counted) -> None:
    found = fold(drafted(), said)

    assert one(found).state is AssessmentState.DRAFT
    assert found.out_of_state == [said.statement.digest]


def test_there_is_one_comment_and_none_after_the_release() -> None:
    again = commented("03-05 13:00", position="agrees")
    found = fold(drafted(), commented(), again)
    assert one(found).position == "disagrees"
    assert found.out_of_state == [again.statement.digest]

    late = commented("05-05 13:00")
    assert fold(drafted(), released("05-01 12:00"), late).out_of_state == [late.statement.digest]


@pytest.mark.parametrize(
    ("sent", "received"), [("01-31 23:59", "02-03 12:00"), ("02-03 12:00", "01-31 23:59")]
)
def test_a_period_that_runs_by_either_clock_is_not_assessed(sent: str, received: str) -> None:
    found = fold(drafted(received=received, sent=sent))

    assert not found.by_leaf
    assert found.out_of_state == [digest("d")]


def test_a_correction_replaces_and_the_released_word_stands_until_it_is_released() -> None:
    before = (drafted(), commented(), released())
    correction = drafted("e", "03-10 12:00", ref="d", value="full")

    found = fold(*before, correction)
    assert one(found).state is AssessmentState.RELEASED
    assert [each.leaf for each in found.released()] == [digest("d")]
    found = fold(*before, correction, commented("03-11 12:00", of="e"), released(of="e"))
    assert one(found).state is AssessmentState.REPLACED
    assert one(found).replaced_by == digest("e")
    assert one(found).judgement.value == "minimal"
    assert [each.judgement.value for each in found.released()] == ["full"]


def test_a_draft_that_was_commented_on_is_not_released_once_another_replaced_it() -> None:
    other = drafted("e", "03-05 13:00", ref="d", value="full")
    of_the_old = released("03-06 12:00", of="d")
    of_the_new = released("03-06 13:00", of="e")

    found = fold(drafted(), commented(), other, of_the_old, of_the_new)

    assert one(found, "d").state is AssessmentState.REPLACED
    assert one(found, "e").state is AssessmentState.DRAFT
    assert found.out_of_state == [of_the_old.statement.digest, of_the_new.statement.digest]


def test_drafts_in_a_row_still_replace_what_was_released() -> None:
    found = fold(
        drafted(),
        commented(),
        released(),
        drafted("e", "03-10 12:00", ref="d"),
        drafted("f", "03-11 12:00", ref="e", value="full"),
        commented("03-12 12:00", of="f"),
        released("03-13 12:00", of="f"),
    )

    assert one(found, "d").replaced_by == digest("f")
    assert one(found, "e").replaced_by == digest("f")
    assert [each.leaf for each in found.released()] == [digest("f")]
    assert not found.out_of_state


def test_nobody_replaces_what_the_other_side_assessed() -> None:
    theirs = drafted("e", "03-10 12:00", by=BOB, ref="d")

    found = fold(drafted(), theirs)

    assert one(found).state is AssessmentState.DRAFT
    assert found.out_of_state == [digest("e")]


def test_both_sides_assess_the_same_commitment_for_themselves() -> None:
    found = fold(drafted(), drafted("e", by=BOB, value="full"))

    assert {each.assessor for each in found.by_leaf.values()} == {ALICE, BOB}


def test_a_flood_of_drafts_is_a_bounded_list() -> None:
    flood = [
        drafted(f"d{number}", since=f"2025-01-01T00:{number // 60:02}:{number % 60:02}Z")
        for number in range(MAX_OPEN + 3)
    ]

    found = fold(*flood)

    assert len(found.by_leaf) == MAX_OPEN
    assert len(found.out_of_state) == 3


STATEMENTS = [
    drafted(),
    drafted("e", "03-08 12:00", ref="d"),
    drafted("f", "03-09 12:00", by=BOB),
    *(
        said(f"03-{day} 12:00", by=party, of=name)
        for said in (commented, released)
        for day in ("10", "28")
        for party in PARTIES
        for name in ("d", "e", "f")
    ),
]


@given(st.permutations(STATEMENTS))
def test_in_any_order_every_statement_has_its_effect_or_is_listed(order: list[Counted]) -> None:
    found = fold(*order)

    with_effect = [
        leaf
        for each in found.by_leaf.values()
        for leaf in (each.leaf, each.comment, each.release)
        if leaf is not None
    ]
    assert sorted([*with_effect, *found.out_of_state]) == sorted(
        each.statement.digest for each in order
    )
    for each in found.by_leaf.values():
        assert each.comment is None or each.commented_at is not None
        if each.release is not None and each.comment is None:
            assert each.released_at is not None
            assert each.released_at > each.drafted_at + timedelta(days=14)
    standing = [each for group in found.standing.values() for each in group]
    assert all(each.state is not AssessmentState.REPLACED for each in standing)
    for assessor in PARTIES:
        opened = [each for each in standing if each.assessor == assessor and each.is_open]
        assert found.open_drafts[assessor] == len(opened)


def test_every_step_of_the_table_leads_on() -> None:
    for row in STEPS.values():
        assert row.next_state not in row.states | row.after_silence
