"""A decision is signed by the node, stays after keys rotate, and cannot be altered unseen."""

from datetime import date

import pytest

from servanda.evidence.decisions.decision import Verb
from servanda.memory.evidence import MemoryEvidence
from servanda.usecases.evidence.add_document import add_document
from servanda.usecases.evidence.record_decision import (
    DecisionsDamagedError,
    record_decision,
    verified_decisions,
)
from servanda.usecases.ports.evidence import KeptDecision
from servanda.usecases.services import Services
from tests.usecases.nodes import make_cast


@pytest.fixture
def services() -> Services:
    return make_cast().alice.services


def decide(services: Services, reason: str) -> None:
    record_decision(
        verb=Verb.CONFIRM,
        target="claim:" + "ab" * 32 + ":0-9",
        value={},
        reason=reason,
        by="analyst-1",
        services=services,
    )


def test_decisions_come_back_in_order_and_verified(services: Services) -> None:
    decide(services, "It stands so in the post.")
    decide(services, "Seen again.")

    assert [one.reason for one in verified_decisions(services)] == [
        "It stands so in the post.",
        "Seen again.",
    ]


def test_a_decision_signed_by_somebody_else_is_noticed(services: Services) -> None:
    stranger = make_cast().bob.services
    decide(stranger, "Not ours.")
    (foreign,) = stranger.store.decisions()

    services.store.append_decision(KeptDecision(number=0, note=foreign.note))

    with pytest.raises(DecisionsDamagedError):
        verified_decisions(services)


def test_nothing_is_decided_on_top_of_damage(services: Services) -> None:
    decide(services, "First.")
    store = services.store
    assert isinstance(store, MemoryEvidence)
    store._decisions[0] = KeptDecision(number=0, note=b"damaged\n\n")

    with pytest.raises(DecisionsDamagedError):
        decide(services, "Second.")

    assert len(services.store.decisions()) == 1


def test_the_same_bytes_are_one_document_under_their_first_name(services: Services) -> None:
    first = add_document(b"text", name="a.txt", fetched=date(2025, 11, 12), services=services)
    again = add_document(b"text", name="b.txt", fetched=None, services=services)

    assert (first.is_new, again.is_new) == (True, False)
    assert again.document == first.document
    assert services.archive.read(first.document.sha256) == b"text"
