"""What an administrator may look at holds no word of a body: every such verb is called and read.

The table of roles says which verbs read metadata alone; here it is held to that on a home with a
request, its answer and a call, whose bodies are full of words that appear nowhere else.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from servanda.core.canonical import JsonObject
from servanda.core.people.roles import Access, Role
from servanda.core.people.verb_table import VERB_TABLE
from tests.interfaces.cli.homes import Desk, agreed_by_file, compared
from tests.usecases.nodes import REQUEST, REQUEST_BODY

MARK = "Quicksilver"  # in every text of every body
WORDS: JsonObject = {
    **REQUEST_BODY,
    "title": f"{MARK} title",
    "file_number": f"{MARK}-7",
    "brief_facts": f"{MARK} took an account over from 192.0.2.1.",
}
# Verbs that need something named; the others are called as they are.
GIVEN: dict[str, list[str]] = {
    "evidence show": ["no-such-claim"],
    "evidence incident show": ["--by", "ada"],
    "evidence trend": ["no-such-file", "--break", "2026-01-05"],
    "exercise report": ["business-email-compromise"],
    "counterpart carriers": ["southmere.example"],
    "register": ["--to", "southmere.example"],
    "form": ["information_request"],
    "guest form": ["information_request"],
    "accord draft": ["--template", "us-china-2015", "--with", "southmere.example"],
}
# Every page, without a port; as whoever is named, if somebody is.
ASK = """
import json
import sys
import django
django.setup()
from django.test import Client
from servanda.core.people.page_table import PAGE_TABLE
from servanda.node.urls import page_routes
client = Client(HTTP_HOST="127.0.0.1")
if sys.argv[1:]:
    given = {"name": sys.argv[1], "passphrase": sys.argv[2]}
    assert client.post("/sign-in", given).status_code == 302
routes = ["/" + str(one.pattern) for one in page_routes if one.name in PAGE_TABLE]
answers = {route: client.get(route) for route in routes}
assert {one.status_code for one in answers.values()} == {200}
print(json.dumps({route: answer.content.decode() for route, answer in answers.items()}))
"""
LOOKED_AT = sorted(
    name
    for name, row in VERB_TABLE.items()
    if row.access is Access.METADATA and Role.ADMINISTRATOR in row.roles and " --" not in name
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A home that was asked by, and has asked, the other side; nobody is named in it."""
    folder = tmp_path_factory.mktemp("marked")
    ours = Desk(folder / "ours", "northmark.example")
    theirs = Desk(folder / "theirs", "southmere.example")
    for one in (ours, theirs):
        one.do("init", one.party, "--no-https", "--mode", "demonstration")
        one.do("clock", "set", "2026-01-05T08:00:00Z")
    compared(ours, theirs, folder)
    agreed_by_file(ours, theirs, folder)
    form = folder / "form.json"
    form.write_text(json.dumps({"facts": REQUEST, "body": WORDS}), encoding="utf-8")
    for one, other in ((ours, theirs), (theirs, ours)):
        one.do("send", "request", "--form", form, "--ticket", "asked")
        called = ["--basis", "urgent_case", "--caller", MARK, "--callee", MARK, "--text", MARK]
        one.do("hotline", "call", *called)
        there = folder / f"{one.party}.servanda"
        one.do("deliver", "--out", there)
        other.do("deliver", there, "--out", folder / "unused.servanda")
    leaf = str(ours.do("show", "asked")["leaf"])
    raised = ["--trigger", "marking_breach", "--text", MARK, "--asks", MARK]
    ours.do("escalate", "raise", leaf, *raised)
    ours.do("concern", "issue", "--commitment", "C1.1", "--text", MARK, "--asks", MARK)
    ours.do("dispute", "state", "--about", "statement", "--leaf", leaf, "--text", MARK)
    period = ["--from", "2025-07-01T00:00:00Z", "--until", "2026-01-01T00:00:00Z"]
    judged = ["--value", "not_assessable", "--ground", "no_access", "--text", MARK]
    ours.do("assessment", "draft", "--commitment", "C1.1", *period, *judged)
    listed = folder / "persons.json"
    listed.write_text(json.dumps({"persons": [{"names": [MARK]}], "list": MARK}), encoding="utf-8")
    ours.do("person", "hand-over", listed)
    titled = folder / "round.json"
    titled.write_text(json.dumps({"title": MARK, "place": MARK}), encoding="utf-8")
    facts = ["series=dialogue", "kind=round", "step=proposed", "day=2026-03-01"]
    told = [part for one in (*facts, "utc_offset_minutes=0") for part in ("--fact", one)]
    ours.do("send", "round", *told, "--fact", "tlp=green", "--body", titled)
    ours.do("suspend", "start", "--ground", "review", "--text", MARK)
    ours.do("deliver", "--out", folder / "last.servanda")
    theirs.do("deliver", folder / "last.servanda", "--out", folder / "answer.servanda")
    ours.do("deliver", folder / "answer.servanda", "--out", folder / "unused.servanda")
    return ours


@pytest.mark.parametrize("verb", LOOKED_AT)
def test_a_verb_for_metadata_shows_no_word_of_a_body(verb: str, desk: Desk) -> None:
    said = [desk.run(*verb.split(), *GIVEN.get(verb, []), *json_) for json_ in ([], ["--json"])]

    for run in said:
        assert b"Usage:" not in run.out + run.err.encode(), run.err
        assert MARK.encode() not in run.out
        assert MARK not in run.err


def test_no_page_shows_a_word_of_a_body_to_an_administrator(desk: Desk, tmp_path: Path) -> None:
    peopled = Desk(tmp_path / "home", desk.party)
    shutil.copytree(desk.folder, peopled.folder)
    words = tmp_path / "words"
    words.touch(mode=0o600)
    words.write_text("the words of ada", encoding="utf-8")
    peopled.do("staff", "add", "ada", "--role", "administrator", "--new-passphrase-file", words)

    before, after = pages_of(desk), pages_of(peopled, "ada", "the words of ada")

    assert MARK in before["/"], "the front page of a home without persons shows titles"
    assert [page for page, html in after.items() if MARK in html] == []
    assert len(after) >= 4


def pages_of(desk: Desk, *who: str) -> dict[str, str]:
    """Return every page of the node as it is served: to whoever has this name and passphrase."""
    done = subprocess.run(
        [sys.executable, "-c", ASK, *who],
        env={**desk.environment(), "DJANGO_SETTINGS_MODULE": "servanda.node.settings"},
        capture_output=True,
        timeout=60,
        check=True,
    )
    pages: dict[str, str] = json.loads(done.stdout)
    return pages


def test_the_words_are_there_for_who_may_read_them(desk: Desk) -> None:
    assert MARK.encode() in desk.run("inbox", "--all", "--json").out
    assert MARK.encode() in desk.run("find", MARK, "--json").out
    assert MARK.encode() in desk.run("show", "asked", "--json").out
