"""Approve a draft as the second person, or refuse it; what is approved is what was shown.

1. The draft is there, and has the digest that the approver saw: an edited one is another.
2. It was not refused; who refused it waits for another version.
3. The approver is a person with that role, and nobody who wrote a version of it, stood in for one
   who did, or acts in the place of one who did.
4. The approval is in the audit log before anything is queued, so nothing is signed without it.
5. The statement is queued byte for byte, once: an approval that is played again finds no draft.

Source: docs/spec/people.md, "Four eyes".
"""

from dataclasses import dataclass
from typing import ClassVar

from servanda.core.audit.entry import Outcome
from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import Digest, digest_of
from servanda.core.people.roles import Access, Role
from servanda.usecases.exchange.own_leaves import draft_of
from servanda.usecases.exchange.queue_statement import (
    QueueResult,
    put_into_queue,
    require_legal,
)
from servanda.usecases.people.draft_content import DamagedDraftError, encode_content, parse_content
from servanda.usecases.people.record_entry import record
from servanda.usecases.ports.drafts import DraftRecord
from servanda.usecases.ports.records import QueuedStatement
from servanda.usecases.services import Services, require_pair

DRAFT_APPROVED = "draft_approved"
DRAFT_REFUSED = "draft_refused"
DRAFT_WITHDRAWN = "draft_withdrawn"


class NoDraftError(InvalidInputError):
    """No draft of this name waits: it was approved, withdrawn, or never written."""

    code: ClassVar[str] = "no-draft"


class DraftChangedError(InvalidInputError):
    """The draft is another than the one that was looked at; look at it again."""

    code: ClassVar[str] = "draft-changed"


class SecondPersonError(InvalidInputError):
    """Whoever would approve is no second person."""

    code: ClassVar[str] = "second-person"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingDraft:
    """A draft as its second person sees it.

    Attributes:
        record: As it is kept.
        statement: What will be queued and signed.
    """

    record: DraftRecord
    statement: QueuedStatement


def waiting_drafts(services: Services) -> list[WaitingDraft]:
    """Return all drafts, the oldest version first; as `waiting_draft`."""
    return [_opened(one, services=services) for one in services.store.drafts()]


def waiting_draft(ticket: str, *, services: Services) -> WaitingDraft:
    """Return one draft.

    Raises:
        NoDraftError: There is none.
        DamagedDraftError: It is not what its digest names.
    """
    found = services.store.draft(ticket)
    if found is None:
        raise NoDraftError(f"no draft {ticket} waits; `servanda approve list` names those that do")
    return _opened(found, services=services)


def approve_draft(ticket: str, *, digest: Digest, services: Services) -> QueueResult:
    """Approve a draft as it was looked at, and queue it.

    Args:
        ticket: Its name.
        digest: As it was shown to the approver.
        services: The node's ports.

    Raises:
        NoDraftError: (1), also for an approval that is played again.
        DraftChangedError: (1) or (2)
        SecondPersonError: (3)
        IllegalStatementError: It is not valid any more.
        IllegalMoveError: It would have no effect any more.
    """
    draft = waiting_draft(ticket, services=services)
    _require_seen(draft.record, digest)
    if draft.record.refusal:
        raise DraftChangedError(f"the draft {ticket} was refused; it has to be written anew")
    _require_second(draft.record, services=services)
    statement = draft.statement
    pair = require_pair(
        services, counterpart=statement.own.to_party, accord_name=statement.own.accord_name
    )
    _require_unsaid(draft, services=services)
    require_legal(draft_of(statement), pair=pair, services=services)
    _note(DRAFT_APPROVED, draft.record, services=services)
    queued = put_into_queue(statement, services=services)
    services.store.remove_draft(ticket, digest)
    services.acting.note(ticket, digest)
    return queued


def refuse_draft(ticket: str, *, digest: Digest, reason: str, services: Services) -> None:
    """Refuse a draft as it was looked at; it stays until it is written anew or withdrawn.

    Raises:
        NoDraftError: There is none.
        DraftChangedError: It is another.
        SecondPersonError: Who wrote it withdraws it instead.
    """
    draft = waiting_draft(ticket, services=services)
    _require_seen(draft.record, digest)
    _require_second(draft.record, services=services)
    _note(DRAFT_REFUSED, draft.record, services=services)
    if not services.store.refuse_draft(ticket, digest, refusal=reason):
        raise DraftChangedError(f"the draft {ticket} was written anew just now")


def withdraw_draft(ticket: str, *, digest: Digest | None = None, services: Services) -> None:
    """Take a draft away that was not approved.

    Args:
        ticket: Its name.
        digest: As it was shown to who withdraws it; None to withdraw it as it is now.
        services: The node's ports.

    Raises:
        NoDraftError: There is none.
        DraftChangedError: It is another than the one that was shown.
    """
    draft = waiting_draft(ticket, services=services)
    if digest is not None:
        _require_seen(draft.record, digest)
    _note(DRAFT_WITHDRAWN, draft.record, services=services)
    services.store.remove_draft(ticket, draft.record.digest)


def was_queued(ticket: str, *, digest: Digest, services: Services) -> bool:
    """Return whether just this draft was approved before, so that a second sending adds nothing."""
    known = services.store.ticket(ticket)
    return known is not None and digest_of(encode_content(known)) == digest


def _opened(found: DraftRecord, *, services: Services) -> WaitingDraft:
    if digest_of(found.content) != found.digest:
        raise DamagedDraftError(f"the draft {found.ticket} is not what its digest names")
    statement = parse_content(found.content, ticket=found.ticket, queued_at=services.clock.now())
    return WaitingDraft(record=found, statement=statement)


def _require_seen(draft: DraftRecord, digest: Digest) -> None:
    if draft.digest != digest:
        raise DraftChangedError(
            f"expected the digest of the draft as it is now ({draft.digest}), found {digest}: it "
            "was written anew, and what was approved before counts for nothing; look at it again"
        )


def _require_second(draft: DraftRecord, *, services: Services) -> None:
    actor = services.acting.actor
    if not actor.is_person or Role.APPROVER not in actor.roles:
        raise SecondPersonError("expected a person with the role of approver")
    shared = sorted(actor.eyes & draft.eyes)
    if shared:
        raise SecondPersonError(
            f"expected somebody else than who wrote the draft or stood in for them, found "
            f"{', '.join(shared)} on both sides"
        )


def _require_unsaid(draft: WaitingDraft, *, services: Services) -> None:
    """Require that nothing else was queued under the ticket, by somebody who was faster."""
    known = services.store.ticket(draft.record.ticket)
    if known is None:
        return
    is_same = encode_content(known) == draft.record.content
    services.store.remove_draft(draft.record.ticket, draft.record.digest)
    if is_same:
        raise NoDraftError(f"{draft.record.ticket} was approved and queued before")
    raise DraftChangedError(f"another version of {draft.record.ticket} was approved before")


def _note(verb: str, draft: DraftRecord, *, services: Services) -> None:
    record(
        actor=services.acting.actor,
        verb=verb,
        access=Access.SIGN,
        outcome=Outcome.DONE,
        about=(draft.ticket, draft.digest, *(f"by {name}" for name in sorted(draft.eyes))),
        services=services,
    )
