"""What a node knows beside statements: counterparts, accords, tickets, documents, the audit log.

Source: docs/reference/api.md, "Operations".
"""

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from servanda.core.audit.entry import parse_entry
from servanda.core.identifiers import digest_from_hash
from servanda.core.keys.card import parse_card, twelve_words
from servanda.interfaces.api.door import declared, performed
from servanda.interfaces.api.forms import (
    LARGEST,
    MAX_PAGE,
    USUAL_PAGE,
    DigestText,
    Given,
    InstantText,
    said_at,
    shown,
)
from servanda.interfaces.api.problems import NoSuchThingError
from servanda.usecases.accords.show_accord import show_accord

router = Router()
_TICKET = r"^[A-Za-z0-9._-]{1,64}$"


class Exchange(Given):
    """How the exchange with a counterpart under one accord stands."""

    accord: str
    own_size: int = Field(ge=0, le=LARGEST, description="Leaves in our log.")
    copy_size: int = Field(ge=0, le=LARGEST, description="Leaves in our copy of theirs.")
    receipted: int = Field(ge=0, le=LARGEST, description="How many of ours they hold.")
    is_forked: bool = Field(description="Whether they showed two logs.")
    last_contact_at: InstantText | None
    trouble: str = Field(description="Why the last sending failed; empty if it did not.")


class Counterpart(Given):
    """One counterpart."""

    party: str
    words: str = Field(description="The twelve words that two people compare.")
    added_at: InstantText
    confirmed_at: InstantText | None
    exchanges: list[Exchange]


class Counterparts(Given):
    """All counterparts: few enough for one answer."""

    items: list[Counterpart]


class ListedAccord(Given):
    """An accord as it stands with one counterpart."""

    counterpart: str
    accord: str
    state: str = Field(description="in_force, proposed_by_us, proposed_by_them or none.")
    version: DigestText | None
    in_force: DigestText | None
    mode: str | None
    periods: list[InstantText] = Field(description="Where one period of the review ends.")


class Accords(Given):
    """All accords: few enough for one answer."""

    items: list[ListedAccord]


class Ticket(Given):
    """What became of something that was queued."""

    ticket: str
    type: str
    state: str = Field(description="held, refused, queued, failed or said.")
    leaf: DigestText | None = Field(description="The statement that it became.")
    trouble: str = Field(description="Why it can never become one, for who may read bodies.")


class ListedDocument(Given):
    """A document that evidence rests on."""

    digest: DigestText
    name: str
    size: int = Field(ge=0, le=LARGEST)
    added_at: InstantText
    tlp: str


class Documents(Given):
    """All documents of the archive."""

    items: list[ListedDocument]


class ListedEntry(Given):
    """An entry of the audit log."""

    number: int = Field(ge=0, le=LARGEST)
    at: InstantText
    who: str
    in_place_of: str
    verb: str
    access: str
    outcome: str
    code: str
    about: list[str]
    entry: int | None = Field(ge=0, le=LARGEST, description="The entry that this one goes on.")


class AuditPage(Given):
    """A part of the audit log, which only grows."""

    items: list[ListedEntry]
    resume: int = Field(ge=0, le=LARGEST, description="Give it as `first`, also on another day.")


class AuditQuery(BaseModel):
    """From which entry on."""

    first: int = Field(0, ge=0, le=LARGEST)
    limit: Annotated[int, Field(ge=1, le=MAX_PAGE)] = USUAL_PAGE


@router.get(
    "/counterparts",
    tags=["counterparts"],
    **declared("list-counterparts", Counterparts, summary="List counterparts"),
)
def list_counterparts(request: HttpRequest) -> Counterparts:
    """Return all counterparts, and how the exchange with each stands."""
    with performed(request, "list-counterparts") as called:
        pairs = called.services.store.pairs()
        items = [
            Counterpart(
                party=one.party,
                words=" ".join(twelve_words(parse_card(one.card))),
                added_at=said_at(one.added_at),
                confirmed_at=shown(one.confirmed_at),
                exchanges=[
                    Exchange(
                        accord=pair.own.accord_name,
                        own_size=pair.own_size,
                        copy_size=pair.copy_size,
                        receipted=pair.receipted,
                        is_forked=pair.forked,
                        last_contact_at=shown(pair.last_contact_at),
                        trouble=pair.trouble,
                    )
                    for pair in pairs
                    if pair.counterpart == one.party
                ],
            )
            for one in called.services.store.counterparts()
        ]
        return Counterparts(items=items)


@router.get(
    "/accords",
    tags=["counterparts"],
    **declared("list-accords", Accords, summary="List accords"),
)
def list_accords(request: HttpRequest) -> Accords:
    """Return how the accord with each counterpart stands."""
    with performed(request, "list-accords") as called:
        results = [
            show_accord(
                accord_name=pair.own.accord_name,
                counterpart=pair.counterpart,
                services=called.services,
            )
            for pair in called.services.store.pairs()
        ]
        items = [
            ListedAccord(
                counterpart=one.pair.counterpart,
                accord=one.pair.own.accord_name,
                state=one.state,
                version=one.accord_id,
                in_force=one.in_force,
                mode=None if one.accord is None else one.accord.mode,
                periods=[] if one.accord is None else [*map(said_at, one.accord.periods)],
            )
            for one in results
        ]
        return Accords(items=items)


@router.get(
    "/tickets/{ticket}",
    tags=["requests"],
    **declared("show-ticket", Ticket, summary="Show what became of something queued"),
)
def show_ticket(
    request: HttpRequest, ticket: Annotated[str, Path(pattern=_TICKET, max_length=64)]
) -> Ticket:
    """Return what became of what was queued, or is held for a second person."""
    with performed(request, "show-ticket", about=[ticket]) as called:
        queued = called.services.store.ticket(ticket)
        draft = called.services.store.draft(ticket)
        if queued is not None:
            leaf = None if queued.leaf_hash is None else digest_from_hash(queued.leaf_hash)
            trouble = queued.trouble if called.reads_bodies else ""
            state = "failed" if queued.trouble else "queued" if leaf is None else "said"
            return Ticket(ticket=ticket, type=queued.type, state=state, leaf=leaf, trouble=trouble)
        if draft is None:
            raise NoSuchThingError("there is no such ticket")
        state = "refused" if draft.refusal else "held"
        return Ticket(ticket=ticket, type="", state=state, leaf=None, trouble="")


@router.get(
    "/evidence/documents",
    tags=["evidence"],
    **declared("list-documents", Documents, summary="List documents that evidence rests on"),
)
def list_documents(request: HttpRequest) -> Documents:
    """Return all documents of the archive."""
    with performed(request, "list-documents") as called:
        items = [
            ListedDocument(
                digest=f"sha256:{one.sha256}",
                name=one.name,
                size=one.size,
                added_at=said_at(one.added_at),
                tlp=one.tlp,
            )
            for one in called.services.store.documents()
        ]
        return Documents(items=items)


@router.get(
    "/audit",
    tags=["audit"],
    **declared("list-audit", AuditPage, summary="List entries of the audit log", asks=AuditQuery),
)
def list_audit(request: HttpRequest, asked: Query[AuditQuery]) -> AuditPage:
    """Return the next part of the audit log."""
    with performed(request, "list-audit") as called:
        records = called.services.store.audit_records(first=asked.first, limit=asked.limit)
        items = []
        for record in records:
            entry = parse_entry(record.line)
            items.append(
                ListedEntry(
                    number=record.index,
                    at=said_at(entry.at),
                    who=entry.actor.name,
                    in_place_of=entry.actor.cover,
                    verb=entry.verb,
                    access=entry.access.value,
                    outcome=entry.outcome.value,
                    code=entry.code,
                    about=[*entry.about],
                    entry=entry.entry,
                )
            )
        resume = items[-1].number + 1 if items else asked.first
        return AuditPage(items=items, resume=resume)
