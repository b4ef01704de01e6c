"""Keys are changed in every log, and an old seed goes exactly when nobody needs it any more."""

from dataclasses import replace

from servanda.core.keys.card import encode_card, twelve_words, verify_card
from servanda.core.keys.rotation import Hold
from servanda.simulation.memory_node import MemoryHeads
from servanda.simulation.post import Post, Wire
from servanda.simulation.two_nodes import TwoNodes, make_agreed_nodes, make_two_nodes
from servanda.usecases.accords.accept_accord import accept_accord
from servanda.usecases.exchange.envelope_for import envelope_for
from servanda.usecases.exchange.pairs_in_memory import LoadedPairs
from servanda.usecases.exchange.receive_envelope import seal_to_counterpart
from servanda.usecases.exchange.runs import build_run
from servanda.usecases.keys.add_counterpart import add_counterpart
from servanda.usecases.keys.own_keys import own_logs
from servanda.usecases.keys.show_card import show_card
from servanda.usecases.keys.show_keys import show_keys
from servanda.usecases.ports.records import VALID
from servanda.usecases.services import own_card, require_counterpart, require_counterpart_card
from servanda.usecases.upkeep.check_node import check_node
from servanda.usecases.upkeep.rebuild_projections import rebuild_projections
from tests.usecases.rotations import can_open, holds, kem, propose, serials, sheet


def cut_the_line(world: TwoNodes) -> None:
    for wire in world.wires:
        wire.is_up = False


def join_the_line(world: TwoNodes) -> None:
    for wire in world.wires:
        wire.is_up = True


def verdicts(world: TwoNodes) -> set[str]:
    return {
        leaf.verdict
        for node in world.nodes
        for origin in node.store.log_sizes()
        for leaf in node.store.iterate_leaves(origin)
    }


def test_a_new_kem_key_is_added_and_the_old_one_retired_in_one_leaf() -> None:
    world = make_agreed_nodes()

    result = kem(world.alice)

    assert result.kem_name == "kem-2026b"
    assert result.appended == (world.alice.pair.own,)
    (log,) = own_logs(world.alice.services)
    assert list(log.keys.newest.kem) == ["kem-2026b"]
    assert world.alice.own_leaves[-1].type == "key"


def test_the_seed_in_the_card_is_kept_until_the_next_sheet() -> None:
    world = make_agreed_nodes()

    kem(world.alice)
    assert holds(world.alice)["kem-2026a"] == {Hold.IN_CARD, Hold.NOT_SEEN}
    world.settle()

    assert holds(world.alice) == {"kem-2026a": {Hold.IN_CARD}, "kem-2026b": {Hold.IN_USE}}


def test_a_seed_goes_with_the_step_that_takes_in_that_its_retirement_was_seen() -> None:
    world = make_agreed_nodes()
    kem(world.alice)
    world.settle()
    cut_the_line(world)

    kem(world.alice)
    world.deliver(0, kind=Wire.kind, force=True)
    world.deliver(1, kind=Wire.kind, force=True)

    assert holds(world.alice)["kem-2026b"] == {Hold.NOT_SEEN}
    join_the_line(world)
    world.settle()
    assert "kem-2026b" not in holds(world.alice)


def test_one_counterpart_that_has_not_seen_it_keeps_the_seed_for_all_logs() -> None:
    world = make_agreed_nodes()
    propose(world.alice, world.bob, name="second")
    world.settle()
    kem(world.alice)
    world.settle()
    cut_the_line(world)
    kem(world.alice)

    first, second = world.alice.store.pairs()
    envelope = envelope_for(accord_name=first.own.accord_name, services=world.alice.services)
    answer = world.bob.take(envelope.content).answer
    assert answer is not None
    world.alice.take(answer)

    assert holds(world.alice)["kem-2026b"] == {Hold.NOT_SEEN}
    why = show_keys(services=world.alice.services).seeds["kem-2026b"]
    assert [one.origin for one in why] == [second.own]


def test_a_new_sheet_reaches_every_log_and_frees_the_seed_of_the_old_card() -> None:
    world = make_agreed_nodes()
    propose(world.bob, world.alice, name="second")
    world.settle()
    old = own_card(world.alice.services)

    result = sheet(world.alice)
    world.settle()

    assert result.serial == 2
    assert len(result.appended) == 2
    assert serials(world.alice) == [2, 2]
    assert list(holds(world.alice)) == ["kem-2026b"]
    assert verdicts(world) == {VALID}
    card = own_card(world.alice.services)
    assert twelve_words(card) == twelve_words(old)
    assert card.newest.sign != old.newest.sign
    assert card.newest.log_ed25519 != old.newest.log_ed25519


def test_the_counterpart_adds_the_sheet_to_the_card_it_holds() -> None:
    world = make_agreed_nodes()

    sheet(world.alice)
    world.settle()

    known = require_counterpart_card(world.bob.services, world.alice.party)
    assert known == own_card(world.alice.services)


def test_work_goes_on_under_the_new_keys_on_both_sides() -> None:
    world = make_agreed_nodes()
    world.request(0, ticket="before")
    sheet(world.alice)
    kem(world.bob)
    world.settle()
    world.answer(1, ticket="answer")
    sheet(world.bob)
    world.request(0, ticket="after")
    world.settle()

    world.cut(1)

    assert verdicts(world) == {VALID}
    assert world.review(0) == world.review(1)


def test_a_log_opened_after_a_new_sheet_brings_it_in_leaf_0() -> None:
    world = make_agreed_nodes()
    sheet(world.alice)
    world.settle()

    propose(world.alice, world.bob, name="second")
    world.settle()
    accept_accord(accord_name="second", services=world.bob.services)
    world.settle()

    pair = next(one for one in world.alice.store.pairs() if one.own.accord_name == "second")
    leaves = list(world.alice.store.iterate_leaves(pair.own))
    assert [leaf.type for leaf in leaves[:2]] == ["key", "proposal"]
    assert verdicts(world) == {VALID}


def test_an_accord_proposed_under_an_old_card_can_be_read_after_rotations() -> None:
    world = make_two_nodes()  # Bob knows Alice by her first card alone

    kem(world.alice)
    kem(world.alice)
    propose(world.bob, world.alice, name="late")
    world.settle()

    assert world.alice.copied_leaves[0].type == "proposal"
    assert world.alice.store.drops() == {}
    own = [leaf.type for leaf in world.alice.own_leaves]
    assert own == ["key", "receipt"]
    assert can_open(world.alice, world.bob)
    assert verdicts(world) == {VALID}


def test_a_new_accord_is_sealed_to_the_key_that_another_log_names() -> None:
    world = make_agreed_nodes()
    sheet(world.alice)
    world.settle()
    kem(world.alice)
    world.settle()
    assert "kem-2026a" not in holds(world.alice)

    propose(world.bob, world.alice, name="second")
    world.settle()

    assert len(world.alice.store.pairs()) == 2
    assert world.alice.store.drops() == {}


def test_what_was_sealed_to_a_destroyed_key_and_lost_on_the_way_is_sealed_again_and_comes() -> None:
    world = make_agreed_nodes()
    sheet(world.alice)
    world.settle()
    world.request(1, ticket="slow post")
    world.step(1)
    world.deliver(1, kind=Post.kind, force=True)
    kem(world.alice)
    kem(world.alice)
    world.deliver(0, kind=Wire.kind, force=True)
    world.deliver(1, kind=Wire.kind, force=True)
    world.deliver(0, kind=Wire.kind, force=True)
    kem(world.alice)
    world.settle()
    stale = list(world.posts[1].bag)
    world.settle()

    assert not stale
    assert list(holds(world.alice)) == ["kem-2026b", "kem-2026e"]
    assert any(leaf.type == "request" for leaf in world.alice.copied_leaves)
    assert verdicts(world) == {VALID}


def test_an_envelope_to_a_destroyed_key_is_counted_by_name_and_told_to_the_operator() -> None:
    world = make_agreed_nodes()
    late = seal_to_counterpart(
        build_run(world.bob.store, world.bob.pair.own, first=0, have=0),
        services=world.bob.services,
    )
    sheet(world.alice)
    world.settle()

    result = world.alice.take(late)

    assert "kem-2026a" in result.dropped
    assert world.alice.store.drops() == {"destroyed-key": 1}
    findings = check_node(services=world.alice.services).findings
    assert [one.level for one in findings if one.code == "destroyed-key"] == ["warning"]


def test_a_counterpart_that_lost_our_newest_keys_learns_them_from_our_whole_log() -> None:
    world = make_agreed_nodes()
    sheet(world.alice)
    world.settle()
    kem(world.alice)
    world.settle()
    bob, copy = world.bob, world.bob.pair.own.reverse
    bob.store.restore_log(copy, bob.store.leaves(copy, 0, 2), [])
    bob.services = replace(bob.services, heads=MemoryHeads(), pairs=LoadedPairs())
    bob.services.store.save_counterpart(
        replace(
            require_counterpart(bob.services, world.alice.party),
            card=encode_card(verify_card(own_card(world.alice.services).notes[:1])),
        )
    )
    rebuild_projections(check=False, services=bob.services)
    assert world.alice.take(envelope_for(services=bob.services).content).dropped

    whole = envelope_for(everything=True, services=world.alice.services)
    bob.take(whole.content)

    assert not world.alice.take(envelope_for(services=bob.services).content).dropped


def test_a_rotation_that_was_due_reaches_a_stopped_log_when_it_may_be_signed_again() -> None:
    world = make_agreed_nodes()
    propose(world.alice, world.bob, name="second")
    world.settle()
    stopped = next(
        pair.own for pair in world.alice.store.pairs() if pair.own.accord_name == "second"
    )
    heads = world.alice.services.heads.read()
    ahead = replace(heads.logs[str(stopped)], size=10_000)
    world.alice.services.heads.replace(
        heads, replace(heads, logs={**heads.logs, str(stopped): ahead})
    )

    result = kem(world.alice)
    assert list(result.stopped) == [stopped]
    assert len(result.appended) == 1
    assert Hold.LIVE in holds(world.alice)["kem-2026a"]

    now = world.alice.services.heads.read()
    mended = {**now.logs, str(stopped): heads.logs[str(stopped)]}
    world.alice.services.heads.replace(now, replace(now, logs=mended))
    world.alice.start()
    assert Hold.LIVE not in holds(world.alice)["kem-2026a"]


def test_a_card_given_by_hand_is_taken_while_the_log_says_the_same_later() -> None:
    world = make_agreed_nodes()
    cut_the_line(world)
    sheet(world.alice)
    card = own_card(world.alice.services)
    add_counterpart(card=show_card(services=world.alice.services).card, services=world.bob.services)
    assert require_counterpart_card(world.bob.services, world.alice.party) == card
    world.bob.start()
    join_the_line(world)
    world.settle()

    assert require_counterpart_card(world.bob.services, world.alice.party) == card
    assert verdicts(world) == {VALID}
