"""The worker's checks: asked when they are due, once, and of nobody under a suspended accord."""

from servanda.core.canonical import JsonObject
from servanda.core.identifiers import Digest
from servanda.simulation.accord import simulated_terms
from servanda.usecases.conduct.ask_contacts import ask_contacts
from tests.usecases.conduct.test_contacts import ANSWER, found, make_permanent, propose, say
from tests.usecases.nodes import Cast, agreed_cast

MONTHS = 6


def cast_with_checks(months: int = MONTHS) -> Cast:
    schedule: JsonObject = {"check_months": months} if months else {}
    terms: JsonObject = {**simulated_terms(), **schedule}
    return agreed_cast(terms=terms)


def ask(cast: Cast) -> int:
    """Let the worker of each node look, and everything arrive; return how many were asked."""
    asked = 0
    for node in (cast.alice, cast.bob):
        result = ask_contacts(services=node.services)
        assert result.refused == {}
        asked += len(result.queued)
        node.step()
    cast.wait(minutes=1)
    cast.settle()
    return asked


def answer_last(cast: Cast, leaf: Digest) -> None:
    say(cast, cast.bob, "check", ANSWER, ref=found(cast.bob).by_leaf[leaf].checks[-1].leaf)


def test_an_interim_contact_is_checked_at_once_and_every_week_until_two_are_passed() -> None:
    cast = cast_with_checks()
    leaf = propose(cast)

    assert ask(cast) == 1
    assert ask(cast) == 0, "the first is not answered yet"
    answer_last(cast, leaf)
    assert ask(cast) == 0, "a week has not passed"
    cast.wait(days=7)
    assert ask(cast) == 1
    answer_last(cast, leaf)
    assert found(cast.alice).by_leaf[leaf].passed == 2
    cast.wait(days=30)
    assert ask(cast) == 0, "two are passed: months lie between them now"


def test_a_permanent_contact_is_checked_as_the_accord_says() -> None:
    cast = cast_with_checks()
    leaf = propose(cast)
    make_permanent(cast, leaf)

    cast.wait(days=150)
    assert ask(cast) == 0
    cast.wait(days=40)
    assert ask(cast) == 1


def test_an_unanswered_check_is_no_storm() -> None:
    cast = cast_with_checks()
    propose(cast)
    cast.cut_lines()
    for _ in range(20):
        ask(cast)
        cast.wait(days=1)
    cast.join_lines()
    cast.settle()

    (contact,) = found(cast.bob).by_leaf.values()
    assert len(contact.checks) == 1


def test_nobody_is_asked_without_a_schedule_or_under_a_suspended_accord() -> None:
    unscheduled = cast_with_checks(months=0)
    propose(unscheduled)
    assert ask(unscheduled) == 0

    suspended = cast_with_checks()
    propose(suspended)
    facts: JsonObject = {"step": "suspended", "scope": "accord", "ground": "review"}
    say(suspended, suspended.bob, "suspension", facts)
    assert ask(suspended) == 0


def test_a_contact_that_is_replaced_is_not_asked_any_more() -> None:
    cast = cast_with_checks()
    old = propose(cast)
    new = propose(cast, replaces=old)
    make_permanent(cast, new)

    cast.wait(days=2)
    assert ask(cast) == 0
    assert found(cast.alice).by_leaf[old].checks == []
