"""The pages of persons and of the audit log: read-only, in both languages, without a body."""

from datetime import timedelta
from functools import partial
from importlib.resources import files

import pytest
from django.template import Context, Engine

from servanda.interfaces.language import LANGUAGES
from servanda.interfaces.web.pages.audit_page import read_audit_page
from servanda.interfaces.web.pages.people_page import read_people_page
from servanda.interfaces.web.pages.record import read_node_page
from servanda.usecases.casework.show_queue import show_queue
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.people.change_people import set_duty
from servanda.usecases.people.hand_over import write_handover
from tests.django_stores import set_up_django
from tests.usecases.nodes import REQUEST, REQUEST_BODY, agreed_cast
from tests.usecases.people.desk import PeopledDesk, peopled_desk

TEMPLATES = files("servanda.interfaces.web.pages") / "templates"
NOTE = "A note that stays in the house"


def a_shift() -> PeopledDesk:
    desk = peopled_desk("ada", "ben", "cleo")
    services = desk.services
    desk.act(
        "send",
        "cleo",
        lambda: queue_statement(
            type="request", facts=REQUEST, body=REQUEST_BODY, ticket="held", services=services
        ),
    )
    now = services.clock.now()
    for name, first, last in (("cleo", 0, 8), ("ben", 6, 10)):
        start, end = now + timedelta(hours=first), now + timedelta(hours=last)
        desk.act(
            "staff duty", "ada", partial(set_duty, name, start=start, end=end, services=services)
        )
    desk.act(
        "handover write",
        "cleo",
        lambda: write_handover(
            note=NOTE, to="", since=None, length=timedelta(hours=8), services=services
        ),
    )
    return desk


def rendered(page: object, template: str, *, language: str) -> str:
    set_up_django()
    engine = Engine(dirs=[str(TEMPLATES)], builtins=["servanda.interfaces.web.pages.tags"])
    context = {"language": language, "languages": LANGUAGES, "page": page}
    return engine.get_template(f"pages/{template}.html").render(Context(context))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["administrator", "nobody: a gap", "an overlap", "not yet confirmed", "request"]),
        ("zh-Hans", ["管理员", "无人：空缺", "重叠", "尚未确认", "请求"]),
    ],
)
def test_the_page_of_persons_shows_roles_roster_and_what_waits_in_the_readers_language(
    language: str, words: list[str]
) -> None:
    desk = a_shift()
    page = read_people_page(desk.services, language=language)

    html = rendered(page, "people", language=language)

    assert [word for word in words if word not in html] == []
    assert "held" in html
    assert NOTE not in html
    assert str(REQUEST_BODY["title"]) not in html
    assert f'<html lang="{language}">' in html
    for forbidden in ("<script", "style=", "<form"):
        assert forbidden not in html


@pytest.mark.parametrize(("language", "word"), [("en", "Newest entries"), ("zh-Hans", "最新条目")])
def test_the_page_of_the_audit_log_shows_who_did_what_and_no_words(
    language: str, word: str
) -> None:
    desk = a_shift()
    page = read_audit_page(desk.services, language=language)

    html = rendered(page, "audit", language=language)

    assert word in html
    assert "draft_written" in html
    assert not page.is_behind
    assert page.root in html
    assert NOTE not in html
    assert str(REQUEST_BODY["title"]) not in html


def test_the_page_of_an_audit_log_behind_its_head_says_so() -> None:
    desk = a_shift()
    del desk.services.store._audit[-2:]  # type: ignore[attr-defined]

    page = read_audit_page(desk.services, language="en")

    assert page.is_behind
    assert 'role="alert"' in rendered(page, "audit", language="en")


def test_a_home_without_persons_has_both_pages() -> None:
    services = agreed_cast().alice.services

    people = rendered(read_people_page(services, language="en"), "people", language="en")
    audit = rendered(read_audit_page(services, language="en"), "audit", language="en")

    assert "acts are unnamed" in people
    assert "Nothing of the kind is noted." in audit


def test_who_may_not_read_bodies_finds_no_word_of_one_on_the_front_page() -> None:
    cast = agreed_cast()
    cast.bob.send("request", REQUEST, body=REQUEST_BODY)
    cast.settle()
    services = cast.alice.services
    show_queue(services=services)
    title = str(REQUEST_BODY["title"])

    before, after = (
        rendered(read_node_page(services, language="en", reads_bodies=reads), "node", language="en")
        for reads in (True, False)
    )

    assert title in before
    for words in (title, str(REQUEST_BODY["file_number"])):
        assert f">{words}<" not in after
        assert f"{words}</td>" not in after
    assert title not in after
    assert "your roles do not read it" in after
