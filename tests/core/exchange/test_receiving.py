from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.canonical import JsonValue
from servanda.core.envelope.notes import build_note
from servanda.core.envelope.run import CarriedLeaf, Run
from servanda.core.exchange.leaf import RejectedLeaf
from servanda.core.exchange.receiving import (
    Dropped,
    Forked,
    Gap,
    Kept,
    RunDecision,
    Taken,
    decide_run,
)
from servanda.core.identifiers import AccordName, format_instant
from servanda.core.keys.private import (
    PartySecrets,
    generate_secrets,
    leaf_signer,
    root_signers,
    sheet_of,
)
from servanda.core.keys.sheets import sign_sheet
from servanda.core.statements.header import encode_header
from tests.core.exchange.bad_leaves import BAD_LEAVES, make_scene
from tests.core.exchange.world import (
    ALICE,
    BOB,
    REQUEST_BODY,
    REQUEST_FACTS,
    Desk,
    agreed_desks,
    at,
    exchange,
    make_accord,
)
from tests.core.keys.cast import EXPIRY, authority_of, fixed_randomness, root_of

# The first and the last instants that can be written, and some between.
EXTREME_TIMES = st.one_of(
    st.sampled_from(
        [
            datetime(1, 1, 1, tzinfo=UTC),
            datetime(1, 1, 1, 0, 0, 1, tzinfo=UTC),
            datetime(9999, 12, 31, 23, 59, 58, tzinfo=UTC),
            datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
        ]
    ),
    st.datetimes(timezones=st.just(UTC)).map(lambda each: each.replace(microsecond=0)),
)


def request(alice: Desk, clock: str = "09:00:00") -> None:
    alice.say("request", REQUEST_FACTS, time=at(clock), body=REQUEST_BODY)


def taken(decision: RunDecision) -> Taken:
    assert isinstance(decision, Taken), decision
    return decision


def test_new_leaves_are_taken_and_a_statement_owes_a_receipt() -> None:
    alice, bob = agreed_desks()
    request(alice)

    decision = taken(bob.take(alice.run(2)))

    assert [leaf.header.type for leaf in decision.new if leaf.header] == ["request"]
    assert (decision.owes_receipt, decision.repeats, decision.refusals) == (True, False, ())
    assert decision.head is not None
    assert decision.head.size == 3


def test_receipts_alone_owe_nothing() -> None:
    alice, bob = agreed_desks()
    alice.say("receipt", time=at("09:00:00"))

    decision = taken(bob.take(alice.run(2)))

    assert (len(decision.new), decision.owes_answer) == (1, False)


def test_deciding_changes_nothing_until_the_pair_is_replaced() -> None:
    alice, bob = agreed_desks()
    request(alice)
    run = alice.run(2)

    first = decide_run(run, us=BOB, pair=bob.pair, held_checkpoint=None)
    second = decide_run(run, us=BOB, pair=bob.pair, held_checkpoint=None)

    assert taken(first).new == taken(second).new
    assert bob.pair.log(ALICE).roots.size == 2


def test_the_same_run_again_changes_nothing_and_is_answered() -> None:
    alice, bob = agreed_desks()
    request(alice)
    bob.take(alice.run(2))

    again = taken(bob.take(alice.run(1)))

    assert (again.new, again.owes_receipt, again.repeats) == ((), False, True)


def test_an_empty_run_takes_nothing_and_owes_nothing() -> None:
    _, bob = agreed_desks()
    empty = Run(origin=bob.origin.reverse, first=0, leaves=(), checkpoint=None, have=0)

    decision = taken(bob.take(empty))

    assert (decision.new, decision.head, decision.owes_answer) == ((), None, False)


def test_a_run_of_another_log_is_dropped() -> None:
    alice, bob = agreed_desks()
    run = alice.run(0)
    other_name = replace(run, origin=replace(run.origin, accord_name=AccordName("other")))

    assert isinstance(bob.take(other_name), Dropped)
    assert isinstance(bob.take(replace(run, origin=run.origin.reverse)), Dropped)
    assert isinstance(alice.take(run), Dropped)  # our own log is nobody else's to bring


def test_a_run_whose_head_is_signed_by_another_key_is_dropped() -> None:
    alice, bob = agreed_desks()
    request(alice)
    run = alice.run(2)

    forged = replace(run, checkpoint=alice.run(2).checkpoint.replace(b"\n3\n", b"\n4\n"))  # type: ignore[union-attr]

    assert isinstance(bob.take(forged), Dropped)
    assert isinstance(bob.take(replace(run, checkpoint=b"no note")), Dropped)


def test_a_run_under_the_head_of_another_size_is_dropped() -> None:
    alice, bob = agreed_desks()
    request(alice)
    request(alice)

    assert isinstance(bob.take(replace(alice.run(2, 3), checkpoint=alice.head(4))), Dropped)


def test_a_run_beyond_the_copy_is_a_gap_and_says_what_is_held() -> None:
    alice, bob = agreed_desks()
    request(alice)
    request(alice)

    assert bob.take(alice.run(3)) == Gap(have=2)
    assert taken(bob.take(alice.run(2, 3))).owes_receipt


def test_a_run_that_does_not_lead_to_the_signed_root_is_kept_and_not_taken() -> None:
    alice, bob = agreed_desks()
    request(alice)
    altered = replace(alice.run(2), leaves=(CarriedLeaf(note=b"x", salt=None, body=None),))

    decision = bob.take(altered)

    assert isinstance(decision, Kept)
    assert decision.have == 2
    assert bob.pair.log(ALICE).roots.size == 2
    assert taken(bob.take(alice.run(2))).owes_receipt


def test_a_repeated_leaf_that_differs_under_the_same_head_is_kept_aside() -> None:
    alice, bob = agreed_desks()
    run = alice.run(0)
    altered = replace(run, leaves=(CarriedLeaf(note=b"x", salt=None, body=None), *run.leaves[1:]))

    assert isinstance(bob.take(altered), Kept)


def other_alice(bob: Desk) -> Desk:
    """Return Alice's desk after she began her log anew with another proposal, and held Bob's."""
    alice = Desk(ALICE)
    alice.propose(make_accord(tolerance_seconds=1), time=at("08:00:00"))
    for _ in range(2):
        alice.say("proposal", time=at("08:00:01"), body=b"{}", accord=bob.judged[BOB][1].digest)
    return alice


def test_a_head_of_a_size_already_held_with_another_root_is_a_fork() -> None:
    _, bob = agreed_desks()
    held = bob.held_checkpoint

    decision = bob.take(other_alice(bob).run(0, 2))

    assert isinstance(decision, Forked)
    assert decision.heads[0] == held
    assert decision.heads[1] != held


def test_a_longer_log_from_0_that_is_another_one_is_a_fork() -> None:
    _, bob = agreed_desks()

    assert isinstance(bob.take(other_alice(bob).run(0, 3)), Forked)


@pytest.mark.parametrize("genuine", [0, 2], ids=["all made up", "but for what is held"])
def test_a_genuine_head_over_leaves_that_anybody_made_up_is_no_fork(
    genuine: int,
) -> None:
    # Mallory saw a head of Alice's, has no key of hers, and seals a run from 0 to Bob.
    alice, bob = agreed_desks()
    request(alice)
    junk = CarriedLeaf(note=b"junk", salt=None, body=None)
    leaves = (*alice.run(0).leaves[:genuine], *[junk] * (3 - genuine))

    decision = bob.take(replace(alice.run(0), leaves=leaves))

    assert isinstance(decision, Kept)
    assert taken(bob.take(alice.run(0))).owes_receipt


def test_a_continuation_of_another_log_is_kept_until_a_run_from_0_shows_the_fork() -> None:
    _, bob = agreed_desks()

    assert isinstance(bob.take(other_alice(bob).run(2, 3)), Kept)


@given(times=st.lists(EXTREME_TIMES, min_size=2, max_size=4), until=EXTREME_TIMES)
def test_no_claimed_time_stops_the_receiver(times: list[datetime], until: datetime) -> None:
    # A counterpart signs what its own node would never write.
    alice, bob = agreed_desks(make_accord(cut_wait_seconds=259_200))
    for time in times:
        note = alice.sign(alice.header("receipt", time=time))
        alice.append(CarriedLeaf(note=note, salt=None, body=None))
    facts: Mapping[str, JsonValue] = {
        "from": "2026-11-22T00:00:00Z",
        "until": format_instant(until),
    }
    note = alice.sign(alice.header("cut", facts, time=times[-1]))
    alice.append(CarriedLeaf(note=note, salt=None, body=None))

    decision = taken(exchange(alice, bob))

    assert len(decision.new) == len(times) + 1


@pytest.mark.parametrize("name", BAD_LEAVES)
def test_one_bad_leaf_is_copied_refused_and_stops_nothing(name: str) -> None:
    scene = make_scene()
    make, code, _ = BAD_LEAVES[name]
    note = make(scene)
    scene.bob.append(CarriedLeaf(note=note, salt=None, body=None))
    scene.bob.say("check", {"step": "ask"}, time=at("09:10:00"))

    decision = taken(exchange(scene.bob, scene.alice))

    bad, good = decision.new
    assert isinstance(bad, RejectedLeaf)
    assert not isinstance(good, RejectedLeaf)
    assert decision.owes_receipt
    header = bad.header
    silent = header is not None and header.type in {"receipt", "refusal"}
    assert decision.refusals == (() if silent else ((bad.digest, code),))


def test_a_bad_receipt_alone_causes_nothing_so_that_an_exchange_always_ends() -> None:
    scene = make_scene()
    note = BAD_LEAVES["another accord"][0](scene)
    scene.bob.append(CarriedLeaf(note=note, salt=None, body=None))

    decision = taken(exchange(scene.bob, scene.alice))

    assert (len(decision.new), decision.owes_answer, decision.refusals) == (1, False, ())


@pytest.mark.parametrize(("body", "code"), [(None, "body_missing"), (b"another", "body_mismatch")])
def test_a_body_that_is_missing_or_another_is_refused_and_not_stored(
    body: bytes | None, code: str
) -> None:
    alice, bob = agreed_desks()
    request(alice)
    run = alice.run(2)
    salt = None if body is None else bytes(32)
    lacking = replace(run, leaves=(replace(run.leaves[0], salt=salt, body=body),))

    decision = taken(bob.take(lacking))

    assert decision.refusals == ((decision.new[0].digest, code),)
    assert decision.carried == (CarriedLeaf(note=run.leaves[0].note, salt=None, body=None),)


def test_a_body_nobody_announced_is_not_stored() -> None:
    alice, bob = agreed_desks()
    alice.say("check", {"step": "ask"}, time=at("09:00:00"))
    run = alice.run(2)
    loaded = replace(run, leaves=(replace(run.leaves[0], salt=bytes(32), body=b"junk"),))

    decision = taken(bob.take(loaded))

    assert (decision.carried[0].body, decision.refusals) == (None, ())


def new_keys_for_alice(alice: Desk) -> PartySecrets:
    """Let Alice bring a new sheet into force, with a new key for leaves and for the log."""
    secrets = generate_secrets(fixed_randomness("second keys"), party=ALICE, kem_name="kem-2026b")
    root = root_of(ALICE)
    sheet = sheet_of(
        secrets,
        root=root.public,
        serial=2,
        tls=authority_of(ALICE),
        carriers={},
        expires=EXPIRY,
    )
    note = sign_sheet(sheet, root_signers(root)).decode()
    header = alice.header("key", {"sheet": note}, time=at("09:00:00"))
    signed = build_note(encode_header(header), [leaf_signer(secrets)])
    alice.append(CarriedLeaf(note=signed, salt=None, body=None))
    return secrets


def test_a_run_may_bring_the_very_keys_that_sign_its_head() -> None:
    alice, bob = agreed_desks()
    old = alice.secrets
    alice.secrets = new_keys_for_alice(alice)
    request(alice, "09:00:01")

    decision = taken(bob.take(alice.run(2)))

    assert decision.refusals == ()
    alice.secrets = old
    request_with_old_key = alice.header("check", {"step": "ask"}, time=at("09:00:02"))
    judged = alice.append(CarriedLeaf(note=alice.sign(request_with_old_key), salt=None, body=None))
    assert isinstance(judged, RejectedLeaf)
    assert isinstance(bob.take(alice.run(4)), Dropped)  # its head is signed by the old key too


def test_keys_in_a_leaf_that_is_rejected_sign_no_head() -> None:
    alice, bob = agreed_desks()
    old = alice.secrets
    fresh = generate_secrets(fixed_randomness("second keys"), party=ALICE, kem_name="kem-2026b")
    root = root_of(ALICE)
    sheet = sheet_of(
        fresh, root=root.public, serial=2, tls=authority_of(ALICE), carriers={}, expires=EXPIRY
    )
    note = sign_sheet(sheet, root_signers(root)).decode()
    header = alice.header("key", {"sheet": note}, time=at("09:00:00"))
    # Signed by the key before, not by the one that the sheet names: so the leaf is not valid.
    signed = build_note(encode_header(header), [leaf_signer(old)])
    judged = alice.append(CarriedLeaf(note=signed, salt=None, body=None))
    alice.secrets = fresh

    assert isinstance(judged, RejectedLeaf)
    assert isinstance(bob.take(alice.run(2)), Dropped)
    alice.secrets = old
    assert isinstance(bob.take(alice.run(2)), Taken)
