"""A counterpart tells two histories; two heads that it signed are the proof, for anybody."""

import pytest

from servanda.core import canonical
from servanda.core.exchange.heads import verify_head
from servanda.core.identifiers import digest_from_hash
from servanda.simulation.accord import REQUEST, REQUEST_BODY
from servanda.simulation.promises import head_of
from servanda.usecases.exchange.leaf_records import header_of
from tests.attacks.stage import Attacked, attacked, bundle_of, cut_now, keys_of, verify


@pytest.mark.parametrize("at_same_size", [True, False])
def test_another_history_is_not_copied_and_both_heads_are_kept(at_same_size: bool) -> None:  # noqa: FBT001
    attack = forked(at_same_size=at_same_size)

    (alarm,) = [one for one in attack.alice.store.alarms() if one.kind == "fork"]
    heads = two_heads(attack)

    assert attack.alice.pair.forked
    assert all(head in alarm.evidence for head in heads)
    for head in heads:
        verify_head(head, origin=attack.bob.own, keys=keys_of(attack.world.bob))


def test_what_was_receipted_stays_and_the_dispute_tells_the_counterpart() -> None:
    attack = forked(at_same_size=True)

    dispute = header_of(attack.last())

    assert dispute.type == "dispute"
    assert dispute.facts["about"] == "fork"
    assert [leaf.type for leaf in attack.alice.copied_leaves][-1] == "check"


def test_nothing_more_of_a_forked_log_is_taken_and_other_statements_go_on() -> None:
    attack = forked(at_same_size=True)
    held = len(attack.alice.copied_leaves)

    attack.bob.say("check", {"step": "ask"})
    outcome = attack.send()
    attack.alice.say("check", {"step": "ask"})

    assert outcome.kind == "dropped"
    assert attack.alice.store.drops()["forked"] == 1
    assert len(attack.alice.copied_leaves) == held


def test_the_dispute_is_exported_and_the_bundle_stands() -> None:
    attack = forked(at_same_size=True)
    attack.wait(hours=1)
    cut_now(attack)

    files = bundle_of(attack.alice)

    assert verify(files, attack.alice).statements > 0


def test_a_split_view_shows_in_the_root_that_the_next_leaf_names() -> None:
    attack = attacked()
    attack.asks()
    attack.bob.theirs[-1] = bytes(32)  # what it was shown by somebody in Alice's name

    attack.bob.say("receipt", {})
    attack.send()

    assert attack.copied().verdict == "invalid"
    assert "seen.root" in attack.copied().reason
    assert attack.alice.pair.has_unreceipted


def forked(*, at_same_size: bool) -> Attacked:
    attack = attacked()
    start = len(attack.bob.leaves)
    attack.bob.say("check", {"step": "ask"})
    attack.send()
    attack.bob.forget_own(start)
    attack.bob.say("request", REQUEST, body=REQUEST_BODY)
    if not at_same_size:
        attack.bob.say("check", {"step": "ask"})
    outcome = attack.send()
    assert outcome.kind == "forked"
    return attack


def two_heads(attack: Attacked) -> list[bytes]:
    """The two heads that Alice's own log now shows, out of the body of her dispute."""
    dispute = attack.last()
    body = attack.alice.store.bodies([dispute.leaf_hash])[dispute.leaf_hash]
    shown = canonical.parse_object(body.body)["checkpoints"]
    assert isinstance(shown, list)
    heads = [str(head).encode() for head in shown]
    stated = [head_of(head) for head in heads]
    assert len({digest_from_hash(head.root) for head in stated}) == 2
    return heads
