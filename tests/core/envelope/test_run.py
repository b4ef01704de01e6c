from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core import canonical
from servanda.core.canonical import MAX_INTEGER, JsonValue
from servanda.core.envelope.notes import MAX_LEAF_BYTES
from servanda.core.envelope.run import (
    MAX_BODY_BYTES,
    MAX_RUN_BYTES,
    MAX_RUN_LEAVES,
    SALT_BYTES,
    CarriedLeaf,
    MalformedEnvelopeError,
    Run,
    RunTooLargeError,
    carried_size,
    encode_run,
    padded_size,
    parse_run,
)
from servanda.core.errors import ServandaError
from servanda.core.identifiers import parse_origin

ORIGIN = parse_origin("alice.example/servanda/ab/bob.example")
BARE = CarriedLeaf(note=b"receipt", salt=None, body=None)
FULL = CarriedLeaf(note=b"request", salt=b"s" * SALT_BYTES, body=b'{"title":"x"}')
RUN = Run(origin=ORIGIN, first=18, leaves=(FULL, BARE), checkpoint=b"checkpoint", have=37)
EMPTY = Run(origin=ORIGIN, first=0, leaves=(), checkpoint=None, have=37)

pieces = st.binary(min_size=1, max_size=60)
leaves = st.builds(CarriedLeaf, note=pieces, salt=st.none(), body=st.none()) | st.builds(
    CarriedLeaf, note=pieces, salt=st.binary(min_size=SALT_BYTES, max_size=SALT_BYTES), body=pieces
)
indexes = st.integers(0, 2**40)
full_runs = st.builds(
    Run,
    origin=st.just(ORIGIN),
    first=indexes,
    leaves=st.lists(leaves, min_size=1, max_size=5).map(tuple),
    checkpoint=pieces,
    have=indexes,
)
empty_runs = st.builds(
    Run,
    origin=st.just(ORIGIN),
    first=st.just(0),
    leaves=st.just(()),
    checkpoint=st.none(),
    have=indexes,
    refill=st.none() | pieces,
)


@given(full_runs | empty_runs)
def test_a_run_comes_back_as_it_was(run: Run) -> None:
    assert parse_run(encode_run(run)) == run


def test_a_run_is_laid_out_as_the_specification_shows() -> None:
    plain = encode_run(RUN)

    manifest, _, rest = plain.partition(b"\n")
    assert manifest == (
        b'{"checkpoint":10,"first":18,"have":37,"leaves":[[7,32,13],[7,0,0]],'
        b'"origin":"alice.example/servanda/ab/bob.example","v":"servanda-run/1"}'
    )
    assert rest.rstrip(b"\0") == b"request" + b"s" * 32 + b'{"title":"x"}receiptcheckpoint'
    assert len(plain) == 512


@given(full_runs | empty_runs, st.data())
def test_a_changed_byte_gives_another_run_or_an_error_never_the_same_run(
    run: Run, data: st.DataObject
) -> None:
    plain = bytearray(encode_run(run))
    plain[data.draw(st.integers(0, len(plain) - 1))] ^= data.draw(st.integers(1, 255))

    try:
        changed = parse_run(bytes(plain))
    except MalformedEnvelopeError:
        return
    assert changed != run


@given(st.binary(max_size=700) | st.binary(max_size=20).map(lambda tail: encode_run(RUN) + tail))
def test_any_bytes_are_a_run_of_exactly_these_bytes_or_refused(data: bytes) -> None:
    try:
        run = parse_run(data)
    except ServandaError:
        return

    assert encode_run(run) == data


@pytest.mark.parametrize(
    ("size", "padded"),
    [
        (1, 512),
        (512, 512),
        (513, 1_024),
        (16_384, 16_384),
        (16_385, 20_480),
        (131_072, 131_072),
        (131_073, 196_608),
        (MAX_RUN_BYTES - 1, MAX_RUN_BYTES),
        (MAX_RUN_BYTES, MAX_RUN_BYTES),
    ],
)
def test_sizes_are_rounded_up_in_three_steps(size: int, padded: int) -> None:
    assert padded_size(size) == padded


def test_padding_that_is_not_zeros_is_refused() -> None:
    plain = bytearray(encode_run(RUN))
    plain[-1] = 1

    with pytest.raises(MalformedEnvelopeError, match="zeros"):
        parse_run(bytes(plain))


@pytest.mark.parametrize("size", [0, 300, 511, 513, 1_024])
def test_padding_of_another_length_is_refused(size: int) -> None:
    plain = encode_run(RUN).ljust(size, b"\0")[:size]

    with pytest.raises(MalformedEnvelopeError):
        parse_run(plain)


def plain_of(changes: dict[str, JsonValue], contents: bytes) -> bytes:
    """Return a run made by hand from the manifest of `RUN` with changed members."""
    manifest: dict[str, JsonValue] = {
        "checkpoint": 10,
        "first": 18,
        "have": 37,
        "leaves": [[7, 32, 13], [7, 0, 0]],
        "origin": str(ORIGIN),
        "v": "servanda-run/1",
    }
    kept = {name: value for name, value in (manifest | changes).items() if value != "left out"}
    plain = canonical.encode(kept) + b"\n" + contents
    return plain.ljust(padded_size(len(plain)), b"\0")


CONTENTS = b"request" + b"s" * 32 + b'{"title":"x"}receiptcheckpoint'
HUGE: JsonValue = [[1, 0, 0]] * (MAX_RUN_LEAVES + 1)


def test_the_manifest_made_by_hand_is_the_one_that_is_altered_below() -> None:
    assert parse_run(plain_of({}, CONTENTS)) == RUN


@pytest.mark.parametrize(
    ("changes", "contents"),
    [
        ({"v": "servanda-run/2"}, CONTENTS),
        ({"v": "left out"}, CONTENTS),
        ({"more": 1}, CONTENTS),
        ({"origin": "alice.example"}, CONTENTS),
        ({"origin": 7}, CONTENTS),
        ({"first": -1}, CONTENTS),
        ({"first": True}, CONTENTS),
        ({"first": "18"}, CONTENTS),
        ({"first": None}, CONTENTS),
        ({"first": MAX_INTEGER}, CONTENTS),
        ({"have": -1}, CONTENTS),
        ({"have": False}, CONTENTS),
        ({"checkpoint": -1}, CONTENTS),
        ({"checkpoint": 0}, CONTENTS[:-10]),
        ({"checkpoint": 9}, CONTENTS),
        ({"checkpoint": MAX_LEAF_BYTES + 1}, CONTENTS[:-10] + bytes(MAX_LEAF_BYTES + 1)),
        ({"checkpoint": MAX_INTEGER}, CONTENTS),
        ({"refill": 3}, CONTENTS + b"abc"),
        ({"leaves": {}}, CONTENTS),
        ({"leaves": 7}, CONTENTS),
        ({"leaves": [7]}, CONTENTS),
        ({"leaves": [[7, 32]]}, CONTENTS),
        ({"leaves": [[7, 32, 13, 0]]}, CONTENTS),
        ({"leaves": [[7, 32, "13"]]}, CONTENTS),
        ({"leaves": [[-7, 0, 0], [46, 0, 0]]}, CONTENTS),
        ({"leaves": [[0, 32, 13], [7, 0, 0]]}, CONTENTS[7:]),
        ({"leaves": [[7, 0, 45], [7, 0, 0]]}, CONTENTS),
        ({"leaves": [[7, 31, 14], [7, 0, 0]]}, CONTENTS),
        ({"leaves": [[39, 32, -19], [7, 0, 0]]}, CONTENTS),
        ({"leaves": [[7, 32, 0], [20, 0, 0]]}, CONTENTS),
        ({"leaves": [[MAX_LEAF_BYTES + 1, 0, 0]]}, bytes(MAX_LEAF_BYTES + 11)),
        ({"leaves": [[7, 32, MAX_BODY_BYTES + 1]]}, bytes(MAX_BODY_BYTES + 50)),
        ({"leaves": HUGE}, bytes(MAX_RUN_LEAVES + 11)),
        ({"leaves": []}, b"checkpoint"),
        ({"leaves": [], "checkpoint": 0}, b""),
        ({"leaves": [], "checkpoint": 0, "first": 0, "refill": 0}, b""),
        ({"leaves": [], "checkpoint": 0, "first": 0, "refill": -1}, b""),
        ({"leaves": [], "checkpoint": 0, "first": 0, "refill": True}, b"x"),
    ],
    ids=lambda value: str(value)[:60] if isinstance(value, dict) else "",
)
def test_a_manifest_that_breaks_a_rule_is_refused(
    changes: dict[str, JsonValue], contents: bytes
) -> None:
    with pytest.raises(MalformedEnvelopeError):
        parse_run(plain_of(changes, contents))


def test_a_manifest_without_end_is_not_parsed() -> None:
    with pytest.raises(MalformedEnvelopeError, match="manifest within"):
        parse_run(b'{"a":"' + b"x" * 100_000 + b'"}\n')


def test_more_than_a_run_may_hold_is_refused_before_it_is_read() -> None:
    with pytest.raises(MalformedEnvelopeError, match="at most"):
        parse_run(bytes(MAX_RUN_BYTES + 512))


LONGEST_BODY = CarriedLeaf(note=b"n", salt=b"s" * SALT_BYTES, body=b"b" * MAX_BODY_BYTES)


@pytest.mark.parametrize(
    "leaves",
    [
        (BARE,) * (MAX_RUN_LEAVES + 1),
        (replace(BARE, note=b"n" * (MAX_LEAF_BYTES + 1)),),
        (replace(FULL, body=b"b" * (MAX_BODY_BYTES + 1)),),
        (LONGEST_BODY,) * 16,
    ],
    ids=["leaves", "note", "body", "sum"],
)
def test_a_run_beyond_a_limit_is_not_made(leaves: tuple[CarriedLeaf, ...]) -> None:
    with pytest.raises(RunTooLargeError):
        encode_run(replace(RUN, leaves=leaves))


def test_a_run_at_every_limit_is_made_and_read() -> None:
    longest_note = replace(BARE, note=b"n" * MAX_LEAF_BYTES)
    most = (*(LONGEST_BODY,) * 15, longest_note, *(BARE,) * (MAX_RUN_LEAVES - 16))
    run = replace(RUN, leaves=most, first=MAX_INTEGER - MAX_RUN_LEAVES, have=MAX_INTEGER)

    assert parse_run(encode_run(run)) == run


def test_the_size_of_a_leaf_is_that_of_its_three_parts() -> None:
    assert carried_size(BARE) == 7
    assert carried_size(FULL) == 7 + 32 + 13
