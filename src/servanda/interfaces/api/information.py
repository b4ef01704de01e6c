"""Information: what was given and got unasked, and what is said about it.

Source: docs/reference/api.md, "Operations".
"""

from http import HTTPStatus
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from servanda.core.identifiers import hash_from_digest, parse_digest
from servanda.interfaces.api.door import JSON, declared, performed
from servanda.interfaces.api.forms import DigestText, Queued
from servanda.interfaces.api.listed_statements import (
    StatementPage,
    StatementQuery,
    list_statements,
)
from servanda.interfaces.api.once import OnceName
from servanda.interfaces.api.saying import NewAnswer, NewStep, say
from servanda.interfaces.api.statements import Statement, statement_given
from servanda.usecases.reading.filings import REQUEST

router = Router(tags=["information"])
INFORMATION = "information"


@router.get(
    "/information",
    **declared(
        "list-information",
        StatementPage,
        summary="List information given and got",
        asks=StatementQuery,
    ),
)
def list_information(request: HttpRequest, asked: Query[StatementQuery]) -> StatementPage:
    """Return the next part of all pieces of information."""
    return list_statements(request, "list-information", types=(INFORMATION,), asked=asked)


@router.get(
    "/information/{leaf}",
    **declared("show-information", Statement, summary="Show one piece of information"),
)
def show_information(request: HttpRequest, leaf: Annotated[DigestText, Path()]) -> Statement:
    """Return one piece of information."""
    with performed(request, "show-information", about=[leaf]) as called:
        name = hash_from_digest(parse_digest(leaf))
        return statement_given(name, types=(INFORMATION,), called=called)


@router.post(
    "/information",
    **declared(
        "give-information",
        Queued,
        summary="Give the counterpart information",
        status=HTTPStatus.ACCEPTED,
        media=JSON,
    ),
)
def give_information(request: HttpRequest, said: NewAnswer, name: OnceName) -> HttpResponse:
    """Queue a piece of information, which may be about a request or another piece."""
    return say(
        request,
        said,
        operation="give-information",
        type_=INFORMATION,
        name=name,
        ref=None if said.ref is None else parse_digest(said.ref),
        of=(REQUEST, INFORMATION),
    )


@router.post(
    "/information/{leaf}/statements",
    **declared(
        "say-about-information",
        Queued,
        summary="Say something about a piece of information",
        status=HTTPStatus.ACCEPTED,
        media=JSON,
    ),
)
def say_about_information(
    request: HttpRequest, leaf: Annotated[DigestText, Path()], said: NewStep, name: OnceName
) -> HttpResponse:
    """Queue an acknowledgement, feedback or a withdrawal, as far as the life cycle has it."""
    return say(
        request,
        said,
        operation="say-about-information",
        type_=said.type,
        name=name,
        ref=parse_digest(leaf),
        of=(INFORMATION,),
    )
