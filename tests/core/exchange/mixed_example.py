"""One exchange with everything the worked example has not: two cuts, an annex, a refusal that
counts and one that comes too late, attachments, wrong clocks, and leaves that are not valid.
"""

from servanda.core.envelope.run import CarriedLeaf
from servanda.core.identifiers import digest_of
from tests.core.exchange.world import (
    REQUEST_BODY,
    REQUEST_FACTS,
    RESPONSE_BODY,
    RESPONSE_FACTS,
    Desk,
    agreed_desks,
    at,
    exchange,
)

FILE, LOST_FILE = digest_of(b"ciphertext"), digest_of(b"a ciphertext that never came")


def play() -> Desk:
    """Return Alice's desk after the second cut, with both logs whole."""
    alice, bob = agreed_desks()

    plain = alice.say("request", REQUEST_FACTS, time=at("09:00:00"), body=REQUEST_BODY)
    empty = alice.say("request", REQUEST_FACTS, time=at("09:00:01"), body=REQUEST_BODY)
    alice.say("request", REQUEST_FACTS, time=at("09:00:02"), body=REQUEST_BODY, att=(FILE,))
    alice.say("request", REQUEST_FACTS, time=at("09:00:03"), body=REQUEST_BODY, att=(LOST_FILE,))
    append_bad(alice)
    exchange(alice, bob)
    bob.say("receipt", time=at("09:01:00"))
    bob.say("refusal", {"code": "body_missing"}, time=at("09:01:00"), ref=empty.digest)
    bob.say("refusal", {"code": "invalid"}, time=at("09:01:00"), ref=plain.digest)
    bob.say("receipt", {"attachments": [FILE]}, time=at("09:30:00"))
    exchange(bob, alice)
    alice.say("receipt", time=at("09:30:01"))

    # Bob's clock now runs ten minutes ahead, then is set back.
    alice.say("check", {"step": "ask"}, time=at("10:00:00"))
    exchange(alice, bob)
    bob.say("receipt", time=at("10:10:00"))
    bob.say("refusal", {"code": "body_missing"}, time=at("10:10:00"), ref=plain.digest)
    bob.say("response", RESPONSE_FACTS, time=at("10:00:10"), ref=plain.digest, body=RESPONSE_BODY)
    exchange(bob, alice)
    alice.say("receipt", time=at("10:00:11"))
    exchange(alice, bob)

    cut(bob, "2026-11-22T00:00:00Z", "2026-11-22T12:00:00Z", clock="12:00:00")
    exchange(bob, alice)
    alice.say("receipt", time=at("12:00:01"))
    late = alice.say("request", REQUEST_FACTS, time=at("11:59:00"), body=REQUEST_BODY)
    exchange(alice, bob)
    bob.say("receipt", time=at("12:00:30"))
    bob.say("response", RESPONSE_FACTS, time=at("12:30:00"), ref=late.digest, body=RESPONSE_BODY)
    exchange(bob, alice)
    alice.say("check", {"step": "ask"}, time=at("17:59:59"))
    cut(alice, "2026-11-22T12:00:00Z", "2026-11-22T18:00:00Z", clock="18:00:00")
    return alice


def cut(desk: Desk, from_: str, until: str, *, clock: str) -> None:
    desk.say("cut", {"from": from_, "until": until}, time=at(clock))


def append_bad(desk: Desk) -> None:
    """Append a leaf of a type nobody knows, bytes that are no note, and one with open text."""
    honest = desk.header("check", {"step": "ask"}, time=at("09:00:04"))
    desk.append(
        CarriedLeaf(note=desk.sign(honest._replace(type="ultimatum")), salt=None, body=None)
    )
    desk.append(CarriedLeaf(note=b"no note\n", salt=None, body=None))
    open_text = desk.header("receipt", time=at("09:00:05"))._replace(facts={"remark": "open text"})
    desk.append(CarriedLeaf(note=desk.sign(open_text), salt=None, body=None))
