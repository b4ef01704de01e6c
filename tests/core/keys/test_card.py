from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnemonic import Mnemonic

from servanda.core import canonical
from servanda.core.envelope.notes import InvalidSignatureError
from servanda.core.errors import ServandaError
from servanda.core.keys.card import (
    MAX_CARD_BYTES,
    MAX_SHEETS,
    MalformedCardError,
    encode_card,
    parse_card,
    twelve_words,
    verify_card,
)
from servanda.core.keys.private import root_signers
from servanda.core.keys.sheets import KeySheet, encode_sheet, sign_sheet
from tests.core.keys.cast import ALICE, BOB, MALLORY, card_of, root_of, sheet_for, signed_sheet

CARD = card_of(ALICE)

# Sheet 2 hands over to a second root, which signs sheet 3.
HANDING_OVER = replace(sheet_for(ALICE, 2), next_root=root_of(ALICE, 2).public)
AFTERWARDS = replace(sheet_for(ALICE, 3), root=root_of(ALICE, 2).public)


def signed(sheet: KeySheet, root_number: int = 1) -> bytes:
    return sign_sheet(sheet, root_signers(root_of(ALICE, root_number)))


THREE = [signed_sheet(ALICE), signed(HANDING_OVER), signed(AFTERWARDS, 2)]


def test_a_card_comes_back_from_its_file() -> None:
    assert parse_card(encode_card(CARD)) == CARD
    assert CARD.party == ALICE
    assert CARD.newest == sheet_for(ALICE)


def test_a_root_may_hand_over_to_the_next() -> None:
    card = verify_card(THREE)

    assert [sheet.serial for sheet in card.sheets] == [1, 2, 3]
    assert card.newest == AFTERWARDS
    assert parse_card(encode_card(card)) == card


def test_a_root_that_handed_over_signs_no_more() -> None:
    with pytest.raises(InvalidSignatureError):
        verify_card([*THREE[:2], signed_sheet(ALICE, 3)])


def test_a_root_that_was_not_handed_to_does_not_count() -> None:
    forged = sign_sheet(
        replace(sheet_for(ALICE, 2), root=root_of(MALLORY).public),
        root_signers(replace(root_of(MALLORY), party=ALICE)),
    )

    with pytest.raises(InvalidSignatureError):
        verify_card([signed_sheet(ALICE), forged])


@pytest.mark.parametrize(
    "notes",
    [
        [],
        THREE[1:],
        [THREE[0], THREE[0]],
        [THREE[0], signed_sheet(ALICE, 3)],
        [THREE[0]] * (MAX_SHEETS + 1),
        [signed(replace(sheet_for(ALICE), kem=None))],
    ],
    ids=["none", "first missing", "doubled", "gap", "too many", "no KEM key"],
)
def test_a_card_that_is_not_the_sheets_from_the_first_on_is_refused(notes: Sequence[bytes]) -> None:
    with pytest.raises(MalformedCardError):
        verify_card(notes)


def test_a_card_of_two_parties_is_refused() -> None:
    # Bob's sheet signed by Alice's root under Bob's name fits the keys, not the card.
    foreign = sign_sheet(
        replace(sheet_for(ALICE, 2), party=BOB), root_signers(replace(root_of(ALICE), party=BOB))
    )

    with pytest.raises(MalformedCardError, match="throughout"):
        verify_card([signed_sheet(ALICE), foreign])


@given(st.binary(max_size=80))
def test_any_bytes_are_refused_as_a_card(data: bytes) -> None:
    with pytest.raises(ServandaError):
        parse_card(data)


@given(st.integers(0, len(encode_card(CARD)) * 8 - 1))
def test_a_card_with_any_one_bit_flipped_is_refused(bit: int) -> None:
    changed = bytearray(encode_card(CARD))
    changed[bit // 8] ^= 1 << bit % 8

    with pytest.raises(ServandaError):
        parse_card(bytes(changed))


@pytest.mark.parametrize("data", [b"{}", b"[1]", b"[]", b'["x"]', b"null", b'[ "x"]'])
def test_what_is_no_list_of_notes_is_no_card(data: bytes) -> None:
    with pytest.raises(ServandaError):
        parse_card(data)


def test_a_card_over_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(MalformedCardError, match="at most"):
        parse_card(canonical.encode(["x" * MAX_CARD_BYTES]))


def test_two_cards_of_the_most_sheets_fit_into_a_body() -> None:
    assert len(signed(HANDING_OVER)) * MAX_SHEETS < MAX_CARD_BYTES
    assert 2 * MAX_CARD_BYTES < 1024 * 1024


def test_the_words_spell_the_first_132_bits_of_the_hash_of_sheet_one() -> None:
    bits = f"{int.from_bytes(sha256(encode_sheet(sheet_for(ALICE))).digest()):0256b}"[:132]
    english = Mnemonic("english").wordlist

    words = twelve_words(CARD)

    assert len(words) == 12
    assert "".join(f"{english.index(word):011b}" for word in words) == bits


def test_the_words_never_change_when_sheets_are_added() -> None:
    assert twelve_words(verify_card(THREE)) == twelve_words(CARD)


def test_mallorys_card_in_alices_name_has_other_words() -> None:
    impostor = sign_sheet(
        replace(sheet_for(MALLORY), party=ALICE),
        root_signers(replace(root_of(MALLORY), party=ALICE)),
    )

    card = verify_card([impostor])

    assert card.party == ALICE
    assert twelve_words(card) != twelve_words(CARD)
