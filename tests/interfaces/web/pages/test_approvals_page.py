"""Four eyes at the desk: what is read is what is signed, once, by somebody who did not write it."""

import re

import pytest

from servanda.core.audit.entry import Outcome
from servanda.interfaces.language import LANGUAGES
from servanda.interfaces.web.pages.approvals_page import MAX_REASON
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.people.approve_draft import waiting_draft
from tests.interfaces.web.browser import Browser, serve_pages, signed_in, stretch_little
from tests.usecases.nodes import REQUEST, REQUEST_BODY
from tests.usecases.people.desk import PeopledDesk, peopled_desk

TITLE = str(REQUEST_BODY["title"])
SHOWN = "/approvals?draft=held"


@pytest.fixture(name="desk", autouse=True)
def _desk(monkeypatch: pytest.MonkeyPatch) -> PeopledDesk:
    """Cleo wrote a request that waits for a second person."""
    stretch_little(monkeypatch)
    desk = peopled_desk("ada", "ben", "cleo", "dora", "emil")
    serve_pages(desk.services, monkeypatch)
    write(desk)
    return desk


def write(desk: PeopledDesk, *, title: str = TITLE, by: str = "cleo") -> None:
    body = {**REQUEST_BODY, "title": title}
    desk.act(
        "send",
        by,
        lambda: queue_statement(
            type="request", facts=REQUEST, body=body, ticket="held", services=desk.services
        ),
    )


def named(browser: Browser) -> dict[str, str]:
    """Return what the forms of the page carry: just what was on the page that was read."""
    page = browser.get(SHOWN).content.decode()
    found = re.search(r'name="digest" value="([^"]+)"', page)
    assert found is not None
    return {"ticket": "held", "digest": found.group(1)}


def test_the_page_shows_all_that_will_be_signed_what_is_clear_apart_from_what_is_sealed() -> None:
    page = signed_in("ben").get(SHOWN).content.decode()
    clear, sealed = page.split("<h2>Is sealed</h2>")

    for member in REQUEST:
        assert f"<code>{member}</code>" in clear
    assert TITLE in sealed
    assert TITLE not in clear
    assert "sha256:" in clear
    assert "Written by" in clear
    assert "cleo" in clear


def test_what_was_read_is_queued_once_and_a_second_sending_adds_nothing(
    desk: PeopledDesk,
) -> None:
    ben = signed_in("ben")
    form = named(ben)

    first, second = ben.post("/approvals/give", form), ben.post("/approvals/give", form)

    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"] == "/approvals?lang=en&done=given"
    assert "The node signs it now" in ben.get(first["Location"]).content.decode()
    assert desk.services.store.ticket("held") is not None
    approvals = [one for one in desk.entries() if one.verb == "draft_approved"]
    assert len(approvals) == 1
    allowed = [one for one in desk.entries() if one.verb == "approve give"]
    assert allowed[0].about == ("held", form["digest"])
    assert allowed[0].actor.name == "ben"


def test_a_draft_that_was_written_anew_meanwhile_is_not_approved_and_is_shown_as_it_is_now(
    desk: PeopledDesk,
) -> None:
    ben = signed_in("ben")
    form = named(ben)
    write(desk, title="Another title")

    answer = ben.post("/approvals/give?lang=en&draft=held", form)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "another than the one you looked at" in page
    assert "Another title" in page
    assert desk.services.store.ticket("held") is None


@pytest.mark.parametrize("name", ["cleo", "ada", "emil"])
def test_who_is_no_approver_finds_no_form_and_is_answered_as_if_there_were_none(
    name: str, desk: PeopledDesk
) -> None:
    browser, form = signed_in(name), named(signed_in("ben"))
    page = browser.get(SHOWN).content.decode()

    answer = browser.post("/approvals/give", form)

    assert "/approvals/give" not in page
    assert answer.status_code == 404
    assert answer.content == browser.get("/nothing-here").content
    assert desk.entries()[-1].code == "not-permitted"
    assert desk.services.store.ticket("held") is None


def test_who_wrote_a_draft_is_not_its_second_person(desk: PeopledDesk) -> None:
    write(desk, by="dora")
    dora = signed_in("dora")
    page = dora.get(SHOWN).content.decode()

    answer = dora.post("/approvals/give?draft=held", named(dora))

    assert "/approvals/give" not in page
    assert answer.status_code == 422
    assert "cannot be its second person" in answer.content.decode()
    assert desk.services.store.ticket("held") is None


def test_a_refusal_keeps_what_was_typed_until_it_is_taken(desk: PeopledDesk) -> None:
    ben = signed_in("ben")
    form, long = named(ben), "<b>x</b>" * MAX_REASON

    refused = ben.post("/approvals/refuse?draft=held", {**form, "reason": long})
    blank = ben.post("/approvals/refuse?draft=held", {**form, "reason": " \n "})
    taken = ben.post("/approvals/refuse?draft=held", {**form, "reason": "Say which <day>."})

    assert (refused.status_code, blank.status_code) == (422, 422)
    assert long.replace("<", "&lt;").replace(">", "&gt;") in refused.content.decode()
    assert "<b>x" not in refused.content.decode()
    assert taken.status_code == 302
    assert waiting_draft("held", services=desk.services).record.refusal == "Say which <day>."
    told = signed_in("cleo").get(SHOWN).content.decode()
    assert "Say which &lt;day&gt;." in told
    assert "Say which" not in signed_in("ada").get(SHOWN).content.decode()


def test_an_officer_takes_a_draft_away_that_nobody_approved(desk: PeopledDesk) -> None:
    cleo = signed_in("cleo")
    form = named(cleo)

    first, second = cleo.post("/approvals/withdraw", form), cleo.post("/approvals/withdraw", form)

    assert first["Location"].endswith("done=withdrawn")
    assert second["Location"].endswith("done=gone")
    assert not desk.services.store.drafts()


def test_a_draft_that_was_written_anew_is_not_taken_away_unread(desk: PeopledDesk) -> None:
    cleo = signed_in("cleo")
    form = named(cleo)
    write(desk, title="Another title")

    answer = cleo.post("/approvals/withdraw?draft=held", form)

    assert answer.status_code == 422
    assert desk.services.store.drafts()


def test_an_administrator_sees_that_a_draft_waits_and_no_word_of_it(desk: PeopledDesk) -> None:
    before = len(desk.entries())

    page = signed_in("ada").get(SHOWN).content.decode()

    assert "held" in page
    assert TITLE not in page
    assert str(REQUEST["kind"]) not in page
    noted = [one.verb for one in desk.entries()[before:]]
    assert "approve show" not in noted


def test_reading_a_draft_is_noted_with_its_name(desk: PeopledDesk) -> None:
    signed_in("ben").get(SHOWN)

    last = desk.entries()[-1]
    assert (last.actor.name, last.verb, last.about) == ("ben", "approve show", ("held",))
    assert last.outcome is Outcome.ALLOWED


def test_a_draft_that_there_is_not_is_answered_as_a_page_that_there_is_not() -> None:
    ben = signed_in("ben")

    answer = ben.get("/approvals?draft=other")

    assert answer.status_code == 404
    assert answer.content == ben.get("/nothing-here").content


@pytest.mark.parametrize("digest", ["", "sha256:00", "not a digest", "\x00", "sha256:" + "0" * 64])
def test_a_forged_digest_signs_nothing(digest: str, desk: PeopledDesk) -> None:
    ben = signed_in("ben")

    answer = ben.post("/approvals/give?draft=held", {"ticket": "held", "digest": digest})

    assert answer.status_code == 422
    assert desk.services.store.ticket("held") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_in_the_readers_language_and_runs_no_scripts(language: str) -> None:
    page = signed_in("ben").get(f"{SHOWN}&lang={language}").content.decode()

    assert f'<html lang="{language}">' in page
    assert ("密封" in page) == (language != "en")
    for forbidden in ("<script", "style=", "onclick"):
        assert forbidden not in page
