"""Every role × page: who finds what, and what is noted of it."""

from collections.abc import Iterator

import pytest

from servanda.core.audit.entry import Outcome
from servanda.core.people.page_table import (
    PAGE_TABLE,
    PageRow,
    row_at_the_desk,
)
from servanda.node.urls import page_routes
from servanda.usecases.casework.show_queue import show_queue
from servanda.usecases.people.boundary import NotPermittedError
from servanda.usecases.people.open_page import open_page
from servanda.usecases.people.sessions import SessionClaim
from tests.interfaces.web.browser import Browser, serve_pages, signed_in, stretch_little
from tests.usecases.nodes import REQUEST, REQUEST_BODY, agreed_cast
from tests.usecases.people.desk import ROLES, PeopledDesk, add
from tests.usecases.people.visitors import NOW, claim_of

TITLE = str(REQUEST_BODY["title"])
PATHS = {str(one.name): f"/{one.pattern}" for one in page_routes if one.name in PAGE_TABLE}


@pytest.fixture(scope="module", autouse=True)
def _stretched_little() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        stretch_little(patched)
        yield


@pytest.fixture(scope="module", name="desk")
def _desk(_stretched_little: None) -> PeopledDesk:
    cast = agreed_cast()
    cast.bob.send("request", REQUEST, body=REQUEST_BODY)
    cast.settle()
    show_queue(services=cast.alice.services)
    desk = PeopledDesk(cast)
    for name in ROLES:
        add(desk, name)
    return desk


@pytest.fixture(autouse=True)
def _served(desk: PeopledDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    serve_pages(desk.services, monkeypatch)


@pytest.mark.parametrize("name", ROLES)
def test_each_role_finds_on_each_page_what_its_row_says(name: str, desk: PeopledDesk) -> None:
    browser = signed_in(name)
    for page, path in PATHS.items():
        row = PAGE_TABLE[page]
        sealed = row_at_the_desk(row.sealed)
        may_read = sealed is not None and bool(sealed.roles & {*ROLES[name]})
        before = len(desk.entries())

        answer = browser.get(path)

        assert answer.status_code == 200, page
        assert answer["Cache-Control"].find("no-store") >= 0
        noted = [(one.actor.name, one.verb, one.outcome) for one in desk.entries()[before:]]
        assert noted == ([(name, row.sealed, Outcome.ALLOWED)] if may_read else []), page
        if page == "node":
            assert (TITLE in answer.content.decode()) == may_read


@pytest.mark.parametrize("path", PATHS.values())
def test_without_a_session_no_page_says_anything(path: str, desk: PeopledDesk) -> None:
    before = len(desk.entries())

    answer = Browser().get(path)

    assert (answer.status_code, answer.content) == (302, b"")
    assert len(desk.entries()) == before  # nobody said who it is: nothing to note


def test_a_page_that_is_not_theirs_looks_as_if_there_were_none(
    desk: PeopledDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in("emil")
    # Every page is open to every role today; so one is closed for the test.
    monkeypatch.setitem(PAGE_TABLE, "people", PageRow(verb="send"))

    closed, missing = browser.get("/people"), browser.get("/nothing-here")

    assert closed.status_code == missing.status_code == 404
    assert closed.content == missing.content
    last = desk.entries()[-1]
    assert (last.actor.name, last.verb, last.code) == ("emil", "send", "not-permitted")


def test_a_page_for_which_no_verb_stands_is_shown_to_nobody(desk: PeopledDesk) -> None:
    claim: SessionClaim = claim_of("cleo", desk)

    with pytest.raises(NotPermittedError):
        open_page(PageRow(verb="no such verb"), claim=claim, services=desk.services)
    assert claim.at == NOW


def test_reading_is_all_that_a_page_is_for() -> None:
    browser = signed_in("cleo")

    for path in PATHS.values():
        assert browser.post(path).status_code == 405
        assert browser.client.put(path).status_code in {403, 405}
    assert browser.get("/sign-out").status_code == 405
