"""The sequencer's step: bad leaves, strangers, forks, gaps, batches."""

from dataclasses import replace

import pytest

from servanda.core.envelope.run import Run
from servanda.core.envelope.sealed import seal_run
from servanda.core.identifiers import PartyId
from servanda.usecases.exchange.pair_commit import MAX_HELD_RUNS
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.exchange.receive_envelope import (
    open_envelope,
    receive_envelope,
    seal_to_counterpart,
)
from servanda.usecases.exchange.runs import build_run, empty_run
from servanda.usecases.exchange.sequence_statements import sequence_statements
from servanda.usecases.keys.show_card import show_card
from tests.usecases.nodes import REQUEST, REQUEST_BODY, Cast, Node, agreed_cast, roll_back


def test_a_body_that_was_swapped_is_refused_beside_the_receipt() -> None:
    cast = agreed_cast()
    cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    run = next_run(cast)
    forged = [replace(leaf, body=b"{}") if leaf.body else leaf for leaf in run.leaves]

    take(cast, replace(run, leaves=tuple(forged)))

    assert types(cast.bob)[-2:] == ["receipt", "refusal"]
    facts = cast.bob.services.store.facts_of(cast.alice.pair.own)[-1]
    assert facts.refused == "body_mismatch"
    assert cast.bob.services.store.bodies([facts.leaf_hash]) == {}


def test_an_envelope_of_a_stranger_is_dropped_and_counted_and_gets_no_answer() -> None:
    cast = agreed_cast()
    run = empty_run(cast.alice.pair.own, have=0)
    origin = replace(run.origin, from_party=PartyId("mallory.example"))
    envelope = sealed_to(cast.bob, replace(run, origin=origin))

    result = receive_envelope(envelope, services=cast.bob.services)

    assert result.answer is None
    assert result.outcome is None
    assert "mallory" in result.dropped
    assert cast.bob.services.store.drops() == {"envelope-dropped": 1}


@pytest.mark.parametrize("envelope", [b"", b"x", b"{}\n", b"\x00" * 5_000])
def test_what_is_no_envelope_is_dropped(envelope: bytes) -> None:
    cast = agreed_cast()

    assert receive_envelope(envelope, services=cast.bob.services).dropped
    assert sum(cast.bob.services.store.drops().values()) == 1


def test_two_histories_of_one_log_are_a_fork_that_is_kept_and_disputed() -> None:
    cast = agreed_cast()
    first, second = two_histories(cast)
    take(cast, first)

    take(cast, second)

    assert cast.bob.pair.forked
    (alarm,) = cast.bob.services.store.alarms()
    assert alarm.kind == "fork"
    assert types(cast.bob)[-1] == "dispute"
    size = cast.bob.pair.copy_size
    take(cast, first)
    assert cast.bob.pair.copy_size == size
    assert cast.bob.services.store.drops() == {"forked": 1}


def test_many_envelopes_in_one_batch_get_one_receipt_and_each_its_answer() -> None:
    cast = agreed_cast()
    envelopes = []
    for _ in range(5):
        first = cast.alice.pair.own_size
        cast.alice.send("check", {"step": "ask"})
        envelopes.append(seal_to_counterpart(next_run(cast, first), services=cast.alice.services))
    size = cast.bob.pair.own_size

    opened = [
        open_envelope(envelope, answer_now=True, services=cast.bob.services)
        for envelope in envelopes[::-1]
    ]
    result = sequence_statements(opened, services=cast.bob.services)

    assert [outcome.kind for outcome in result.outcomes] == ["taken"] * 5
    assert types(cast.bob)[size:] == ["receipt"]
    assert {outcome.answer for outcome in result.outcomes if outcome.answer} == {
        result.outcomes[0].answer
    }


def test_only_so_many_runs_are_held_for_a_gap_and_the_oldest_go() -> None:
    cast = agreed_cast()
    runs = []
    for _ in range(MAX_HELD_RUNS + 3):
        first = cast.alice.pair.own_size
        cast.alice.send("check", {"step": "ask"})
        runs.append(next_run(cast, first))

    for run in runs[1:]:
        take(cast, run)
        cast.wait(seconds=1)

    held = cast.bob.services.store.held_runs(cast.alice.pair.own)
    assert [one.first for one in held] == [run.first for run in runs[3:]]


def test_an_empty_run_is_answered_by_what_it_lacks_once_a_minute() -> None:
    cast = agreed_cast()
    cast.cut_lines()
    cast.bob.send("check", {"step": "ask"})
    cast.bob.deliver()
    due = cast.bob.pair.due_at
    cast.join_lines()

    take(cast, empty_run(cast.alice.pair.own, have=cast.alice.pair.copy_size))

    assert cast.bob.pair.due_at == cast.clock.now() != due
    cast.bob.deliver()
    assert not cast.bob.pair.has_unreceipted


def test_a_statement_that_became_illegal_while_it_waited_fails_and_says_why() -> None:
    cast = agreed_cast()
    services = cast.alice.services
    queue_statement(type="check", facts={"step": "ask"}, ticket="good", services=services)
    waiting = services.store.ticket("good")
    assert waiting is not None
    services.store.queue(replace(waiting, ticket="bad", facts=b'{"step":"shout"}'))

    result = cast.alice.step()

    assert [one.ticket for one in result.appended] == ["good"]
    ((ticket, reason),) = result.failed
    assert ticket == "bad"
    assert "step" in reason
    assert cast.alice.step().failed == ()


def two_histories(cast: Cast) -> tuple[Run, Run]:
    """Return two runs of Alice's log from leaf 0, as after a restored backup."""
    size = cast.alice.pair.own_size
    cast.alice.send("check", {"step": "ask"})
    first = next_run(cast, 0)
    roll_back(cast.alice, size=size)
    cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    return first, next_run(cast, 0)


def next_run(cast: Cast, first: int | None = None) -> Run:
    pair = cast.alice.pair
    start = pair.their_have if first is None else first
    return build_run(cast.alice.services.store, pair.own, first=start, have=pair.copy_size)


def take(cast: Cast, run: Run) -> None:
    cast.bob.take(seal_to_counterpart(run, services=cast.alice.services))


def sealed_to(node: Node, run: Run) -> bytes:
    sheet = show_card(services=node.services).newest.newest
    name, public = max((sheet.kem or {}).items())
    return seal_run(run, to=node.party, kem_name=name, kem_public=public)


def types(node: Node) -> list[str]:
    return [leaf.type for leaf in node.services.store.iterate_leaves(node.pair.own)]
