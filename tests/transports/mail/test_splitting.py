"""Pieces give the envelope back whole, whatever order, and nothing forged gets in."""

from hashlib import sha256
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core import canonical
from servanda.core.errors import InvalidInputError
from servanda.transports.mail.splitting import (
    MAX_PIECES,
    MAX_SETS,
    MIN_PIECE_BYTES,
    Gathered,
    UnusablePieceError,
    parse_piece,
    split,
)

SIZE = MIN_PIECE_BYTES
CONTENT = bytes(range(256)) * (SIZE * 5 // 2 // 256)


def forged(content: bytes, *, digest: str, number: object, pieces: object) -> bytes:
    manifest = {"digest": digest, "number": number, "pieces": pieces, "v": "servanda-mail-piece/1"}
    return canonical.encode(manifest) + b"\n" + content  # type: ignore[arg-type]  # also bad ones


def test_pieces_in_any_order_and_twice_give_the_envelope_once() -> None:
    for order in permutations(split(CONTENT, piece_bytes=SIZE)):
        gathered, wholes = Gathered(), []
        for data in (order[0], *order):
            gathered, whole = gathered.adding(parse_piece(data))
            wholes.append(whole)

        assert wholes == [None] * len(order) + [CONTENT]
        assert gathered.sets == {}


def test_an_envelope_divides_the_same_way_each_time() -> None:
    assert split(CONTENT, piece_bytes=SIZE) == split(CONTENT, piece_bytes=SIZE)


def test_a_piece_with_other_bytes_is_refused_alone() -> None:
    first, *_ = split(CONTENT, piece_bytes=SIZE)

    with pytest.raises(UnusablePieceError, match="other bytes"):
        parse_piece(first[:-1] + bytes([first[-1] ^ 1]))


def test_forged_pieces_of_the_same_envelope_do_not_hinder_the_true_ones() -> None:
    lie = b"lie"
    listed = [sha256(lie).hexdigest()] * 3
    whole = sha256(CONTENT).hexdigest()
    gathered, _ = Gathered().adding(parse_piece(forged(lie, digest=whole, number=1, pieces=listed)))

    result = None
    for data in split(CONTENT, piece_bytes=SIZE):
        gathered, result = gathered.adding(parse_piece(data))

    assert result == CONTENT


def test_pieces_that_are_not_the_envelope_they_name_give_nothing() -> None:
    lie = forged(b"lie", digest="0" * 64, number=0, pieces=[sha256(b"lie").hexdigest()])

    with pytest.raises(UnusablePieceError, match="not the envelope"):
        Gathered().adding(parse_piece(lie))


def test_half_arrived_envelopes_are_bounded() -> None:
    gathered = Gathered()
    for number in range(MAX_SETS * 2):
        listed = [sha256(b"x").hexdigest()] * 2
        data = forged(b"x", digest=f"{number:064x}", number=0, pieces=listed)
        gathered, _ = gathered.adding(parse_piece(data))

    assert len(gathered.sets) == MAX_SETS


@pytest.mark.parametrize(
    ("number", "pieces"),
    [(1, ["0" * 64]), (-1, ["0" * 64]), (True, ["0" * 64] * 2), ("0", ["0" * 64]), (0, []),
     (0, "x"), (0, [0]), (0, ["g" * 64]), (0, ["0" * 64] * (MAX_PIECES + 1))],
)  # fmt: skip
def test_a_manifest_that_breaks_a_rule_is_refused(number: object, pieces: object) -> None:
    with pytest.raises(UnusablePieceError):
        parse_piece(forged(b"", digest="0" * 64, number=number, pieces=pieces))


@given(st.binary(max_size=200))
def test_any_bytes_are_a_piece_or_refused(data: bytes) -> None:
    with pytest.raises(UnusablePieceError):
        parse_piece(data)


@pytest.mark.parametrize(("content", "size"), [(b"", SIZE), (b"x", SIZE - 1)])
def test_what_cannot_be_divided_is_refused(content: bytes, size: int) -> None:
    with pytest.raises(InvalidInputError):
        split(content, piece_bytes=size)
