"""The page of the hotline and the overlay of the queue, in both languages and without any act."""

import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from django.template import Context, Engine

from servanda.core.canonical import JsonObject
from servanda.core.identifiers import Digest
from servanda.interfaces.language import LANGUAGES
from servanda.interfaces.web.pages.hotline_page import read_hotline_page
from servanda.interfaces.web.pages.record import read_node_page
from servanda.usecases.casework.show_queue import show_queue
from tests.django_stores import set_up_django
from tests.interfaces.cli.homes import Desk
from tests.usecases.nodes import REQUEST, REQUEST_BODY, Cast, agreed_cast

# The page as the node serves it, without a port.
ASK = """
import django
django.setup()
from django.test import Client
client = Client(HTTP_HOST="127.0.0.1")
print(client.get("/hotline?lang=zh-Hans").content.decode())
print(client.post("/hotline").status_code)
print(client.get("/").content.decode())
"""
TEMPLATES = files("servanda.interfaces.web.pages") / "templates"
RAISED: JsonObject = {"step": "raised", "level": "L1", "trigger": "overdue", "tlp": "amber"}
CALLED: JsonObject = {
    "step": "made",
    "basis": "urgent_case",
    "called_at": "2026-01-10T03:00:00Z",
    "decision": "instructed",
    "tlp": "amber",
}
SEALED = "<b>A name that stands in the sealed body</b>"
WORDS: JsonObject = {"caller": "A", "callee": "B", "text": SEALED}


def a_night() -> tuple[Cast, Digest]:
    cast = agreed_cast()
    request = cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    cast.settle()
    cast.alice.send("escalation", RAISED, body={"text": SEALED}, ref=request)
    call = cast.alice.send("call", CALLED, body=WORDS)
    cast.settle()
    cast.bob.send(
        "call",
        {"step": "confirmed", "called_at": "2026-01-10T03:04:00Z", "tlp": "amber"},
        ref=call,
    )
    cast.settle()
    show_queue(services=cast.bob.services)  # the worker has followed casework
    return cast, request


def rendered(cast: Cast, *, language: str) -> str:
    page = read_hotline_page(cast.bob.services, language=language)
    set_up_django()
    engine = Engine(dirs=[str(TEMPLATES)], builtins=["servanda.interfaces.web.pages.tags"])
    context = {"language": language, "languages": LANGUAGES, "page": page}
    return engine.get_template("pages/hotline.html").render(Context(context))


def test_both_records_of_a_call_stand_on_the_page_where_they_differ() -> None:
    cast, _ = a_night()
    html = rendered(cast, language="en")

    assert "alice.example: 2026-01-10T03:00:00Z" in html
    assert "bob.example: 2026-01-10T03:04:00Z" in html
    assert "outside the reading that binds" in html
    assert "L1 desk officers" in html


@pytest.mark.parametrize(
    ("language", "heading"), [("en", "Use of the hotline"), ("zh-Hans", "热线使用情况")]
)
def test_the_page_speaks_the_readers_language_and_has_no_script_and_no_style(
    language: str, heading: str
) -> None:
    cast, _ = a_night()
    html = rendered(cast, language=language)

    assert heading in html
    assert f'<html lang="{language}">' in html
    assert "<script" not in html
    assert "style=" not in html
    assert "<form" not in html


def test_the_page_shows_codes_and_nothing_of_a_sealed_body() -> None:
    cast, _ = a_night()

    assert "sealed body" not in rendered(cast, language="en")


def test_an_escalated_request_is_marked_in_the_queue() -> None:
    cast, request = a_night()
    queue = show_queue(services=cast.bob.services)

    assert queue.escalated == {request}
    page = read_node_page(cast.bob.services, language="en", reads_bodies=True)
    marked = [one.view.leaf for pair in page.pairs for one in pair.statements if one.is_escalated]
    assert marked == [request]


def test_a_hotline_that_nobody_used_has_a_page_all_the_same() -> None:
    cast = agreed_cast()
    page = read_hotline_page(cast.alice.services, language="en")

    (section,) = page.sections
    assert (section.calls, section.ladders) == ([], [])
    assert "No call is noted." in rendered(cast, language="en")


def test_the_node_serves_the_page_to_readers_alone_and_links_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "alice", "alice.example")
    desk.do("init", desk.party, "--mode", "exercise", "--at", "2026-01-05T08:00:00Z")
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        env={**desk.environment(), "DJANGO_SETTINGS_MODULE": "servanda.node.settings"},
        capture_output=True,
        timeout=60,
        check=True,
    )
    page, _, rest = done.stdout.decode().partition("</html>")

    assert "<h1>\u70ed\u7ebf" in page
    assert rest.split()[0] == "405"
    assert 'href="/hotline?lang=en"' in rest
