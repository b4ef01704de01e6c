"""One person of a desk who would stand for both: alone, by cover, an old approval or an edit."""

from dataclasses import replace
from datetime import timedelta

import pytest

from servanda.core.accords.terms_form import encode_terms, parse_terms
from servanda.core.identifiers import Digest
from servanda.simulation.accord import simulated_terms
from servanda.usecases.exchange.queue_statement import QueueResult, queue_statement
from servanda.usecases.people.approve_draft import (
    DraftChangedError,
    NoDraftError,
    SecondPersonError,
    approve_draft,
    refuse_draft,
    waiting_draft,
    waiting_drafts,
    withdraw_draft,
)
from servanda.usecases.people.boundary import NotPermittedError
from servanda.usecases.people.change_people import set_cover, set_four_eyes
from servanda.usecases.people.draft_content import DamagedDraftError
from servanda.usecases.people.hold_draft import FourEyesNeededError
from tests.usecases.nodes import REQUEST, REQUEST_BODY, agreed_cast
from tests.usecases.people.desk import PeopledDesk, add, peopled_desk

PEOPLE = ("ada", "ben", "cleo", "dora")


def desk_of_four() -> PeopledDesk:
    return peopled_desk(*PEOPLE)


def ask(
    desk: PeopledDesk, by: str, *, ticket: str = "asked", cover: str = "", items: str = ""
) -> None:
    def said() -> QueueResult:
        body = {**REQUEST_BODY, "brief_facts": items} if items else REQUEST_BODY
        return queue_statement(
            type="request", facts=REQUEST, body=body, ticket=ticket, services=desk.services
        )

    queued = desk.act("send", by, said, cover=cover)
    assert isinstance(queued, QueueResult)
    assert queued.is_held


def approve(desk: PeopledDesk, by: str, digest: Digest, *, cover: str = "") -> None:
    desk.act(
        "approve give",
        by,
        lambda: approve_draft("asked", digest=digest, services=desk.services),
        cover=cover,
    )


def shown(desk: PeopledDesk) -> Digest:
    return waiting_draft("asked", services=desk.services).record.digest


def is_said(desk: PeopledDesk) -> bool:
    return desk.services.store.ticket("asked") is not None


def test_nothing_is_queued_before_a_second_person_has_approved_just_this() -> None:
    desk = desk_of_four()
    ask(desk, "cleo")
    assert not is_said(desk)
    digest = shown(desk)

    approve(desk, "ben", digest)
    desk.cast.alice.step()

    queued = desk.services.store.ticket("asked")
    assert queued is not None
    assert queued.leaf_hash is not None
    assert waiting_drafts(desk.services) == []
    (approval,) = (one for one in desk.entries() if one.verb == "draft_approved")
    assert approval.actor.name == "ben"
    assert {digest, "asked", "by cleo"} <= set(approval.about)


def test_who_wrote_it_does_not_approve_it_though_they_have_the_role() -> None:
    desk = desk_of_four()
    ask(desk, "dora")

    with pytest.raises(SecondPersonError):
        approve(desk, "dora", shown(desk))

    assert not is_said(desk)


def test_who_has_not_the_role_does_not_approve() -> None:
    desk = desk_of_four()
    ask(desk, "dora")

    for name in ("cleo", "ada"):
        with pytest.raises(NotPermittedError):
            approve(desk, name, shown(desk))


def test_cover_never_gives_both_eyes() -> None:
    desk = desk_of_four()
    services, now = desk.services, desk.services.clock.now()
    end = now + timedelta(hours=8)

    def covered(absent: str, by: str) -> None:
        desk.act(
            "staff cover",
            absent,
            lambda: set_cover(absent, by=by, start=now, end=end, services=services),
        )

    covered("ben", "cleo")  # an officer stands in for the approver
    covered("cleo", "dora")  # and somebody with both roles for the officer
    ask(desk, "cleo")
    with pytest.raises(SecondPersonError):
        approve(desk, "cleo", shown(desk), cover="ben")  # their own draft, in another's place
    withdraw_draft("asked", services=services)
    ask(desk, "dora", cover="cleo")
    for name, cover in (("dora", ""), ("cleo", "ben")):
        with pytest.raises(SecondPersonError):
            approve(desk, name, shown(desk), cover=cover)
    approve(desk, "ben", shown(desk))
    assert is_said(desk)


def test_an_approval_of_a_draft_that_was_edited_since_counts_for_nothing() -> None:
    desk = desk_of_four()
    ask(desk, "cleo")
    before = shown(desk)
    ask(desk, "cleo", items="Something else is asked for.")

    with pytest.raises(DraftChangedError):
        approve(desk, "ben", before)

    assert not is_said(desk)


def test_who_edited_the_draft_of_another_is_no_second_person_for_it() -> None:
    desk = desk_of_four()
    ask(desk, "cleo")
    ask(desk, "dora", items="Something else is asked for.")
    digest = shown(desk)

    with pytest.raises(SecondPersonError):
        approve(desk, "dora", digest)
    approve(desk, "ben", digest)

    assert is_said(desk)


def test_an_approval_that_is_played_again_finds_nothing_and_says_nothing_twice() -> None:
    desk = desk_of_four()
    ask(desk, "cleo")
    digest = shown(desk)
    approve(desk, "ben", digest)
    kept = desk.services.store.ticket("asked")

    with pytest.raises(NoDraftError):
        approve(desk, "ben", digest)

    assert desk.services.store.ticket("asked") == kept
    assert len(desk.services.store.queued(limit=9)) == 1


def test_a_draft_that_comes_back_after_its_statement_was_queued_is_not_said_again() -> None:
    desk = desk_of_four()
    ask(desk, "cleo")
    draft = waiting_draft("asked", services=desk.services).record
    approve(desk, "ben", draft.digest)
    desk.services.store.save_draft(draft)  # as after a crash between the two

    with pytest.raises(NoDraftError):
        approve(desk, "ben", draft.digest)

    assert len(desk.services.store.queued(limit=9)) == 1
    assert waiting_drafts(desk.services) == []


def test_a_draft_that_was_altered_in_the_database_is_neither_shown_nor_approved() -> None:
    desk = desk_of_four()
    ask(desk, "cleo")
    draft = waiting_draft("asked", services=desk.services).record
    ask(desk, "cleo", items="Something else is asked for.")
    other = waiting_draft("asked", services=desk.services).record

    desk.services.store.save_draft(replace(draft, content=other.content))

    with pytest.raises(DamagedDraftError):
        approve(desk, "ben", draft.digest)


def test_what_was_refused_waits_for_another_version() -> None:
    desk = desk_of_four()
    ask(desk, "cleo")
    digest = shown(desk)
    desk.act(
        "approve refuse",
        "ben",
        lambda: refuse_draft("asked", digest=digest, reason="Unclear.", services=desk.services),
    )

    with pytest.raises(DraftChangedError):
        approve(desk, "ben", digest)
    ask(desk, "cleo", items="It is clear now.")
    approve(desk, "ben", shown(desk))

    assert is_said(desk)


def test_four_eyes_that_one_would_switch_off_stay_on() -> None:
    desk = desk_of_four()
    desk.act("staff four-eyes", "ada", lambda: set_four_eyes([], services=desk.services))

    ask(desk, "cleo")

    assert not is_said(desk)


def test_where_the_accord_asks_for_four_eyes_no_desk_switches_them_off() -> None:
    terms = parse_terms(simulated_terms())

    asking = encode_terms(replace(terms, four_eyes=frozenset(("request",))))
    desk = PeopledDesk(agreed_cast(terms=asking))
    with pytest.raises(FourEyesNeededError):
        queue_statement(type="request", facts=REQUEST, body=REQUEST_BODY, services=desk.services)
    add(desk, "ada")
    desk.act("staff four-eyes", "ada", lambda: set_four_eyes([], services=desk.services))
    for name in ("ben", "cleo"):
        add(desk, name)

    ask(desk, "cleo")

    assert not is_said(desk)


def test_in_a_home_without_persons_a_request_is_queued_as_before() -> None:
    desk = PeopledDesk(agreed_cast())

    queued = queue_statement(
        type="request", facts=REQUEST, body=REQUEST_BODY, services=desk.services
    )

    assert queued.queued
    assert not queued.is_held
