"""My work: what waits for whom, what is overdue first, and for whom of the desk."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest

from servanda.core.people.roles import Role
from servanda.interfaces.language import LANGUAGES
from servanda.interfaces.web.pages.work_page import WorkPage, read_work_page
from servanda.usecases.casework.show_queue import show_queue
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.people.change_people import give_roles
from servanda.usecases.people.hand_over import write_handover
from servanda.usecases.people.read_people import read_people
from tests.interfaces.web.browser import Browser, serve_pages, signed_in, stretch_little
from tests.usecases.nodes import REQUEST, REQUEST_BODY, agreed_cast
from tests.usecases.people.desk import PeopledDesk, add

TITLE = str(REQUEST_BODY["title"])
NAMES = ("ada", "ben", "cleo", "dora", "emil")


@pytest.fixture(scope="module", autouse=True)
def _stretched_little() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        stretch_little(patched)
        yield


@pytest.fixture(scope="module", name="desk")
def _desk(_stretched_little: None) -> PeopledDesk:
    """Bob has asked twice, Alice once; a draft, a change and a hand-over wait."""
    cast = agreed_cast()
    services = cast.alice.services
    cast.alice.send("request", REQUEST, body={**REQUEST_BODY, "title": "Asked by us"})
    cast.settle()
    cast.bob.send("request", REQUEST, body=REQUEST_BODY)
    cast.settle()
    cast.clock.advance(timedelta(days=400))
    cast.bob.send("request", REQUEST, body={**REQUEST_BODY, "title": "The newer one"})
    cast.settle()
    desk = PeopledDesk(cast)
    for name in NAMES:
        add(desk, name)
    desk.act(
        "send",
        "cleo",
        lambda: queue_statement(
            type="request", facts=REQUEST, body=REQUEST_BODY, ticket="held", services=services
        ),
    )
    change = partial(give_roles, "cleo", roles=[Role.ANALYST], services=services)
    desk.act("staff roles", "ada", change)
    desk.act(
        "handover write",
        "cleo",
        lambda: write_handover(
            note="All quiet.", to="", since=None, length=timedelta(hours=8), services=services
        ),
    )
    show_queue(services=services)
    return desk


@pytest.fixture(autouse=True)
def _served(desk: PeopledDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    serve_pages(desk.services, monkeypatch)


def work_of(name: str, desk: PeopledDesk) -> WorkPage:
    person = read_people(desk.services).persons[name]
    actor = type(desk.services.acting.actor)(name=name, roles=person.roles)
    return read_work_page(desk.services, actor=actor, language="en", reads_bodies=True)


def test_what_is_overdue_stands_before_what_is_not_and_each_list_has_its_own(
    desk: PeopledDesk,
) -> None:
    page = work_of("cleo", desk)

    due = [row.due_at for row in page.ours]
    assert due == sorted(due)
    late = [row.is_overdue for row in page.ours]
    assert late == sorted(late, reverse=True)
    assert 0 < page.overdue < len(page.ours)
    assert {row.title for row in page.ours} == {TITLE, "The newer one"}
    assert {row.title for row in page.theirs} == {"Asked by us"}
    assert page.ours[0].title == TITLE


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ada", set()),  # she proposed the change, and approves no drafts
        ("ben", {"draft", "change", "handover"}),
        ("cleo", set()),  # she wrote draft and hand-over
        ("dora", {"draft", "change", "handover"}),
        ("emil", set()),  # an auditor writes nothing
    ],
)
def test_each_person_is_told_what_they_may_be_the_second_person_of(
    name: str, expected: set[str], desk: PeopledDesk
) -> None:
    page = work_of(name, desk)

    (entry,) = read_people(desk.services).waiting
    named = {"held": "draft", str(entry): "change"}
    assert {row.name for row in page.seconds} == named.keys()
    mine = {named[row.name] for row in page.seconds if row.is_mine}
    assert mine | ({"handover"} if page.handover is not None else set()) == expected
    order = [row.is_mine for row in page.seconds]
    assert order == sorted(order, reverse=True)


def test_who_may_not_act_is_told_that_it_waits_for_others(desk: PeopledDesk) -> None:
    assert work_of("cleo", desk).acts
    assert not work_of("emil", desk).acts
    assert "Waits for our officers" in signed_in("emil").get("/work").content.decode()
    assert "Waits for me" in signed_in("cleo").get("/work").content.decode()


def test_an_administrator_sees_clocks_and_no_word_of_a_body() -> None:
    page = signed_in("ada").get("/work").content.decode()

    assert "overdue" in page
    for title in (TITLE, "Asked by us", "The newer one"):
        assert title not in page
    assert TITLE in signed_in("cleo").get("/work").content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_in_the_readers_language_and_runs_no_scripts(language: str) -> None:
    page = signed_in("ben").get(f"/work?lang={language}").content.decode()

    assert f'<html lang="{language}">' in page
    assert ("待我" if language != "en" else "Waits for") in page
    assert f"/approvals?draft=held&amp;lang={language}" in page
    for forbidden in ("<script", "style="):
        assert forbidden not in page


def test_at_a_desk_where_nothing_waits_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    serve_pages(agreed_cast().alice.services, monkeypatch)

    page = Browser().get("/work").content.decode()

    for words in ("No clock runs on us", "Nothing waits for a second person", "on the other"):
        assert words in page
