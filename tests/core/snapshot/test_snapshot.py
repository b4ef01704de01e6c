"""A snapshot is what one party signed to the last byte, and says which part was altered."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core import canonical
from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.envelope.notes import build_note, ed25519_signer
from servanda.core.errors import CounterpartError, ServandaError
from servanda.core.identifiers import parse_party
from servanda.core.keys.card import encode_card
from servanda.core.keys.private import PartySecrets
from servanda.core.snapshot.snapshot import (
    MAX_SNAPSHOT_BYTES,
    InvalidSnapshotError,
    sign_snapshot,
    snapshot_signer,
    verify_snapshot,
)
from tests.core.keys.cast import card_of, secrets_of

ALICE, MALLORY = parse_party("alice.example"), parse_party("mallory.example")
NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
PARTS: JsonObject = {
    "briefs": {
        "en": {"page": [{"text": "One."}, {"text": "Two."}], "title": "Brief", "words": {}},
        "zh-Hans": {"page": [{"text": "一。"}], "title": "简报", "words": {}},
    },
    "made_with": {"typst": "0.0"},
    "renderings": {"pdf": {"en": "sha256:0", "en+zh-Hans": "sha256:1"}},
    "stands_on": {"file": "sha256:2"},
}


def signed(parts: JsonObject = PARTS, *, secrets: PartySecrets | None = None) -> bytes:
    return sign_snapshot(
        parts,
        card=encode_card(card_of(ALICE)),
        frozen_at=NOW,
        secrets=secrets or secrets_of(ALICE),
    )


SIGNED = signed()


def altered(change: Callable[[dict[str, JsonValue]], None]) -> bytes:
    value = json.loads(SIGNED)
    change(value)
    return canonical.encode(value)


def test_what_was_signed_comes_back_with_who_signed_it_and_when() -> None:
    snapshot = verify_snapshot(SIGNED)

    assert (snapshot.party, snapshot.frozen_at) == (ALICE, NOW)
    assert snapshot.parts == PARTS


def test_the_same_parts_at_the_same_time_give_the_same_bytes() -> None:
    assert signed() == SIGNED


@given(place=st.integers(0, len(SIGNED) - 1), flip=st.integers(1, 255))
def test_no_byte_can_be_altered(place: int, flip: int) -> None:
    changed = SIGNED[:place] + bytes([SIGNED[place] ^ flip]) + SIGNED[place + 1 :]

    with pytest.raises(CounterpartError):
        verify_snapshot(changed)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("briefs/en/page/1", lambda v: v["parts"]["briefs"]["en"]["page"][1].update(text="Six.")),
        ("briefs/en/page/1", lambda v: v["parts"]["briefs"]["en"]["page"].pop()),
        ("briefs/zh-Hans/title", lambda v: v["parts"]["briefs"]["zh-Hans"].update(title="x")),
        ("briefs/en/words", lambda v: v["parts"]["briefs"]["en"].update(words={"a": "b"})),
        ("renderings/pdf/en", lambda v: v["parts"]["renderings"]["pdf"].update(en="sha256:9")),
        ("made_with/typst", lambda v: v["parts"]["made_with"].update(typst="0.1")),
        ("stands_on/file", lambda v: v["parts"]["stands_on"].update(file=None)),
    ],
)
def test_the_part_that_was_altered_is_named(
    name: str, change: Callable[[dict[str, JsonValue]], None]
) -> None:
    with pytest.raises(InvalidSnapshotError, match=name):
        verify_snapshot(altered(change))


@pytest.mark.parametrize(
    "change",
    [
        lambda v: v["parts"]["briefs"].update({"fr": {}}),
        lambda v: v["parts"]["stands_on"].update({"a b": 1}),
        lambda v: v["parts"]["stands_on"].update({"a\nbriefs/x": 1}),
        lambda v: v["parts"].pop("made_with"),
        lambda v: v["parts"].update(more=1),
        lambda v: v.update(more=1),
        lambda v: v.update(v="servanda-brief-snapshot/2"),
        lambda v: v.update(note=7),
        lambda v: v.update(parts=[]),
        lambda v: v.update(note="x\n\n— y z\n"),
        lambda v: v.update(card=json.loads(encode_card(card_of(MALLORY)))),
    ],
)
def test_nothing_is_added_or_taken_away(change: Callable[[dict[str, JsonValue]], None]) -> None:
    with pytest.raises(CounterpartError):
        verify_snapshot(altered(change))


def test_a_second_signature_is_a_change_too() -> None:
    def add(value: dict[str, JsonValue]) -> None:
        text = str(value["note"]).rpartition("\n\n")[0].encode() + b"\n"
        mallory = ed25519_signer("mallory", b"m" * 32)
        value["note"] = build_note(text, [snapshot_signer(secrets_of(ALICE)), mallory]).decode()

    with pytest.raises(InvalidSnapshotError, match="note"):
        verify_snapshot(altered(add))


def test_nobody_else_signs_in_the_name_of_the_card() -> None:
    with pytest.raises(CounterpartError):
        verify_snapshot(signed(secrets=secrets_of(MALLORY)))


def test_what_no_line_can_hold_is_not_signed() -> None:
    with pytest.raises(InvalidSnapshotError):
        signed({**PARTS, "stands_on": {"two words": 1}})


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(InvalidSnapshotError, match=str(MAX_SNAPSHOT_BYTES)):
        verify_snapshot(b" " * (MAX_SNAPSHOT_BYTES + 1))


@given(st.binary(max_size=200))
def test_any_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ServandaError):
        verify_snapshot(data)
