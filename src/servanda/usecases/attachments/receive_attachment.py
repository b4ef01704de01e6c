"""Take the parts of an attachment, from whatever carrier, and say by a receipt when it is whole.

Only what a copied statement names is taken, at the offset where the bytes held end, up to the
size that the statement's body states, within what one counterpart may leave unfinished. Whole is
what has the named hash; anything else is thrown away and counted.

Source: docs/spec/attachments.md, "Parts" and "Receipt".
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import ClassVar

from servanda.core import canonical
from servanda.core.attachments.parts import (
    AttachmentTooLargeError,
    OtherOffsetError,
    require_room,
)
from servanda.core.attachments.receipts import listing_facts
from servanda.core.errors import CounterpartError
from servanda.core.exchange.leaf import RECEIPT
from servanda.core.identifiers import DIGEST_PREFIX, Digest, Origin, digest_from_hash
from servanda.core.identifiers import hash_from_digest as raw
from servanda.usecases.attachments.attached_files import attached_file, is_ours
from servanda.usecases.exchange.receive_envelope import count_drop
from servanda.usecases.ports.attachments import (
    PIECE_BYTES,
    AttachmentBusyError,
    Measured,
    Reader,
    WrongAttachmentError,
)
from servanda.usecases.ports.records import AttachmentRecord, QueuedStatement
from servanda.usecases.services import Services


class UnnamedAttachmentError(CounterpartError):
    """No statement that we copied, and whose body we hold, names this attachment."""

    code: ClassVar[str] = "unnamed-attachment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotas:
    """What parts may cost us before they prove to be what was named.

    Attributes:
        unfinished_bytes: Of all unfinished attachments of one counterpart.
        reserve_bytes: Left free on the disk, for the log must go on.
    """

    unfinished_bytes: int = 128 * 1024**3
    reserve_bytes: int = 1024**3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """An attachment that copied statements name.

    Attributes:
        rows: The statements; their bodies are held.
        sizes: What they say its ciphertext has, in bytes: one size unless somebody lies.
    """

    rows: tuple[AttachmentRecord, ...]
    sizes: frozenset[int]

    @property
    def largest(self) -> int:
        return max(self.sizes)


def attachment_have(digest: Digest, *, services: Services) -> int:
    """Return how many bytes of an attachment are held, whole or not.

    Raises:
        UnnamedAttachmentError: It is none of ours to take.
    """
    wanted = _wanted(digest, services=services)
    whole = services.attachments.size(digest)
    if whole is not None:
        return whole
    have = services.attachments.partial_size(digest)
    if have in wanted.sizes:  # an earlier process ended between the last byte and the check
        with suppress(AttachmentBusyError):
            return _finish(digest, wanted, have=have, services=services)
    return have


def receive_part(
    digest: Digest,
    *,
    offset: int,
    length: int,
    pieces: Iterable[bytes],
    quotas: Quotas | None = None,
    services: Services,
) -> int:
    """Take one part and return how many bytes are held now.

    Args:
        digest: Which attachment; from anybody.
        offset: Where the part says that it begins.
        length: How long it says that it is.
        pieces: Its bytes as they arrive; not read unless all else is well.
        quotas: What it may cost; None for the usual ones.
        services: The node's ports; from any thread.

    Raises:
        UnnamedAttachmentError: It is none of ours to take.
        OtherOffsetError: It begins elsewhere than where the bytes held end.
        AttachmentTooLargeError: It is longer than what is left, or than a part may be.
        AttachmentBusyError: Another part is being written, or there is no room now.
        WrongAttachmentError: All is there, and it is something else; it was thrown away.
    """
    wanted = _wanted(digest, services=services)
    have = services.attachments.size(digest)
    if have is not None:
        if offset != have:
            raise OtherOffsetError(f"expected nothing after {have}, found {offset}", have=have)
        return have
    have = services.attachments.partial_size(digest)
    room = require_room(size=wanted.largest, have=have, offset=offset)
    if length > room:
        raise AttachmentTooLargeError(f"expected a part of at most {room} bytes, found {length}")
    _require_quota(wanted, length=length, quotas=quotas or Quotas(), services=services)
    have = services.attachments.add_part(digest, offset=offset, room=room, pieces=pieces)
    if have in wanted.sizes:
        have = _finish(digest, wanted, have=have, services=services)
    return have


def take_attachment_file(digest: Digest, *, source: Reader, size: int, services: Services) -> None:
    """Take a whole attachment that lies in a folder.

    Args:
        digest: What the file's name says.
        source: Its bytes.
        size: How many there are, by the file system.
        services: The node's ports; from any thread.

    Raises:
        UnnamedAttachmentError: It is none of ours to take, or not yet.
        WrongAttachmentError: It is something else than its name says.
        AttachmentBusyError: There is no room now.
    """
    wanted = _wanted(digest, services=services)
    if services.attachments.size(digest) is None:
        if size not in wanted.sizes:
            raise WrongAttachmentError(f"expected {wanted.largest} bytes, found {size}")
        _require_quota(wanted, length=size, quotas=Quotas(), services=services)
        with services.attachments.new() as file:
            copied = Measured(sink=file)
            # At most one piece beyond what it should have: a file may grow while we read.
            while copied.size <= size and (piece := source.read(PIECE_BYTES)):
                copied.write(piece)
            if copied.digest != digest:
                raise WrongAttachmentError(f"expected bytes with {digest}, found {copied.digest}")
            file.keep(digest.removeprefix(DIGEST_PREFIX))
    _queue_receipts(digest, wanted, services=services)


def settle_attachments(*, services: Services) -> int:
    """Do what an ended process left undone: finish what is complete, queue receipts.

    Returns:
        How many attachments are whole and not receipted.
    """
    whole = 0
    for row in services.store.unlisted_attachments():
        if is_ours(row, services=services):
            continue
        digest = digest_from_hash(row.digest)
        try:
            attachment_have(digest, services=services)
            wanted = _wanted(digest, services=services)
        except (UnnamedAttachmentError, WrongAttachmentError):
            continue
        if services.attachments.size(digest) is not None:
            _queue_receipts(digest, wanted, services=services)
            whole += 1
    return whole


def _wanted(digest: Digest, *, services: Services) -> _Wanted:
    rows: list[AttachmentRecord] = []
    sizes: set[int] = set()
    for row in services.store.attachments_named(raw(digest)):
        file = None if is_ours(row, services=services) else attached_file(row, services=services)
        if file is not None:
            rows.append(row)
            sizes.add(file.size)
    if not rows:
        raise UnnamedAttachmentError(f"expected an attachment of a copied leaf, found {digest}")
    return _Wanted(rows=tuple(rows), sizes=frozenset(sizes))


def _require_quota(wanted: _Wanted, *, length: int, quotas: Quotas, services: Services) -> None:
    parties = {row.origin.from_party for row in wanted.rows}
    unfinished = {
        row.digest
        for row in services.store.unlisted_attachments()
        if row.origin.from_party in parties
    }
    held = sum(services.attachments.partial_size(digest_from_hash(one)) for one in unfinished)
    if held + length > quotas.unfinished_bytes:
        raise AttachmentBusyError(
            f"expected at most {quotas.unfinished_bytes} bytes unfinished, found {held + length}"
        )
    if services.attachments.free_bytes() - length < quotas.reserve_bytes:
        raise AttachmentBusyError(f"expected room for {length} bytes, found too little")


def _finish(digest: Digest, wanted: _Wanted, *, have: int, services: Services) -> int:
    """Check what is complete; count and forget what is not what it was called."""
    try:
        size = services.attachments.finish(digest, may_grow=have < wanted.largest)
    except WrongAttachmentError as error:
        if have < wanted.largest:
            return have
        count_drop(error.code, services=services)
        raise
    _queue_receipts(digest, wanted, services=services)
    return size


def _queue_receipts(digest: Digest, wanted: _Wanted, *, services: Services) -> None:
    """Queue the receipt that lists the attachment, once for each log that names it."""
    for origin in {row.origin for row in wanted.rows if row.listed_at is None}:
        services.store.queue(_receipt(digest, own=origin.reverse, services=services))


def _receipt(digest: Digest, *, own: Origin, services: Services) -> QueuedStatement:
    name = sha256(f"{own} {digest}".encode()).hexdigest()
    return QueuedStatement(
        ticket=f"attachment-{name[:40]}",
        own=own,
        type=RECEIPT,
        facts=canonical.encode(listing_facts([digest])),
        ref=None,
        accord=None,
        salt=None,
        body=None,
        attachments=(),
        queued_at=services.clock.now(),
    )
