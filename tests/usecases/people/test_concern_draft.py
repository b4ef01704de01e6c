"""A concern is drafted and approved before it is issued: by the desk, and where the accord asks."""

from dataclasses import replace

import pytest

from servanda.core.accords.terms_form import encode_terms, parse_terms
from servanda.core.canonical import JsonObject
from servanda.core.identifiers import Digest
from servanda.simulation.accord import simulated_terms
from servanda.usecases.conduct.read_concerns import read_concerns
from servanda.usecases.exchange.queue_statement import QueueResult, queue_statement
from servanda.usecases.people.approve_draft import (
    DraftChangedError,
    SecondPersonError,
    approve_draft,
    waiting_draft,
)
from servanda.usecases.people.hold_draft import FourEyesNeededError
from tests.usecases.nodes import agreed_cast
from tests.usecases.people.desk import PeopledDesk, peopled_desk

ISSUED: JsonObject = {"step": "issued", "commitment": "C1.1", "tlp": "amber"}
TEXT = "Two requests of May are unanswered."


def issue(desk: PeopledDesk, by: str, text: str = TEXT) -> QueueResult:
    def said() -> QueueResult:
        return queue_statement(
            type="concern",
            facts=ISSUED,
            body={"text": text},
            ticket="raised",
            services=desk.services,
        )

    result = desk.act("concern issue", by, said)
    assert isinstance(result, QueueResult)
    return result


def shown(desk: PeopledDesk) -> Digest:
    return waiting_draft("raised", services=desk.services).record.digest


def approve(desk: PeopledDesk, by: str, digest: Digest) -> None:
    desk.act(
        "approve give",
        by,
        lambda: approve_draft("raised", digest=digest, services=desk.services),
    )


def issued(desk: PeopledDesk) -> int:
    desk.cast.alice.step()
    desk.cast.settle()
    found = read_concerns(desk.cast.bob.pair, services=desk.cast.bob.services)
    assert found is not None
    return len(found.by_leaf)


def test_a_concern_waits_as_a_draft_until_a_second_person_approves_it() -> None:
    desk = peopled_desk("ada", "ben", "dora")

    assert issue(desk, "dora").is_held
    assert issued(desk) == 0
    with pytest.raises(SecondPersonError):
        approve(desk, "dora", shown(desk))
    approve(desk, "ben", shown(desk))
    assert issued(desk) == 1


def test_an_edit_of_the_draft_voids_what_was_shown_for_approval() -> None:
    desk = peopled_desk("ada", "ben", "cleo")
    issue(desk, "cleo")
    before = shown(desk)
    issue(desk, "cleo", "Three requests of May are unanswered.")

    with pytest.raises(DraftChangedError):
        approve(desk, "ben", before)
    approve(desk, "ben", shown(desk))
    assert issued(desk) == 1


def test_where_the_accord_asks_for_two_persons_a_home_without_any_issues_none() -> None:
    terms = replace(parse_terms(simulated_terms()), four_eyes=frozenset({"concern"}))
    cast = agreed_cast(terms=encode_terms(terms))

    with pytest.raises(FourEyesNeededError):
        cast.alice.send("concern", ISSUED, body={"text": TEXT})
