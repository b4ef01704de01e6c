from datetime import datetime, timedelta

from servanda.core.envelope.run import CarriedLeaf
from servanda.core.exchange.leaf import CLOCK_CONFLICT, VerifiedStatement
from servanda.core.exchange.order import Counted, Settled, settle
from servanda.core.identifiers import Digest, digest_of, format_instant
from tests.core.exchange.world import (
    ACCORD,
    ALICE,
    REQUEST_BODY,
    REQUEST_FACTS,
    RESPONSE_BODY,
    RESPONSE_FACTS,
    Desk,
    agreed_desks,
    at,
    exchange,
)

START, NOON, EVENING = ACCORD.periods
TOLERANCE = timedelta(seconds=ACCORD.tolerance_seconds)
FILE, OTHER_FILE = digest_of(b"ciphertext"), digest_of(b"other ciphertext")


def request(
    alice: Desk, clock: str = "09:00:00", att: tuple[Digest, ...] = ()
) -> VerifiedStatement:
    return alice.say("request", REQUEST_FACTS, time=at(clock), body=REQUEST_BODY, att=att)


def cut(desk: Desk, until: datetime = NOON, from_: datetime = START) -> Settled:
    facts = {"from": format_instant(from_), "until": format_instant(until)}
    desk.say("cut", facts, time=EVENING)
    return settle(desk.contents(until))


def only(settled: Settled, statement: VerifiedStatement) -> Counted:
    (found,) = [one for one in settled.counted if one.statement == statement]
    return found


def statements(settled: Settled) -> list[VerifiedStatement]:
    return [one.statement for one in settled.counted]


def test_a_statement_without_receipt_is_in_the_annex() -> None:
    alice, bob = agreed_desks()
    sent = request(alice)
    exchange(alice, bob)

    settled = cut(alice)

    assert settled.annex == [sent]
    assert sent not in statements(settled)


def test_a_receipt_beyond_the_cut_does_not_count() -> None:
    alice, bob = agreed_desks()
    sent = request(alice)
    settled = cut(alice)
    exchange(alice, bob)
    bob.say("receipt", time=at("09:00:01"))
    exchange(bob, alice)

    assert settle(alice.contents()) == settled
    assert settled.annex == [sent]


def test_what_was_received_after_the_end_waits_for_the_next_cut() -> None:
    alice, bob = agreed_desks()
    at_the_end, after = request(alice, "11:59:00"), request(alice, "11:59:30")
    exchange(alice, bob)
    bob.say("receipt", time=NOON, seen=3)
    bob.say("receipt", time=NOON + timedelta(seconds=1))
    exchange(bob, alice)

    first = cut(alice)
    exchange(alice, bob)
    bob.say("receipt", time=EVENING)
    exchange(bob, alice)
    second = cut(alice, until=EVENING, from_=NOON)

    assert at_the_end in statements(first)
    assert after not in [*statements(first), *first.annex, *first.refused]
    assert after in statements(second)


def test_a_statement_is_received_only_when_all_its_attachments_are() -> None:
    alice, bob = agreed_desks()
    whole, partly = request(alice, att=(FILE,)), request(alice, att=(FILE, OTHER_FILE))
    exchange(alice, bob)
    bob.say("receipt", time=at("09:00:01"))
    bob.say("receipt", {"attachments": [FILE]}, time=at("10:00:00"))
    bob.say("receipt", {"attachments": [FILE]}, time=at("11:00:00"))
    exchange(bob, alice)

    settled = cut(alice)

    assert only(settled, whole).received_at == at("10:00:00")
    assert settled.annex == [partly]


def test_a_refusal_for_the_body_beside_the_receipt_takes_effect() -> None:
    alice, bob = agreed_desks()
    refused, kept = request(alice), request(alice)
    exchange(alice, bob)
    bob.say("receipt", time=at("09:00:01"))
    bob.say("refusal", {"code": "body_missing"}, time=at("09:00:01"), ref=refused.digest)
    exchange(bob, alice)

    settled = cut(alice)

    assert settled.refused == [refused]
    assert refused not in statements(settled)
    assert kept in statements(settled)


def test_a_refusal_after_the_first_covering_leaf_comes_too_late() -> None:
    alice, bob = agreed_desks()
    sent = request(alice)
    exchange(alice, bob)
    bob.say("receipt", time=at("09:00:01"))
    alice.say("check", {"step": "ask"}, time=at("09:00:02"))
    exchange(alice, bob)
    bob.say("refusal", {"code": "body_missing"}, time=at("09:00:03"), ref=sent.digest)
    exchange(bob, alice)

    settled = cut(alice)

    assert settled.refused == []
    assert sent in statements(settled)


def test_a_refusal_as_invalid_of_a_valid_statement_has_no_effect() -> None:
    alice, bob = agreed_desks()
    sent = request(alice)
    exchange(alice, bob)
    bob.say("receipt", time=at("09:00:01"))
    bob.say("refusal", {"code": "invalid"}, time=at("09:00:01"), ref=sent.digest)
    exchange(bob, alice)

    assert sent in statements(cut(alice))


def test_a_statement_without_a_body_cannot_be_refused_for_it() -> None:
    alice, bob = agreed_desks()
    sent = alice.say("check", {"step": "ask"}, time=at("09:00:00"))
    exchange(alice, bob)
    bob.say("receipt", time=at("09:00:01"))
    bob.say("refusal", {"code": "body_missing"}, time=at("09:00:01"), ref=sent.digest)
    exchange(bob, alice)

    assert sent in statements(cut(alice))


def test_the_cut_itself_is_neither_counted_nor_in_the_annex() -> None:
    alice, _ = agreed_desks()

    settled = cut(alice)

    assert all(one.statement.header.type != "cut" for one in settled.counted)
    assert settled.annex == []


def test_a_time_of_receipt_before_the_sending_is_marked_beyond_the_tolerance() -> None:
    alice, bob = agreed_desks()
    within, beyond = request(alice, "09:00:00"), request(alice, "09:00:01")
    exchange(alice, bob)
    bob.say("receipt", time=at("09:00:00") - TOLERANCE)
    exchange(bob, alice)

    settled = cut(alice)

    assert only(settled, within).marks == frozenset()
    assert only(settled, beyond).marks == {CLOCK_CONFLICT}
    assert only(settled, beyond).received_at == at("09:00:00") - TOLERANCE  # never shifted


def test_a_receipt_earlier_than_the_leaf_before_it_is_marked() -> None:
    alice, bob = agreed_desks()
    bob.say("receipt", time=at("10:00:00"))
    sent = request(alice)
    exchange(alice, bob)
    bob.say("receipt", time=at("09:57:59"))
    exchange(bob, alice)

    assert only(cut(alice), sent).marks == {CLOCK_CONFLICT}


def test_a_post_dated_receipt_is_marked_by_the_leaf_that_has_seen_it() -> None:
    alice, bob = agreed_desks()
    honest = request(alice)
    exchange(alice, bob)
    bob.say("receipt", time=at("09:02:05"))
    exchange(bob, alice)
    alice.say("receipt", time=at("09:00:05"))
    dated = request(alice)
    exchange(alice, bob)
    bob.say("receipt", time=at("09:02:06"))
    exchange(bob, alice)
    alice.say("receipt", time=at("09:00:05"))

    settled = cut(alice)

    assert only(settled, honest).marks == frozenset()
    assert only(settled, dated).marks == {CLOCK_CONFLICT}


def crossing(*, alice_received: str, bob_received: str) -> list[str]:
    """Let a request of Alice's and a check of Bob's cross; return the types in their order."""
    alice, bob = agreed_desks()
    alice.say("request", REQUEST_FACTS, time=at("09:00:00"), body=REQUEST_BODY)
    bob.say("check", {"step": "ask"}, time=at("09:00:00"))
    exchange(alice, bob)
    bob.say("receipt", time=at(bob_received))
    exchange(bob, alice)
    alice.say("receipt", time=at(alice_received))
    return [one.statement.header.type for one in cut(alice).counted][2:]


def test_of_two_that_crossed_the_one_received_earlier_goes_first() -> None:
    first = crossing(alice_received="09:00:03", bob_received="09:00:02")
    second = crossing(alice_received="09:00:02", bob_received="09:00:03")

    assert first == ["request", "check"]
    assert second == ["check", "request"]


def test_at_the_same_second_the_party_named_first_in_the_accord_goes_first() -> None:
    same = crossing(alice_received="09:00:02", bob_received="09:00:02")

    assert same == ["request", "check"]


def test_an_answer_never_goes_before_what_it_has_seen_whatever_the_clocks_say() -> None:
    alice, bob = agreed_desks()
    asked = request(alice, "10:00:00")
    exchange(alice, bob)
    bob.say("receipt", time=at("10:00:01"))
    answer = bob.say(
        "response", RESPONSE_FACTS, time=at("08:41:00"), ref=asked.digest, body=RESPONSE_BODY
    )
    exchange(bob, alice)
    alice.say("receipt", time=at("08:41:01"))

    order = statements(cut(alice))

    assert order.index(asked) < order.index(answer)


def test_rejected_leaves_are_in_no_list_and_receipt_nothing() -> None:
    alice, bob = agreed_desks()
    sent = request(alice)
    exchange(alice, bob)
    honest = bob.header("receipt", time=at("09:00:01"))
    altered = bob.sign(honest).replace(b"09:00:01", b"09:00:02")
    bob.append(CarriedLeaf(note=altered, salt=None, body=None))
    exchange(bob, alice)

    settled = cut(alice)

    assert settled.annex == [sent]
    assert {leaf.origin.from_party for leaf in statements(settled)} >= {ALICE}
