"""Signing in and out, as a browser without scripts does it."""

from collections.abc import Iterator

import pytest
from django.conf import settings

from servanda.core.audit.entry import Outcome
from servanda.core.people.page_table import SIGN_IN, SIGN_OUT
from servanda.interfaces.language import LANGUAGES
from servanda.interfaces.web.sign_in import passphrase_checks
from tests.interfaces.web.browser import Browser, serve_pages, signed_in, stretch_little
from tests.usecases.people.desk import PeopledDesk, peopled_desk


@pytest.fixture(scope="module", autouse=True)
def _stretched_little() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        stretch_little(patched)
        yield


@pytest.fixture(scope="module", name="desk")
def _desk(_stretched_little: None) -> PeopledDesk:
    return peopled_desk("ada", "ben", "cleo")


@pytest.fixture(autouse=True)
def _served(desk: PeopledDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    serve_pages(desk.services, monkeypatch)


def test_who_asks_for_a_page_signs_in_and_is_led_to_it() -> None:
    browser = Browser()

    sent = browser.get("/audit?lang=zh-Hans")
    form = browser.get(sent["Location"])
    entered = browser.sign_in("cleo", wanted="/audit?lang=zh-Hans")

    assert sent.status_code == 302
    assert sent["Location"] == "/sign-in?lang=zh-Hans&next=%2Faudit%3Flang%3Dzh-Hans"
    assert 'name="next" value="/audit?lang=zh-Hans"' in form.content.decode()
    assert entered["Location"] == "/audit?lang=zh-Hans"
    assert browser.get(entered["Location"]).status_code == 200


def test_a_page_names_who_is_signed_in_and_lets_them_out(desk: PeopledDesk) -> None:
    browser = signed_in("cleo")
    token = browser.token
    page = browser.get("/people").content.decode()

    answer = browser.post("/sign-out")

    assert "<strong>cleo</strong>" in page
    assert 'action="/sign-out?lang=en"' in page
    assert answer["Location"] == "/sign-in?lang=en"
    assert browser.token == ""
    browser.token = token
    assert browser.get("/people").status_code == 302
    verbs = [(one.verb, one.outcome) for one in desk.entries() if one.actor.name == "cleo"]
    assert verbs[-4:] == [
        (SIGN_IN, Outcome.ALLOWED),
        (SIGN_IN, Outcome.DONE),
        (SIGN_OUT, Outcome.ALLOWED),
        (SIGN_OUT, Outcome.DONE),
    ]


def test_what_was_wrong_is_said_above_the_form_and_the_name_stays() -> None:
    answer = Browser("192.0.2.7").sign_in("cleo", passphrase=b"another passphrase")
    page = answer.content.decode()

    assert answer.status_code == 403
    assert 'role="alert"' in page
    assert "no such person, or the passphrase or the code is another" in page
    assert 'value="cleo"' in page
    assert "another passphrase" not in page
    assert page.count('aria-invalid="true"') == 2


def test_who_is_signed_in_is_led_past_the_form() -> None:
    assert signed_in("cleo").get("/sign-in?next=/audit")["Location"] == "/audit"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_works_without_scripts_and_styles_of_its_own(language: str) -> None:
    page = Browser().get(f"/sign-in?lang={language}&next=/audit").content.decode()

    assert f'<html lang="{language}">' in page
    for forbidden in ("<script", "style=", "onclick"):
        assert forbidden not in page
    for needed in ('<label for="name">', '<label for="passphrase">', 'method="post"'):
        assert needed in page
    for other in LANGUAGES:  # the way back is kept when the language is changed
        assert f'href="?lang={other}&amp;next=%2Faudit"' in page


def test_more_passphrases_than_the_machine_bears_are_not_looked_at_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(passphrase_checks, "PATIENCE_SECONDS", 0.0)
    taken = [passphrase_checks.checks().acquire() for _ in range(passphrase_checks.MAX_CHECKS)]
    try:
        answer = Browser().sign_in("cleo")
    finally:
        for _ in taken:
            passphrase_checks.checks().release()

    assert answer.status_code == 503
    assert "Try again" in answer.content.decode()
    assert signed_in("cleo").token


def test_the_token_is_for_no_script_and_no_other_site() -> None:
    browser = signed_in("cleo")

    session = browser.client.cookies[settings.SESSION_COOKIE_NAME]
    form = browser.client.cookies[settings.CSRF_COOKIE_NAME]

    assert (session["httponly"], session["samesite"], session["path"]) == (True, "Lax", "/")
    assert (form["httponly"], form["samesite"]) == (True, "Strict")
    assert session["expires"] == session["max-age"] == ""  # gone with the browser
