from datetime import timedelta
from itertools import product

import pytest

from servanda.core.exchange.sending import (
    SEND_TRANSITIONS,
    SendEvent,
    SendState,
    is_resent_on_timer,
    next_send_state,
    receipt_of,
    resend_after,
)
from servanda.core.identifiers import digest_of
from tests.core.exchange.world import (
    ALICE,
    BOB,
    REQUEST_BODY,
    REQUEST_FACTS,
    agreed_desks,
    at,
    exchange,
)

FILE = digest_of(b"ciphertext")


def test_a_statement_goes_from_queued_to_receipted() -> None:
    state = SendState.QUEUED
    for event in (
        SendEvent.COMMITTED,
        SendEvent.HEAD_SIGNED,
        SendEvent.CARRIED,
        SendEvent.CARRIED,
        SendEvent.COVERED,
    ):
        state = next_send_state(state, event)

    assert state is SendState.RECEIPTED


def test_nothing_turns_back_and_nothing_is_sent_before_its_head_is_signed() -> None:
    order = list(SendState)

    for (state, event), following in SEND_TRANSITIONS.items():
        assert order.index(following) >= order.index(state)
        assert event is not SendEvent.CARRIED or order.index(state) >= 2


def test_what_is_not_in_the_table_cannot_happen() -> None:
    for state, event in product(SendState, SendEvent):
        if (state, event) not in SEND_TRANSITIONS:
            with pytest.raises(ValueError, match="expected no"):
                next_send_state(state, event)


def test_the_first_covering_leaf_is_the_receipt_even_if_it_is_a_statement() -> None:
    alice, bob = agreed_desks()
    sent = alice.say("request", REQUEST_FACTS, time=at("09:00:00"), body=REQUEST_BODY)
    assert receipt_of(sent, alice.judged[BOB]).event is None
    exchange(alice, bob)
    covering = bob.say("check", {"step": "ask"}, time=at("09:00:05"))
    bob.say("receipt", time=at("09:00:06"))

    delivery = receipt_of(sent, bob.judged[BOB])

    assert delivery.receipt == covering
    assert delivery.received_at == at("09:00:05")
    assert delivery.event is SendEvent.COVERED


def test_with_attachments_the_latest_receipt_counts_and_missing_ones_are_named() -> None:
    alice, bob = agreed_desks()
    sent = alice.say("request", REQUEST_FACTS, time=at("09:00:00"), body=REQUEST_BODY, att=(FILE,))
    exchange(alice, bob)
    bob.say("receipt", time=at("09:00:05"))

    without = receipt_of(sent, bob.judged[BOB])
    bob.say("receipt", {"attachments": [FILE]}, time=at("10:00:00"))
    complete = receipt_of(sent, bob.judged[BOB])

    assert (without.missing, without.received_at, without.event) == ((FILE,), None, None)
    assert (complete.missing, complete.received_at) == ((), at("10:00:00"))


def test_only_a_refusal_for_the_body_beside_the_receipt_turns_a_statement_down() -> None:
    events = []
    for code, late in (("body_missing", False), ("invalid", False), ("body_missing", True)):
        alice, bob = agreed_desks()
        sent = alice.say("request", REQUEST_FACTS, time=at("09:00:00"), body=REQUEST_BODY)
        exchange(alice, bob)
        bob.say("receipt", time=at("09:00:05"))
        if late:
            alice.say("receipt", time=at("09:00:06"))
            exchange(alice, bob)
        bob.say("refusal", {"code": code}, time=at("09:00:05"), ref=sent.digest)
        events.append(receipt_of(sent, bob.judged[BOB]).event)

    assert events == [SendEvent.TURNED_DOWN, SendEvent.COVERED, SendEvent.COVERED]


def test_the_delay_doubles_from_a_minute_and_stays_at_six_hours() -> None:
    delays = [resend_after(attempts) for attempts in range(12)]

    assert delays[:3] == [timedelta(minutes=minutes) for minutes in (1, 2, 4)]
    assert delays == sorted(delays)
    assert delays[9:] == [timedelta(hours=6)] * 3
    assert resend_after(10**9) == timedelta(hours=6)


def test_a_counterpart_may_ask_for_a_longer_pause_up_to_the_longest_and_for_no_shorter_one() -> (
    None
):
    assert resend_after(0, asked=timedelta(minutes=5)) == timedelta(minutes=5)
    assert resend_after(0, asked=timedelta(seconds=1)) == resend_after(0)
    assert resend_after(0, asked=timedelta(days=10_000)) == timedelta(hours=6)


def test_receipts_alone_are_never_sent_again_unasked() -> None:
    alice, _ = agreed_desks()

    assert not is_resent_on_timer(alice.judged[ALICE][1:])
    assert is_resent_on_timer(alice.judged[ALICE])
