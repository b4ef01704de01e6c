"""Counted statements without logs: what the fold and the figures take, made by hand.

Alice asks, Bob answers, unless a test says otherwise. Times are written `MM-DD hh:mm` of 2026.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256

from servanda.core.accords.terms import ClockRule, Commitment, Terms
from servanda.core.canonical import JsonValue
from servanda.core.casework.fold import Casework, fold_casework
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import (
    AccordName,
    Digest,
    Origin,
    PartyId,
    digest_from_hash,
    digest_of,
)
from servanda.core.statements.header import EMPTY_ROOT, Header, Seen
from tests.core.keys.cast import ALICE, BOB

PARTIES = (ALICE, BOB)
NAME = AccordName("alice-bob")
VERSION = digest_of(b"the version of the accord in force for all of it")

CLOCKS = (
    ClockRule(name="acknowledgement", unit="hours", amount=24),
    ClockRule(name="answer", unit="calendar_days", amount=7),
    ClockRule(name="answer", urgency="emergency", unit="hours", amount=8),
    ClockRule(name="answer", urgency="urgent", access="direct", unit="hours", amount=8),
    ClockRule(name="answer", urgency="urgent", access="indirect", unit="calendar_days", amount=3),
    ClockRule(name="answer", kind="investigation", unit="none", amount=0),
    ClockRule(name="update", unit="calendar_days", amount=14),
)
TERMS = Terms(
    commitments=(Commitment(id="C1.1", nature="continuing", text={"en": "Answer in time."}),),
    kinds=frozenset({"information_request", "preservation", "mitigation", "investigation"}),
    clocks=CLOCKS,
    grounds=frozenset({"not_available"}),
    subjects=frozenset({"cyber"}),
)


def at(text: str) -> datetime:
    """Return `MM-DD hh:mm` of 2026."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def digest(name: str) -> Digest:
    """Return the leaf hash of the statement that a test calls `name`."""
    return digest_from_hash(sha256(name.encode()).digest())


def counted(
    name: str,
    type_name: str,
    facts: Mapping[str, JsonValue] | None = None,
    *,
    by: PartyId,
    received: str,
    ref: str | None = None,
) -> Counted:
    """Return a counted statement; `name` stands for its leaf hash, `ref` names another."""
    other = BOB if by == ALICE else ALICE
    received_at = at(received)
    header = Header(
        from_party=by,
        to_party=other,
        accord=VERSION,
        seq=0,
        prev=None,
        seen=Seen(size=0, root=EMPTY_ROOT),
        time=received_at,
        type=type_name,
        facts=facts or {},
        ref=None if ref is None else digest(ref),
        body=None,
    )
    statement = VerifiedStatement(
        origin=Origin(from_party=by, accord_name=NAME, to_party=other),
        index=0,
        leaf_hash=sha256(name.encode()).digest(),
        note=b"",
        header=header,
        marks=frozenset(),
    )
    return Counted(statement=statement, received_at=received_at, marks=frozenset())


def request(
    name: str,
    received: str,
    *,
    kind: str = "information_request",
    urgency: str = "routine",
    by: PartyId = ALICE,
) -> Counted:
    return counted(name, "request", {"kind": kind, "urgency": urgency}, by=by, received=received)


def acknowledged(ref: str, received: str, access: str = "direct", by: PartyId = BOB) -> Counted:
    name = f"acknowledgement of {ref} {received}"
    return counted(name, "acknowledgement", {"access": access}, by=by, received=received, ref=ref)


def status(
    ref: str, step: str, received: str, *, by: PartyId = BOB, until: str | None = None
) -> Counted:
    facts: dict[str, JsonValue] = {"step": step}
    if until is not None:
        facts |= {"ground": "not_available", "until": at(until).strftime("%Y-%m-%dT%H:%M:%SZ")}
    name = f"{step} of {ref} {received}"
    return counted(name, "status", facts, by=by, received=received, ref=ref)


def answered(
    ref: str, received: str, outcome: str = "fulfilled_full", by: PartyId = BOB
) -> Counted:
    facts = {"step": "final", "outcome": outcome}
    name = f"final of {ref} {received}"
    return counted(name, "response", facts, by=by, received=received, ref=ref)


def interim(ref: str, received: str) -> Counted:
    name = f"interim of {ref} {received}"
    return counted(name, "response", {"step": "interim"}, by=BOB, received=received, ref=ref)


def withdrawn(ref: str, received: str, by: PartyId = ALICE) -> Counted:
    name = f"withdrawal of {ref} {received}"
    return counted(name, "withdrawal", {"reason": "other"}, by=by, received=received, ref=ref)


def fold(*statements: Counted, terms: Terms = TERMS) -> Casework:
    return fold_casework(statements, terms={VERSION: terms}, parties=PARTIES)


def names_of(digests: Sequence[Digest], names: Sequence[str]) -> list[str]:
    """Return which of `names` the digests stand for, in their order."""
    by_digest = {digest(name): name for name in names}
    return [by_digest[each] for each in digests]
