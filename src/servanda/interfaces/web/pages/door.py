"""What stands before every page: who is it, may they, and what they get instead if not.

Source: docs/spec/desk.md, "Who may open what".
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from types import MappingProxyType
from typing import Final, TypeAlias
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from servanda.core.errors import MisconfiguredError, ServandaError
from servanda.core.people.page_table import ABOUT_TABLE, FORM_TABLE, PAGE_TABLE, row_at_the_desk
from servanda.interfaces.language import speaking
from servanda.interfaces.web.pages.kept_form import (
    NEVER_PUT_BACK,
    is_of_this_desk,
    send_again,
    typed_fields,
)
from servanda.interfaces.web.pages.visit import (
    Visit,
    frame,
    language_of,
    services_of_visit,
    session_of,
)
from servanda.usecases.people.boundary import NotPermittedError
from servanda.usecases.people.open_page import NoPersonsYetError, close_page, open_form, open_page
from servanda.usecases.people.prove_person import NoCoverError
from servanda.usecases.people.sessions import NotSignedInError
from servanda.usecases.reading.show_request import NotThereError
from servanda.usecases.services import Services

View: TypeAlias = Callable[..., HttpResponse]
Reader: TypeAlias = Callable[[Visit], object]
# Called with what came, the ports that know who acts, and by name what the address names.
Doer: TypeAlias = Callable[..., HttpResponse]

NOTHING_NAMED: Final[Mapping[str, str]] = MappingProxyType({})
SIGN_IN_PATH: Final = "/sign-in"  # asks for secrets, which are never given back
_FORBIDDEN = 403
_NOT_FOUND = 404
_REFUSED = 422
_UNAVAILABLE = 503
_ENDINGS: Final[Mapping[int, str]] = {_NOT_FOUND: "not-there", _UNAVAILABLE: "unavailable"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The page that a form stands on, and is shown on again where it is not taken.

    Attributes:
        name: Of its route.
        path: From the root.
        read: What reads it.
    """

    name: str
    path: str
    read: Reader


def page(name: str) -> Callable[[Reader], View]:
    """Make a view of what reads a page: `name` is its route's, its template's, and its row's."""

    def made(read: Reader) -> View:
        @wraps(read)
        def view(request: HttpRequest, **named: str) -> HttpResponse:
            with speaking(language_of(request)):
                return _answered(request, name, read, named=named)

        return require_safe(never_cache(view))

    return made


def form(name: str, *, on: Shown | None = None) -> Callable[[Doer], View]:
    """Make a view of what a form does: `name` is its route's, and its verb's row.

    What it does is done by who is in the session; without one the way leads to the sign-in. What is
    wrong with what was typed is told on the page `on`, with the form as it was filled.
    """

    def made(do: Doer) -> View:
        @wraps(do)
        def view(request: HttpRequest, **named: str) -> HttpResponse:
            with speaking(language_of(request)):
                return _done(request, name, do, on=on, named=named)

        return require_POST(never_cache(view))

    return made


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's
    """Answer that there is no such page: the same whether there is none or it is not theirs."""
    return render(request, "pages/not_found.html", frame(request, here=""), status=_NOT_FOUND)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's
    """Answer a form that was sent from elsewhere, or is older than the browser's cookie.

    What was typed on a page of ours is given back.
    """
    if request.path != SIGN_IN_PATH and typed_fields(request) and is_of_this_desk(request):
        return send_again(request)
    return render(request, "pages/forged.html", frame(request, here=""), status=_FORBIDDEN)


def sign_in_first(request: HttpRequest, *, wanted: str) -> HttpResponse:
    """Send to the sign-in, which leads back to `wanted`."""
    asked = {"lang": language_of(request), "next": wanted}
    return HttpResponseRedirect(f"{SIGN_IN_PATH}?{urlencode(asked)}")


def unavailable(request: HttpRequest, error: ServandaError) -> HttpResponse:
    """Answer that something is wrong with this node: it must not be shown as if it were sound."""
    context = {**frame(request, here=""), "error": error}
    return render(request, "pages/unavailable.html", context, status=_UNAVAILABLE)


def _answered(
    request: HttpRequest,
    name: str,
    read: Reader,
    *,
    form: str = "",
    problem: ServandaError | None = None,
    named: Mapping[str, str] = NOTHING_NAMED,
) -> HttpResponse:
    services, row = services_of_visit(), PAGE_TABLE.get(name) or ABOUT_TABLE[name]
    about = (*_about(row.about, request.GET), *_named(named))
    try:
        opened = open_page(row, claim=session_of(request), about=about, services=services)
    except NoPersonsYetError:
        return render(request, "pages/no_persons.html", frame(request, here=""), status=_FORBIDDEN)
    except NotSignedInError:
        return sign_in_first(request, wanted=request.get_full_path())
    except (NotPermittedError, NoCoverError):
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
        form=form,
        typed=_typed(request),
        problem=problem,
        named=named,
    )
    code = "broken-off"
    try:
        answer = _shown(request, name, read, visit)
        code = _ENDINGS.get(answer.status_code, "")
    finally:
        close_page(opened, code=code, services=services)
    return answer


def _done(
    request: HttpRequest, name: str, do: Doer, *, on: Shown | None, named: Mapping[str, str]
) -> HttpResponse:
    services, verb = services_of_visit(), FORM_TABLE[name]
    row = row_at_the_desk(verb)
    about = (*_about(() if row is None else row.about, request.POST), *_named(named))
    try:
        opened = open_form(verb, claim=session_of(request), about=about, services=services)
    except NotSignedInError:
        if typed_fields(request):
            return send_again(request)
        return sign_in_first(request, wanted="/" if on is None else on.path)
    except (NotPermittedError, NoCoverError):
        return not_found(request)
    except ServandaError as error:
        return unavailable(request, error)
    code = "broken-off"
    try:
        answer = _tried(do, request, services, named)
        code = answer.code if isinstance(answer, ServandaError) else ""
    finally:
        close_page(opened, code=code, services=services)
    if isinstance(answer, ServandaError):
        return _refused(request, name, answer, on=on)
    return answer


def _refused(
    request: HttpRequest, name: str, error: ServandaError, *, on: Shown | None
) -> HttpResponse:
    if isinstance(error, NotThereError):
        return not_found(request)
    if on is None or isinstance(error, MisconfiguredError):
        return unavailable(request, error)
    return _answered(request, on.name, on.read, form=name, problem=error)


def _typed(request: HttpRequest) -> dict[str, str]:
    said = request.POST.lists()
    return {name: "\n".join(map(str, all_)) for name, all_ in said if name not in NEVER_PUT_BACK}


def _tried(
    do: Doer, request: HttpRequest, services: Services, named: Mapping[str, str]
) -> HttpResponse | ServandaError:
    try:
        return do(request, services, **named)
    except ServandaError as error:
        return error


def _about(names: Iterable[str], said: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(said[name] for name in names if said.get(name))


def _named(named: Mapping[str, str]) -> list[str]:
    """Return what the audit log notes of what an address names: a leaf hash, or a ticket."""
    case = named.get("case", "")
    return [one for one in (f"sha256:{case}" if case else "", named.get("ticket", "")) if one]


def _shown(request: HttpRequest, name: str, read: Reader, visit: Visit) -> HttpResponse:
    context = {**frame(request, here=name), "visit": visit}
    try:
        found = read(visit)
    except NotThereError:
        return not_found(request)
    except ServandaError as error:
        return unavailable(request, error)
    if isinstance(found, HttpResponse):  # the way to another page
        return found
    context["page"] = found
    status = None if visit.problem is None else _REFUSED
    return render(request, f"pages/{name}.html", context, status=status)
