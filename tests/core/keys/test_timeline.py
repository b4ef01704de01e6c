from base64 import b64encode
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.envelope.hpke import KEM_PUBLIC_BYTES, kem_public_bytes
from servanda.core.envelope.notes import (
    InvalidSignatureError,
    build_note,
    ed25519_signer,
    verify_note,
)
from servanda.core.errors import CounterpartError
from servanda.core.keys.card import verify_card
from servanda.core.keys.private import leaf_signer, root_signers
from servanda.core.keys.sheets import KeySheet, MalformedSheetError, sign_sheet
from servanda.core.keys.timeline import InvalidKeyChangeError, KeyTimeline, sign_key_name
from tests.core.keys.cast import ALICE, BOB, MALLORY, card_of, root_of, secrets_of, sheet_for

TIMELINE = KeyTimeline.of_card(card_of(ALICE))
NEW_SHEET = replace(
    sheet_for(ALICE, 2),
    sign=sheet_for(BOB).sign,
    kem=None,
)


def sheet_fact(sheet: KeySheet, root_number: int = 1) -> JsonObject:
    note = sign_sheet(sheet, root_signers(root_of(ALICE, root_number)))
    return {"sheet": note.decode(), "tlp": "amber"}


def encoded_kem(seed: bytes) -> str:
    return b64encode(kem_public_bytes(seed)).decode()


ADD_B: JsonObject = {"add": {"kem-2026b": encoded_kem(b"b" * 32)}}


def test_a_log_begins_with_the_keys_of_the_sheet_whose_words_were_compared() -> None:
    keys = TIMELINE.keys_after(-1)

    assert keys.sign == sheet_for(ALICE).sign
    assert keys.kem == sheet_for(ALICE).kem
    assert keys is TIMELINE.keys_after(0) is TIMELINE.keys_after(10**9)


def test_a_card_made_anew_changes_nothing_for_the_logs_there_are() -> None:
    second = sign_sheet(NEW_SHEET, root_signers(root_of(ALICE)))
    renewed = verify_card([*card_of(ALICE).notes, second])

    assert KeyTimeline.of_card(renewed) == TIMELINE


def test_the_newest_sheet_holds_from_leaf_0_of_a_log_that_was_opened_with_it() -> None:
    timeline = TIMELINE.with_key_leaf(0, sheet_fact(NEW_SHEET))

    assert timeline.keys_after(0).sign == NEW_SHEET.sign
    assert timeline.keys_after(0).serial == 2


def test_a_new_sheet_holds_from_its_own_leaf_on() -> None:
    timeline = TIMELINE.with_key_leaf(5, sheet_fact(NEW_SHEET))

    assert timeline.keys_after(4).sign == sheet_for(ALICE).sign
    assert timeline.keys_after(5).sign == NEW_SHEET.sign
    assert timeline.keys_after(6) is timeline.newest
    assert timeline.newest.serial == 2
    assert timeline.newest.kem == sheet_for(ALICE).kem


def test_the_timeline_before_a_change_stays_as_it_was() -> None:
    TIMELINE.with_key_leaf(5, sheet_fact(NEW_SHEET))

    assert TIMELINE.changed_at == ()
    assert TIMELINE.keys_after(5).serial == 1


def test_kem_keys_are_added_and_retired() -> None:
    added = TIMELINE.with_key_leaf(3, ADD_B)
    retired = added.with_key_leaf(7, {"retire": ["kem-2026a"]})

    assert sorted(added.keys_after(3).kem) == ["kem-2026a", "kem-2026b"]
    assert sorted(retired.keys_after(6).kem) == ["kem-2026a", "kem-2026b"]
    assert sorted(retired.keys_after(7).kem) == ["kem-2026b"]
    assert added.newest.newest_kem == ("kem-2026b", kem_public_bytes(b"b" * 32))


def test_the_leaf_that_took_a_key_out_of_use_is_known() -> None:
    added = TIMELINE.with_key_leaf(3, ADD_B)
    retired = added.with_key_leaf(7, {"retire": ["kem-2026a"]})

    assert added.last_retired_at("kem-2026a") is None
    assert retired.last_retired_at("kem-2026a") == 7
    assert retired.last_retired_at("kem-2026b") is None
    assert retired.last_retired_at("kem-1999") is None


def test_a_key_may_be_added_and_another_retired_in_one_leaf() -> None:
    timeline = TIMELINE.with_key_leaf(0, {**ADD_B, "retire": ["kem-2026a"]})

    assert sorted(timeline.newest.kem) == ["kem-2026b"]


def test_a_leaf_is_verified_with_the_key_of_its_time() -> None:
    old = leaf_signer(secrets_of(ALICE))
    new = ed25519_signer(sign_key_name(ALICE), secrets_of(BOB).sign)
    timeline = TIMELINE.with_key_leaf(5, sheet_fact(NEW_SHEET))
    by_old, by_new = build_note(b"leaf\n", [old]), build_note(b"leaf\n", [new])

    assert verify_note(by_old, [timeline.keys_after(4).sign_verifier]) == b"leaf\n"
    assert verify_note(by_new, [timeline.keys_after(5).sign_verifier]) == b"leaf\n"
    with pytest.raises(InvalidSignatureError):
        verify_note(by_old, [timeline.keys_after(5).sign_verifier])
    with pytest.raises(InvalidSignatureError):
        verify_note(by_new, [timeline.keys_after(4).sign_verifier])


def test_a_root_may_hand_over_inside_a_log() -> None:
    handing_over = replace(NEW_SHEET, next_root=root_of(ALICE, 2).public)
    afterwards = replace(sheet_for(ALICE, 3), root=root_of(ALICE, 2).public)

    timeline = TIMELINE.with_key_leaf(1, sheet_fact(handing_over))

    assert timeline.with_key_leaf(2, sheet_fact(afterwards, 2)).newest.serial == 3
    with pytest.raises(InvalidSignatureError):
        timeline.with_key_leaf(2, sheet_fact(sheet_for(ALICE, 3)))


@pytest.mark.parametrize("serial", [1, 2])
def test_a_serial_that_is_not_higher_is_refused(serial: int) -> None:
    timeline = TIMELINE.with_key_leaf(0, sheet_fact(NEW_SHEET))

    with pytest.raises(InvalidKeyChangeError, match="serial above 2"):
        timeline.with_key_leaf(1, sheet_fact(sheet_for(ALICE, serial)))


def test_a_sheet_by_another_root_is_refused() -> None:
    note = sign_sheet(
        replace(sheet_for(MALLORY, 2), party=ALICE),
        root_signers(replace(root_of(MALLORY), party=ALICE)),
    )

    with pytest.raises(CounterpartError):
        TIMELINE.with_key_leaf(0, {"sheet": note.decode()})


def test_a_sheet_of_another_party_by_the_same_root_is_refused() -> None:
    note = sign_sheet(
        replace(sheet_for(ALICE, 2), party=BOB), root_signers(replace(root_of(ALICE), party=BOB))
    )

    with pytest.raises(InvalidKeyChangeError, match=r"a sheet of alice\.example"):
        TIMELINE.with_key_leaf(0, {"sheet": note.decode()})


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"tlp": "amber"},
        {"add": {}},
        {"retire": []},
        {"retire": "kem-2026a"},
        {"retire": ["kem-2026a"]},
        {"retire": ["kem-2026b"], **ADD_B},
        {"retire": ["kem-1999"], **ADD_B},
        {"retire": [7], **ADD_B},
        {"retire": ["kem-2026a", "kem-2026a"], **ADD_B},
        {"add": {"kem-2026a": encoded_kem(b"b" * 32)}},
        {"add": {"kem-2026b": b64encode(bytes(KEM_PUBLIC_BYTES)).decode()}},
        {"add": {f"kem-{number}": encoded_kem(b"b" * 32) for number in range(4)}},
        {"add": ["kem-2026b"]},
        {"sheet": 7},
        {"sheet": "a note"},
        {**sheet_fact(NEW_SHEET), **ADD_B},
        {**sheet_fact(NEW_SHEET), "retire": []},
    ],
    ids=lambda facts: str(facts)[:60],
)
def test_a_change_that_the_keys_before_do_not_allow_is_refused(facts: JsonObject) -> None:
    with pytest.raises((InvalidKeyChangeError, MalformedSheetError, CounterpartError)):
        TIMELINE.with_key_leaf(0, facts)


def test_changes_are_taken_in_the_order_of_the_log() -> None:
    timeline = TIMELINE.with_key_leaf(5, ADD_B)

    for index in (0, 4, 5):
        with pytest.raises(InvalidKeyChangeError, match="above 5"):
            timeline.with_key_leaf(index, {"retire": ["kem-2026a"]})


json_values: st.SearchStrategy[JsonValue] = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.just("kem-1"), inner),
    max_leaves=3,
)


@given(st.dictionaries(st.sampled_from(["sheet", "add", "retire"]), json_values))
def test_any_facts_are_a_change_or_refused(facts: JsonObject) -> None:
    with pytest.raises(CounterpartError):
        TIMELINE.with_key_leaf(0, facts)
