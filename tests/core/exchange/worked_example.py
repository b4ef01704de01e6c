"""The worked example of the specification, played by two desks.

Source: docs/spec/exchange.md, "A worked example".
"""

from dataclasses import dataclass

from servanda.core.exchange.leaf import VerifiedStatement
from tests.core.exchange.world import (
    ACCORD,
    ALICE,
    BOB,
    REQUEST_BODY,
    REQUEST_FACTS,
    RESPONSE_BODY,
    RESPONSE_FACTS,
    WITHDRAWAL_FACTS,
    Desk,
    at,
    exchange,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedExample:
    """Both desks after the last leaf; `a[i]` and `b[i]` are Alice's and Bob's leaves."""

    alice: Desk
    bob: Desk
    a: list[VerifiedStatement]
    b: list[VerifiedStatement]


def play() -> WorkedExample:
    alice, bob = Desk(ALICE), Desk(BOB)
    a0 = alice.propose(ACCORD, time=at("08:00:00"))
    exchange(alice, bob)
    b0 = bob.say("receipt", time=at("08:00:02"))
    exchange(bob, alice)
    b1 = bob.accept(a0, time=at("08:40:00"))
    exchange(bob, alice)
    a1 = alice.say("receipt", time=at("08:40:01"))
    a2 = alice.say("request", REQUEST_FACTS, time=at("09:00:00"), body=REQUEST_BODY)
    exchange(alice, bob)
    b2 = bob.say("receipt", time=at("09:00:01"))
    exchange(bob, alice)
    a3 = alice.say("withdrawal", WITHDRAWAL_FACTS, time=at("11:00:00"), ref=a2.digest)
    b3 = bob.say("response", RESPONSE_FACTS, time=at("10:59:58"), ref=a2.digest, body=RESPONSE_BODY)
    exchange(alice, bob)
    b4 = bob.say("receipt", time=at("11:00:02"))
    exchange(bob, alice)
    a4 = alice.say("receipt", time=at("11:00:05"))
    a5 = alice.say(
        "cut",
        {"from": "2026-11-22T00:00:00Z", "until": "2026-11-22T11:30:00Z"},
        time=at("11:30:00"),
    )
    exchange(alice, bob)
    b5 = bob.say("receipt", time=at("11:30:01"))
    exchange(bob, alice)
    return WorkedExample(
        alice=alice, bob=bob, a=[a0, a1, a2, a3, a4, a5], b=[b0, b1, b2, b3, b4, b5]
    )
