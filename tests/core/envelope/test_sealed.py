import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core import canonical
from servanda.core.canonical import JsonValue
from servanda.core.envelope.hpke import (
    SEAL_OVERHEAD_BYTES,
    SUITE_NAME,
    kem_private,
    kem_public_bytes,
    seal,
)
from servanda.core.envelope.run import CarriedLeaf, Run, encode_run
from servanda.core.envelope.sealed import (
    MAX_ENVELOPE_BYTES,
    CannotOpenError,
    MalformedEnvelopeError,
    envelope_recipient,
    open_sealed,
    seal_run,
)
from servanda.core.errors import ServandaError
from servanda.core.identifiers import InvalidNameError, PartyId, parse_origin

ALICE, BOB = PartyId("alice.example"), PartyId("bob.example")
KEM = "kem-2026a"
BOBS_PUBLIC = kem_public_bytes(b"b" * 32)
BOBS_KEYS = {KEM: kem_private(KEM, b"b" * 32), "kem-2026b": kem_private("kem-2026b", b"c" * 32)}
MALLORYS_KEYS = {KEM: kem_private(KEM, b"m" * 32)}

LEAF = CarriedLeaf(note=b"note", salt=b"s" * 32, body=b"{}")
RUN = Run(
    origin=parse_origin("alice.example/servanda/ab/bob.example"),
    first=0,
    leaves=(LEAF,),
    checkpoint=b"checkpoint",
    have=0,
)
ENVELOPE = seal_run(RUN, to=BOB, kem_name=KEM, kem_public=BOBS_PUBLIC)
HEADER = ENVELOPE.partition(b"\n")[0]


def test_an_envelope_opens_for_its_recipient() -> None:
    assert open_sealed(ENVELOPE, to=BOB, kem_keys=BOBS_KEYS) == RUN
    assert envelope_recipient(ENVELOPE) == BOB


def test_the_header_is_the_line_that_the_specification_shows() -> None:
    assert HEADER == (
        b'{"kem":"kem-2026a","suite":"hpke-xwing-hkdf256-chacha20poly1305",'
        b'"to":"bob.example","v":"servanda-envelope/1"}'
    )
    assert len(ENVELOPE) == len(HEADER) + 1 + SEAL_OVERHEAD_BYTES + 512


def test_sealing_twice_never_gives_the_same_bytes() -> None:
    assert seal_run(RUN, to=BOB, kem_name=KEM, kem_public=BOBS_PUBLIC) != ENVELOPE


def test_mallory_who_holds_another_key_of_that_name_cannot_open() -> None:
    with pytest.raises(CannotOpenError):
        open_sealed(ENVELOPE, to=BOB, kem_keys=MALLORYS_KEYS)


def test_an_envelope_for_another_party_is_not_tried() -> None:
    with pytest.raises(CannotOpenError, match="an envelope for"):
        open_sealed(ENVELOPE, to=ALICE, kem_keys=BOBS_KEYS)


def test_an_envelope_to_a_key_destroyed_meanwhile_cannot_be_opened() -> None:
    with pytest.raises(CannotOpenError, match="live keys"):
        open_sealed(ENVELOPE, to=BOB, kem_keys={"kem-2026b": BOBS_KEYS["kem-2026b"]})


def test_an_envelope_readdressed_to_a_second_recipient_does_not_open() -> None:
    readdressed = ENVELOPE.replace(b"bob.example", b"eve.example", 1)

    with pytest.raises(CannotOpenError):
        open_sealed(readdressed, to=PartyId("eve.example"), kem_keys=BOBS_KEYS)


def test_an_envelope_moved_to_another_key_name_does_not_open() -> None:
    moved = ENVELOPE.replace(b"kem-2026a", b"kem-2026b", 1)

    with pytest.raises(CannotOpenError):
        open_sealed(moved, to=BOB, kem_keys={**BOBS_KEYS, "kem-2026b": BOBS_KEYS[KEM]})


def test_an_envelope_with_any_one_bit_of_its_header_flipped_does_not_open() -> None:
    for bit in range((len(HEADER) + 1) * 8):
        changed = bytearray(ENVELOPE)
        changed[bit // 8] ^= 1 << bit % 8

        with pytest.raises((MalformedEnvelopeError, CannotOpenError)):
            open_sealed(bytes(changed), to=BOB, kem_keys=BOBS_KEYS)


@given(st.integers(0, len(ENVELOPE) * 8 - 1))
def test_an_envelope_with_any_one_bit_flipped_does_not_open(bit: int) -> None:
    changed = bytearray(ENVELOPE)
    changed[bit // 8] ^= 1 << bit % 8

    with pytest.raises((MalformedEnvelopeError, CannotOpenError)):
        open_sealed(bytes(changed), to=BOB, kem_keys=BOBS_KEYS)


@given(st.binary(max_size=400) | st.binary(max_size=400).map(lambda tail: HEADER + b"\n" + tail))
def test_any_bytes_are_refused_with_an_error_of_ours(data: bytes) -> None:
    with pytest.raises(ServandaError):
        open_sealed(data, to=BOB, kem_keys=BOBS_KEYS)


@given(st.binary(max_size=600))
def test_what_is_sealed_rightly_but_holds_any_bytes_is_a_run_or_refused(plain: bytes) -> None:
    envelope = HEADER + b"\n" + sealed_for_bob(plain)

    try:
        run = open_sealed(envelope, to=BOB, kem_keys=BOBS_KEYS)
    except MalformedEnvelopeError:
        return
    assert encode_run(run) == plain


def sealed_for_bob(plain: bytes) -> bytes:
    return seal(plain, public=BOBS_PUBLIC, info=b"servanda-envelope/1\n" + HEADER)


@pytest.mark.parametrize(
    "header",
    [
        {"kem": KEM, "suite": SUITE_NAME, "to": "bob.example", "v": "servanda-envelope/2"},
        {"kem": KEM, "suite": "none", "to": "bob.example", "v": "servanda-envelope/1"},
        {"kem": KEM, "suite": SUITE_NAME, "to": "bob.example"},
        {"kem": KEM, "suite": SUITE_NAME, "v": "servanda-envelope/1"},
        {"kem": KEM, "more": 1, "suite": SUITE_NAME, "to": BOB, "v": "servanda-envelope/1"},
        {"kem": KEM, "suite": SUITE_NAME, "to": "../bob", "v": "servanda-envelope/1"},
        {"kem": "a/b", "suite": SUITE_NAME, "to": "bob.example", "v": "servanda-envelope/1"},
        {"kem": 7, "suite": SUITE_NAME, "to": "bob.example", "v": "servanda-envelope/1"},
        {"kem": KEM, "suite": SUITE_NAME, "to": None, "v": "servanda-envelope/1"},
        [],
    ],
)
def test_a_header_that_breaks_a_rule_is_refused_even_if_bound_rightly(header: JsonValue) -> None:
    line = canonical.encode(header)
    sealed = seal(encode_run(RUN), public=BOBS_PUBLIC, info=b"servanda-envelope/1\n" + line)

    with pytest.raises(MalformedEnvelopeError):
        open_sealed(line + b"\n" + sealed, to=BOB, kem_keys=BOBS_KEYS)
    with pytest.raises(MalformedEnvelopeError):
        envelope_recipient(line + b"\n")


def test_a_header_in_another_spelling_is_refused() -> None:
    with pytest.raises(MalformedEnvelopeError):
        envelope_recipient(ENVELOPE.replace(b":", b": ", 1))


def test_an_envelope_over_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(MalformedEnvelopeError, match="at most"):
        envelope_recipient(ENVELOPE + bytes(MAX_ENVELOPE_BYTES))


def test_a_header_line_without_end_is_not_parsed() -> None:
    with pytest.raises(MalformedEnvelopeError, match="header line"):
        envelope_recipient(b'{"to":"' + b"x" * 1_000 + b'"}\n')


def test_the_longest_names_fit_the_header() -> None:
    longest, kem_name = PartyId("x" * 64), "kem-" + "y" * 36

    envelope = seal_run(RUN, to=longest, kem_name=kem_name, kem_public=BOBS_PUBLIC)

    assert envelope_recipient(envelope) == longest


def test_nothing_is_sealed_under_a_name_that_no_sheet_may_have() -> None:
    with pytest.raises(InvalidNameError):
        seal_run(RUN, to=BOB, kem_name="my key", kem_public=BOBS_PUBLIC)
