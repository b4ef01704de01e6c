"""An officer reads a request at the desk and answers it: form, check-answers, send."""

import pytest

from servanda.core.audit.entry import Outcome
from tests.interfaces.web.browser import Browser, serve_pages, signed_in, stretch_little
from tests.interfaces.web.requests.answering import (
    ANSWER,
    AskedDesk,
    asked_desk,
    fill_in,
    hidden_in,
    page_of,
    send_checked,
)


@pytest.fixture(name="asked")
def _asked(monkeypatch: pytest.MonkeyPatch) -> AskedDesk:
    stretch_little(monkeypatch)
    asked = asked_desk()
    serve_pages(asked.desk.services, monkeypatch)
    return asked


def test_an_officer_answers_a_request_and_the_counterpart_has_the_answer(
    asked: AskedDesk,
) -> None:
    browser = signed_in("cleo")
    html = page_of(browser.get(asked.path))
    assert f'href="{asked.path}/write/answer?lang=en"' in html

    checked = fill_in(browser, f"{asked.path}/write/answer", ANSWER)
    shown = page_of(browser.get(checked["Location"]))
    sent = send_checked(browser, checked)

    assert "Stands in clear" in shown
    clear, _, sealed = shown.partition('<section class="sealed">')
    assert "Quicksilver" not in clear
    assert "Quicksilver &lt;script&gt;" in sealed
    assert sent["Location"].startswith("/tickets/")
    assert "queued" in page_of(browser.get(sent["Location"]))
    asked.follow()
    told = asked.desk.cast.bob.services.store.facts(bytes.fromhex(asked.leaf[7:]))
    assert told is not None
    assert told.outcome == "fulfilled_full"
    again = page_of(browser.get(asked.path))
    assert "Quicksilver &lt;script&gt;" in again
    assert f'href="{asked.path}/write/answer' not in again


def test_a_form_that_is_sent_twice_says_it_once(asked: AskedDesk) -> None:
    browser = signed_in("cleo")
    checked = fill_in(browser, f"{asked.path}/write/answer", ANSWER)
    html = page_of(browser.get(checked["Location"]))
    path = f"{checked['Location'].partition('?')[0]}/send"

    first, second = (browser.post(path, hidden_in(html)) for _ in range(2))

    assert first["Location"].partition("?")[0] == second["Location"].partition("?")[0]
    waiting = asked.desk.services.store.queued(limit=10)
    assert [one.type for one in waiting] == ["response"]


def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(asked: AskedDesk) -> None:
    browser = signed_in("cleo")

    answer = fill_in(browser, f"{asked.path}/write/answer", {"body.text": "Half <b>a</b> text"})

    html = page_of(answer)
    assert answer.status_code == 422
    assert 'href="#field-facts-outcome"' in html
    assert 'id="field-facts-outcome-error"' in html
    assert "Half &lt;b&gt;a&lt;/b&gt; text" in html


def test_the_reading_and_the_sending_are_noted_under_the_persons_name(asked: AskedDesk) -> None:
    browser = signed_in("cleo")
    before = len(asked.desk.entries())

    browser.get(asked.path)
    send_checked(browser, fill_in(browser, f"{asked.path}/write/answer", ANSWER))

    noted = asked.desk.entries()[before:]
    assert (noted[0].actor.name, noted[0].verb, noted[0].about) == ("cleo", "show", (asked.leaf,))
    done = [one for one in noted if one.verb == "send" and one.outcome is Outcome.DONE]
    assert len(done) == 1
    assert done[0].about, "what was queued is named"


def test_who_may_not_read_bodies_finds_the_request_without_its_words(asked: AskedDesk) -> None:
    html = page_of(signed_in("ada").get(asked.path))

    assert "Who used this address" not in html
    assert "192.0.2.1" not in html
    assert "/write/" not in html


@pytest.mark.parametrize("name", ["ada", "ben", "emil", "finn", "gita", "hugo"])
def test_who_is_no_officer_finds_no_form(name: str, asked: AskedDesk) -> None:
    browser = signed_in(name)
    missing = browser.get("/nothing-here")

    for path in (f"{asked.path}/write/answer", "/write/information"):
        assert browser.get(path).content == missing.content
        assert browser.post(f"{path}/save", {**ANSWER, "ticket": "0" * 32}).status_code == 404


def test_without_a_session_nothing_is_said(asked: AskedDesk) -> None:
    for path in (asked.path, f"{asked.path}/write/answer"):
        answer = Browser().get(path)
        assert (answer.status_code, answer.content) == (302, b"")
