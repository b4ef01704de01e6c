"""Counted statements without logs: what the fold and the figures take, made by hand.

Alice asks, Bob answers, unless a test says otherwise. Times are written `MM-DD hh:mm` of 2026.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256

from servanda.core.accords.terms import ClockRule, Commitment, Terms
from servanda.core.canonical import JsonValue
from servanda.core.casework.casework import Casework
from servanda.core.casework.fold import fold_casework
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
    ClockRule(name="clarification", unit="calendar_days", amount=5),
    ClockRule(name="feedback", unit="calendar_days", amount=30),
    ClockRule(name="right_of_reply", unit="calendar_days", amount=14),
    ClockRule(name="escalation", unit="hours", amount=24),
    ClockRule(name="escalation", urgency="emergency", unit="hours", amount=1),
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
    sent: str | None = None,
    marks: frozenset[str] = frozenset(),
) -> Counted:
    """Return a counted statement; `name` stands for its leaf hash, `ref` names another.

    It claims to be sent at `sent`; where that is None, at the second it was received.
    """
    other = BOB if by == ALICE else ALICE
    received_at = at(received)
    header = Header(
        from_party=by,
        to_party=other,
        accord=VERSION,
        seq=0,
        prev=None,
        seen=Seen(size=0, root=EMPTY_ROOT),
        time=received_at if sent is None else at(sent),
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
    return Counted(statement=statement, received_at=received_at, marks=marks)


def request(
    name: str,
    received: str,
    *,
    kind: str = "information_request",
    urgency: str = "routine",
    by: PartyId = ALICE,
    elements: Mapping[str, JsonValue] | None = None,
    ref: str | None = None,
) -> Counted:
    facts: dict[str, JsonValue] = {"kind": kind, "urgency": urgency}
    if elements is not None:
        facts["elements"] = dict(elements)
    return counted(name, "request", facts, by=by, received=received, ref=ref)


def acknowledged(ref: str, received: str, access: str = "direct", by: PartyId = BOB) -> Counted:
    name = f"acknowledgement of {ref} {received}"
    return counted(name, "acknowledgement", {"access": access}, by=by, received=received, ref=ref)


def status(
    ref: str, step: str, received: str, *, by: PartyId = BOB, until: str | None = None
) -> Counted:
    facts: dict[str, JsonValue] = {"step": step}
    if until is not None:
        facts |= {"ground": "not_available", "until": at(until).strftime("%Y-%m-%dT%H:%M:%SZ")}
    if step == "reclassified":
        facts["urgency"] = "routine"
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


def asked(
    ref: str, received: str, *questions: tuple[int, str, str], blocking: bool = True
) -> Counted:
    """Return a clarification that asks (number, element, defect) of each of `questions`."""
    facts: dict[str, JsonValue] = {
        "step": "ask",
        "questions": [
            {"number": number, "element": element, "defect": defect, "blocking": blocking}
            for number, element, defect in questions
        ],
    }
    name = f"question on {ref} {received}"
    return counted(name, "clarification", facts, by=BOB, received=received, ref=ref)


def clarified(ref: str, received: str, *answers: tuple[int, str]) -> Counted:
    """Return a clarification that answers with (number, result)."""
    facts: dict[str, JsonValue] = {
        "step": "answer",
        "answers": [{"number": number, "result": result} for number, result in answers],
    }
    name = f"clarified {ref} {received}"
    return counted(name, "clarification", facts, by=ALICE, received=received, ref=ref)


def extension(
    ref: str, step: str, until_day: str, received: str, *, by: PartyId | None = None
) -> Counted:
    """Return an extension until a day `MM-DD` of 2026; a consent is Alice's."""
    facts: dict[str, JsonValue] = {"step": step, "until_day": f"2026-{until_day}"}
    if step != "consent":
        facts["ground"] = "volume_of_data"
    by = by or (ALICE if step == "consent" else BOB)
    name = f"extension {step} of {ref} {until_day} {received}"
    return counted(name, "extension", facts, by=by, received=received, ref=ref)


def feedback(ref: str, received: str, usefulness: int = 2, *reasons: str) -> Counted:
    facts: dict[str, JsonValue] = {
        "step": "given",
        "usefulness": usefulness,
        "reasons": list(reasons),
        "effects": [],
    }
    name = f"feedback on {ref} {received}"
    return counted(name, "feedback", facts, by=ALICE, received=received, ref=ref)


def replied(ref: str, received: str, position: str = "contested") -> Counted:
    facts: dict[str, JsonValue] = {"step": "reply", "position": position}
    name = f"reply to feedback on {ref} {received}"
    return counted(name, "feedback", facts, by=BOB, received=received, ref=ref)


def renewed(ref: str, received: str, until: str) -> Counted:
    facts: dict[str, JsonValue] = {"until": at(until).strftime("%Y-%m-%dT%H:%M:%SZ")}
    name = f"renewal of {ref} {received}"
    return counted(name, "renewal", facts, by=ALICE, received=received, ref=ref)


def information(
    name: str,
    received: str,
    *,
    by: PartyId = BOB,
    stage: str | None = None,
    aware: str | None = None,
    ref: str | None = None,
) -> Counted:
    facts: dict[str, JsonValue] = {"form": "news", "subject": "cyber", "pieces": 1}
    if stage is not None and aware is not None:
        instant = at(aware).strftime("%Y-%m-%dT%H:%M:%SZ")
        facts |= {"form": "incident", "stage": stage, "aware_at": instant}
    return counted(name, "information", facts, by=by, received=received, ref=ref)


def called(name: str, received: str, basis: str = "emergency") -> Counted:
    facts: dict[str, JsonValue] = {"step": "made", "basis": basis}
    return counted(name, "call", facts, by=ALICE, received=received)


def confirmed(ref: str, received: str, by: PartyId = BOB) -> Counted:
    name = f"confirmation of {ref} {received}"
    return counted(name, "call", {"step": "confirmed"}, by=by, received=received, ref=ref)
