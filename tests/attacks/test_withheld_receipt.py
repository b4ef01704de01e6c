"""A counterpart copies what we say and never admits it."""

import json
from datetime import datetime

from servanda.core.identifiers import Digest, hash_from_digest
from servanda.simulation.accord import RESPONSE, RESPONSE_BODY
from tests.attacks.stage import Attacked, attacked, bundle_of, cut_now, verify


def test_silence_is_counted_and_shown_in_every_review() -> None:
    attack = attacked()
    withheld = attack.asks()
    attack.wait(days=3)
    cut_now(attack)

    figures = json.loads(attack.world.review(0))

    assert withheld in [row["leaf"] for row in figures["annex"]]
    assert attack.alice.pair.has_unreceipted
    assert verify(bundle_of(attack.alice), attack.alice).statements > 0


def test_what_is_not_receipted_is_sent_again_over_the_other_carrier() -> None:
    attack = attacked()
    attack.world.wires[0].is_up = False
    attack.asks()

    attack.alice.deliver()

    known = attack.alice.services.store.carriers_of(attack.alice.pair.own)
    assert "line is down" in known["wire"].trouble
    assert len(attack.world.posts[0].bag) == 1  # at once, and again when its time comes
    for _ in range(2):
        attack.wait(minutes=2)
        attack.alice.deliver()
    assert len(attack.world.posts[0].bag) == 2


def test_nothing_later_can_be_answered_without_admitting_what_came_before() -> None:
    attack = attacked()
    first, second = attack.asks(), attack.asks()
    salted = attack.bob.salted(RESPONSE_BODY)
    answer = attack.bob.draft("response", RESPONSE, ref=second, salted=salted)
    seen = attack.bob.seen(len(attack.bob.theirs) - 2)

    attack.bob.append(answer._replace(seen=seen), salted=salted)
    attack.send()

    assert attack.copied().verdict == "invalid"
    assert "ref" in attack.copied().reason
    assert received_at(attack, first) is None


def test_an_answer_to_the_later_one_is_a_receipt_for_both() -> None:
    attack = attacked()
    first, second = attack.asks(), attack.asks()

    attack.bob.say("response", RESPONSE, ref=second, body=RESPONSE_BODY)
    attack.send()

    assert received_at(attack, first) is not None
    assert not attack.alice.pair.has_unreceipted


def test_once_admitted_a_receipt_cannot_be_taken_back() -> None:
    attack = attacked()
    statement = attack.asks()
    attack.bob.say("receipt", {})
    attack.send()

    taken_back = attack.bob.draft("check", {"step": "ask"})
    attack.bob.append(taken_back._replace(seen=attack.bob.seen(1)))
    attack.send()

    assert attack.copied().verdict == "invalid"
    assert "seen.size" in attack.copied().reason
    assert received_at(attack, statement) is not None


def received_at(attack: Attacked, statement: Digest) -> datetime | None:
    facts = attack.alice.store.facts(hash_from_digest(statement))
    assert facts is not None
    return facts.received_at
