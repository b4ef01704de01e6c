"""A request of ours that is not delivered yet is shown as just that, until its receipt."""

from servanda.core.canonical import JsonObject
from servanda.core.identifiers import hash_from_digest
from servanda.usecases.casework.show_queue import Queue, show_queue
from servanda.usecases.casework.undelivered_requests import UndeliveredRequest
from servanda.usecases.exchange.queue_statement import queue_statement
from tests.usecases.attachment_lines import attach, cast_with_attachments, settle_all
from tests.usecases.nodes import REQUEST, REQUEST_BODY, Node, agreed_cast

OTHER_BODY: JsonObject = {**REQUEST_BODY, "file_number": "A-2"}


def waiting(node: Node) -> list[UndeliveredRequest]:
    return list(queue(node).undelivered)


def queue(node: Node) -> Queue:
    return show_queue(services=node.services)


def test_it_is_shown_from_the_queue_on_until_it_is_delivered_and_then_as_a_case() -> None:
    cast = agreed_cast()
    cast.cut_lines()
    ticket = queue_statement(
        type="request", facts=REQUEST, body=REQUEST_BODY, services=cast.alice.services
    ).ticket
    (queued,) = waiting(cast.alice)
    (appended,) = cast.alice.step().appended
    (in_log,) = waiting(cast.alice)
    cast.alice.deliver()
    (tried,) = waiting(cast.alice)

    assert (queued.name, queued.stage, queued.facts["kind"]) == (
        ticket,
        "approved",
        "information_request",
    )
    assert (in_log.name, in_log.stage) == (hash_from_digest(appended.leaf), "approved")
    assert tried.trouble
    assert list(queue(cast.alice).cases) == []
    assert waiting(cast.bob) == []

    cast.join_lines()
    cast.alice.deliver(force=True)
    cast.settle()

    for node in (cast.alice, cast.bob):
        assert waiting(node) == []
        (case,) = queue(node).cases
        assert case.leaf_hash == in_log.name


def test_one_that_was_withdrawn_before_it_arrived_is_not_waited_for() -> None:
    cast = agreed_cast()
    cast.cut_lines()
    asked = cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    kept = cast.alice.send("request", REQUEST, body=OTHER_BODY)
    withdrawal: JsonObject = {"reason": "other", "tlp": "amber"}

    cast.alice.send("withdrawal", withdrawal, body={"text": "By mistake."}, ref=asked)

    assert [one.name for one in waiting(cast.alice)] == [hash_from_digest(kept)]


def test_no_more_are_shown_than_asked_for_the_oldest_first() -> None:
    cast = agreed_cast()
    cast.cut_lines()
    first = cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    cast.wait(minutes=1)
    cast.alice.send("request", REQUEST, body=OTHER_BODY)

    (shown,) = show_queue(limit=1, services=cast.alice.services).undelivered

    assert shown.name == hash_from_digest(first)


def test_one_whose_attachments_are_on_their_way_is_not_delivered() -> None:
    cast = cast_with_attachments()
    queue_statement(
        type="request",
        facts=REQUEST,
        body=REQUEST_BODY,
        attachments=[attach(cast.alice)],
        services=cast.alice.services,
    )
    cast.alice.step()
    cast.settle()
    assert cast.alice.pair.receipted == cast.alice.pair.own_size

    (shown,) = waiting(cast.alice)
    settle_all(cast)

    assert shown.stage == "transmitted"
    assert waiting(cast.alice) == []
