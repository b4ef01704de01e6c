from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core import canonical
from servanda.core.canonical import JsonValue
from servanda.core.envelope.hpke import KEM_PUBLIC_BYTES
from servanda.core.envelope.notes import (
    InvalidSignatureError,
    MalformedNoteError,
    build_note,
    ed25519_signer,
    ml_dsa_44_signer,
)
from servanda.core.errors import ServandaError
from servanda.core.keys.private import root_signers
from servanda.core.keys.sheets import (
    MAX_KEM_KEYS,
    MAX_SHEET_BYTES,
    KeySheet,
    MalformedSheetError,
    encode_sheet,
    parse_base64,
    parse_sheet,
    root_key_name,
    sign_sheet,
    verify_sheet,
)
from tests.core.keys.cast import ALICE, BOB, MALLORY, root_of, sheet_for, signed_sheet

SHEET = sheet_for(ALICE)
NOTE = signed_sheet(ALICE)
ROOT = root_of(ALICE).public


@pytest.mark.parametrize(
    "sheet",
    [
        SHEET,
        replace(SHEET, kem=None, serial=2),
        replace(SHEET, next_root=root_of(ALICE, 2).public),
        replace(SHEET, carriers={}),
    ],
    ids=["first", "kem unchanged", "next root", "no carriers"],
)
def test_a_sheet_comes_back_from_its_text(sheet: KeySheet) -> None:
    text = encode_sheet(sheet)

    assert parse_sheet(text) == sheet
    assert text.count(b"\n") == 1
    assert text.endswith(b"\n")


def test_a_signed_sheet_is_verified_by_its_root() -> None:
    assert verify_sheet(NOTE, root=ROOT) == SHEET


def test_a_sheet_by_another_root_is_rejected() -> None:
    with pytest.raises(InvalidSignatureError):
        verify_sheet(NOTE, root=root_of(MALLORY).public)


@pytest.mark.parametrize("kept", [0, 1])
def test_both_lines_of_the_root_are_required(kept: int) -> None:
    note = sign_sheet(SHEET, [root_signers(root_of(ALICE))[kept]])

    with pytest.raises(InvalidSignatureError, match="expected a signature"):
        verify_sheet(note, root=ROOT)


def test_a_root_cannot_sign_for_another_party() -> None:
    # Alice's seeds, but under Bob's name: that is what a common root would look like.
    sheet = replace(SHEET, party=BOB)
    note = sign_sheet(sheet, root_signers(root_of(ALICE)))

    with pytest.raises(InvalidSignatureError):
        verify_sheet(note, root=ROOT)


def test_a_sheet_that_names_another_root_than_signed_it_is_rejected() -> None:
    sheet = replace(SHEET, root=root_of(MALLORY).public)
    note = sign_sheet(sheet, root_signers(root_of(ALICE)))

    with pytest.raises(MalformedSheetError, match="root that signed it"):
        verify_sheet(note, root=ROOT)


def test_the_ml_dsa_line_has_to_be_of_the_ml_dsa_key() -> None:
    root, mallory = root_of(ALICE), root_of(MALLORY)
    name = root_key_name(ALICE)
    signers = [ed25519_signer(name, root.ed25519), ml_dsa_44_signer(name, mallory.ml_dsa_44)]

    with pytest.raises(InvalidSignatureError):
        verify_sheet(sign_sheet(SHEET, signers), root=ROOT)


@given(st.integers(0, len(NOTE) * 8 - 1))
def test_a_sheet_with_any_one_bit_flipped_is_rejected(bit: int) -> None:
    changed = bytearray(NOTE)
    changed[bit // 8] ^= 1 << bit % 8

    with pytest.raises((MalformedNoteError, MalformedSheetError, InvalidSignatureError)):
        verify_sheet(bytes(changed), root=ROOT)


@given(st.binary(max_size=100))
def test_any_bytes_are_a_sheet_or_refused(data: bytes) -> None:
    with pytest.raises(ServandaError):
        parse_sheet(data)
    with pytest.raises(ServandaError):
        verify_sheet(data, root=ROOT)


json_values: st.SearchStrategy[JsonValue] = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text("=/+aA0", max_size=8),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["ed25519", "ml-dsa-44", "kem-1", "https"]), inner)
    ),
    max_leaves=4,
)
member_names = st.sampled_from(
    sorted({*canonical.parse_object(encode_sheet(SHEET)[:-1]), "next_root"})
)


@given(member_names, json_values)
def test_any_value_in_any_member_is_taken_exactly_or_refused(name: str, value: JsonValue) -> None:
    text = text_with({name: value})

    try:
        sheet = parse_sheet(text)
    except ServandaError:
        return
    assert encode_sheet(sheet) == text


def text_with(changes: Mapping[str, JsonValue]) -> bytes:
    members = {**canonical.parse_object(encode_sheet(SHEET)[:-1]), **changes}
    kept = {name: value for name, value in members.items() if value != "left out"}
    return canonical.encode(kept) + b"\n"


def key_of(length: int) -> str:
    return b64encode(bytes(length)).decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"v": "servanda-sheet/2"},
        {"more": 1},
        {"sign": "left out"},
        {"party": "../alice"},
        {"party": 7},
        {"serial": 0},
        {"serial": -1},
        {"serial": True},
        {"serial": "1"},
        {"sign": key_of(31)},
        {"sign": key_of(33)},
        {"sign": key_of(32).rstrip("=")},
        {"sign": key_of(32)[:-2] + "B="},
        {"sign": 7},
        {"log": {"ed25519": key_of(32)}},
        {"log": {"ed25519": key_of(32), "ml-dsa-44": key_of(1_311)}},
        {"root": {"ed25519": key_of(32), "ml-dsa-44": key_of(1_312), "more": ""}},
        {"root": None},
        {"next_root": None},
        {"kem": {}},
        {"kem": None},
        {"kem": {"my key": key_of(KEM_PUBLIC_BYTES)}},
        {"kem": {"kem-1": key_of(KEM_PUBLIC_BYTES)}},
        {"kem": {"kem-1": b64encode(b"\xff" * KEM_PUBLIC_BYTES).decode()}},
        {"kem": {f"kem-{number}": "" for number in range(MAX_KEM_KEYS + 1)}},
        {"tls": ""},
        {"tls": key_of(5_000)},
        {"expires": "2028-01-01"},
        {"expires": None},
        {"carriers": []},
        {"carriers": {"https": 7}},
        {"carriers": {"HTTPS": "https://node"}},
        {"carriers": {"https": ""}},
        {"carriers": {"https": "https://node with space"}},
        {"carriers": {"https": "https://node\x1b[2J"}},
        {"carriers": {"https": "https://nöde"}},
        {"carriers": {"https": "h" * 201}},
        {"carriers": {chr(ord("a") + number): "x" for number in range(9)}},
    ],
    ids=lambda changes: str(changes)[:60],
)
def test_a_sheet_that_breaks_a_rule_is_refused(changes: Mapping[str, JsonValue]) -> None:
    with pytest.raises(MalformedSheetError):
        parse_sheet(text_with(changes))


@pytest.mark.parametrize(
    "text",
    [b"", b"\n", encode_sheet(SHEET)[:-1], encode_sheet(SHEET) + b"\n", b" " + encode_sheet(SHEET)],
)
def test_a_text_that_is_not_one_line_is_no_sheet(text: bytes) -> None:
    with pytest.raises(MalformedSheetError):
        parse_sheet(text)


def test_a_sheet_over_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(MalformedSheetError, match="at most"):
        parse_sheet(b'"' + b"x" * MAX_SHEET_BYTES + b'"\n')


def test_the_largest_sheet_fits_a_leaf_as_a_fact() -> None:
    kem = SHEET.kem or {}
    public = next(iter(kem.values()))
    largest = replace(
        SHEET,
        kem={f"kem-{'x' * 35}{number}": public for number in range(MAX_KEM_KEYS)},
        next_root=root_of(ALICE, 2).public,
        tls=bytes(4_096),
        carriers={letter * 16: "x" * 200 for letter in "abcdefgh"},
    )

    note = sign_sheet(largest, root_signers(root_of(ALICE)))

    assert verify_sheet(note, root=ROOT) == largest
    assert len(canonical.encode({"sheet": note.decode()})) < 40_000


@pytest.mark.parametrize("value", [None, 7, [], "é", "a", "a===", "AA", "AA==\n", "AB==", "A A="])
def test_what_is_not_base64_in_its_one_form_is_refused(value: JsonValue) -> None:
    with pytest.raises(MalformedSheetError):
        parse_base64(value)


def test_a_note_with_another_text_is_no_sheet() -> None:
    note = build_note(b"a shopping list\n", root_signers(root_of(ALICE)))

    with pytest.raises(MalformedSheetError):
        verify_sheet(note, root=ROOT)


@pytest.mark.parametrize("point", [bytes(32), b"\x01" + bytes(31), b"\xff" * 32])
@pytest.mark.parametrize(
    "place", [("sign",), ("log", "ed25519"), ("root", "ed25519"), ("next_root", "ed25519")]
)
def test_a_key_that_anybody_can_sign_for_is_refused_wherever_it_stands(
    place: tuple[str, ...], point: bytes
) -> None:
    sheet = replace(SHEET, next_root=root_of(ALICE, 2).public)
    members = dict(canonical.parse_object(encode_sheet(sheet)[:-1]))
    key = b64encode(point).decode()
    first, *inner = place
    held = members[first]
    assert isinstance(held, str | dict)
    members[first] = {**held, inner[0]: key} if isinstance(held, dict) else key

    with pytest.raises(MalformedSheetError, match="Ed25519"):
        parse_sheet(canonical.encode(members) + b"\n")
