"""A counterpart says that a body it got whole was missing or another."""

import pytest

from servanda.core.exchange.order import settle
from servanda.core.identifiers import Digest, hash_from_digest
from servanda.core.statements.body import body_digest
from servanda.usecases.exchange.leaf_records import header_of
from servanda.usecases.review.compute_review import compute_review
from tests.attacks.stage import Attacked, attacked, bundle_of, cut_now, verify


@pytest.mark.parametrize("code", ["body_missing", "body_mismatch"])
def test_a_false_refusal_takes_effect_and_stands_signed_beside_the_receipt(code: str) -> None:
    attack = attacked()
    asked = attack.asks()
    attack.bob.say("receipt", {})
    refusal = attack.bob.say("refusal", {"code": code}, ref=asked)
    attack.send()
    attack.wait(hours=1)
    cut_now(attack)

    settled = settle(compute_review(services=attack.alice.services).contents)

    assert [one.digest for one in settled.refused] == [asked]
    assert attack.copied().leaf_hash == refusal
    assert refused_as(attack, asked) == code
    assert verify(bundle_of(attack.alice), attack.alice).statements > 0


def test_salt_and_body_show_that_what_was_refused_was_what_was_promised() -> None:
    attack = attacked()
    asked = attack.asks()
    attack.bob.say("receipt", {})
    attack.bob.say("refusal", {"code": "body_mismatch"}, ref=asked)
    attack.send()

    body = attack.alice.store.bodies([hash_from_digest(asked)])[hash_from_digest(asked)]
    statement = attack.alice.own_leaves[-1 if attack.last().leaf_hash == body.leaf_hash else -2]

    assert body_digest(body.salt, body.body) == header_of(statement).body


def test_what_was_let_stand_cannot_be_refused_later() -> None:
    attack = attacked()
    asked = attack.asks()
    attack.bob.say("receipt", {})
    attack.send()
    attack.bob.copy_their_log()
    attack.bob.theirs = [leaf.leaf_hash for leaf in attack.alice.own_leaves]
    attack.asks()
    attack.bob.say("refusal", {"code": "body_missing"}, ref=asked)
    attack.send()
    attack.wait(hours=1)
    cut_now(attack)

    settled = settle(compute_review(services=attack.alice.services).contents)

    assert settled.refused == []
    assert asked in [one.statement.digest for one in settled.counted]


def test_a_refusal_that_covers_nothing_new_is_no_receipt_and_refuses_nothing() -> None:
    attack = attacked()
    asked = attack.asks()
    refusal = attack.bob.draft("refusal", {"code": "body_missing"}, ref=asked)

    attack.bob.append(refusal._replace(seen=attack.bob.seen(len(attack.bob.theirs) - 1)))
    attack.send()

    assert attack.copied().verdict == "invalid"
    assert refused_as(attack, asked) == ""
    assert attack.alice.pair.has_unreceipted


def test_nobody_refuses_in_the_name_of_the_other() -> None:
    attack = attacked()
    own = attack.bob.say("check", {"step": "ask"})

    attack.bob.append(
        attack.bob.draft("refusal", {"code": "invalid"}, ref=Digest(f"sha256:{own.hex()}"))
    )
    attack.send()

    assert attack.copied().verdict == "invalid"


def refused_as(attack: Attacked, statement: Digest) -> str:
    facts = attack.alice.store.facts(hash_from_digest(statement))
    assert facts is not None
    return facts.refused
