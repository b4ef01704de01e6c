from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.accords.accord import accord_id
from servanda.core.envelope.notes import InvalidSignatureError
from servanda.core.envelope.run import CarriedLeaf
from servanda.core.exchange.judge import (
    body_fault,
    judge_leaf,
    judge_received,
    verify_signature,
)
from servanda.core.exchange.leaf import (
    CLOCK_CONFLICT,
    JudgedLeaf,
    RejectedLeaf,
    VerifiedStatement,
    read_leaf,
)
from servanda.core.keys.private import leaf_signer
from servanda.core.keys.timeline import sign_key_name
from servanda.core.statements.header import Header
from tests.core.exchange.bad_leaves import BAD_LEAVES, Scene, make_scene
from tests.core.exchange.world import (
    ALICE,
    BOB,
    REQUEST_BODY,
    REQUEST_FACTS,
    RESPONSE_BODY,
    RESPONSE_FACTS,
    Desk,
    agreed_desks,
    at,
    exchange,
    make_accord,
)
from tests.core.keys.cast import MALLORY, secrets_of

SCENE = make_scene()


def judge(note: bytes, scene: Scene = SCENE) -> JudgedLeaf:
    bob = scene.bob
    carried = CarriedLeaf(note=note, salt=None, body=None)
    return judge_leaf(carried, origin=bob.origin, past=bob.pair.past_of_next(BOB))


def test_an_honest_receipt_is_valid_without_marks() -> None:
    judged = judge(SCENE.bob.sign(SCENE.receipt()))

    assert isinstance(judged, VerifiedStatement)
    assert (judged.index, judged.marks, judged.is_statement) == (2, frozenset(), False)


@pytest.mark.parametrize("name", BAD_LEAVES)
def test_a_leaf_that_breaks_one_rule_is_rejected_with_its_code(name: str) -> None:
    make, code, reason = BAD_LEAVES[name]

    judged = judge(make(SCENE))

    assert isinstance(judged, RejectedLeaf)
    assert judged.code == code
    assert reason in judged.reason


# What is wrong with bytes before they are a header, or with a key: told in English alone so far.
_OF_BYTES = (
    "bytes that are no note",
    "members in another order",
    "a text altered after signing",
    "a key leaf with a sheet of nobody",
)


@pytest.mark.parametrize("name", [name for name in BAD_LEAVES if name not in _OF_BYTES])
def test_why_a_leaf_is_rejected_can_be_said_in_every_language(name: str) -> None:
    make, _, _ = BAD_LEAVES[name]

    judged = judge(make(SCENE))

    assert isinstance(judged, RejectedLeaf)
    assert judged.fault is not None
    assert str(judged.fault) == judged.reason


@given(st.binary(max_size=400))
def test_any_bytes_get_a_verdict(note: bytes) -> None:
    judged = judge(note)

    assert isinstance(judged, RejectedLeaf)
    assert judged.note == note


@given(st.integers(0, 10_000), st.integers(0, 7))
def test_a_leaf_with_any_one_bit_flipped_is_rejected(position: int, bit: int) -> None:
    note = bytearray(SCENE.bob.sign(SCENE.receipt()))
    note[position % len(note)] ^= 1 << bit

    assert isinstance(judge(bytes(note)), RejectedLeaf)


FACTS = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc_", max_size=9), inner),
    max_leaves=6,
)
NAMES = st.sampled_from(["sheet", "add", "retire", "code", "from", "until", "attachments", "step"])
TYPES = st.sampled_from(
    ["key", "cut", "refusal", "receipt", "proposal", "acceptance", "dispute", "check", "review"]
)


@given(TYPES, st.dictionaries(NAMES, FACTS, max_size=3), st.booleans())
def test_any_facts_in_a_signed_leaf_get_a_verdict(
    type_name: str,
    facts: dict[str, object],
    has_ref: bool,  # noqa: FBT001 - drawn, not passed
) -> None:
    header = SCENE.receipt()._replace(
        type=type_name,
        facts=facts,  # type: ignore[arg-type]  # JSON values, by the strategy
        ref=SCENE.request.digest if has_ref else None,
    )

    judged = judge(SCENE.bob.sign(header))

    assert judged.header == header


def test_a_time_before_the_leaf_before_is_marked_and_not_refused() -> None:
    within = SCENE.receipt()._replace(time=at("08:38:00"))  # the leaf before says 08:40:00
    beyond = SCENE.receipt()._replace(time=at("08:37:59"))

    marks = [judge(SCENE.bob.sign(header)) for header in (within, beyond)]

    assert [getattr(leaf, "marks", None) for leaf in marks] == [
        frozenset(),
        frozenset({CLOCK_CONFLICT}),
    ]


def test_a_signature_checked_ahead_is_taken_only_for_its_own_leaf_and_key() -> None:
    bob = SCENE.bob
    good = read_leaf(bob.sign(SCENE.receipt()))
    verifier = bob.pair.log(BOB).keys.newest.sign_verifier
    text, forged_text = b'"size":3', b'"size":2'
    forged = read_leaf(good.note.replace(text, forged_text))
    checked = verify_signature(good, verifier)
    past = bob.pair.past_of_next(BOB)

    ahead = judge_received(good, origin=bob.origin, past=past, checked=checked)
    other = judge_received(forged, origin=bob.origin, past=past, checked=checked)

    assert isinstance(ahead, VerifiedStatement)
    assert isinstance(other, RejectedLeaf)


def test_a_line_of_another_key_beside_the_right_one_proves_and_spoils_nothing() -> None:
    note = SCENE.bob.sign(SCENE.receipt())
    text = note[: note.index(b"\n\n") + 1]
    signer = leaf_signer(secrets_of(MALLORY))
    other_line = note + b"\xe2\x80\x94 " + b"mallory.example/x " + b"AAAAAAAA\n"

    assert isinstance(judge(other_line), VerifiedStatement)
    assert signer.name == sign_key_name(MALLORY)
    with pytest.raises(InvalidSignatureError, match=r"alice\.example"):
        verify_signature(read_leaf(note), SCENE.alice.pair.log(ALICE).keys.newest.sign_verifier)
    assert text.endswith(b"}\n")


def test_before_an_accord_is_in_force_a_request_is_invalid() -> None:
    alice = Desk(ALICE)
    header = alice.header("request", REQUEST_FACTS, time=at("08:00:00"))

    judged = alice.append(CarriedLeaf(note=alice.sign(header), salt=None, body=None))

    assert isinstance(judged, RejectedLeaf)
    assert (judged.code, "before any accord" in judged.reason) == ("invalid", True)


def test_a_type_outside_the_profile_is_not_understood() -> None:
    profile = {"receipt": 1, "request": 2}
    alice, bob = Desk(ALICE), Desk(BOB)
    proposal = alice.propose(make_accord(profile=profile), time=at("08:00:00"))
    exchange(alice, bob)
    bob.accept(proposal, time=at("08:40:00"))
    codes = []
    for type_name, facts in (("check", {"step": "ask"}), ("request", REQUEST_FACTS)):
        note = bob.sign(bob.header(type_name, facts, time=at("09:00:00")))
        judged = bob.append(CarriedLeaf(note=note, salt=None, body=None))
        codes.append(getattr(judged, "code", "valid"))

    # What carries the accord itself is in no need of a profile.
    assert bob.say("receipt", time=at("09:00:01")).header.accord is not None
    assert codes == ["not_understood", "not_understood"]


def test_an_invalid_leaf_has_no_effect_on_how_the_next_is_judged() -> None:
    alice, bob = agreed_desks()
    honest = bob.header("receipt", time=at("09:00:00"))
    greedy = honest._replace(seen=replace(honest.seen, size=10**9), time=at("23:00:00"))
    bob.append(CarriedLeaf(note=bob.sign(greedy), salt=None, body=None))

    after = bob.say("receipt", time=at("09:00:01"))
    decision = exchange(bob, alice)

    assert after.marks == frozenset()
    assert type(decision).__name__ == "Taken"
    assert [type(leaf).__name__ for leaf in alice.judged[BOB][2:]] == [
        "RejectedLeaf",
        "VerifiedStatement",
    ]


def test_a_repeated_leaf_is_invalid_and_does_not_hide_the_first() -> None:
    alice, bob = agreed_desks()
    request = alice.say("request", REQUEST_FACTS, time=at("09:00:00"), body=REQUEST_BODY)
    exchange(alice, bob)
    stolen = bob.append(CarriedLeaf(note=request.note, salt=None, body=None))
    again = alice.append(CarriedLeaf(note=request.note, salt=None, body=None))

    response = bob.say(
        "response", RESPONSE_FACTS, time=at("09:00:01"), ref=request.digest, body=RESPONSE_BODY
    )

    assert isinstance(stolen, RejectedLeaf)
    assert isinstance(again, RejectedLeaf)
    assert response.header.ref == request.digest


def request_header() -> Header:
    return SCENE.request.header


@pytest.mark.parametrize(
    ("salt", "body", "expected"),
    [
        (None, None, "body_missing"),
        (bytes(32), REQUEST_BODY, "body_mismatch"),
        (SCENE.alice.leaves[ALICE][2].salt, REQUEST_BODY + b" ", "body_mismatch"),
        (SCENE.alice.leaves[ALICE][2].salt, REQUEST_BODY, None),
    ],
)
def test_a_body_is_missing_or_mismatched_or_right(
    salt: bytes | None, body: bytes | None, expected: str | None
) -> None:
    carried = CarriedLeaf(note=SCENE.request.note, salt=salt, body=body)

    assert body_fault(carried, request_header()) == expected


def test_a_body_that_is_not_what_its_type_demands_is_a_mismatch() -> None:
    alice, _ = agreed_desks()
    said = alice.say("request", REQUEST_FACTS, time=at("09:00:00"), body=b'{"title":"only"}')

    assert body_fault(alice.leaves[ALICE][-1], said.header) == "body_mismatch"


def test_a_proposal_whose_body_is_another_accord_is_a_mismatch() -> None:
    alice = Desk(ALICE)
    said = alice.propose(make_accord(), time=at("08:00:00"))
    header = said.header._replace(accord=SCENE.request.digest)

    assert body_fault(alice.leaves[ALICE][0], said.header) is None
    assert body_fault(alice.leaves[ALICE][0], header) == "body_mismatch"


def test_a_proposal_of_what_is_no_accord_is_a_mismatch() -> None:
    alice = Desk(ALICE)
    said = alice.say("proposal", {}, time=at("08:00:00"), body=b"{}", accord=accord_id(b"{}"))

    assert body_fault(alice.leaves[ALICE][0], said.header) == "body_mismatch"
