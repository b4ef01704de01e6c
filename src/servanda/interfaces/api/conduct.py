"""What the two sides say to each other beside requests, for reading alone.

Source: docs/reference/api.md, "Operations".
"""

from django.http import HttpRequest
from ninja import Query, Router

from servanda.interfaces.api.door import declared
from servanda.interfaces.api.listed_statements import (
    StatementPage,
    StatementQuery,
    list_statements,
)

router = Router()


@router.get(
    "/hotline",
    tags=["conduct"],
    **declared(
        "list-hotline", StatementPage, summary="List calls and escalations", asks=StatementQuery
    ),
)
def list_hotline(request: HttpRequest, asked: Query[StatementQuery]) -> StatementPage:
    """Return the next part of all calls of the hotline and steps of its ladders."""
    types = ("call", "escalation")
    return list_statements(request, "list-hotline", types=types, asked=asked)


@router.get(
    "/concerns",
    tags=["conduct"],
    **declared(
        "list-concerns",
        StatementPage,
        summary="List concerns, replies and disputes",
        asks=StatementQuery,
    ),
)
def list_concerns(request: HttpRequest, asked: Query[StatementQuery]) -> StatementPage:
    """Return the next part of all concerns, what was replied, and disputes."""
    types = ("concern", "reply", "dispute")
    return list_statements(request, "list-concerns", types=types, asked=asked)


@router.get(
    "/assessments",
    tags=["conduct"],
    **declared(
        "list-assessments",
        StatementPage,
        summary="List assessments of commitments",
        asks=StatementQuery,
    ),
)
def list_assessments(request: HttpRequest, asked: Query[StatementQuery]) -> StatementPage:
    """Return the next part of all drafts, comments and released assessments."""
    return list_statements(request, "list-assessments", types=("assessment",), asked=asked)


@router.get(
    "/persons",
    tags=["persons"],
    **declared(
        "list-persons",
        StatementPage,
        summary="List events of persons of concern",
        asks=StatementQuery,
    ),
)
def list_persons(request: HttpRequest, asked: Query[StatementQuery]) -> StatementPage:
    """Return the next part of all statements about persons of concern."""
    return list_statements(request, "list-persons", types=("custody",), asked=asked)


@router.get(
    "/dialogue",
    tags=["dialogue"],
    **declared(
        "list-dialogue",
        StatementPage,
        summary="List rounds, outcomes and deliverables",
        asks=StatementQuery,
    ),
)
def list_dialogue(request: HttpRequest, asked: Query[StatementQuery]) -> StatementPage:
    """Return the next part of all that was said about rounds and what came of them."""
    types = ("round", "outcome", "deliverable")
    return list_statements(request, "list-dialogue", types=types, asked=asked)
