"""Show, check and hand out the node's own audit log.

Source: docs/spec/audit.md.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from servanda.core.audit.audit_file import (
    AuditReport,
    InvalidAuditError,
    NotedHead,
    audit_file,
    check_entries,
)
from servanda.core.audit.edge import NO_EDGE, grown_edge
from servanda.core.audit.entry import AuditEntry, parse_entry
from servanda.core.audit.head import audit_key, sign_audit_head
from servanda.core.identifiers import digest_from_hash
from servanda.core.tlog.hashing import EMPTY_ROOT
from servanda.usecases.people.record_entry import head_of
from servanda.usecases.ports.audit import AuditRecord
from servanda.usecases.ports.outside import Head
from servanda.usecases.services import Services

_PAGE = 2_000  # entries read at once: some 2 MB
_EMPTY = Head(size=0, root=digest_from_hash(EMPTY_ROOT))


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedEntry:
    """An entry and its number."""

    number: int
    entry: AuditEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedHead:
    """The head of the log now, for an auditor to note.

    Attributes:
        head: Size and root.
        note: It, signed.
        key: What the note is verified with, as a line.
    """

    head: Head
    note: bytes
    key: str


def show_audit(
    wanted: Callable[[AuditEntry], bool], *, limit: int, services: Services
) -> Sequence[NumberedEntry]:
    """Return the newest entries that are `wanted`, at most `limit`, the newest first.

    Raises:
        UnreadableEntryError: One was altered so that it is none.
    """
    last = services.store.last_audit()
    end = 0 if last is None else last.index + 1
    found: list[NumberedEntry] = []
    while end > 0 and len(found) < limit:
        first = max(0, end - _PAGE)
        for record in reversed(services.store.audit_records(first=first, limit=end - first)):
            entry = parse_entry(record.line)
            if wanted(entry) and len(found) < limit:
                found.append(NumberedEntry(number=record.index, entry=entry))
        end = first
    return found


def sign_head(services: Services) -> SignedHead:
    """Return the head of the log as it stands, signed.

    Raises:
        InvalidAuditError: The log does not extend its head in the head file: nothing is signed.
    """
    _require_whole(services)
    last = services.store.last_audit()
    head = _EMPTY if last is None else head_of(last)
    secrets = services.keys.load()
    note = sign_audit_head(size=head.size, root=head.root, secrets=secrets)
    return SignedHead(head=head, note=note, key=audit_key(secrets))


def export_audit(services: Services) -> tuple[SignedHead, Iterator[bytes]]:
    """Return the signed head and the lines of the file for an auditor.

    Raises:
        InvalidAuditError: As `sign_head`.
    """
    signed = sign_head(services)
    lines = (record.line for record in _records(services, until=signed.head.size))
    return signed, audit_file(signed.note, lines)


def check_audit(*, noted: Sequence[NotedHead] = (), services: Services) -> AuditReport:
    """Check the log at its node: every hash anew, against the head file and what was noted.

    Raises:
        InvalidAuditError: It was altered or cut off; the message says where it shows.
    """
    head = services.heads.read().audit
    held = [] if head is None else [NotedHead(size=head.size, root=head.root)]
    return check_entries(_compared(services), noted=[*noted, *held])


def _compared(services: Services) -> Iterator[bytes]:
    """Yield the lines in order, after comparing with what is kept beside each."""
    edge = NO_EDGE
    for number, record in enumerate(_records(services, until=None)):
        if record.index != number:
            raise InvalidAuditError(f"expected entry {number}, found {record.index}: one is gone")
        edge = grown_edge(record.line, size=number, edge=edge)
        if record.edge != edge:
            raise InvalidAuditError(f"entry {number} or one before it was changed")
        yield record.line
        if parse_entry(record.line).kind != record.kind:
            raise InvalidAuditError(f"entry {number} is filed as another kind than it says")


def _records(services: Services, *, until: int | None) -> Iterator[AuditRecord]:
    first = 0
    while until is None or first < until:
        limit = _PAGE if until is None else min(_PAGE, until - first)
        page = services.store.audit_records(first=first, limit=limit)
        yield from page
        if len(page) < limit:
            return
        first += limit


def _require_whole(services: Services) -> None:
    head = services.heads.read().audit
    if head is None:
        return
    at_head = services.store.audit_records(first=head.size - 1, limit=1)
    if not at_head or head_of(at_head[0]) != head:
        raise InvalidAuditError(
            f"the log does not hold the {head.size} entries of its head ({head.root}); nothing is "
            f"signed over it before the gap is noted, which the next act does"
        )
