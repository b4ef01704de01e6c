"""The page of signing in, and the form of signing out.

1. Not more passphrases are looked at at once than the machine bears.
2. What is wrong is told in one sentence, whether the name or the passphrase is: also the time is
   the same, which is the use case's doing.
3. Whoever signs in gets a new token, whatever the browser brought; the session of that is ended.
4. The way back leads to a page of this desk, or to the front page.

Source: docs/spec/desk.md, "Signing in".
"""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from servanda.core.errors import MisconfiguredError, ServandaError
from servanda.core.identifiers import PartyId
from servanda.interfaces.language import text
from servanda.interfaces.web.pages.door import unavailable
from servanda.interfaces.web.pages.visit import (
    frame,
    give_session,
    language_of,
    services_of_visit,
    session_of,
    take_session,
    visitor_of,
)
from servanda.interfaces.web.sign_in.passphrase_checks import BusyError, passphrase_check
from servanda.usecases.people.prove_person import Claim, PersonLockedError, SaidCode
from servanda.usecases.people.read_people import read_people
from servanda.usecases.people.sessions import NotSignedInError, prove_session
from servanda.usecases.people.sign_in import AddressLockedError, sign_in, sign_out
from servanda.usecases.services import Services, require_node

MAX_CHARACTERS = 1024  # of a name or passphrase; what is longer is none

_FORBIDDEN = 403
_TOO_MANY = 429
_BUSY = 503
_LOCKED: Final = (PersonLockedError, AddressLockedError)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage:
    """The whole page.

    Attributes:
        party: Ours.
        mode: Of the home.
        name: As typed before; empty at first.
        wanted: The page that it leads to.
        problem: What was wrong; empty at first.
    """

    party: PartyId
    mode: str
    name: str = ""
    wanted: str = "/"
    problem: str = ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """Show the form, or take it."""
    services = services_of_visit()
    try:
        if request.method == "POST":
            return _taken(request, services=services)
        if _is_signed_in(request, services=services):
            return HttpResponseRedirect(wanted_path(request.GET.get("next", "")))
        if not read_people(services).has_persons:
            return HttpResponseRedirect("/")
        return _asked(request, services=services, wanted=request.GET.get("next", ""))
    except MisconfiguredError as error:
        return unavailable(request, error)


@never_cache
@require_POST
def sign_out_form(request: HttpRequest) -> HttpResponse:
    """End the session, if there is one."""
    claim = session_of(request)
    services = services_of_visit()
    try:
        if claim is not None:
            sign_out(claim, services=services)
    except MisconfiguredError as error:
        return unavailable(request, error)
    answer = HttpResponseRedirect(f"/sign-in?lang={language_of(request)}")
    take_session(answer)
    return answer


def wanted_path(path: str) -> str:
    """Return `path` if it is one of this desk's, else the front page (4)."""
    is_here = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    if not is_here:
        return "/"
    try:
        resolve(path.partition("?")[0])
    except Resolver404:
        return "/"
    return path


def _taken(request: HttpRequest, *, services: Services) -> HttpResponse:
    language = language_of(request)
    name, passphrase = (request.POST.get(one, "") for one in ("name", "passphrase"))
    wanted = request.POST.get("next", "")
    visitor = visitor_of(request)
    code = SaidCode(typed=request.POST.get("code", "")[:MAX_CHARACTERS], at=visitor.at)
    claim = Claim(
        name=name[:MAX_CHARACTERS], passphrase=passphrase[: MAX_CHARACTERS + 1].encode(), code=code
    )
    try:
        with passphrase_check():  # (1)
            token = sign_in(claim, visitor=visitor, services=services)
    except MisconfiguredError:
        raise
    except ServandaError as error:  # (2)
        return _asked(
            request,
            services=services,
            name=name,
            wanted=wanted,
            problem=_problem(error, language=language),
            status=_status(error),
        )
    return _entered(request, token, wanted=wanted, services=services)


def _entered(request: HttpRequest, token: str, *, wanted: str, services: Services) -> HttpResponse:
    before = session_of(request)
    if before is not None:
        sign_out(before, services=services)  # (3)
    rotate_token(request)
    answer = HttpResponseRedirect(wanted_path(wanted))
    give_session(answer, token)
    return answer


def _status(error: ServandaError) -> int:
    if isinstance(error, BusyError):
        return _BUSY
    return _TOO_MANY if isinstance(error, _LOCKED) else _FORBIDDEN


def _problem(error: ServandaError, *, language: str) -> str:
    if isinstance(error, BusyError):
        return text("Many are signing in at this moment. Try again.", language=language)
    if isinstance(error, _LOCKED):
        return text(
            "Too many wrong attempts in a row. Wait a while, or let an administrator unlock it.",
            language=language,
        )
    return text(
        "There is no such person, or the passphrase or the code is another.", language=language
    )


def _is_signed_in(request: HttpRequest, *, services: Services) -> bool:
    claim = session_of(request)
    if claim is None:
        return False
    try:
        prove_session(claim, people=read_people(services), services=services)
    except NotSignedInError:
        return False
    return True


def _asked(
    request: HttpRequest,
    *,
    services: Services,
    name: str = "",
    wanted: str = "",
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    node = require_node(services)
    shown = SignInPage(
        party=node.party,
        mode=node.mode,
        name=name[:MAX_CHARACTERS],
        wanted=wanted_path(wanted),
        problem=problem,
    )
    context = {**frame(request, here="sign-in"), "page": shown}
    answer = render(request, "pages/sign_in.html", context, status=status)
    if session_of(request) is not None and not problem:
        take_session(answer)  # of a session that is over
    return answer
