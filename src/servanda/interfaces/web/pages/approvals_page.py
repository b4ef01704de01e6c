"""The page of four eyes: a draft exactly as it will be signed, and the forms that answer it.

Each form names the digest of what stood on the page, so that what was read is what is signed. A
form that is sent twice finds nothing more to do.

Source: docs/spec/people.md, "Four eyes"; docs/spec/desk.md, "Approving".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse

from servanda.core import canonical
from servanda.core.errors import ServandaError
from servanda.core.identifiers import Digest, PartyId, digest_from_hash, parse_digest
from servanda.core.people.actor import Actor
from servanda.interfaces.fault_texts import error_text
from servanda.interfaces.language import text
from servanda.interfaces.web.pages.door import Shown, form, page
from servanda.interfaces.web.pages.may_call import may_call
from servanda.interfaces.web.pages.members import MemberRow, member_rows
from servanda.interfaces.web.pages.typed_fields import lead_back, typed_name, typed_text
from servanda.interfaces.web.pages.visit import Visit
from servanda.interfaces.words import word
from servanda.usecases.people.approve_draft import (
    DraftChangedError,
    NoDraftError,
    SecondPersonError,
    WaitingDraft,
    approve_draft,
    refuse_draft,
    waiting_draft,
    waiting_drafts,
    was_queued,
    withdraw_draft,
)
from servanda.usecases.people.draft_content import shown_body
from servanda.usecases.reading.show_request import NotThereError
from servanda.usecases.services import Services, require_node

PATH: Final = "/approvals"
MAX_REASON: Final = 2_000  # characters
_GIVEN, _REFUSED, _WITHDRAWN, _GONE = "given", "refused", "withdrawn", "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """One draft of the list.

    Attributes:
        ticket: Its name.
        type: In words.
        party: To whom.
        by: Who wrote it, or stood in for one who did.
        since: When this version was written.
        is_refused: Whether it went back to who wrote it.
    """

    ticket: str
    type: str
    party: PartyId
    by: str
    since: datetime
    is_refused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftInFull:
    """All of one draft.

    Attributes:
        line: As in the list.
        digest: Of all that will be signed.
        accord: Name of the accord.
        version: Id of the version that it names; empty where it names none.
        ref: The leaf that it is about; empty without one.
        clear: Facts, as they stand in clear; None for who may not read bodies.
        sealed: Members of the body; None without a body, or for who may not read bodies.
        attachments: Digests of ciphertexts, in clear.
        refusal: Why it was refused; empty while it waits, or for who may not read bodies.
        may_give: Whether the reader may be the second person.
        may_withdraw: Whether the reader may take it away.
        is_own: Whether the reader wrote it, or stood in for one who did.
    """

    line: DraftLine
    digest: Digest
    accord: str
    version: str
    ref: str
    clear: Sequence[MemberRow] | None
    sealed: Sequence[MemberRow] | None
    attachments: Sequence[str]
    refusal: str
    may_give: bool
    may_withdraw: bool
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalsPage:
    """The whole page.

    Attributes:
        party: Ours.
        mode: Of the home.
        lines: Every draft, the oldest version first.
        draft: The one that the address names; None without.
        reason: Typed into the form of a refusal that was not taken.
        problem: Why a form was not taken; empty if it was.
        done: What a form did; empty if nothing.
        most: Characters of a reason.
    """

    party: PartyId
    mode: str
    lines: Sequence[DraftLine]
    draft: DraftInFull | None
    reason: str
    problem: str
    done: str
    most: int = MAX_REASON


def read_approvals(visit: Visit) -> ApprovalsPage:
    """Return the page as the reader may see it; nothing is changed by it."""
    node = require_node(visit.services)
    ticket = visit.query.get("draft", "")
    return ApprovalsPage(
        party=node.party,
        mode=node.mode,
        lines=[_line(one, language=visit.language) for one in waiting_drafts(visit.services)],
        draft=_draft(ticket, visit=visit) if ticket else None,
        reason=visit.typed.get("reason", ""),
        problem=_problem(visit.problem, language=visit.language),
        done=_done(visit.language).get(visit.query.get("done", ""), ""),
    )


approvals_page = page("approvals")(read_approvals)
_SHOWN: Final = Shown(name="approvals", path=PATH, read=read_approvals)


@form("give-approval", on=_SHOWN)
def give_approval_form(request: HttpRequest, services: Services) -> HttpResponse:
    """Approve what was shown; then the sequencer signs it."""
    ticket, digest = _named(request)
    try:
        approve_draft(ticket, digest=digest, services=services)
    except NoDraftError:
        is_done = was_queued(ticket, digest=digest, services=services)
        return _back(request, _GIVEN if is_done else _GONE)
    return _back(request, _GIVEN)


@form("refuse-draft", on=_SHOWN)
def refuse_draft_form(request: HttpRequest, services: Services) -> HttpResponse:
    """Refuse what was shown, with a reason for who writes it anew."""
    ticket, digest = _named(request)
    reason = typed_text(request, "reason", most=MAX_REASON)
    return _unless_gone(
        request,
        _REFUSED,
        lambda: refuse_draft(ticket, digest=digest, reason=reason, services=services),
    )


@form("withdraw-draft", on=_SHOWN)
def withdraw_draft_form(request: HttpRequest, services: Services) -> HttpResponse:
    """Take away what was shown; it was not approved."""
    ticket, digest = _named(request)
    return _unless_gone(
        request, _WITHDRAWN, lambda: withdraw_draft(ticket, digest=digest, services=services)
    )


def _named(request: HttpRequest) -> tuple[str, Digest]:
    return typed_name(request, "ticket"), parse_digest(typed_name(request, "digest"))


def _unless_gone(request: HttpRequest, done: str, do: Callable[[], None]) -> HttpResponse:
    try:
        do()
    except NoDraftError:
        return _back(request, _GONE)
    return _back(request, done)


def _back(request: HttpRequest, done: str) -> HttpResponse:
    return lead_back(request, PATH, {"done": done})


def _line(draft: WaitingDraft, *, language: str) -> DraftLine:
    return DraftLine(
        ticket=draft.record.ticket,
        type=word(draft.statement.type, language=language),
        party=draft.statement.own.to_party,
        by=", ".join(sorted(draft.record.eyes)),
        since=draft.record.written_at,
        is_refused=bool(draft.record.refusal),
    )


def _draft(ticket: str, *, visit: Visit) -> DraftInFull:
    try:
        draft = waiting_draft(ticket, services=visit.services)
    except NoDraftError as error:
        raise NotThereError(str(error)) from error
    statement, record, reads = draft.statement, draft.record, visit.reads_bodies
    body = shown_body(statement) if reads else None
    facts = canonical.parse_object(statement.facts)
    return DraftInFull(
        line=_line(draft, language=visit.language),
        digest=record.digest,
        accord=statement.own.accord_name,
        version=statement.accord or "",
        ref="" if statement.ref is None else digest_from_hash(statement.ref),
        clear=member_rows(facts, language=visit.language) if reads else None,
        sealed=None if body is None else member_rows(body),
        attachments=statement.attachments,
        refusal=record.refusal if reads else "",
        may_give=_may_give(draft, visit.actor),
        may_withdraw=may_call("approve withdraw", visit.actor),
        is_own=bool(record.eyes & visit.actor.eyes),
    )


def _may_give(draft: WaitingDraft, actor: Actor) -> bool:
    is_second = actor.is_person and not draft.record.eyes & actor.eyes
    return is_second and not draft.record.refusal and may_call("approve give", actor)


def _problem(error: ServandaError | None, *, language: str) -> str:
    match error:
        case None:
            return ""
        case DraftChangedError():
            return text(
                "The draft is another than the one you looked at, or it was refused. Read it again "
                "as it is now.",
                language=language,
            )
        case SecondPersonError():
            return text(
                "Somebody who wrote the draft, or stood in for one who did, cannot be its second "
                "person.",
                language=language,
            )
        case _:
            return error_text(error, language=language)


def _done(language: str) -> Mapping[str, str]:
    return {
        _GIVEN: text(
            "Approved. The node signs it now and sends it as soon as the carrier takes it.",
            language=language,
        ),
        _REFUSED: text("Refused. It waits for another version.", language=language),
        _WITHDRAWN: text("Taken away. Nothing of it was signed.", language=language),
        _GONE: text(
            "No such draft waits any more: it was approved or taken away before.",
            language=language,
        ),
    }
