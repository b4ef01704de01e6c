"""Clocks that are wrong, and clocks that lie: order never depends on them, lies are marked."""

from datetime import timedelta

from servanda.core.exchange.cut import CutContents
from servanda.core.exchange.leaf import CLOCK_CONFLICT
from servanda.core.exchange.order import Counted, settle
from servanda.core.identifiers import Digest, digest_from_hash
from servanda.simulation.accord import TOLERANCE_SECONDS
from servanda.simulation.two_nodes import TwoNodes, make_agreed_nodes
from servanda.usecases.review.compute_review import compute_review
from tests.attacks.stage import Attacked, attacked, bundle_of, cut_now, verify

BEYOND = timedelta(seconds=TOLERANCE_SECONDS + 60)


def test_a_post_dated_receipt_is_marked_by_the_senders_own_leaf() -> None:
    attack = attacked()
    asked = attack.asks()
    attack.bob.append(attack.bob.draft("receipt", {})._replace(time=attack.bob.now + BEYOND))
    attack.send()
    attack.wait(seconds=1)
    attack.alice.say("check", {"step": "ask"})  # it has seen the receipt, at an earlier time

    counted = counted_at_cut(attack, wait=timedelta(hours=1))

    assert CLOCK_CONFLICT in counted[asked].marks


def test_a_receipt_dated_before_its_statement_is_marked() -> None:
    attack = attacked()
    asked = attack.asks()
    attack.bob.append(attack.bob.draft("receipt", {})._replace(time=attack.bob.now - BEYOND))
    attack.send()

    counted = counted_at_cut(attack, wait=timedelta(hours=1))

    assert CLOCK_CONFLICT in counted[asked].marks


def test_a_receipt_within_the_tolerance_is_not_marked() -> None:
    attack = attacked()
    asked = attack.asks()
    late = timedelta(seconds=TOLERANCE_SECONDS - 1)
    attack.bob.append(attack.bob.draft("receipt", {})._replace(time=attack.bob.now + late))
    attack.send()

    counted = counted_at_cut(attack, wait=timedelta(hours=1))

    assert counted[asked].marks == frozenset()
    assert counted[asked].received_at == counted[asked].statement.header.time + late


def test_a_delayed_receipt_shows_as_carriage_with_both_instants_side_by_side() -> None:
    attack = attacked()
    asked = attack.asks()
    sent_at = attack.world.clock.now()
    attack.wait(days=2)
    attack.bob.say("receipt", {})
    attack.send()

    counted = counted_at_cut(attack, wait=timedelta(hours=1))

    assert counted[asked].received_at - counted[asked].statement.header.time == timedelta(days=2)
    assert counted[asked].statement.header.time == sent_at
    assert verify(bundle_of(attack.alice), attack.alice).statements > 0


def test_a_clock_two_hours_wrong_changes_no_order_and_no_agreement() -> None:
    for error in (timedelta(hours=2), timedelta(hours=-2)):
        world = make_agreed_nodes()
        world.bob.clock.error = error

        asked, answered = exchange(world)
        world.wait(timedelta(days=1))
        world.cut(0)

        assert world.review(0) == world.review(1)
        order = [one.statement.digest for one in settle(contents(world)).counted]
        assert order.index(asked) < order.index(answered)


def test_a_leaf_whose_time_goes_back_is_taken_and_marked() -> None:
    attack = attacked()
    attack.bob.append(
        attack.bob.draft("check", {"step": "ask"})._replace(time=attack.bob.now - timedelta(days=1))
    )

    attack.send()

    assert attack.copied().verdict == "valid"
    assert CLOCK_CONFLICT in attack.copied().marks


def counted_at_cut(attack: Attacked, *, wait: timedelta) -> dict[Digest, Counted]:
    attack.world.wait(wait)
    cut_now(attack)
    settled = settle(contents(attack.world))
    return {one.statement.digest: one for one in settled.counted}


def contents(world: TwoNodes) -> CutContents:
    return compute_review(services=world.alice.services).contents


def exchange(world: TwoNodes) -> tuple[Digest, Digest]:
    world.request(0, ticket="asked")
    world.settle()
    world.answer(1, ticket="answered")
    world.settle()
    found = []
    for node, ticket in ((world.alice, "asked"), (world.bob, "answered")):
        queued = node.store.ticket(ticket)
        assert queued is not None
        assert queued.leaf_hash is not None
        found.append(digest_from_hash(queued.leaf_hash))
    return found[0], found[1]
