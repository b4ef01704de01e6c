"""A session that ends while somebody types loses nothing, and gives nothing to anybody else."""

import re
from html import unescape
from typing import cast

import pytest
from django.conf import settings
from django.http import HttpResponse

from servanda.usecases.people.hand_over import all_handovers
from tests.interfaces.web.browser import Browser, serve_pages, signed_in, stretch_little
from tests.usecases.people.desk import PeopledDesk, peopled_desk

NOTE = 'Line one; 六点致电\n"><script>alert(1)</script>'
OURS = "http://127.0.0.1:8080"


@pytest.fixture(name="desk", autouse=True)
def _desk(monkeypatch: pytest.MonkeyPatch) -> PeopledDesk:
    stretch_little(monkeypatch)
    desk = peopled_desk("ada", "ben", "cleo", "dora", "emil")
    serve_pages(desk.services, monkeypatch)
    return desk


def seen(browser: Browser) -> str:
    match = re.search(r'name="seen" value="([^"]*)"', browser.get("/handover").content.decode())
    assert match is not None
    return match.group(1)


def given_back(answer: HttpResponse) -> dict[str, str]:
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page_of(answer))
    return {name: unescape(value) for name, value in fields}


def page_of(answer: HttpResponse) -> str:
    return answer.content.decode()


def send(browser: Browser, values: dict[str, str], *, token: str, origin: str) -> HttpResponse:
    form = {"csrfmiddlewaretoken": token, **values}
    answer = browser.client.post("/handover/write?lang=en", form, HTTP_ORIGIN=origin)
    return cast("HttpResponse", answer)


def test_what_was_typed_comes_back_and_is_sent_by_the_next_session(desk: PeopledDesk) -> None:
    cleo = signed_in("cleo")
    typed = {"seen": seen(cleo), "note": NOTE, "to": ""}
    cleo.token = "0" * 64

    answer = cleo.post("/handover/write", typed)

    assert answer.status_code == 403
    assert "nothing is lost" in page_of(answer)
    assert "<script" not in page_of(answer)
    back = given_back(answer)
    assert {name: back[name] for name in typed} == typed
    assert not all_handovers(desk.services)
    cleo.sign_in("cleo")
    cleo.post("/handover/write", {name: back[name] for name in typed})
    assert len(all_handovers(desk.services)) == 1


def test_a_token_from_before_the_new_sign_in_loses_nothing_either(desk: PeopledDesk) -> None:
    cleo = signed_in("cleo")
    typed = {"seen": seen(cleo), "note": NOTE, "to": ""}
    old = cleo.client.cookies[settings.CSRF_COOKIE_NAME].value
    cleo.sign_in("cleo")

    answer = send(cleo, typed, token=old, origin=OURS)

    assert answer.status_code == 403
    back = given_back(answer)
    assert {name: back[name] for name in typed} == typed
    fresh = send(cleo, typed, token=back["csrfmiddlewaretoken"], origin=OURS)
    assert fresh.status_code == 302
    assert len(all_handovers(desk.services)) == 1


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:9090", "null", ""])
def test_text_of_another_site_never_stands_on_a_page_that_asks_to_be_sent(
    desk: PeopledDesk, origin: str
) -> None:
    cleo = signed_in("cleo")

    answer = send(cleo, {"note": "Planted."}, token="A" * 32, origin=origin)

    assert answer.status_code == 403
    assert "Planted." not in page_of(answer)
    assert not all_handovers(desk.services)


@pytest.mark.parametrize("path", ["/account/passphrase", "/account/second-factor/give"])
def test_secrets_are_not_given_back(path: str) -> None:
    browser = signed_in("cleo")
    browser.token = "0" * 64

    answer = browser.post(path, {"present": "a secret", "new": "another", "again": "another"})

    assert answer.status_code == 302
    assert b"a secret" not in answer.content


def test_a_sign_in_that_is_too_old_is_told_as_before() -> None:
    browser = signed_in("cleo")
    form = {"csrfmiddlewaretoken": "A" * 32, "name": "cleo", "passphrase": "a secret"}

    answer = browser.client.post("/sign-in", form, HTTP_ORIGIN=OURS)

    assert "The form was not taken" in answer.content.decode()
    assert b"a secret" not in answer.content
