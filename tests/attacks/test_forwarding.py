"""A recipient hands on what it got, as if it had been said to the third."""

from dataclasses import replace

from servanda.core.identifiers import Origin, PartyId, digest_from_hash
from servanda.simulation.simulated_node import introduce, make_node
from servanda.simulation.two_nodes import ALICE, BOB
from servanda.usecases.exchange.leaf_records import header_of
from servanda.usecases.exchange.receive_envelope import seal_to_counterpart
from tests.attacks.stage import attacked

CAROL = PartyId("carol.example")


def test_a_statement_to_bob_is_no_statement_to_carol() -> None:
    attack = attacked()
    attack.asks()
    carol = make_node(CAROL, clock=attack.world.clock, seed="carol")
    introduce(carol, attack.alice)
    introduce(attack.world.bob, carol)
    run = replace(
        attack.bob.run(have=0),
        origin=Origin(from_party=ALICE, accord_name=attack.bob.own.accord_name, to_party=CAROL),
    )

    # Bob seals to Carol whatever he likes; that she looks at it at all he gets by her card.
    result = carol.take(seal_to_counterpart(run, services=attack.world.bob.services))

    assert result.outcome is not None
    assert result.outcome.kind == "dropped"  # the head is not one of that log
    assert carol.store.drops() == {"head": 1}
    assert carol.store.log_size(run.origin) == 0


def test_the_leaf_itself_says_to_whom_it_was_said_and_under_which_accord() -> None:
    attack = attacked()
    attack.asks()

    header = header_of(attack.last())

    assert (header.from_party, header.to_party) == (ALICE, BOB)
    assert header.accord == attack.bob.accord


def test_an_envelope_for_another_is_not_opened() -> None:
    attack = attacked()
    carol = make_node(CAROL, clock=attack.world.clock, seed="carol")
    introduce(carol, attack.world.bob)

    result = carol.take(attack.bob.envelope())

    assert result.outcome is None
    assert result.answer is None
    assert sum(carol.store.drops().values()) == 1


def test_a_leaf_of_another_log_put_into_this_one_is_invalid() -> None:
    attack = attacked()
    attack.asks()

    attack.bob.append_note(attack.last().note)  # Alice's own words, in Bob's log
    attack.send()

    assert attack.copied().verdict == "invalid"
    assert "from, to" in attack.copied().reason
    assert digest_from_hash(attack.copied().leaf_hash) == digest_from_hash(
        attack.alice.own_leaves[-3].leaf_hash
    )
