"""What is altered, rolled back or lost in a store is noticed and named; a refill restores it."""

from dataclasses import replace

import pytest

from servanda.core.errors import InvalidInputError
from servanda.core.tlog.hashing import leaf_hash
from servanda.memory.store import MemoryStore
from servanda.usecases.exchange.heads import BehindHeadError
from servanda.usecases.exchange.pair_commit import MAX_ALARMS
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.reading.show_pair import show_pair
from servanda.usecases.review.compute_review import compute_review
from servanda.usecases.review.make_cut import make_cut
from servanda.usecases.upkeep.check_node import check_node
from servanda.usecases.upkeep.integrity import LogDamagedError
from servanda.usecases.upkeep.recover_node import MissingLogError, recover_node
from servanda.usecases.upkeep.refill_log import (
    IncompleteRefillError,
    Restored,
    allow_refill,
    apply_refill,
    note_given_back,
    request_refill,
)
from tests.usecases.nodes import (
    ACCORD,
    ALICE,
    BOB,
    REQUEST,
    REQUEST_BODY,
    Cast,
    Node,
    agreed_cast,
    roll_back,
)


def test_an_edited_leaf_is_named_before_the_next_head_and_nothing_is_signed() -> None:
    cast = busy_cast()
    edit(cast.alice, index=2)
    cast.alice.restart()
    size = cast.alice.pair.own_size

    queue_statement(type="check", facts={"step": "ask"}, services=cast.alice.services)
    with pytest.raises(LogDamagedError, match="leaf 2"):
        cast.alice.step()

    assert cast.alice.pair.own_size == size


def test_an_edited_leaf_is_named_at_start_at_review_and_by_the_doctor() -> None:
    cast = busy_cast()
    make_cut(until=cast.clock.now(), services=cast.alice.services)
    cast.alice.step()
    edit(cast.alice, index=2)

    with pytest.raises(LogDamagedError, match="leaf 2"):
        recover_node(services=cast.alice.services)
    with pytest.raises(LogDamagedError, match="leaf 2"):
        compute_review(services=cast.alice.services)
    report = check_node(services=cast.alice.services)
    assert not report.sound
    assert any("leaf 2" in finding.message for finding in report.findings)


@pytest.mark.parametrize("index", [0, 1, 2])
def test_an_edited_leaf_whose_hash_was_edited_too_is_named_by_the_leaf_after_it(
    index: int,
) -> None:
    cast = busy_cast()
    edit(cast.alice, index=index, hash_too=True)

    with pytest.raises(LogDamagedError, match=f"leaf {index}"):
        recover_node(services=cast.alice.services)


def test_an_edited_last_leaf_is_named_by_the_signed_head() -> None:
    cast = busy_cast()
    last = cast.alice.pair.own_size - 1
    edit(cast.alice, index=last, hash_too=True)

    with pytest.raises(LogDamagedError, match=f"leaf {last}"):
        recover_node(services=cast.alice.services)


def test_a_store_behind_its_head_file_refuses_to_sign() -> None:
    cast = busy_cast()
    store = cast.alice.services.store
    assert isinstance(store, MemoryStore)
    own = cast.alice.pair.own
    store.restore_log(own, store.leaves(own, 0, 2), [])
    cast.alice.restart()

    with pytest.raises(LogDamagedError, match="leaf 2"):
        recover_node(services=cast.alice.services)
    queue_statement(type="check", facts={"step": "ask"}, services=cast.alice.services)
    with pytest.raises(BehindHeadError, match="leaf 2"):
        cast.alice.step()


def test_a_store_without_a_log_that_the_head_file_names_refuses_to_start() -> None:
    cast = busy_cast()
    services = replace(cast.bob.services, heads=cast.alice.services.heads)

    with pytest.raises(MissingLogError, match="alice"):
        recover_node(services=replace(services, store=fresh_store(cast.bob)))


def test_a_node_rolled_back_takes_and_signs_nothing_when_the_counterpart_holds_more() -> None:
    cast = busy_cast()
    roll_back(cast.alice, size=2)
    cast.bob.send("check", {"step": "ask"})
    sizes = cast.alice.pair.own_size, cast.alice.pair.copy_size

    cast.bob.deliver()

    assert (cast.alice.pair.own_size, cast.alice.pair.copy_size) == sizes
    assert [alarm.kind for alarm in cast.alice.services.store.alarms()] == ["claims_more"]


def test_a_refill_restores_an_edited_leaf_and_the_node_signs_again() -> None:
    cast = busy_cast()
    before = cast.alice.notes()
    edit(cast.alice, index=2)
    cast.alice.restart()

    result = refill(cast)

    assert [one.changed for one in result] == [(2,), ()]
    assert cast.alice.notes() == before
    recover_node(services=cast.alice.services)
    cast.alice.send("check", {"step": "ask"})
    cast.settle()
    assert cast.alice.notes() == cast.bob.notes()[::-1]


def test_a_refill_brings_a_rolled_back_node_to_where_it_was() -> None:
    cast = busy_cast()
    before = cast.alice.notes()
    roll_back(cast.alice, size=2)

    refill(cast)

    assert cast.alice.notes() == before
    cast.wait(minutes=2)
    cast.alice.send("check", {"step": "ask"})
    cast.settle()
    assert cast.alice.notes() == cast.bob.notes()[::-1]


def test_a_refill_keeps_what_was_not_sent_yet() -> None:
    cast = busy_cast()
    cast.cut_lines()
    cast.alice.send("check", {"step": "ask"})
    before = cast.alice.notes()
    edit(cast.alice, index=2)
    cast.alice.restart()

    refill(cast)

    assert cast.alice.notes() == before


def test_a_refill_that_nobody_asked_for_is_not_given() -> None:
    cast = busy_cast()

    with pytest.raises(InvalidInputError, match="signed request"):
        allow_refill(services=cast.bob.services)


def test_the_alarm_of_a_refill_that_was_asked_for_is_shown_until_it_was_given_back() -> None:
    cast = busy_cast()
    edit(cast.alice, index=2)
    request = request_refill(counterpart=BOB, accord_name=ACCORD, services=cast.alice.services)
    cast.bob.take(request.content)
    cast.bob.take(request.content)  # a carrier doubled it
    asked = shown_alarms(cast.bob)

    envelopes = allow_refill(counterpart=ALICE, services=cast.bob.services)
    still = shown_alarms(cast.bob)  # nothing is handed over yet
    note_given_back(counterpart=ALICE, services=cast.bob.services)
    apply_refill([one.content for one in envelopes], services=cast.alice.services)

    assert asked == still == ["refill_asked"]
    assert shown_alarms(cast.bob) == []
    warned = [one.code for one in check_node(services=cast.bob.services).findings]
    assert "refill_asked" not in warned
    assert [one.kind for one in cast.bob.services.store.alarms()] == ["refill_asked"]


def test_a_request_of_before_sent_again_asks_for_nothing_and_a_new_one_does() -> None:
    cast = busy_cast()
    request = request_refill(counterpart=BOB, accord_name=ACCORD, services=cast.alice.services)
    cast.bob.take(request.content)
    note_given_back(counterpart=ALICE, services=cast.bob.services)

    cast.bob.take(request.content)
    after_the_copy = shown_alarms(cast.bob)
    cast.wait(minutes=1)
    anew = request_refill(counterpart=BOB, accord_name=ACCORD, services=cast.alice.services)
    cast.bob.take(anew.content)

    assert after_the_copy == []
    assert shown_alarms(cast.bob) == ["refill_asked"]


def test_more_refills_may_be_asked_for_in_time_than_alarms_may_be_open_at_once() -> None:
    cast = busy_cast()
    for _ in range(MAX_ALARMS + 1):
        cast.wait(minutes=1)
        request = request_refill(counterpart=BOB, accord_name=ACCORD, services=cast.alice.services)
        cast.bob.take(request.content)

        assert shown_alarms(cast.bob) == ["refill_asked"]
        note_given_back(counterpart=ALICE, services=cast.bob.services)


def test_a_refill_settles_the_alarms_for_which_it_was_asked() -> None:
    cast = busy_cast()
    roll_back(cast.alice, size=2)
    cast.bob.send("check", {"step": "ask"})
    cast.bob.deliver()
    before = shown_alarms(cast.alice)

    refill(cast)

    assert before == ["claims_more"]
    assert shown_alarms(cast.alice) == []


def test_a_refill_without_one_of_the_logs_changes_nothing() -> None:
    cast = busy_cast()
    edit(cast.alice, index=2)
    envelopes = asked_and_allowed(cast)

    with pytest.raises(IncompleteRefillError):
        apply_refill(envelopes[:1], services=cast.alice.services)

    with pytest.raises(LogDamagedError, match="leaf 2"):
        recover_node(services=cast.alice.services)


def shown_alarms(node: Node) -> list[str]:
    return [one.kind for one in show_pair(services=node.services).alarms]


def busy_cast() -> Cast:
    """Return a cast whose logs hold a few leaves each."""
    cast = agreed_cast()
    cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    cast.settle()
    cast.wait(hours=1)
    cast.bob.send("check", {"step": "ask"})
    cast.settle()
    cast.wait(hours=1)
    return cast


def edit(node: Node, *, index: int, hash_too: bool = False) -> None:
    """Do what an administrator could: change one byte of one stored leaf."""
    store = node.services.store
    assert isinstance(store, MemoryStore)
    (leaf,) = store.leaves(node.pair.own, index, index + 1)
    # The member by name: these digits may also stand in a hash, which says more than one leaf.
    note = leaf.note.replace(b'"time":"2026', b'"time":"2025', 1)
    assert note != leaf.note
    changed = replace(leaf, note=note)
    if hash_too:
        changed = replace(changed, leaf_hash=leaf_hash(note))
    store.overwrite_leaf_unsafe(node.pair.own, changed)


def fresh_store(node: Node) -> MemoryStore:
    store = MemoryStore()
    known = node.services.store.node()
    assert known is not None
    store.save_node(known)
    return store


def asked_and_allowed(cast: Cast) -> list[bytes]:
    asked = request_refill(counterpart=BOB, accord_name=ACCORD, services=cast.alice.services)
    cast.bob.take(asked.content)
    return [
        envelope.content for envelope in allow_refill(counterpart=ALICE, services=cast.bob.services)
    ]


def refill(cast: Cast) -> tuple[Restored, ...]:
    return apply_refill(asked_and_allowed(cast), services=cast.alice.services).restored
