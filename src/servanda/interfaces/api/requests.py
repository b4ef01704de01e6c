"""Requests: those of both sides, one of them whole, and what is said to make or move one.

Source: docs/reference/api.md, "Requests".
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from servanda.core.identifiers import (
    Digest,
    digest_from_hash,
    hash_from_digest,
    parse_digest,
    parse_instant,
)
from servanda.interfaces.api.door import JSON, Called, declared, performed
from servanda.interfaces.api.forms import (
    MAX_PAGE,
    USUAL_PAGE,
    DigestText,
    Given,
    InstantText,
    Page,
    Queued,
    said_at,
    shown,
)
from servanda.interfaces.api.once import OnceName
from servanda.interfaces.api.problems import NoSuchThingError
from servanda.interfaces.api.saying import NewStatement, NewStep, say
from servanda.interfaces.api.statements import Statement, statements_given
from servanda.interfaces.api.walks import After, next_since, read_after, write_after
from servanda.usecases.ports.casework import CaseQuestion, CaseRecord
from servanda.usecases.ports.records import FilingRecord
from servanda.usecases.reading.filings import REQUEST

router = Router(tags=["requests"])


class ListedRequest(Given):
    """A request as it stands."""

    leaf: DigestText
    counterpart: str
    accord: str
    is_ours: bool = Field(description="Whether we asked.")
    kind: str
    urgency: str
    subject: str
    state: str
    is_open: bool = Field(description="Whether something is still owed on it.")
    is_held: bool = Field(description="Whether its clock stands still.")
    started_at: InstantText
    due_at: InstantText | None
    answered_at: InstantText | None
    expires_at: InstantText | None
    last_at: InstantText
    outcome: str
    title: str | None = Field(description="Null for who may not read bodies, and once erased.")
    file_numbers: dict[str, str] = Field(description="By party; empty for who may not read bodies.")


class ShownRequest(ListedRequest):
    """A request with all that was said about it."""

    statements: list[Statement] = Field(description="The request first, then by receipt.")


class RequestQuery(BaseModel):
    """Which requests are wanted."""

    after: After | None = None
    updated_since: InstantText | None = None
    is_open: bool | None = None
    is_ours: bool | None = None
    limit: Annotated[int, Field(ge=1, le=MAX_PAGE)] = USUAL_PAGE


@router.get(
    "/requests",
    **declared(
        "list-requests",
        Page[ListedRequest],
        summary="List requests of both sides",
        asks=RequestQuery,
    ),
)
def list_requests(request: HttpRequest, asked: Query[RequestQuery]) -> Page[ListedRequest]:
    """Return the next part of all requests that were receipted."""
    with performed(request, "list-requests") as called:
        now = called.services.clock.now()
        since = None if asked.updated_since is None else parse_instant(asked.updated_since)
        found = called.services.store.cases_after(
            CaseQuestion(
                after=read_after(asked.after),
                changed_since=since,
                is_open=asked.is_open,
                is_ours=asked.is_ours,
                limit=asked.limit + 1,
            )
        )
        return Page(
            items=_listed(found[: asked.limit], called=called),
            next=_place(found[asked.limit - 1]) if len(found) > asked.limit else None,
            next_since=next_since(now),
        )


@router.get(
    "/requests/{leaf}",
    **declared("show-request", ShownRequest, summary="Show a request with all said about it"),
)
def show_request(request: HttpRequest, leaf: Annotated[DigestText, Path()]) -> ShownRequest:
    """Return one request, and every statement of its case."""
    with performed(request, "show-request", about=[leaf]) as called:
        case = _case(parse_digest(leaf), called=called)
        (listed,) = _listed([case], called=called)
        said = called.services.store.case_statements(case.own, [case.leaf_hash])
        others = sorted(
            (one for one in said if one.leaf_hash != case.leaf_hash),
            key=lambda one: (one.received_at, str(one.origin), one.index),
        )
        in_order = [case.leaf_hash, *(one.leaf_hash for one in others)]
        return ShownRequest(
            **listed.model_dump(),
            statements=statements_given(in_order, called=called),
        )


@router.post(
    "/requests",
    **declared(
        "make-request",
        Queued,
        summary="Ask the counterpart for something",
        status=HTTPStatus.ACCEPTED,
        media=JSON,
    ),
)
def make_request(request: HttpRequest, said: NewStatement, name: OnceName) -> HttpResponse:
    """Queue a request; it is signed by the sequencer, or held for a second person."""
    return say(request, said, operation="make-request", type_=REQUEST, name=name)


@router.post(
    "/requests/{leaf}/statements",
    **declared(
        "say-about-request",
        Queued,
        summary="Acknowledge, ask back, answer, give feedback or withdraw",
        status=HTTPStatus.ACCEPTED,
        media=JSON,
    ),
)
def say_about_request(
    request: HttpRequest, leaf: Annotated[DigestText, Path()], said: NewStep, name: OnceName
) -> HttpResponse:
    """Queue the next step of a request, as far as its life cycle has it."""
    return say(
        request,
        said,
        operation="say-about-request",
        type_=said.type,
        name=name,
        ref=parse_digest(leaf),
        of=(REQUEST,),
    )


def _case(leaf: Digest, *, called: Called) -> CaseRecord:
    found = called.services.store.case(hash_from_digest(leaf))
    if found is None:
        raise NoSuchThingError("there is no such request, or it is not receipted yet")
    return found


def _place(case: CaseRecord) -> str:
    return write_after(int(case.started_at.timestamp()), case.leaf_hash)


def _listed(cases: Sequence[CaseRecord], *, called: Called) -> list[ListedRequest]:
    filed = _filed(cases, called=called)
    return [
        ListedRequest(
            leaf=digest_from_hash(one.leaf_hash),
            counterpart=one.own.to_party,
            accord=one.own.accord_name,
            is_ours=one.is_ours,
            kind=one.kind,
            urgency=one.urgency,
            subject=one.subject,
            state=one.state,
            is_open=one.is_open,
            is_held=one.is_held,
            started_at=said_at(one.started_at),
            due_at=shown(one.due_at),
            answered_at=shown(one.answered_at),
            expires_at=shown(one.expires_at),
            last_at=said_at(one.last_at),
            outcome=one.outcome,
            title=next((row.title for row in filed.get(one.leaf_hash, ()) if row.title), None),
            file_numbers={
                row.origin.from_party: row.file_number
                for row in filed.get(one.leaf_hash, ())
                if row.file_number
            },
        )
        for one in cases
    ]


def _filed(
    cases: Sequence[CaseRecord], *, called: Called
) -> Mapping[bytes, Sequence[FilingRecord]]:
    """Return under what each case is kept: words of bodies, for those who may read them."""
    found: dict[bytes, list[FilingRecord]] = {}
    if called.reads_bodies:
        for row in called.services.store.filings_about([one.leaf_hash for one in cases]):
            found.setdefault(row.about, []).append(row)
    return found
