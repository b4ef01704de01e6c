"""What stands before every page: who is it, may they, and what they get instead if not.

Source: docs/spec/desk.md, "Who may open what".
"""

from collections.abc import Callable
from functools import wraps
from typing import TypeAlias
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from servanda.core.errors import ServandaError
from servanda.core.people.page_table import FORM_TABLE, PAGE_TABLE
from servanda.interfaces.language import speaking
from servanda.interfaces.web.pages.visit import (
    Visit,
    frame,
    language_of,
    services_of_visit,
    session_of,
)
from servanda.usecases.people.boundary import NotPermittedError
from servanda.usecases.people.open_page import NoPersonsYetError, close_page, open_form, open_page
from servanda.usecases.people.sessions import NotSignedInError
from servanda.usecases.services import Services

View: TypeAlias = Callable[[HttpRequest], HttpResponse]
Reader: TypeAlias = Callable[[Visit], object]
Doer: TypeAlias = Callable[[HttpRequest, Services], HttpResponse]

_FORBIDDEN = 403
_NOT_FOUND = 404
_UNAVAILABLE = 503


def page(name: str) -> Callable[[Reader], View]:
    """Make a view of what reads a page: `name` is its route's, its template's, and its row's."""

    def made(read: Reader) -> View:
        @wraps(read)
        def view(request: HttpRequest) -> HttpResponse:
            with speaking(language_of(request)):
                return _answered(request, name, read)

        return require_safe(never_cache(view))

    return made


def form(name: str) -> Callable[[Doer], View]:
    """Make a view of what a form does: `name` is its route's, and its verb's row.

    What it does is done by who is in the session; without one the way leads to the sign-in.
    """

    def made(do: Doer) -> View:
        @wraps(do)
        def view(request: HttpRequest) -> HttpResponse:
            with speaking(language_of(request)):
                return _done(request, name, do)

        return require_POST(never_cache(view))

    return made


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's
    """Answer that there is no such page: the same whether there is none or it is not theirs."""
    return render(request, "pages/not_found.html", frame(request, here=""), status=_NOT_FOUND)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's
    """Answer a form that was sent from elsewhere, or is older than the browser's cookie."""
    return render(request, "pages/forged.html", frame(request, here=""), status=_FORBIDDEN)


def sign_in_first(request: HttpRequest, *, wanted: str) -> HttpResponse:
    """Send to the sign-in, which leads back to `wanted`."""
    asked = {"lang": language_of(request), "next": wanted}
    return HttpResponseRedirect(f"/sign-in?{urlencode(asked)}")


def unavailable(request: HttpRequest, error: ServandaError) -> HttpResponse:
    """Answer that something is wrong with this node: it must not be shown as if it were sound."""
    context = {**frame(request, here=""), "error": error}
    return render(request, "pages/unavailable.html", context, status=_UNAVAILABLE)


def _answered(request: HttpRequest, name: str, read: Reader) -> HttpResponse:
    services = services_of_visit()
    try:
        opened = open_page(PAGE_TABLE[name], claim=session_of(request), services=services)
    except NoPersonsYetError:
        return render(request, "pages/no_persons.html", frame(request, here=""), status=_FORBIDDEN)
    except NotSignedInError:
        return sign_in_first(request, wanted=request.get_full_path())
    except NotPermittedError:
        return not_found(request)
    except ServandaError as error:
        return unavailable(request, error)
    visit = Visit(
        language=language_of(request),
        services=services,
        actor=opened.actor,
        reads_bodies=opened.reads_bodies,
        claim=session_of(request),
        query=request.GET.dict(),
    )
    code = "broken-off"
    try:
        answer = _shown(request, name, read, visit)
        code = "" if answer.status_code < _UNAVAILABLE else "unavailable"
    finally:
        close_page(opened, code=code, services=services)
    return answer


def _done(request: HttpRequest, name: str, do: Doer) -> HttpResponse:
    services = services_of_visit()
    try:
        opened = open_form(FORM_TABLE[name], claim=session_of(request), services=services)
    except NotSignedInError:
        return sign_in_first(request, wanted="/")
    except NotPermittedError:
        return not_found(request)
    except ServandaError as error:
        return unavailable(request, error)
    code = "broken-off"
    try:
        answer = do(request, services)
        code = ""
    except ServandaError as error:
        code = error.code
        return unavailable(request, error)
    finally:
        close_page(opened, code=code, services=services)
    return answer


def _shown(request: HttpRequest, name: str, read: Reader, visit: Visit) -> HttpResponse:
    context = {**frame(request, here=name), "visit": visit}
    try:
        context["page"] = read(visit)
    except ServandaError as error:
        return unavailable(request, error)
    return render(request, f"pages/{name}.html", context)
