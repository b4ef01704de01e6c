"""The promises of ports.store.Store about pairs, queue and outbox, run against every store."""

from dataclasses import replace
from datetime import timedelta

from servanda.usecases.ports.records import (
    CounterpartRecord,
    NodeRecord,
)
from servanda.usecases.ports.store import (
    StepCommit,
    Store,
)
from tests.usecases.store_samples import NOW, OWN, alarm, held, pair, queued


def test_the_node_is_written_once_and_only_its_card_may_change(store: Store) -> None:
    node = NodeRecord(party=OWN.from_party, mode="real", card=b"[]", created_at=NOW)
    store.save_node(node)
    store.save_node(replace(node, mode="exercise", card=b"[1]"))

    assert store.node() == replace(node, card=b"[1]")


def test_counterparts_are_added_and_replaced(store: Store) -> None:
    bob = CounterpartRecord(party=OWN.to_party, card=b"[]", added_at=NOW)
    store.save_counterpart(bob)
    store.save_counterpart(replace(bob, confirmed_at=NOW))

    assert store.counterpart(bob.party) == replace(bob, confirmed_at=NOW)
    assert list(store.counterparts()) == [replace(bob, confirmed_at=NOW)]


def test_a_ticket_is_queued_once_and_leaves_the_queue_as_a_leaf(store: Store) -> None:
    first, second = queued("t1"), queued("t2")

    assert store.queue(first)
    assert not store.queue(replace(first, type="other"))
    assert store.queue(second)
    assert list(store.queued(limit=9)) == [first, second]
    assert list(store.queued(limit=1)) == [first]
    assert list(store.queued(limit=1, own=first.own)) == [first]
    assert store.queued(limit=9, own=first.own.reverse) == []
    store.commit(StepCommit(appended=[("t1", b"l" * 32)], failed=[("t2", "no")]))

    assert store.queued(limit=9) == []
    assert store.ticket("t1") == replace(first, leaf_hash=b"l" * 32)
    assert store.ticket("t2") == replace(second, trouble="no")
    store.remove_queued("t1")
    assert store.ticket("t1") is not None


def test_a_waiting_statement_can_be_taken_back(store: Store) -> None:
    store.queue(queued("t1"))
    store.remove_queued("t1")

    assert store.ticket("t1") is None


def test_a_commit_changes_the_numbers_of_the_exchange_and_leaves_the_outbox_alone(
    store: Store,
) -> None:
    store.open_pair(pair(own_size=1, due_at=NOW, attempts=3, trouble="no"))
    store.open_pair(pair(own_size=9))
    store.commit(StepCommit(pairs=[pair(own_size=2, their_have=5, receipted=1)]))
    store.commit(StepCommit(pairs=[pair(own_size=3, their_have=4, receipted=2)]))

    assert store.pair(OWN) == pair(
        own_size=3, their_have=5, receipted=2, due_at=NOW, attempts=3, trouble="no"
    )
    assert list(store.pairs()) == [store.pair(OWN)]


def test_a_new_statement_is_due_at_once_and_a_settled_pair_not_at_all(store: Store) -> None:
    later = NOW + timedelta(hours=1)
    store.commit(StepCommit(pairs=[pair()], send_at={OWN: later}))
    store.commit(StepCommit(send_at={OWN: NOW}))
    store.commit(StepCommit(send_at={OWN: later}))

    assert [one.own for one in store.due_pairs(NOW)] == [OWN]
    assert store.due_pairs(NOW - timedelta(seconds=1)) == []
    store.commit(StepCommit(settled=[OWN]))
    assert store.due_pairs(later) == []


def test_an_owed_answer_stays_due_though_all_is_receipted(store: Store) -> None:
    store.open_pair(pair())
    store.owe_answer(OWN, due_at=NOW)
    store.commit(StepCommit(settled=[OWN]))

    (due,) = store.due_pairs(NOW)
    assert due.answer_owed
    store.save_sending(replace(due, answer_owed=False, due_at=None, handed_over=4), read=due)
    assert store.pair(OWN) == pair(handed_over=4)


def test_a_sending_does_not_postpone_a_statement_appended_meanwhile(store: Store) -> None:
    store.commit(StepCommit(pairs=[pair()], send_at={OWN: NOW}))
    (due,) = store.due_pairs(NOW)
    store.commit(StepCommit(settled=[OWN]))
    store.commit(StepCommit(send_at={OWN: NOW + timedelta(seconds=1)}))

    later = replace(due, due_at=NOW + timedelta(hours=6), attempts=7, handed_over=2, trouble="x")
    store.save_sending(later, read=due)

    assert store.pair(OWN) == pair(due_at=NOW + timedelta(seconds=1), handed_over=2, trouble="x")


def test_a_statement_appended_in_the_same_second_is_not_postponed_either(store: Store) -> None:
    store.commit(StepCommit(pairs=[pair()], send_at={OWN: NOW}))
    (due,) = store.due_pairs(NOW)
    meanwhile = replace(pair(due_at=NOW), last_own_statement=due.last_own_statement + 1)
    store.commit(StepCommit(pairs=[meanwhile], send_at={OWN: NOW}))

    store.save_sending(replace(due, due_at=NOW + timedelta(minutes=1), attempts=1), read=due)

    assert store.pair(OWN) == meanwhile


def test_held_runs_wait_in_order_until_released(store: Store) -> None:
    runs = [held("b", first=7), held("a", first=3)]
    store.commit(StepCommit(held=runs))
    store.commit(StepCommit(held=runs))

    assert list(store.held_runs(OWN)) == [runs[1], runs[0]]
    store.commit(StepCommit(released=["a"]))
    assert list(store.held_runs(OWN)) == [runs[0]]
    assert store.held_runs(OWN.reverse) == []


def test_alarms_and_drops_are_kept(store: Store) -> None:
    store.commit(StepCommit(alarms=[alarm()], dropped={"head": 2}))
    store.commit(StepCommit(dropped={"head": 1, "envelope": 1}))

    assert list(store.alarms()) == [alarm()]
    assert alarm().is_open
    assert store.drops() == {"envelope": 1, "head": 3}


def test_an_alarm_that_was_acted_on_is_kept_and_settled_once(store: Store) -> None:
    first = alarm()
    others = [replace(first, kind="dispute"), replace(first, subject=str(OWN.reverse))]
    store.commit(StepCommit(alarms=[first, *others]))
    store.settle_alarms(["fork", "claims_more"], str(OWN), at=NOW)
    store.commit(StepCommit(alarms=[first]))

    assert list(store.alarms()) == [replace(first, settled_at=NOW), *others, first]
    later = NOW + timedelta(days=1)
    store.settle_alarms(["fork"], str(OWN), at=later)
    assert [one.settled_at for one in store.alarms()] == [NOW, None, None, later]
