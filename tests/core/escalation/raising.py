"""Counted escalations, calls, contacts and checks, made by hand; the rest as for casework."""

from datetime import datetime

from servanda.core.accords.terms import Hotline, Terms
from servanda.core.canonical import JsonValue
from servanda.core.escalation.fold import Escalations, fold_escalations
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import PartyId, format_instant
from tests.core.casework.counting import PARTIES, TERMS, VERSION, at, counted, digest
from tests.core.keys.cast import ALICE, BOB


def raised(
    name: str,
    received: str,
    *,
    about: str,
    level: str = "L1",
    trigger: str = "overdue",
    by: PartyId = ALICE,
) -> Counted:
    facts = {"step": "raised", "level": level, "trigger": trigger}
    return counted(name, "escalation", facts, by=by, received=received, ref=about)


def said(
    step: str,
    of: str,
    received: str,
    *,
    by: PartyId = BOB,
    decision: str | None = None,
    follow_up: str | None = None,
) -> Counted:
    """Return an escalation that acknowledges, decides or closes the one raised as `of`."""
    facts: dict[str, JsonValue] = {"step": step}
    if step == "decided":
        facts["decision"] = decision or "instructed"
    if follow_up is not None:
        facts["follow_up"] = format_instant(at(follow_up))
    return counted(f"{step} {of} {received}", "escalation", facts, by=by, received=received, ref=of)


def call(
    name: str,
    received: str,
    *,
    basis: str = "emergency",
    by: PartyId = ALICE,
    ref: str | None = None,
    **more: str,
) -> Counted:
    facts: dict[str, JsonValue] = {"step": "made", "basis": basis, **more}
    return counted(name, "call", facts, by=by, received=received, ref=ref)


def confirmation(of: str, received: str, *, by: PartyId = BOB, **more: str) -> Counted:
    facts: dict[str, JsonValue] = {"step": "confirmed", **more}
    return counted(f"confirmed {of} {received}", "call", facts, by=by, received=received, ref=of)


def contact(name: str, received: str, *, role: str = "duty", by: PartyId = BOB) -> Counted:
    facts = {"step": "proposed", "role": role, "carrier": "telephone"}
    return counted(name, "contact", facts, by=by, received=received)


def check(
    name: str,
    received: str,
    *,
    by: PartyId,
    of: str | None = None,
    ref: str | None = None,
    step: str = "ask",
) -> Counted:
    """Return a check that asks the contact `of`, or the desk, or answers `ref`."""
    named = {} if of is None else {"contact": digest(of)}
    return counted(name, "check", {"step": step, **named}, by=by, received=received, ref=ref)


def instant(text: str) -> str:
    """Return `MM-DD hh:mm` of 2026 as a statement writes it."""
    return format_instant(moment(text))


def moment(text: str) -> datetime:
    return at(text)


def reading(name: str) -> Hotline:
    return Hotline(reading=name)


def fold_all(*statements: Counted, terms: Terms = TERMS) -> Escalations:
    return fold_escalations(statements, terms={VERSION: terms}, parties=PARTIES)
