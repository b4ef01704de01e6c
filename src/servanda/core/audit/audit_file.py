"""An audit log as one file, for a private auditor, and how it is checked without the desk.

The first line has the signed head; each further line is an entry, byte for byte as it is hashed.
Who noted an earlier head knows that nothing under it was changed, removed or put in between:

1. The first line names the log and its head.
2. The head is signed by the key that the auditor was given.
3. There are as many entries as the head says, and they hash to its root.
4. At the size of each noted head they hash to its root: what was noted is still there, unchanged.
5. Each entry can be read, and names only entries before it.

Gaps that the node itself noted, and acts of which no end is written, are told beside: they are no
fault of the file, and an auditor asks about them.

Source: docs/spec/audit.md, "The file for an auditor".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from servanda.core import canonical
from servanda.core.audit.edge import NO_EDGE, grown_edge, root_of
from servanda.core.audit.entry import (
    MAX_ENTRY_BYTES,
    AuditEntry,
    Outcome,
    UnreadableEntryError,
    parse_entry,
)
from servanda.core.audit.head import verify_audit_head
from servanda.core.envelope.notes import NoteVerifier, split_note
from servanda.core.errors import CounterpartError, ServandaError
from servanda.core.identifiers import Digest, digest_from_hash
from servanda.core.people.roles import Access
from servanda.core.tlog.checkpoint import Checkpoint, parse_checkpoint_text

GAP = "gap"
MAX_LINE_BYTES = MAX_ENTRY_BYTES + 1
_VERSION = "servanda-audit-file/1"
_MEMBERS = frozenset({"head", "v"})
_ENDING = frozenset((Access.OWN, Access.ACT, Access.SIGN, Access.EXPORT, Access.ADMINISTER))


class InvalidAuditError(CounterpartError):
    """An audit log or its file was altered, cut off, or is none."""

    code: ClassVar[str] = "invalid-audit"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedHead:
    """What somebody noted of an audit log at an earlier time.

    Attributes:
        size: How many entries it had.
        root: What they hashed to.
    """

    size: int
    root: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport:
    """An audit log that was checked.

    Attributes:
        size: How many entries.
        root: What they hash to.
        gaps: Numbers of entries in which the node noted that something was lost.
        broken_off: Numbers of entries that let an act begin, of which no end is written.
        refused: How many acts were refused.
    """

    size: int
    root: Digest
    gaps: Sequence[int]
    broken_off: Sequence[int]
    refused: int


def audit_file(note: bytes, lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the file's lines, each with its line feed.

    Args:
        note: The signed head.
        lines: As many entries as it says.
    """
    yield canonical.encode({"v": _VERSION, "head": note.decode()}) + b"\n"
    for line in lines:
        yield line + b"\n"


def verify_audit_file(
    lines: Iterable[bytes], *, key: NoteVerifier | None, noted: Sequence[NotedHead] = ()
) -> AuditReport:
    """Check a file from end to end and say what it holds; see the top for the steps.

    Args:
        lines: Of the file, with or without line feeds.
        key: Of the log; None to rest on the noted heads alone.
        noted: What the auditor noted before.

    Raises:
        InvalidAuditError: A step fails; the message names the entry.
        CounterpartError: The head is not signed by the key.
    """
    rest = iter(lines)
    head = _head(next(rest, b"").rstrip(b"\n"), key=key)  # (1) (2)
    report = check_entries((line.rstrip(b"\n") for line in rest), noted=noted)  # (4) (5)
    if (report.size, report.root) != (head.size, digest_from_hash(head.root)):  # (3)
        raise InvalidAuditError(
            f"expected the {head.size} entries that the signed head is of "
            f"({digest_from_hash(head.root)}), found {report.size} that hash to {report.root}: "
            "an entry was changed, removed or added"
        )
    return report


def check_entries(lines: Iterable[bytes], *, noted: Sequence[NotedHead] = ()) -> AuditReport:
    """Check entries in order, against noted heads too; steps 4 and 5.

    Raises:
        InvalidAuditError: The log does not hold what was noted, or a line is no entry.
    """
    edge, size = NO_EDGE, 0
    gaps: list[int] = []
    begun: dict[int, None] = {}
    refused = 0
    wanted: dict[int, set[Digest]] = {}
    for one in noted:
        wanted.setdefault(one.size, set()).add(one.root)
    _require_noted(wanted, size=0, edge=edge)
    for line in lines:
        entry = _entry(line, number=size)
        if entry.kind == GAP:
            gaps.append(size)
        if entry.outcome is Outcome.ALLOWED and entry.access in _ENDING:
            begun[size] = None
        elif entry.entry is not None:
            begun.pop(entry.entry, None)
        refused += entry.outcome is Outcome.REFUSED
        edge = grown_edge(line, size=size, edge=edge)
        size += 1
        _require_noted(wanted, size=size, edge=edge)
    missing = sorted(at for at in wanted if at > size)
    if missing:
        raise InvalidAuditError(
            f"expected the {missing[0]} entries that were noted, found {size}: the end is cut off"
        )
    return AuditReport(
        size=size,
        root=root_of(edge, size=size),
        gaps=tuple(gaps),
        broken_off=tuple(begun),
        refused=refused,
    )


def _require_noted(wanted: Mapping[int, set[Digest]], *, size: int, edge: bytes) -> None:
    if size in wanted and wanted[size] != {root_of(edge, size=size)}:
        raise InvalidAuditError(
            f"the first {size} entries are not those that were noted "
            f"({', '.join(sorted(wanted[size]))}): one of them was changed, removed or put between"
        )


def _entry(line: bytes, *, number: int) -> AuditEntry:
    try:
        entry = parse_entry(line)
    except UnreadableEntryError as error:
        raise InvalidAuditError(f"entry {number}: {error}") from error
    if entry.entry is not None and entry.entry >= number:
        raise InvalidAuditError(f"entry {number} names entry {entry.entry}, which is not before it")
    return entry


def _head(line: bytes, *, key: NoteVerifier | None) -> Checkpoint:
    try:
        members = canonical.parse_object(line)
    except ServandaError as error:
        raise InvalidAuditError(f"expected the first line of {_VERSION}") from error
    note = members.get("head")
    if members.keys() != _MEMBERS or members["v"] != _VERSION or not isinstance(note, str):
        raise InvalidAuditError(f"expected the members of {_VERSION}")
    raw = note.encode()
    if key is None:
        return parse_checkpoint_text(split_note(raw).text)
    return verify_audit_head(raw, key=key)
