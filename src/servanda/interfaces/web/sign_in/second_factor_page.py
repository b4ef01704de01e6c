"""The page of the second factor: a secret for an app, a first code, and recovery codes once.

The secret travels through the form and is kept nowhere before the first code was right; a form
that was not taken shows the same secret again, for the app has it already.

Source: docs/spec/desk.md, "The second factor".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from servanda.core.errors import MisconfiguredError, ServandaError
from servanda.core.identifiers import PartyId
from servanda.core.people.passphrase import MOST_BYTES
from servanda.core.people.second_factor import (
    SECRET_BYTES,
    app_address,
    grouped,
    parse_secret,
    write_secret,
)
from servanda.interfaces.language import text
from servanda.interfaces.web.pages.door import page, sign_in_first, unavailable
from servanda.interfaces.web.pages.visit import (
    Visit,
    frame,
    language_of,
    services_of_visit,
    session_of,
    visitor_of,
)
from servanda.interfaces.web.sign_in.passphrase_checks import BusyError, passphrase_check
from servanda.usecases.people.prove_person import PersonLockedError, PersonNotProvedError
from servanda.usecases.people.read_people import read_people
from servanda.usecases.people.second_factor import (
    WrongCodeError,
    give_second_factor,
    remove_second_factor,
)
from servanda.usecases.people.sessions import NotSignedInError, SessionClaim
from servanda.usecases.services import Services, require_node

PATH = "/account/second-factor"
_REFUSED = 403


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactorPage:
    """The whole page.

    Attributes:
        party: Ours.
        mode: Of the home.
        has_one: Whether the reader has a second factor.
        secret: A new one, as an app takes it.
        shown: It in groups, to be typed off.
        app: The address by which an app on the same machine takes it.
        recovery: Recovery codes, on the one page that shows them.
        problem: Why the last form was not taken; empty if it was.
    """

    party: PartyId
    mode: str
    has_one: bool = False
    secret: str = ""
    shown: str = ""
    app: str = ""
    recovery: Sequence[str] = ()
    problem: str = ""


@page("second-factor")
def second_factor_page(visit: Visit) -> object:
    """Read the page; nothing is changed by it."""
    secret = visit.services.randomness.token(SECRET_BYTES)
    return _page(visit.actor.name, secret, services=visit.services)


@require_POST
@never_cache
def give_second_factor_form(request: HttpRequest) -> HttpResponse:
    """Take the first code, and show the recovery codes."""
    services, claim = services_of_visit(), session_of(request)
    secret = parse_secret(request.POST.get("secret", ""))
    if claim is None or secret is None:
        return sign_in_first(request, wanted=PATH)
    try:
        with passphrase_check():
            codes = give_second_factor(
                secret,
                typed=request.POST.get("code", ""),
                passphrase=_passphrase(request),
                claim=claim,
                at=visitor_of(request).at,
                services=services,
            )
    except ServandaError as error:
        return _refused(request, error, secret=secret, claim=claim, services=services)
    node = require_node(services)
    shown = SecondFactorPage(party=node.party, mode=node.mode, has_one=True, recovery=codes)
    context = {**frame(request, here=""), "page": shown}
    return render(request, "pages/second-factor.html", context)


@require_POST
@never_cache
def remove_second_factor_form(request: HttpRequest) -> HttpResponse:
    """Take the second factor away."""
    services, claim = services_of_visit(), session_of(request)
    if claim is None:
        return sign_in_first(request, wanted=PATH)
    try:
        with passphrase_check():
            remove_second_factor(_passphrase(request), claim=claim, services=services)
    except ServandaError as error:
        secret = services.randomness.token(SECRET_BYTES)
        return _refused(request, error, secret=secret, claim=claim, services=services)
    return HttpResponseRedirect(f"{PATH}?lang={language_of(request)}")


def _passphrase(request: HttpRequest) -> bytes:
    return request.POST.get("passphrase", "")[: MOST_BYTES + 1].encode()


def _refused(
    request: HttpRequest,
    error: ServandaError,
    *,
    secret: bytes,
    claim: SessionClaim,
    services: Services,
) -> HttpResponse:
    if isinstance(error, NotSignedInError):
        return sign_in_first(request, wanted=PATH)
    if isinstance(error, MisconfiguredError):
        return unavailable(request, error)
    name = _name(claim, services=services)
    problem = _problems(language_of(request)).get(error.code, str(error))
    shown = _page(name, secret, services=services, problem=problem)
    context = {**frame(request, here=""), "page": shown}
    return render(request, "pages/second-factor.html", context, status=_REFUSED)


def _name(claim: SessionClaim, *, services: Services) -> str:
    found = services.store.session(claim.digest)
    return "" if found is None else found.person


def _page(name: str, secret: bytes, *, services: Services, problem: str = "") -> SecondFactorPage:
    node = require_node(services)
    person = read_people(services).active(name)
    if person is None:
        return SecondFactorPage(party=node.party, mode=node.mode)
    written = write_secret(secret)
    return SecondFactorPage(
        party=node.party,
        mode=node.mode,
        has_one=person.second_factor is not None,
        secret=written,
        shown=grouped(written),
        app=app_address(secret, person=name, party=node.party),
        problem=problem,
    )


def _problems(language: str) -> Mapping[str, str]:
    return {
        WrongCodeError.code: text(
            "The code is not the one that the app shows now for this secret.", language=language
        ),
        PersonNotProvedError.code: text(
            "The present passphrase is another. Nothing was changed.", language=language
        ),
        PersonLockedError.code: text(
            "Too many wrong attempts in a row. Wait a while, or let an administrator unlock it.",
            language=language,
        ),
        BusyError.code: text("Many are signing in at this moment. Try again.", language=language),
    }
