"""Records to put into a store, small and all different."""

from datetime import UTC, datetime, timedelta

from servanda.core.identifiers import AccordName, Origin, PartyId
from servanda.core.tlog.hashing import leaf_hash
from servanda.usecases.ports.records import (
    AlarmRecord,
    CheckpointRecord,
    HeldRun,
    LeafRecord,
    PairRecord,
    QueuedStatement,
    StatementFacts,
)

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
OWN = Origin(
    from_party=PartyId("alice.example"),
    accord_name=AccordName("a-b"),
    to_party=PartyId("bob.example"),
)


def leaf(index: int, *, type_: str = "request", verdict: str = "valid") -> LeafRecord:
    note = f"{type_} {index}\n\n\x00 \N{EM DASH}".encode()
    return LeafRecord(
        index=index,
        leaf_hash=leaf_hash(note),
        note=note,
        type=type_,
        ref=b"r" * 32 if index else None,
        time=NOW + timedelta(seconds=index) if index != 1 else None,
        verdict=verdict,
        reason="" if verdict == "valid" else "not as expected",
        marks=("clock_conflict",) if index == 2 else (),
    )


def head(size: int) -> CheckpointRecord:
    return CheckpointRecord(
        origin=OWN, size=size, root=bytes([size]) * 32, note=b"note", signed_at=NOW
    )


def pair(
    *,
    own_size: int = 0,
    their_have: int = 0,
    receipted: int = 0,
    due_at: datetime | None = None,
    attempts: int = 0,
    handed_over: int = 0,
    trouble: str = "",
) -> PairRecord:
    return PairRecord(
        own=OWN,
        opened_at=NOW,
        own_size=own_size,
        their_have=their_have,
        receipted=receipted,
        due_at=due_at,
        attempts=attempts,
        handed_over=handed_over,
        trouble=trouble,
    )


def fact(index: int) -> StatementFacts:
    return StatementFacts(
        leaf_hash=leaf(index).leaf_hash, origin=OWN, index=index, type="request", sent_at=NOW
    )


def queued(ticket: str) -> QueuedStatement:
    return QueuedStatement(
        ticket=ticket,
        own=OWN,
        type="request",
        facts=b"{}",
        ref=b"r" * 32,
        accord="sha256:" + "a" * 64,
        salt=b"s" * 32,
        body=b"{}",
        attachments=("sha256:" + "b" * 64, "sha256:" + "c" * 64),
        queued_at=NOW,
    )


def held(digest: str, *, first: int) -> HeldRun:
    return HeldRun(digest=digest, origin=OWN, first=first, run=b"run", held_at=NOW)


def alarm() -> AlarmRecord:
    return AlarmRecord(
        kind="fork", subject=str(OWN), message="two heads", evidence=b"\x00", raised_at=NOW
    )
