from hypothesis import given
from hypothesis import strategies as st

from servanda.core.exchange.leaf import RejectedLeaf, read_leaf
from servanda.core.tlog.hashing import leaf_hash
from tests.core.exchange.world import BOB, NAME, Desk, at
from tests.core.keys.cast import ALICE


@given(st.binary(max_size=300))
def test_any_bytes_can_be_taken_apart(note: bytes) -> None:
    received = read_leaf(note)

    assert received.leaf_hash == leaf_hash(note)
    assert (received.header is None) == (received.fault is not None)


def test_an_honest_leaf_is_taken_apart_without_loss() -> None:
    desk = Desk(ALICE)
    header = desk.header("receipt", time=at("08:00:00"))

    received = read_leaf(desk.sign(header))

    assert received.header == header
    assert [line.name for line in received.signatures] == ["alice.example/servanda/sign"]


def rejected(type_name: str | None) -> RejectedLeaf:
    desk = Desk(ALICE)
    header = None if type_name is None else desk.header(type_name, time=at("08:00:00"))
    return RejectedLeaf(
        origin=desk.origin,
        index=0,
        leaf_hash=bytes(32),
        note=b"",
        code="invalid",
        reason="",
        header=header,
    )


def test_a_bad_leaf_asks_for_a_receipt_unless_it_calls_itself_one() -> None:
    assert (desk_origin := str(Desk(BOB).origin)) == f"{BOB}/servanda/{NAME}/{ALICE}", desk_origin
    assert [rejected(name).is_statement for name in (None, "request", "refusal", "receipt")] == [
        True,
        True,
        True,
        False,
    ]


def test_a_bad_refusal_is_receipted_and_never_refused() -> None:
    assert [rejected(name).is_refusable for name in (None, "request", "refusal", "receipt")] == [
        True,
        True,
        False,
        False,
    ]
