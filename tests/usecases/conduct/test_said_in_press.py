"""What the press says starts no clock: it is recorded, offered once, and becomes a claim."""

import pytest

from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import digest_of
from servanda.usecases.casework.follow_casework import follow_casework
from servanda.usecases.casework.show_queue import show_queue
from servanda.usecases.conduct.read_concerns import read_concerns
from servanda.usecases.conduct.said_in_press import (
    OFFER,
    PressClaim,
    claim_of,
    offer_conversion,
)
from servanda.usecases.evidence.add_document import add_document
from servanda.usecases.exchange.queue_statement import QueueResult
from tests.usecases.nodes import Cast, Node, agreed_cast

ARTICLE = b"The ministry asks Beland to name who rented the address."
DIGITS = digest_of(ARTICLE).removeprefix("sha256:")[:10]


def read_article(node: Node) -> None:
    add_document(ARTICLE, name="article.txt", fetched=None, services=node.services)


def said(document: str = DIGITS) -> PressClaim:
    return PressClaim(
        document=document,
        source="A newspaper",
        source_grade="C",
        information_grade="3",
        says="They ask who rented the address.",
    )


def offer(cast: Cast) -> QueueResult:
    result = offer_conversion(
        said(),
        subject="cyber",
        commitment=None,
        desk=None,
        tlp="amber",
        services=cast.alice.services,
    )
    cast.alice.step()
    cast.settle()
    return result


def test_an_offer_is_on_record_at_both_and_begins_no_clock_of_a_request_or_a_concern() -> None:
    cast = agreed_cast()
    read_article(cast.alice)
    offer(cast)

    store = cast.bob.services.store
    (facts,) = store.facts_of_types(cast.alice.pair.own, {"information"})
    assert facts.delivered_at is not None
    body = store.bodies([facts.leaf_hash])[facts.leaf_hash].body.decode()
    assert digest_of(ARTICLE) in body
    assert OFFER.split("\n")[1][:12] in body  # and in the counterpart's language
    follow_casework(cast.bob.pair, services=cast.bob.services)
    queue = show_queue(services=cast.bob.services)
    assert not queue.cases
    assert {one.clock for one in queue.deadlines} <= {"acknowledgement", "feedback"}
    concerns = read_concerns(cast.bob.pair, services=cast.bob.services)
    assert concerns is not None
    assert not concerns.by_leaf


def test_the_same_document_is_offered_to_the_same_counterpart_once() -> None:
    cast = agreed_cast()
    read_article(cast.alice)

    assert offer(cast).queued
    assert not offer(cast).queued
    assert len(cast.bob.services.store.facts_of_types(cast.alice.pair.own, {"information"})) == 1


@pytest.mark.parametrize("document", ["ffffffffff", "ab", "no hex at all"])
def test_what_nobody_kept_can_be_shown_to_nobody(document: str) -> None:
    cast = agreed_cast()
    read_article(cast.alice)

    with pytest.raises(InvalidInputError):
        claim_of(said(document), services=cast.alice.services)


def test_as_a_claim_it_goes_into_a_concern_of_ours() -> None:
    cast = agreed_cast()
    read_article(cast.alice)
    claim = claim_of(said(), services=cast.alice.services)
    cast.alice.send(
        "concern",
        {"step": "issued", "commitment": "C1.1", "tlp": "amber"},
        body={"text": "So it seems.", "claims": [claim]},
    )
    cast.settle()

    concerns = read_concerns(cast.bob.pair, services=cast.bob.services)
    assert concerns is not None
    (leaf,) = concerns.by_leaf
    assert leaf
    assert claim["document"] == digest_of(ARTICLE)
