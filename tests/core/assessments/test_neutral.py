"""A neutral assessor: only what its key signed counts, and whoever carries it changes nothing."""

from base64 import b64encode
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.accords.terms import Assessor, Terms
from servanda.core.accords.terms_form import InvalidTermsError, encode_terms, parse_terms
from servanda.core.assessments.assessment import AssessmentState, neutral_name
from servanda.core.assessments.fold import Assessments
from servanda.core.assessments.neutral import (
    JUDGED,
    public_of,
    said_digest,
    sign_judgement,
    signed_text,
)
from servanda.core.assessments.side_by_side import set_side_by_side
from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import PartyId
from servanda.core.statements.registry import STATEMENT_TYPES
from tests.core.assessments.test_assessments import (
    JUDGED as OWN,
)
from tests.core.assessments.test_assessments import (
    commented,
    drafted,
    fold,
    one,
    released,
)
from tests.core.casework.counting import PARTIES, TERMS, VERSION, counted, digest
from tests.core.keys.cast import ALICE, BOB

NAME, SEED, OTHER_SEED = "walter", bytes(range(32)), bytes(32)
WORDS: JsonObject = {"text": "Two of three requests were answered."}


def key_of(seed: bytes) -> str:
    return b64encode(public_of(seed)).decode()


NAMED = replace(TERMS, assessors=(Assessor(name=NAME, key=key_of(SEED)),))


def carried(
    name: str = "d",
    *,
    seed: bytes = SEED,
    signed_at: str = "2026-02-20T00:00:00Z",
    by: PartyId = ALICE,
    ref: str | None = None,
    received: str = "03-01 12:00",
    accord: str = VERSION,
    altered: JsonObject | None = None,
    **facts: JsonValue,
) -> Counted:
    judged: JsonObject = {**OWN, **facts}
    said = said_digest(WORDS)
    text = signed_text(judged, name=NAME, signed_at=signed_at, said=said, accord=accord)
    signature = b64encode(sign_judgement(text, name=NAME, seed=seed)).decode()
    neutral: JsonObject = {
        "name": NAME,
        "signed_at": signed_at,
        "said": said,
        "signature": signature,
    }
    told = {**judged, "neutral": neutral, **(altered or {})}
    return counted(name, "assessment", told, by=by, received=received, ref=ref)


def folded(*statements: Counted, terms: Terms = NAMED) -> Assessments:
    return fold(*statements, terms=terms)


def test_what_a_neutral_signed_is_its_judgement_whoever_carries_it() -> None:
    found = folded(carried(by=BOB), commented(by=ALICE), released(by=BOB))

    assert one(found).assessor == neutral_name(NAME)
    assert one(found).author == BOB
    assert one(found).state is AssessmentState.RELEASED


@pytest.mark.parametrize(
    "statement",
    [
        carried(seed=OTHER_SEED),
        carried(accord=digest("another version")),
        carried(altered={"value": "full"}),
        carried(altered={"confidence": "high"}),
        carried(altered={"evidence": digest("other documents")}),
        carried(altered={"commitment": "C9"}),
    ],
    ids=["other key", "other accord", "value", "confidence", "evidence", "commitment"],
)
def test_what_it_did_not_sign_just_so_has_no_effect(statement: Counted) -> None:
    found = folded(statement)

    assert not found.by_leaf
    assert found.out_of_state == [digest("d")]


def test_an_accord_that_names_no_such_assessor_knows_none() -> None:
    assert not fold(carried()).by_leaf


@given(st.sampled_from(JUDGED), st.text("abc", min_size=1, max_size=3))
def test_every_fact_that_is_judged_is_under_the_signature(name: str, value: str) -> None:
    said, at = said_digest(WORDS), "2026-02-20T00:00:00Z"
    before = signed_text(OWN, name=NAME, signed_at=at, said=said, accord=VERSION)

    changed = signed_text(
        {**OWN, name: f"other {value}"}, name=NAME, signed_at=at, said=said, accord=VERSION
    )
    assert changed != before
    assert said_digest({**WORDS, "text": f"other {value}"}) != said


def test_other_words_than_those_signed_are_no_good_body() -> None:
    facts = carried().statement.header.facts
    checks = STATEMENT_TYPES["assessment"].body_checks
    body: JsonObject = {**WORDS}

    faults = [check(facts, {"text": "All were answered."}) for check in checks]
    assert any(fault is not None and fault.path == "text" for fault in faults)
    assert all(
        fault is None or fault.path != "text" for fault in (check(facts, body) for check in checks)
    )


def test_who_carries_it_cannot_go_back_to_an_older_one() -> None:
    newer = carried("d", signed_at="2026-02-20T00:00:00Z")
    older = carried("o", signed_at="2026-02-10T00:00:00Z", ref="d", received="03-02 12:00")

    assert digest("o") in folded(newer, older).out_of_state


def test_both_sides_may_carry_it_and_it_stands_once_by_its_newest_word() -> None:
    first = carried("a", by=ALICE, value="minimal", signed_at="2026-02-10T00:00:00Z")
    second = carried("b", by=BOB, value="full", signed_at="2026-02-20T00:00:00Z")
    found = folded(
        first,
        second,
        commented(of="a", by=BOB),
        commented(of="b", by=ALICE),
        released(of="b", by=BOB),
        released(of="a", by=ALICE),
    )

    (beside,) = set_side_by_side(found.released(), commitments=["C1.1"], assessors=PARTIES)
    assert [(each.assessor, each.judgement.value) for each in beside.assessments] == [
        (neutral_name(NAME), "full")
    ]


def test_a_neutral_and_its_carrier_stand_beside_each_other() -> None:
    found = folded(
        drafted("own", value="full"),
        carried("d", value="minimal"),
        commented(of="own"),
        commented(of="d"),
        released(of="own"),
        released(of="d"),
    )

    (beside,) = set_side_by_side(found.released(), commitments=["C1.1"], assessors=PARTIES)
    assert [each.assessor for each in beside.assessments] == [ALICE, neutral_name(NAME)]
    assert beside.agreement == "different"


def test_terms_with_assessors_come_back_as_written() -> None:
    assert parse_terms(encode_terms(NAMED)) == NAMED
    assert "assessors" not in encode_terms(TERMS)


@pytest.mark.parametrize(
    "assessors",
    [
        [{"name": "b", "key": key_of(SEED)}, {"name": "a", "key": key_of(SEED)}],
        [{"name": "a", "key": key_of(SEED)}, {"name": "a", "key": key_of(OTHER_SEED)}],
        [{"name": "a", "key": b64encode(bytes(32)).decode()}],
        [{"name": "a", "key": "AAAA"}],
    ],
    ids=["not rising", "twice", "a point of small order", "short"],
)
def test_assessors_out_of_order_or_without_a_good_key_are_refused(
    assessors: list[JsonValue],
) -> None:
    with pytest.raises(InvalidTermsError):
        parse_terms({**encode_terms(TERMS), "assessors": assessors})
