"""Retractions propagate, merges are followed, and what lost its target is listed."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.canonical import JsonObject
from servanda.evidence.decisions.decision import Decision, Verb
from servanda.evidence.decisions.standing import UnfitDecisionError, require_fit, stand
from tests.evidence.decided import decided

QUOTATION = "quotation:" + "ab" * 32 + ":10-90"


def then(before: Sequence[Decision], verb: Verb, target: str) -> tuple[Decision, ...]:
    last = before[-1]
    following = replace(
        last, number=last.number + 1, prev=last.digest, verb=verb, target=target, value={}
    )
    return (*before, following)


def test_the_last_decision_about_something_holds() -> None:
    standing = stand(decided((Verb.CONFIRM, QUOTATION, {}), (Verb.REJECT, QUOTATION, {})))

    assert standing.is_rejected(QUOTATION)
    assert not standing.is_confirmed(QUOTATION)


def test_a_correction_says_what_holds_instead_and_confirms_it() -> None:
    value: JsonObject = {"voice": "person:mira kessel"}

    standing = stand(decided((Verb.CORRECT, QUOTATION, value)))

    assert standing.correction(QUOTATION) == value
    assert standing.is_confirmed(QUOTATION)


def test_a_retraction_brings_back_what_held_before() -> None:
    taken = decided((Verb.CONFIRM, QUOTATION, {}), (Verb.REJECT, QUOTATION, {}))

    standing = stand(then(taken, Verb.RETRACT, taken[1].digest))

    assert standing.is_confirmed(QUOTATION)


def test_a_retraction_can_be_retracted() -> None:
    taken = decided((Verb.REJECT, QUOTATION, {}))
    retracted = then(taken, Verb.RETRACT, taken[0].digest)

    standing = stand(then(retracted, Verb.RETRACT, retracted[1].digest))

    assert standing.is_rejected(QUOTATION)


def test_what_no_longer_finds_its_target_is_listed_and_kept() -> None:
    taken = decided((Verb.CONFIRM, QUOTATION, {}), (Verb.MERGE, "person:a", {"into": "person:b"}))

    standing = stand(taken)

    assert standing.orphaned({QUOTATION}) == ()
    assert standing.orphaned(set()) == (taken[0],)
    assert standing.in_force == taken


def test_merges_are_followed_to_their_end_and_undone_by_a_split() -> None:
    taken = decided(
        (Verb.MERGE, "person:a", {"into": "person:b"}),
        (Verb.MERGE, "person:b", {"into": "person:c"}),
    )

    assert stand(taken).entity("person:a") == "person:c"
    assert stand(then(taken, Verb.SPLIT, "person:b")).entity("person:a") == "person:b"
    assert stand(taken).entity("person:d") == "person:d"


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), max_size=12))
def test_merges_in_a_ring_end_and_agree(pairs: list[tuple[str, str]]) -> None:
    standing = stand(
        decided(
            *(
                (Verb.MERGE, f"person:{one}", {"into": f"person:{other}"})
                for one, other in pairs
                if one != other
            )
        )
    )

    for name in "abcd":
        end = standing.entity(f"person:{name}")
        assert standing.entity(end) == end


@pytest.mark.parametrize(
    ("verb", "target", "value"),
    [
        (Verb.RETRACT, "sha256:" + "0" * 64, {}),
        (Verb.MERGE, "person:a", {}),
        (Verb.MERGE, "person:a", {"into": "firm:a"}),
        (Verb.MERGE, "unit:unit 61398", {"into": "unit:unit 61486"}),
        (Verb.CORRECT, QUOTATION, {}),
    ],
)
def test_a_decision_that_its_verb_cannot_use_is_refused(
    verb: Verb, target: str, value: JsonObject
) -> None:
    with pytest.raises(UnfitDecisionError):
        require_fit(decided((Verb.CONFIRM, QUOTATION, {})), verb, target, value)


@given(st.integers(1, 99_999), st.integers(1, 99_999))
def test_units_of_different_numbers_are_never_merged(one: int, other: int) -> None:
    def merge() -> None:
        require_fit((), Verb.MERGE, f"unit:unit {one}", {"into": f"unit:unit {other} (bureau)"})

    if str(one) == str(other):
        merge()
        return
    with pytest.raises(UnfitDecisionError):
        merge()
