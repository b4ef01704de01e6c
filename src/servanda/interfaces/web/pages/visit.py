"""One visit to a page: who looks, in which language, and the ports for this request alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from servanda.core.errors import ServandaError
from servanda.core.people.actor import Actor
from servanda.interfaces.language import (
    LANGUAGES,
    UnknownLanguageError,
    current_language,
    parse_language,
)
from servanda.usecases.people.acting import Acting
from servanda.usecases.people.sessions import SessionClaim, Visitor
from servanda.usecases.services import Services
from servanda.wiring import open_node

_MAX_NAME = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A page that is being shown to somebody.

    Attributes:
        language: In which they read.
        services: Ports of this request alone: they know who acts.
        actor: Who looks.
        reads_bodies: Whether words of bodies may stand on the page.
        claim: The session that they are in; None in a home without persons.
        query: What the address asks for, beside the page.
        form: Name of the form that was not taken; empty where none was sent.
        typed: What it had in it, of a field with several values one in a line; passphrases are
            never put back.
        problem: Why it was not taken; None where none was sent.
        named: What the address names, by the names of its route.
    """

    language: str
    services: Services
    actor: Actor
    reads_bodies: bool
    claim: SessionClaim | None
    query: Mapping[str, str]
    form: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    problem: ServandaError | None = None
    named: Mapping[str, str] = field(default_factory=dict)


@lru_cache(maxsize=1)
def services_of_pages() -> Services:
    """Return ports of the pages' own, which never touch the sequencer's memory."""
    return open_node().services


def services_of_visit() -> Services:
    """Return ports for one request: two readers at once are not taken for each other."""
    return replace(services_of_pages(), acting=Acting())


def language_of(request: HttpRequest) -> str:
    """Return the language a reader asks for: `?lang=`, else the browser's wish, else ours."""
    wished = request.headers.get("accept-language", "").split(",", maxsplit=1)[0]
    for name in (request.GET.get("lang", ""), wished.split(";", maxsplit=1)[0]):
        if name:
            try:
                return parse_language(name)
            except UnknownLanguageError:
                continue
    return current_language()


def frame(request: HttpRequest, *, here: str) -> dict[str, object]:
    """Return what every template needs: the language, and where the reader is."""
    return {"language": language_of(request), "languages": LANGUAGES, "here": here}


def visitor_of(request: HttpRequest) -> Visitor:
    """Return who asks. The time is the machine's, also where affairs run on a scripted clock."""
    return Visitor(
        address=str(request.META.get("REMOTE_ADDR", "")),
        agent=request.headers.get("user-agent", ""),
        at=datetime.now(UTC),
    )


def session_of(request: HttpRequest) -> SessionClaim | None:
    """Return the session that the browser says it is in; None if it says nothing.

    Whoever stands in for somebody says so with each page and form (`cover`).
    """
    token = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    said = request.POST if request.method == "POST" else request.GET
    cover = said.get("cover", "")[:_MAX_NAME]
    return SessionClaim(token=token, at=datetime.now(UTC), cover=cover) if token else None


def give_session(response: HttpResponseBase, token: str) -> None:
    """Hand the token to the browser: for no script, for no other site, and not beyond its run."""
    response.set_cookie(
        settings.SESSION_COOKIE_NAME,
        token,
        path="/",
        httponly=True,
        samesite="Lax",  # a link in a mail notice must lead to the page, not to the sign-in
        secure=settings.SESSION_COOKIE_SECURE,
    )


def take_session(response: HttpResponseBase) -> None:
    """Take the token from the browser."""
    response.delete_cookie(settings.SESSION_COOKIE_NAME, path="/", samesite="Lax")
