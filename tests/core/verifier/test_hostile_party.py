"""What one party puts into its own log does not make the other's bundles wrong."""

from dataclasses import replace

import pytest

from servanda.core.accords.accord import accord_id, encode_accord
from servanda.core.bundle.build import bundle_files
from servanda.core.bundle.layout import accord_path
from servanda.core.envelope.run import CarriedLeaf
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.exchange.receiving import Taken
from servanda.core.identifiers import digest_of
from servanda.core.statements.header import Seen
from servanda.core.verifier.cards import Anchors
from servanda.core.verifier.verify import Verification, verify_bundle
from servanda.core.verifier.wrong import BundleError
from tests.core.bundle.bundles import MemoryReader, bundle_of, parts_of
from tests.core.exchange.world import (
    REQUEST_BODY,
    REQUEST_FACTS,
    Desk,
    agreed_desks,
    at,
    exchange,
    make_accord,
)
from tests.core.verifier.test_verify import renamed

CUT_FACTS = {"from": "2026-11-22T00:00:00Z", "until": "2026-11-22T12:00:00Z"}
JUNK = b"{}"


def verify(files: dict[str, bytes]) -> Verification:
    return verify_bundle(MemoryReader(files), anchors=Anchors())


def copied_by_alice(alice: Desk, bob: Desk, statement: VerifiedStatement, *, clock: str) -> None:
    """Let Alice put a leaf of Bob's into her own log, where it is invalid."""
    exchange(bob, alice)
    alice.append(CarriedLeaf(note=statement.note, salt=None, body=None))
    alice.say("receipt", time=at(clock))
    exchange(alice, bob)


def proposed_junk() -> tuple[Desk, Desk, VerifiedStatement, Taken]:
    alice, bob = agreed_desks()
    proposal = alice.say("proposal", {}, time=at("09:00:00"), body=JUNK, accord=accord_id(JUNK))
    decision = exchange(alice, bob)
    assert isinstance(decision, Taken)
    bob.answer(decision, time=at("09:00:01"))
    exchange(bob, alice)
    return alice, bob, proposal, decision


def cut_by_bob(alice: Desk, bob: Desk) -> None:
    bob.say("cut", CUT_FACTS, time=at("12:00:00"))
    exchange(bob, alice)


def test_a_cut_copied_into_the_other_log_is_still_the_cut() -> None:
    alice, bob = agreed_desks()
    cut = bob.say("cut", CUT_FACTS, time=at("12:00:00"))
    copied_by_alice(alice, bob, cut, clock="12:00:05")

    assert verify(bundle_of(alice, bob)).cut == cut.digest


def test_the_body_of_a_statement_copied_into_the_other_log_is_still_its_body() -> None:
    alice, bob = agreed_desks()
    request = bob.say("request", REQUEST_FACTS, time=at("09:00:00"), body=REQUEST_BODY)
    copied_by_alice(alice, bob, request, clock="09:00:05")
    cut_by_bob(alice, bob)

    verification = verify(bundle_of(alice, bob))

    assert [finding.values["bodies"] for finding in verification.checks if finding.code == "bodies"]


def test_a_proposal_of_what_is_no_accord_is_refused_by_its_receiver() -> None:
    _, _, proposal, decision = proposed_junk()

    assert decision.refusals == ((proposal.digest, "body_mismatch"),)


@pytest.mark.parametrize("is_bundled", [True, False])
def test_a_proposal_of_what_is_no_accord_makes_no_bundle_wrong(is_bundled: bool) -> None:  # noqa: FBT001 - a parameter of the test
    alice, bob, _, _ = proposed_junk()
    cut_by_bob(alice, bob)
    parts = parts_of(alice, bob, alice.contents())
    accords = {digest: data for digest, data in parts.accords.items() if data != JUNK}
    if is_bundled:
        accords[accord_id(JUNK)] = JUNK

    verification = verify(dict(bundle_files(replace(parts, accords=accords))))

    assert verification.cut == alice.contents().cut_digest


def test_what_is_no_accord_and_was_proposed_by_nobody_is_refused() -> None:
    alice, bob = agreed_desks()
    cut_by_bob(alice, bob)
    path = accord_path(digest_of(JUNK))

    with pytest.raises(BundleError, match="proposed by nobody"):
        verify(renamed({**bundle_of(alice, bob), path: JUNK}))


def test_what_was_accepted_has_to_be_an_accord() -> None:
    alice, bob, proposal, _ = proposed_junk()
    bob.accept(proposal, time=at("09:30:00"))
    cut_by_bob(alice, bob)

    with pytest.raises(BundleError, match="proposed and accepted, is no accord"):
        verify(bundle_of(alice, bob))


def test_the_accord_of_the_cut_has_to_be_there_and_to_be_one() -> None:
    alice, bob = agreed_desks()
    cut_by_bob(alice, bob)
    files = bundle_of(alice, bob)
    unknown = accord_id(encode_accord(make_accord(tolerance_seconds=1)))

    with pytest.raises(BundleError, match="is missing"):
        verify(renamed(files, accord=unknown))
    with pytest.raises(BundleError, match="is no accord"):
        verify(renamed({**files, accord_path(digest_of(JUNK)): JUNK}, accord=digest_of(JUNK)))


def test_an_upper_hash_tile_that_cannot_be_read_is_refused() -> None:
    alice, bob = agreed_desks()
    header = alice.header("receipt", time=at("09:00:00"))
    ahead = header._replace(seen=Seen(size=258, root=digest_of(b"no root of Bob's log")))
    alice.append(CarriedLeaf(note=alice.sign(ahead), salt=None, body=None))
    exchange(alice, bob)
    for _ in range(260):
        bob.say("receipt", time=at("09:00:01"))
    bob.say("cut", CUT_FACTS, time=at("12:00:00"))
    for first in range(2, 263, 100):
        alice.take(bob.run(first, min(first + 100, 263)))
    files = bundle_of(alice, bob)
    path = next(path for path in files if path.startswith("logs/bob.example/tile/1/"))

    with pytest.raises(BundleError, match="tile/1"):
        verify(renamed({**files, path: files[path] + b"x"}))
