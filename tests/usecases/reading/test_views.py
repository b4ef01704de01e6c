"""What people are shown: the three facts of each statement, what waits and why."""

import pytest

from servanda.core.envelope.notes import split_note
from servanda.core.errors import InvalidInputError
from servanda.core.exchange.heads import head_verifiers
from servanda.core.tlog.proof import parse_proof, verify_proof
from servanda.usecases.accords.accord_state import read_pair_state
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.reading.list_inbox import list_inbox
from servanda.usecases.reading.show_pair import show_pair
from servanda.usecases.reading.show_statement import show_statement
from tests.usecases.nodes import FULFILLED, REQUEST, REQUEST_BODY, Node, agreed_cast


def test_a_request_goes_through_its_stages_one_by_one() -> None:
    cast = agreed_cast()
    cast.cut_lines()
    request = cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    stages = [stage(cast.alice, request)]
    envelope_gets_lost(cast.alice)
    stages.append(stage(cast.alice, request))
    cast.join_lines()
    cast.wait(hours=1)
    cast.settle()
    stages.append(stage(cast.alice, request))
    acknowledge = {"desk": "Desk 1", "file_number": "B-9"}
    cast.bob.send(
        "acknowledgement", {"access": "direct", "tlp": "amber"}, body=acknowledge, ref=request
    )
    cast.settle()
    stages.append(stage(cast.alice, request))
    cast.bob.send("response", FULFILLED, body={"text": "x"}, ref=request)
    cast.settle()
    stages.append(stage(cast.alice, request))

    assert stages == ["approved", "approved", "delivered", "acknowledged", "responded"]
    assert stage(cast.bob, request) == "responded"


def test_the_pair_shows_what_is_oldest_and_why_it_is_stuck() -> None:
    cast = agreed_cast()
    cast.cut_lines()
    cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    sent_at = cast.clock.now()
    cast.wait(hours=1)
    cast.alice.deliver()
    queue_statement(type="check", facts={"step": "ask"}, services=cast.alice.services)

    view = show_pair(services=cast.alice.services)

    assert view.oldest_unreceipted_at == sent_at
    assert view.oldest_unanswered_at is None
    assert "line is down" in view.pair.trouble
    assert [one.type for one in view.waiting] == ["check"]
    assert view.own_head is not None
    assert view.own_head.size == view.pair.own_size


def test_a_delivered_request_is_unanswered_on_both_sides_until_it_is_answered() -> None:
    cast = agreed_cast()
    request = cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    received_at = cast.clock.now()
    cast.settle()

    for node in (cast.alice, cast.bob):
        assert show_pair(services=node.services).oldest_unanswered_at == received_at
    cast.bob.send("response", FULFILLED, body={"text": "x"}, ref=request)
    cast.settle()
    for node in (cast.alice, cast.bob):
        assert show_pair(services=node.services).oldest_unanswered_at is None


def test_a_check_is_answered_by_an_answer_and_by_nothing_else() -> None:
    cast = agreed_cast()
    asked = cast.alice.send("check", {"step": "ask"})
    cast.settle()
    before = stage(cast.alice, asked)
    cast.bob.send("check", {"step": "ask"})
    cast.settle()
    unanswered = stage(cast.alice, asked)
    cast.bob.send("check", {"step": "answer"}, ref=asked)
    cast.settle()

    assert (before, unanswered) == ("delivered", "delivered")
    assert stage(cast.alice, asked) == stage(cast.bob, asked) == "responded"


def test_the_inbox_has_what_the_counterpart_said_the_newest_first() -> None:
    cast = agreed_cast()
    cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    cast.wait(hours=1)
    cast.alice.send("check", {"step": "ask"})
    cast.settle()

    inbox = list_inbox(services=cast.bob.services)
    assert [view.type for view in inbox] == ["check", "request", "proposal"]
    assert list_inbox(accord_name="other", services=cast.bob.services) == ()


def test_a_statement_is_shown_whole_with_a_proof_that_an_outsider_can_check() -> None:
    cast = agreed_cast()
    request = cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    cast.settle()

    shown = show_statement(name=request[:20], services=cast.bob.services)

    assert shown.body == REQUEST_BODY
    assert shown.view.leaf == request
    assert shown.proof is not None
    origin = cast.alice.pair.own
    state = read_pair_state(cast.bob.pair, services=cast.bob.services)
    keys = state.log(origin.from_party).keys.newest
    verifiers = head_verifiers(origin, keys)
    proof = parse_proof(shown.proof)
    head = verify_proof(shown.note, proof, verifiers=verifiers, origin=str(origin))
    assert head.size == cast.alice.pair.own_size
    assert split_note(shown.note).text


@pytest.mark.parametrize("name", ["", "abc", "0" * 64, "no-ticket"])
def test_what_names_nothing_is_refused(name: str) -> None:
    cast = agreed_cast()

    with pytest.raises(InvalidInputError):
        show_statement(name=name, services=cast.alice.services)


def test_a_ticket_names_its_statement_once_it_is_a_leaf() -> None:
    cast = agreed_cast()
    queue_statement(type="check", facts={"step": "ask"}, ticket="t", services=cast.alice.services)
    with pytest.raises(InvalidInputError, match="waits"):
        show_statement(name="t", services=cast.alice.services)
    cast.alice.step()

    assert show_statement(name="t", services=cast.alice.services).view.type == "check"


def stage(node: Node, request: str) -> str:
    return show_statement(name=request, services=node.services).view.stage


def envelope_gets_lost(node: Node) -> None:
    node.deliver()
