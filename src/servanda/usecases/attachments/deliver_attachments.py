"""Hand over the attachments that no receipt of the counterpart lists yet.

Beside the outbox of envelopes and on its own timer: an attachment of gigabytes must not hold up
a statement. Sending goes on where it stopped; what is handed over and not receipted is offered
again with growing pauses, and the counterpart is asked for what we lack.

Source: docs/spec/attachments.md, "Sending".
"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from servanda.core.errors import InvalidInputError, MisconfiguredError
from servanda.core.exchange.sending import resend_after
from servanda.core.identifiers import Digest, Origin, PartyId, digest_from_hash
from servanda.usecases.attachments.attached_files import is_ours
from servanda.usecases.ports.attachments import AttachmentTransport, HeldAttachment, Progress
from servanda.usecases.ports.outside import NO_PAUSE, DeliveryDelayedError, DeliveryRefusedError
from servanda.usecases.ports.records import AttachmentRecord
from servanda.usecases.services import Services, require_counterpart_card


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentSending:
    """One attempt to hand over one attachment.

    Attributes:
        own: The log whose statement names it.
        digest: Of the ciphertext.
        carrier: Kind of the carrier; empty where none leads to the counterpart.
        location: Where it was left; empty if it was not.
        trouble: Why it was not handed over; empty if it was.
        retry_after: How long the counterpart asked us to wait.
    """

    own: Origin
    digest: Digest
    carrier: str
    location: str = ""
    trouble: str = ""
    retry_after: timedelta = NO_PAUSE


def due_attachments(
    *, services: Services, force: bool = False, only: PartyId | None = None
) -> tuple[AttachmentRecord, ...]:
    """Return our attachments to send now.

    Args:
        services: The node's ports.
        force: Also those that wait for their next try.
        only: To this counterpart alone.
    """
    now = services.clock.now()
    return tuple(
        row
        for row in services.store.unlisted_attachments()
        if is_ours(row, services=services)
        and only in (None, row.origin.to_party)
        and (force or (row.due_at is not None and row.due_at <= now))
    )


def deliver_attachments(
    *,
    services: Services,
    progress: Progress | None = None,
    force: bool = False,
    only: PartyId | None = None,
    kinds: Container[str] | None = None,
) -> tuple[AttachmentSending, ...]:
    """Send what is due, one after another.

    Args:
        services: The node's ports; no lease is needed.
        progress: Told of bytes as they go; what it raises ends the sending.
        force: Also what waits for its next try.
        only: To this counterpart alone.
        kinds: Kinds of carriers to use; None: all, the preferred one first.
    """
    return tuple(
        _sendings(
            due_attachments(services=services, force=force, only=only),
            services=services,
            progress=progress or _nobody,
            kinds=kinds,
        )
    )


def _sendings(
    rows: Sequence[AttachmentRecord],
    *,
    services: Services,
    progress: Progress,
    kinds: Container[str] | None,
) -> Iterator[AttachmentSending]:
    for row in rows:
        sending = AttachmentSending(own=row.origin, digest=digest_from_hash(row.digest), carrier="")
        try:
            transports = _transports(row.origin.to_party, services=services, kinds=kinds)
        except (InvalidInputError, MisconfiguredError) as error:
            yield _note(row, replace(sending, trouble=str(error)), services=services)
            continue
        if not transports:
            trouble = "no carrier of attachments leads there"
            yield _note(row, replace(sending, trouble=trouble), services=services)
            continue
        transport = transports[row.attempts % len(transports)]
        if transport.needs_statement and not _is_copied(row, services=services):
            continue  # still due: the envelope goes first
        tried = _carry(sending, transport, services=services, progress=progress)
        yield _note(row, tried, services=services)


def _carry(
    sending: AttachmentSending,
    transport: AttachmentTransport,
    *,
    services: Services,
    progress: Progress,
) -> AttachmentSending:
    digest = sending.digest
    tried = replace(sending, carrier=transport.kind)
    size = services.attachments.size(digest)
    if size is None:
        return replace(tried, trouble=f"{digest} is gone; take it from a backup, or send it anew")
    held = HeldAttachment(digest=digest, size=size, open=lambda: services.attachments.open(digest))
    try:
        handed = transport.carry(held, progress=progress)
    except DeliveryDelayedError as error:
        trouble = f"{error.code}: {error}"
        return replace(tried, trouble=trouble, retry_after=error.retry_after)
    except DeliveryRefusedError as error:
        return replace(tried, trouble=f"{error.code}: {error}")
    return replace(tried, location=handed.location)


def _note(
    row: AttachmentRecord, sending: AttachmentSending, *, services: Services
) -> AttachmentSending:
    """Store how a sending went; ask for the receipt of what was handed over before."""
    now = services.clock.now()
    services.store.save_attachment_sending(
        replace(
            row,
            due_at=now + resend_after(row.attempts, asked=sending.retry_after),
            attempts=row.attempts + 1,
            is_handed_over=row.is_handed_over or not sending.trouble,
            trouble=sending.trouble,
        )
    )
    if row.is_handed_over and not sending.trouble:
        services.store.owe_answer(row.origin, due_at=now)
    return sending


def _is_copied(row: AttachmentRecord, *, services: Services) -> bool:
    pair = services.store.pair(row.origin)
    return pair is not None and pair.their_have > row.index


def _transports(
    party: PartyId, *, services: Services, kinds: Container[str] | None
) -> Sequence[AttachmentTransport]:
    card = require_counterpart_card(services, party)
    return [
        transport
        for transport in services.carriers.towards(card)
        if isinstance(transport, AttachmentTransport) and (kinds is None or transport.kind in kinds)
    ]


def _nobody(_done: int) -> None:
    """Take note of nothing."""
