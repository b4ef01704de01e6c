"""A browser without a network: Django's test client before the pages of a desk in memory."""

from collections.abc import Mapping
from typing import cast

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from servanda.core.people import passphrase as stretching
from servanda.interfaces.web.pages import visit
from servanda.usecases.services import Services
from tests.django_stores import set_up_django
from tests.usecases.people.desk import passphrase_of

set_up_django()


def serve_pages(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pages of this process be those of `services`."""
    monkeypatch.setattr(visit, "services_of_pages", lambda: services)


def stretch_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let passphrases cost next to nothing, where a test is about something else than their cost.

    tests/core/people/test_passphrase.py holds what they cost in use.
    """
    monkeypatch.setattr(stretching, "_MEMORY_KIB", 64)
    monkeypatch.setattr(stretching, "_PASSES", 1)


class Browser:
    """One browser: it keeps cookies, and sends back what a form of the desk carries."""

    def __init__(self, address: str = "127.0.0.1") -> None:
        self.client = Client(
            enforce_csrf_checks=True, HTTP_HOST="127.0.0.1:8080", REMOTE_ADDR=address
        )

    @property
    def token(self) -> str:
        """The session's token; empty without one."""
        morsel = self.client.cookies.get(settings.SESSION_COOKIE_NAME)
        return "" if morsel is None else str(morsel.value)

    @token.setter
    def token(self, value: str) -> None:
        self.client.cookies[settings.SESSION_COOKIE_NAME] = value

    def get(self, path: str) -> HttpResponse:
        return cast(HttpResponse, self.client.get(path))

    def post(self, path: str, values: Mapping[str, str] | None = None) -> HttpResponse:
        """Send a form as a page of the desk has it."""
        if settings.CSRF_COOKIE_NAME not in self.client.cookies:
            self.client.get("/sign-in")
        given = self.client.cookies.get(settings.CSRF_COOKIE_NAME)
        form = {"csrfmiddlewaretoken": "" if given is None else given.value, **(values or {})}
        return cast(HttpResponse, self.client.post(path, form))

    def sign_in(
        self, name: str, *, passphrase: bytes | None = None, wanted: str = "/"
    ) -> HttpResponse:
        said = passphrase_of(name) if passphrase is None else passphrase
        form = {"name": name, "passphrase": said.decode(), "next": wanted}
        return self.post("/sign-in", form)


def signed_in(name: str) -> Browser:
    """Return a browser in which a person has signed in."""
    browser = Browser()
    answer = browser.sign_in(name)
    assert answer.status_code == 302, answer.content.decode()
    return browser
