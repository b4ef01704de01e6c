"""What rests on leaves that are withheld or could not be judged is never said to be checked."""

import pytest

from servanda.core.envelope.run import CarriedLeaf
from servanda.core.exchange.leaf import RejectedLeaf
from servanda.core.identifiers import Digest
from servanda.core.tlog.tiles import encode_entries, parse_entries
from servanda.core.verifier.cards import Anchors
from servanda.core.verifier.verify import Verification, verify_bundle
from tests.core.bundle.bundles import MemoryReader, bundle_of
from tests.core.exchange.world import (
    ALICE,
    BOB,
    REQUEST_BODY,
    REQUEST_FACTS,
    Desk,
    agreed_desks,
    at,
    exchange,
)
from tests.core.verifier.test_verify import codes, open_points, renamed

CUT_FACTS = {"from": "2026-11-22T00:00:00Z", "until": "2026-11-22T12:00:00Z"}
LAST = 5  # of Alice's leaves below: her receipt after the cut, which is leaf 4


def verify(files: dict[str, bytes]) -> Verification:
    return verify_bundle(MemoryReader(files), anchors=Anchors())


def hidden(files: dict[str, bytes], *, log: str, index: int, **changes: Digest) -> dict[str, bytes]:
    """Return the bundle without one leaf, as a forger can make it of any leaf."""
    start = f"logs/{log}/tile/entries/"
    path = next(path for path in files if path.startswith(start))
    notes = parse_entries(files[path], int(path.rpartition("/")[2]))
    notes[index] = b""
    return renamed({**files, path: encode_entries(notes)}, **changes)


def cut_desks() -> tuple[Desk, Desk]:
    """Return two desks: Bob asked, Alice cut, Bob receipted, Alice receipted that he signed."""
    alice, bob = agreed_desks()
    bob.say("request", REQUEST_FACTS, time=at("09:00:00"), body=REQUEST_BODY)
    exchange(bob, alice)
    alice.say("receipt", time=at("09:00:01"))
    exchange(alice, bob)
    bob.say("receipt", time=at("09:00:02"))
    exchange(bob, alice)
    alice.say("receipt", time=at("11:00:00"))
    alice.say("cut", CUT_FACTS, time=at("12:00:00"))
    exchange(alice, bob)
    bob.say("receipt", time=at("12:00:01"))
    exchange(bob, alice)
    alice.say("receipt", time=at("12:00:02"))
    exchange(alice, bob)
    return alice, bob


def test_a_second_cut_is_not_called_valid_where_the_first_is_withheld() -> None:
    alice, bob = agreed_desks()
    first = alice.say("cut", CUT_FACTS, time=at("12:00:00"))
    exchange(alice, bob)
    bob.say("receipt", time=at("12:00:01"))
    exchange(bob, alice)
    header = alice.header("cut", CUT_FACTS, time=at("13:00:00"))
    second = alice.append(CarriedLeaf(note=alice.sign(header), salt=None, body=None))
    exchange(alice, bob)
    files = bundle_of(alice, bob)

    verification = verify(hidden(files, log=ALICE, index=first.index, cut=second.digest))

    assert isinstance(second, RejectedLeaf)
    assert "cut" not in codes(verification)
    assert "head" in codes(verification)  # of Bob's log, all of which is shown
    assert {"cut_unchecked", "unsettled", "head_unchecked"} <= set(open_points(verification))
    assert verification.figures is None


@pytest.mark.parametrize("log", [ALICE, BOB])
@pytest.mark.parametrize("index", [2, 3])
def test_nothing_after_a_withheld_leaf_is_said_to_be_checked(log: str, index: int) -> None:
    files = bundle_of(*cut_desks(), bodies=False)

    verification = verify(hidden(files, log=log, index=index))

    assert not {"cut", "cut_receipted", "figures"} & set(codes(verification))
    assert {"cut_unchecked", "cut_receipt_unchecked"} <= set(open_points(verification))


def test_a_body_whose_statement_rests_on_a_withheld_leaf_is_not_counted_as_checked() -> None:
    verification = verify(hidden(bundle_of(*cut_desks()), log=ALICE, index=1))

    assert "bodies" not in codes(verification)
    assert "bodies_unchecked" in open_points(verification)
    assert "bodies_missing" not in open_points(verification)


def test_a_leaf_withheld_after_the_receipt_of_the_cut_leaves_the_cut_checked() -> None:
    verification = verify(hidden(bundle_of(*cut_desks()), log=ALICE, index=LAST))

    assert {"cut", "cut_receipted"} <= set(codes(verification))
    assert "cut_unchecked" not in open_points(verification)
    assert "withheld" in open_points(verification)


def test_what_rests_on_nothing_withheld_is_still_counted_as_checked() -> None:
    whole = verify(bundle_of(*cut_desks()))
    verification = verify(hidden(bundle_of(*cut_desks(), bodies=False), log=BOB, index=2))

    assert whole.statements == 4  # proposal, acceptance, request, cut
    assert verification.statements == 2
    assert "unsettled" not in open_points(whole)


def test_a_leaf_that_rests_on_one_beyond_the_bundle_is_not_settled() -> None:
    alice, bob = cut_desks()
    shorter = bundle_of(*cut_desks())
    bob.say("receipt", time=at("13:00:00"))
    exchange(bob, alice)
    alice.say("receipt", time=at("13:00:01"))  # has seen more of Bob's log than is bundled
    back = alice.header("receipt", time=at("13:00:02"), seen=0)
    alice.append(CarriedLeaf(note=alice.sign(back), salt=None, body=None))
    bobs = {path: data for path, data in shorter.items() if path.startswith("logs/bob")}
    longer = bundle_of(alice, bob)
    alices = {path: data for path, data in longer.items() if not path.startswith("logs/bob")}

    verification = verify(renamed({**alices, **bobs}))

    assert {"beyond", "unsettled", "head_unchecked"} <= set(open_points(verification))
    assert {"cut", "cut_receipted", "figures"} <= set(codes(verification))
