"""Two nodes exchange statements: by a line, by hand, over losses and repeats."""

from servanda.usecases.exchange.envelope_for import envelope_for
from servanda.usecases.exchange.receive_envelope import receive_envelope, seal_to_counterpart
from servanda.usecases.exchange.runs import build_run
from tests.usecases.nodes import FULFILLED, REQUEST, REQUEST_BODY, Cast, agreed_cast


def test_a_proposal_and_its_acceptance_bring_the_accord_into_force_on_both_sides() -> None:
    cast = agreed_cast()

    assert_equal_logs(cast)
    assert [
        leaf.type for leaf in cast.alice.services.store.iterate_leaves(cast.alice.pair.own)
    ] == [
        "proposal",
        "receipt",
    ]


def test_a_request_is_receipted_and_answered_and_both_hold_the_same_two_logs() -> None:
    cast = agreed_cast()

    request = cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    cast.settle()
    cast.wait(days=1)
    cast.bob.send("response", FULFILLED, body={"text": "See the file."}, ref=request)
    cast.settle()

    assert_equal_logs(cast)
    facts = cast.alice.services.store.facts_of(cast.alice.pair.own)[-1]
    assert facts.received_at is not None
    assert facts.answered_at == cast.clock.now()
    assert not cast.alice.pair.has_unreceipted
    assert not cast.bob.pair.has_unreceipted
    assert cast.bob.services.store.facts_of(cast.bob.pair.own)[-1].outcome == ""


def test_what_is_sent_while_the_line_is_down_arrives_when_it_is_up_again() -> None:
    cast = agreed_cast()
    cast.cut_lines()
    cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    assert cast.alice.deliver() == 0
    assert "line is down" in cast.alice.pair.trouble

    cast.join_lines()
    assert cast.alice.deliver() == 0  # the back-off has not run out
    cast.wait(minutes=1)
    cast.settle()

    assert_equal_logs(cast)
    assert cast.alice.pair.trouble == ""


def test_the_same_envelope_again_changes_nothing_and_gets_the_same_leaves() -> None:
    cast = agreed_cast()
    cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    envelope = envelope_for(services=cast.alice.services).content

    first = receive_envelope(envelope, services=cast.bob.services)
    notes = cast.bob.notes()
    again = receive_envelope(envelope, services=cast.bob.services)

    assert cast.bob.notes() == notes
    assert first.outcome is not None
    assert again.outcome is not None
    assert again.outcome.kind == "repeated"
    assert again.outcome.answer == first.outcome.answer


def test_a_run_before_its_gap_closes_is_held_and_then_taken() -> None:
    cast = agreed_cast()
    first = send_by_hand(cast)
    cast.wait(seconds=5)
    cast.alice.send("check", {"step": "ask"})
    second = later_envelope(cast, first_index=cast.alice.pair.own_size - 1)

    held = receive_envelope(second, services=cast.bob.services)
    assert held.outcome is not None
    assert held.outcome.kind == "gap"
    assert len(cast.bob.services.store.held_runs(cast.alice.pair.own)) == 1
    receive_envelope(first, services=cast.bob.services)

    assert cast.bob.notes()[1] == cast.alice.notes()[0]
    assert not cast.bob.services.store.held_runs(cast.alice.pair.own)


def test_an_answer_that_is_lost_comes_again_with_the_resent_statement() -> None:
    cast = agreed_cast()
    cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    lost = envelope_for(services=cast.alice.services).content
    receive_envelope(lost, services=cast.bob.services)

    cast.wait(minutes=2)
    cast.settle()

    assert_equal_logs(cast)
    assert not cast.alice.pair.has_unreceipted


def test_an_exchange_ends_when_nobody_has_anything_to_say() -> None:
    cast = agreed_cast()
    cast.alice.send("check", {"step": "ask"})
    cast.settle()
    sizes = cast.alice.pair.own_size, cast.bob.pair.own_size

    cast.wait(days=2)
    cast.settle()

    assert (cast.alice.pair.own_size, cast.bob.pair.own_size) == sizes
    assert cast.alice.pair.due_at is None
    assert cast.bob.pair.due_at is None


def send_by_hand(cast: Cast) -> bytes:
    cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    return envelope_for(services=cast.alice.services).content


def later_envelope(cast: Cast, *, first_index: int) -> bytes:
    services = cast.alice.services
    run = build_run(
        services.store, cast.alice.pair.own, first=first_index, have=cast.alice.pair.copy_size
    )
    return seal_to_counterpart(run, services=services)


def assert_equal_logs(cast: Cast) -> None:
    alice_own, alice_copy = cast.alice.notes()
    bob_own, bob_copy = cast.bob.notes()
    assert alice_own == bob_copy
    assert bob_own == alice_copy
