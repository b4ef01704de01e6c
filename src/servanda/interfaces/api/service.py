"""The interface for programs as Django's routes: ninja's, each with the same frame around it.

1. Whatever is refused, by us, by ninja or by Django, is told as a problem.
2. No answer is kept by anybody on the way, and none may be read by a page of another origin.
3. A bug is told without what it was; the log of the process has it.

Source: docs/reference/api.md.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from servanda.core.errors import ServandaError
from servanda.interfaces.api.attachments import router as attachments
from servanda.interfaces.api.conduct import router as conduct
from servanda.interfaces.api.contacts import router as contacts
from servanda.interfaces.api.description import describe, written
from servanda.interfaces.api.desk import router as desk
from servanda.interfaces.api.door import JSON, declared, performed
from servanda.interfaces.api.information import router as information
from servanda.interfaces.api.problems import (
    PROBLEM_TYPE,
    Misfit,
    NoSuchThingError,
    problem,
    problem_of,
)
from servanda.interfaces.api.requests import router as requests
from servanda.interfaces.api.review import router as review
from servanda.usecases.people.prove_key import KeysLockedError

_LOG = logging.getLogger(__name__)
_REFUSED = 400

View = Callable[..., HttpResponse]

service = NinjaAPI(
    title="Servanda",
    version="1",
    description="What a desk can do, for programs. docs/reference/api.md explains it.",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
for _router in (requests, information, attachments, review, contacts, desk, conduct):
    service.add_router("", _router)


@service.get(
    "/openapi.json", **declared("describe", Any, summary="This description, as OpenAPI 3.1")
)
def show_description(request: HttpRequest) -> HttpResponse:
    """Return the description of the interface to whoever has a key."""
    with performed(request, "describe"):
        return HttpResponse(written(describe(service)), content_type=JSON)


def routes() -> list[URLPattern]:
    """Return every route below `/api/v1/`, and what answers to all others there."""
    patterns = [one for one in service.urls[0] if isinstance(one, URLPattern)]
    for one in patterns:
        one.callback = _framed(one.callback)
    return [*patterns, re_path(r"", _framed(_nothing_here))]


def _framed(view: View) -> View:
    @csrf_exempt  # a key is sent by nobody's browser by itself, and cookies open nothing here
    @wraps(view)
    def framed(request: HttpRequest, *given: Any, **named: Any) -> HttpResponse:  # noqa: ANN401 - as any view
        answer = view(request, *given, **named)
        if answer.status_code >= _REFUSED and answer["Content-Type"] != PROBLEM_TYPE:
            answer = _as_problem(answer)  # (1)
        answer["Cache-Control"] = "no-store"  # (2)
        return answer

    return framed


def _as_problem(answer: HttpResponse) -> HttpResponse:
    status = HTTPStatus(answer.status_code)
    told = problem(status, code=_code(status), detail=status.description or status.phrase)
    if "Allow" in answer:
        told["Allow"] = answer["Allow"]
    return told


def _code(status: HTTPStatus) -> str:
    return status.phrase.lower().replace(" ", "-")


def _nothing_here(_request: HttpRequest, **_named: object) -> HttpResponse:
    return problem_of(NoSuchThingError("there is no such operation"))


@service.exception_handler(ServandaError)
def _refused(_request: HttpRequest, error: ServandaError) -> HttpResponse:
    if isinstance(error, KeysLockedError):
        return problem_of(error, seconds=(error.until - datetime.now(UTC)).total_seconds())
    return problem_of(error)


@service.exception_handler(HttpError)
def _unreadable(_request: HttpRequest, error: HttpError) -> HttpResponse:
    status = HTTPStatus(error.status_code)
    detail = "there is no key" if status is HTTPStatus.UNAUTHORIZED else str(error)
    return problem(status, code=_code(status), detail=detail)


@service.exception_handler(ValidationError)
def _misfit(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    misfits = [
        Misfit(
            place=".".join(str(part) for part in one.get("loc", ()))[:200],
            expected=str(one.get("msg", ""))[:200],
        )
        for one in error.errors
    ]
    return problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        code="misfit",
        detail="what was sent has not the form of the operation",
        misfits=misfits,
    )


@service.exception_handler(Exception)
def _broken(_request: HttpRequest, error: Exception) -> HttpResponse:
    _LOG.error("an operation broke off", exc_info=error)  # (3)
    return problem(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        code="internal-server-error",
        detail="this is a fault of the node; its log says more",
    )
