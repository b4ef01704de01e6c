import json
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.envelope.notes import (
    MalformedNoteError,
    NoteVerifier,
    split_note,
    verifier_key,
)
from servanda.core.errors import ServandaError
from servanda.core.tlog.checkpoint import (
    InvalidCheckpointError,
    checkpoint_text,
    verify_checkpoint,
)
from servanda.core.tlog.cosignature import (
    ML_DSA_44_COSIGNATURE,
    Cosigner,
    cosigned_message,
)
from servanda.core.tlog.witness import (
    InvalidCosignerError,
    add_cosignature,
    parse_cosigner,
    verify_cosignatures,
)
from tests.core.tlog.definition import numbered_entries
from tests.core.tlog.parties import (
    ALICE,
    LOG,
    NOON,
    WALTER,
    WALTER_COSIGNS,
    WALTER_COSIGNS_ML_DSA,
    WALTER_ED25519,
    WALTER_ML_DSA,
    WALTER_SEED,
    head_of,
    ml_dsa_44_public,
    signed,
)
from tests.core.tlog.test_tree import tree_of

HEAD = head_of(tree_of(numbered_entries(5)))
TEXT = checkpoint_text(HEAD)
KINDS = [(WALTER_COSIGNS, WALTER_ED25519), (WALTER_COSIGNS_ML_DSA, WALTER_ML_DSA)]

both_kinds = pytest.mark.parametrize(("cosigner", "verifier"), KINDS, ids=["ed25519", "ml-dsa-44"])


def test_a_published_signature_of_another_implementation_fits_our_message() -> None:
    published = json.loads(Path(__file__).with_name("published_cosignature.json").read_text())
    name, _, encoded_key = published["vkey"].split("+", 2)
    raw = b64decode(published["line"].split(" ")[2])
    message = cosigned_message(
        name,
        origin=published["origin"],
        seconds=int.from_bytes(raw[4:12], "big"),
        start=published["start"],
        end=published["end"],
        root=b64decode(published["root"]),
    )

    verifier = parse_cosigner(published["vkey"])

    assert verifier.key_id == raw[:4]
    MLDSA44PublicKey.from_public_bytes(b64decode(encoded_key)[1:]).verify(raw[12:], message)


@both_kinds
def test_a_cosignature_is_found_with_its_time(cosigner: Cosigner, verifier: NoteVerifier) -> None:
    note = add_cosignature(signed(HEAD), cosigner.at(NOON + timedelta(milliseconds=900)))

    found = verify_cosignatures(note, verifiers=[verifier])

    assert [(one.name, one.key_id, one.time) for one in found] == [(WALTER, verifier.key_id, NOON)]
    assert verify_checkpoint(note, verifiers=[ALICE], origin=LOG) == HEAD


def test_each_cosignature_is_reported_and_a_key_without_line_is_not() -> None:
    note = add_cosignature(signed(HEAD), WALTER_COSIGNS.at(NOON))
    later = add_cosignature(note, WALTER_COSIGNS.at(NOON + timedelta(hours=1)))

    assert verify_cosignatures(note, verifiers=[WALTER_ML_DSA]) == ()
    assert [
        one.time for one in verify_cosignatures(later, verifiers=[WALTER_ML_DSA, WALTER_ED25519])
    ] == [NOON, NOON + timedelta(hours=1)]


@both_kinds
def test_time_zero_means_that_the_cosigner_states_no_time(
    cosigner: Cosigner, verifier: NoteVerifier
) -> None:
    note = add_cosignature(signed(HEAD), cosigner.at(datetime.fromtimestamp(0, UTC)))

    assert verify_cosignatures(note, verifiers=[verifier])[0].time is None


@both_kinds
def test_only_a_checkpoint_is_cosigned(cosigner: Cosigner, verifier: NoteVerifier) -> None:
    note = signed(HEAD).replace(b"\n5\n", b"\nfive\n")

    with pytest.raises(InvalidCheckpointError):
        add_cosignature(note, cosigner.at(NOON))
    with pytest.raises(InvalidCheckpointError):
        verify_cosignatures(note, verifiers=[verifier])
    with pytest.raises(MalformedNoteError):
        add_cosignature(TEXT, cosigner.at(NOON))


def test_a_cosigner_is_known_by_the_line_that_other_tools_write() -> None:
    published = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
    ours = verifier_key(WALTER, ML_DSA_44_COSIGNATURE, ml_dsa_44_public(WALTER_SEED))

    assert parse_cosigner(published).key_id.hex() == "da77ade7"
    assert parse_cosigner(ours).key_id == WALTER_ML_DSA.key_id


@pytest.mark.parametrize(
    "line",
    [
        "",
        "walter.example",
        "walter.example+da77ade7",
        "remora.n621.de+00000000+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
        "remora.n621.de+da77ade7+AevN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
        "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw",
        "remora.n621.de+da77ade7+AwEB",
        "remora.n621.de+da77ade7+é",
        "remora.n621.de+da77ade7+",
    ],
)
def test_a_line_that_is_no_cosigner_is_refused(line: str) -> None:
    with pytest.raises(InvalidCosignerError):
        parse_cosigner(line)


@given(st.text(max_size=60))
def test_any_text_gives_a_cosigner_or_an_error(line: str) -> None:
    with pytest.raises(ServandaError):
        parse_cosigner(line)


def test_a_cosigned_note_can_be_taken_apart_like_any_other() -> None:
    note = add_cosignature(signed(HEAD), WALTER_COSIGNS_ML_DSA.at(NOON))

    lines = split_note(note).signatures

    assert [line.name for line in lines] == [LOG, WALTER]
    assert [len(line.signature) for line in lines] == [64, 8 + 2_420]
