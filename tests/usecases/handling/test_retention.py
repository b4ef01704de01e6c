"""What is past its date is erased with its attachments, on each side, and the log still proves."""

from collections.abc import Mapping

import pytest

from servanda.core.canonical import JsonObject
from servanda.core.identifiers import Digest
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.handling.retention import due_for_erasure, erase_due
from servanda.usecases.review.compute_review import compute_review
from servanda.usecases.upkeep.check_node import check_node
from tests.usecases.attachment_lines import attach, cast_with_attachments, settle_all
from tests.usecases.nodes import FULFILLED, REQUEST, REQUEST_BODY, Cast, Node
from tests.usecases.review.test_review import bundle, cut, verify

SOON, LATE = "2026-01-20", "2031-12-31"


@pytest.fixture
def cast() -> Cast:
    return cast_with_attachments()


def test_nothing_is_due_on_the_last_day_and_all_of_the_case_on_the_next(cast: Cast) -> None:
    request = ask(cast, until=SOON)
    answer = answer_to(cast, request)
    ask(cast, until=LATE)
    cast.wait(days=10)  # the 20th
    assert due(cast.alice) == []
    cast.wait(days=1)

    for node in (cast.alice, cast.bob):
        assert set(due(node)) == {request, answer}
    by_leaf = {one.leaf: one for one in due_for_erasure(services=cast.bob.services)}
    asked, answered = by_leaf[request], by_leaf[answer]
    assert (asked.type, asked.attachments, str(asked.retain_until)) == ("request", 0, SOON)
    assert (answered.type, answered.attachments) == ("response", 1)


def test_looking_erases_nothing_and_erasing_leaves_the_other_side_alone(cast: Cast) -> None:
    request = ask(cast, until=SOON)
    answer = answer_to(cast, request)
    kept = ask(cast, until=LATE)
    cast.wait(days=11)

    due_for_erasure(services=cast.alice.services)
    assert held(cast.alice, request, answer, kept) == [True, True, True]
    erased = erase_due(services=cast.alice.services)

    assert [one.leaf for one in erased] == [request, answer]
    assert held(cast.alice, request, answer, kept) == [False, False, True]
    assert held(cast.bob, request, answer, kept) == [True, True, True]
    assert due(cast.alice) == []
    (row,) = cast.alice.services.store.attachments_of(bytes.fromhex(answer[7:]))
    assert cast.alice.services.attachments.size(Digest("sha256:" + row.digest.hex())) is None


def test_the_bundle_verifies_and_the_review_stays_the_same_after_erasing(cast: Cast) -> None:
    request = ask(cast, until=SOON)
    answer_to(cast, request)
    cast.wait(days=180)
    cut(cast)
    before = compute_review(services=cast.alice.services)
    result, content = bundle(cast.alice)

    erase_due(services=cast.alice.services)

    after = compute_review(services=cast.alice.services)
    again, still = bundle(cast.alice)
    assert after.document == before.document
    assert still == content
    assert verify(still, accord=again.accord).figures == result.figures_hash


def test_the_doctor_says_what_is_due(cast: Cast) -> None:
    ask(cast, until=SOON)
    assert findings(cast.bob) == []
    cast.wait(days=11)

    (message,) = findings(cast.bob)

    assert message.startswith("1 bodies are held past their retention date")
    assert SOON in message
    erase_due(services=cast.bob.services)
    assert findings(cast.bob) == []


def ask(cast: Cast, *, until: str) -> Digest:
    elements = REQUEST_BODY["elements"]
    assert isinstance(elements, Mapping)
    handling: JsonObject = {"personal_data": True, "retain_until": until}
    body: JsonObject = {
        **REQUEST_BODY,
        "brief_facts": f"Kept until {until}.",
        "elements": {**elements, "E21": handling},
    }
    leaf = cast.alice.send("request", REQUEST, body=body)
    cast.settle()
    return leaf


def answer_to(cast: Cast, request: Digest) -> Digest:
    ticket = queue_statement(
        type="response",
        facts=FULFILLED,
        body={"text": "See the file."},
        ref=request,
        attachments=[attach(cast.bob)],
        services=cast.bob.services,
    ).ticket
    (leaf,) = [one.leaf for one in cast.bob.step().appended if one.ticket == ticket]
    settle_all(cast)
    return leaf


def due(node: Node) -> list[Digest]:
    return [one.leaf for one in due_for_erasure(services=node.services)]


def held(node: Node, *leaves: Digest) -> list[bool]:
    return [bool(node.services.store.bodies([bytes.fromhex(leaf[7:])])) for leaf in leaves]


def findings(node: Node) -> list[str]:
    report = check_node(services=node.services)
    return [one.message for one in report.findings if one.code == "due-for-erasure"]
