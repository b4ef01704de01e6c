"""Points of contact in a person's language: where each stands, what it lacks, how it answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from servanda.core.contacts.checks import SCORES, score_of
from servanda.core.contacts.contact import Contact, ContactState
from servanda.core.contacts.fold import Contacts
from servanda.core.identifiers import Digest, PartyId, format_instant
from servanda.core.people.roster import Shift
from servanda.core.suspension.fold import Suspension, SuspensionState
from servanda.interfaces.language import text

DUTY = "duty"
_MINUTE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    """One contact as people read it, without its address.

    Attributes:
        leaf: The statement that proposed it.
        holder: Whose contact it is.
        role: In words.
        carrier: In words.
        state: In words, with what it means for sending.
        until: The last day on which it may send; None where nothing runs out.
        notes: What is missing, what is about to lapse, who stands in, who follows.
        checks: Score and response time in words.
        is_alarming: Whether somebody has to act.
    """

    leaf: Digest
    holder: PartyId
    role: str
    carrier: str
    state: str
    until: date | None
    notes: Sequence[str]
    checks: str
    is_alarming: bool


def role_word(role: str, *, language: str | None = None) -> str:
    """Return the role of a contact in words."""
    words = {
        "diplomatic": text("diplomatic", language=language),
        "duty": text("duty (at all hours)", language=language),
        "judicial": text("judicial", language=language),
        "technical": text("technical", language=language),
    }
    return words.get(role, role)


def carrier_word(carrier: str, *, language: str | None = None) -> str:
    """Return how a channel is carried, in words."""
    words = {
        "https": "HTTPS",
        "mail": text("mail", language=language),
        "folder": text("folder or stick", language=language),
        "telephone": text("telephone", language=language),
        "other": text("another way", language=language),
    }
    return words.get(carrier, carrier)


def contact_row(
    contact: Contact,
    found: Contacts,
    *,
    now: datetime,
    suspensions: Sequence[Suspension] = (),
    duty: Shift | None = None,
    language: str | None = None,
) -> ContactRow:
    """Return a contact in words.

    Args:
        contact: The contact.
        found: The directory, for who follows.
        now: To reckon to.
        suspensions: Those of its channel that stand, by either side.
        duty: The shift of our desk that runs, of a duty contact of ours; None for any other.
        language: None for the language of this process.
    """
    today = now.date()
    is_over = contact.replaced_by is None and contact.is_expired(today)
    return ContactRow(
        leaf=contact.leaf,
        holder=contact.holder,
        role=role_word(contact.role, language=language),
        carrier=carrier_word(contact.carrier, language=language),
        state=_state(contact, today=today, language=language),
        until=contact.expires_on(),
        notes=(
            *(_suspended(one, language=language) for one in suspensions),
            *(() if duty is None else (_on_duty(duty, language=language),)),
            *_notes(contact, found, today=today, language=language),
        ),
        checks=_checks(contact, now=now, language=language),
        is_alarming=(
            is_over
            or contact.warning(today) is not None
            or bool(contact.mismatches)
            or (duty is not None and duty.is_gap)
        ),
    )


def _state(contact: Contact, *, today: date, language: str | None) -> str:
    if contact.state is ContactState.RETIRED:
        return text("retired: receives, never sends", language=language)
    if contact.replaced_by is not None:
        return text("replaced: receives, never sends", language=language)
    if contact.is_expired(today):
        return text("expired: receives, never sends", language=language)
    words = {
        ContactState.PROPOSED: text("proposed, not yet accepted", language=language),
        ContactState.INTERIM: text("interim", language=language),
        ContactState.PERMANENT: text("permanent", language=language),
        ContactState.SUSPENDED: text("suspended: receives, never sends", language=language),
    }
    return words[contact.state]


def _notes(
    contact: Contact, found: Contacts, *, today: date, language: str | None
) -> Sequence[str]:
    notes = []
    successor, standing = found.successor(contact), contact.substitute_on(today)
    left = contact.warning(today)
    if successor is not None:
        told = text("write to {leaf} instead", language=language)
        notes.append(told.format(leaf=successor.leaf[:19]))
    elif left is not None:
        told = text("{days} days left; confirm it or name a successor", language=language)
        notes.append(told.format(days=left))
    if contact.state is ContactState.INTERIM:
        notes += [_missing(code, language=language) for code in contact.missing_for_permanent]
    if contact.mismatches:
        notes.append(text("another fingerprint was heard out of band", language=language))
    if standing is not None:
        told = text("a substitute stands in from {first} to {last}", language=language)
        notes.append(told.format(first=standing.first, last=standing.last))
    return notes


def duty_of(contact: Contact, duty: Shift | None, *, us: PartyId) -> Shift | None:
    """Return the running shift, if `contact` is the one that our desk's roster feeds.

    Args:
        contact: Of either side.
        duty: The shift of our desk; None where it has no roster.
        us: Our party.
    """
    is_fed = contact.role == DUTY and contact.holder == us
    return duty if is_fed and contact.state is not ContactState.RETIRED else None


def _on_duty(duty: Shift, *, language: str | None) -> str:
    if duty.is_gap:
        told = text("nobody of ours is on duty until {until}", language=language)
    else:
        told = text("on duty with us until {until}: {names}", language=language)
    return told.format(
        names=text(", ", language=language).join(duty.names), until=format_instant(duty.end)
    )


def _suspended(one: Suspension, *, language: str | None) -> str:
    if one.state is SuspensionState.LEFT:
        told = text("{by} has left this channel since {since}: it is not asked", language=language)
    else:
        told = text(
            "{by} has suspended this channel since {since}: it is not asked", language=language
        )
    return told.format(by=one.by, since=format_instant(one.since))


def _missing(code: str, *, language: str | None) -> str:
    if code == "verified":
        return text("the fingerprint is not verified out of band", language=language)
    return text("fewer than two checks are passed", language=language)


def _checks(contact: Contact, *, now: datetime, language: str | None) -> str:
    score = score_of(contact.checks, at=now)
    if not score.asked:
        return text("none", language=language)
    told = text("{passed} of {asked} reached somebody (scores: {scores})", language=language)
    told = told.format(
        passed=score.passed,
        asked=score.asked,
        scores=text(", ", language=language).join(
            f"{count} × {points}"
            for points, count in zip(SCORES, score.by_score, strict=True)
            if count
        ),
    )
    if score.median_seconds is None:
        return told
    taken = text("answered in {minutes} min (median)", language=language)
    return f"{told}; {taken.format(minutes=score.median_seconds // _MINUTE)}"
