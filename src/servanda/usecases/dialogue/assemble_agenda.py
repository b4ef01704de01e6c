"""Assemble the agenda of the next round from what is open between us and a counterpart.

Nothing is written here; casework is read as far as it has followed the logs.

Source: docs/spec/agenda.md.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from servanda.core.assessments.side_by_side import Agreement, newest_of_each
from servanda.core.concerns.concern import ConcernState
from servanda.core.contacts.contact import Contact, ContactState
from servanda.core.dialogue.agenda import AgendaItem, AgendaKind, in_agenda_order
from servanda.core.identifiers import PartyId, digest_from_hash
from servanda.usecases.conduct.read_assessments import read_assessments
from servanda.usecases.conduct.read_contacts import read_contacts
from servanda.usecases.conduct.read_suspensions import read_suspensions
from servanda.usecases.conduct.show_concerns import read_pair_concerns
from servanda.usecases.conduct.show_hotline import open_levels
from servanda.usecases.dialogue.read_dialogue import read_dialogue
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services

HORIZON: Final = timedelta(days=60)  # what falls due until then is on the agenda
_PRIORITY: Final = frozenset(("emergency", "urgent"))


def assemble_agenda(
    pair: PairRecord, *, services: Services, own: Sequence[AgendaItem] = ()
) -> Sequence[AgendaItem]:
    """Return what is open between a pair, in the order of an agenda.

    Args:
        pair: Between whom.
        services: The node's ports.
        own: Items of our own, such as findings, that the other side does not see.
    """
    now = services.clock.now()
    return in_agenda_order(
        (
            *_suspended(pair, services=services),
            *_concerns(pair, services=services),
            *_assessed(pair, services=services),
            *_escalated(pair, services=services),
            *_requests(pair, now=now, services=services),
            *_promised(pair, now=now, services=services),
            *_contacts(pair, now=now, services=services),
            *own,
        )
    )


def _suspended(pair: PairRecord, *, services: Services) -> Iterator[AgendaItem]:
    found = read_suspensions(pair, services=services)
    for one in () if found is None else found.standing:
        yield AgendaItem(
            kind=AgendaKind.SUSPENSION, ref=one.leaf, mover=one.by, about=one.ground, due=one.until
        )


def _concerns(pair: PairRecord, *, services: Services) -> Iterator[AgendaItem]:
    for found in read_pair_concerns([pair], services=services):
        for concern in found.concerns.by_leaf.values():
            if not concern.is_open:
                continue
            waits = concern.state is ConcernState.RECEIVED
            due = found.concerns.due(concern)
            yield AgendaItem(
                kind=AgendaKind.CONCERN_WITHOUT_REPLY if waits else AgendaKind.CONCERN_UNSETTLED,
                ref=concern.leaf,
                mover=concern.addressee if waits else None,
                about=concern.commitment or concern.subject,
                due=due.at.date() if waits and due is not None else None,
            )
        for dispute in found.disputes.standing:
            yield AgendaItem(
                kind=AgendaKind.DISPUTE, ref=dispute.leaf, about=dispute.about, mover=None
            )


def _assessed(pair: PairRecord, *, services: Services) -> Iterator[AgendaItem]:
    found = read_assessments(pair, services=services)
    for one in () if found is None else newest_of_each(found.side_by_side()):
        if one.agreement is Agreement.DIFFERENT:
            newest = max(one.assessments, key=lambda each: (each.drafted_at, each.leaf))
            yield AgendaItem(
                kind=AgendaKind.ASSESSMENTS_DIFFER, ref=newest.leaf, about=one.matter.commitment
            )


def _escalated(pair: PairRecord, *, services: Services) -> Iterator[AgendaItem]:
    for level in open_levels([pair], services=services):
        due = None if level.clock.verdict is None else level.clock.verdict.due.at.date()
        yield AgendaItem(
            kind=AgendaKind.ESCALATION,
            ref=level.rung.leaf,
            mover=pair.own.from_party if level.is_ours else pair.counterpart,
            about=level.rung.level,
            due=due,
        )


def _requests(pair: PairRecord, *, now: datetime, services: Services) -> Iterator[AgendaItem]:
    # Of this pair alone: among those of all pairs a limit could leave out what is overdue here.
    for case in services.store.cases_of(pair.own):
        if not case.is_open:
            continue
        late = case.due_at is not None and case.due_at < now and not case.is_held
        if not late and case.urgency not in _PRIORITY:
            continue
        yield AgendaItem(
            kind=AgendaKind.REQUEST_OVERDUE if late else AgendaKind.REQUEST_PRIORITY,
            ref=digest_from_hash(case.leaf_hash),
            mover=pair.counterpart if case.is_ours else pair.own.from_party,
            about=case.urgency,
            due=None if case.due_at is None else case.due_at.date(),
        )


def _promised(pair: PairRecord, *, now: datetime, services: Services) -> Iterator[AgendaItem]:
    found = read_dialogue(pair, services=services, hides_bodies=True)
    today = now.date()
    for one in () if found is None else found.record.deliverables:
        is_near = one.due is not None and one.due <= today + HORIZON
        if one.is_settled or not is_near:
            continue
        yield AgendaItem(
            kind=(
                AgendaKind.DELIVERABLE_OVERDUE
                if one.is_overdue(today)
                else AgendaKind.DELIVERABLE_DUE
            ),
            ref=one.key,
            mover=one.owner,
            due=one.due,
        )


def _contacts(pair: PairRecord, *, now: datetime, services: Services) -> Iterator[AgendaItem]:
    found = read_contacts(pair, services=services)
    for contact in () if found is None else found.by_leaf.values():
        mover = _who_mends(contact, pair, now=now)
        if mover is not None:
            yield AgendaItem(
                kind=AgendaKind.CONTACT,
                ref=contact.leaf,
                mover=mover,
                about=contact.role,
                due=contact.expires_on(),
            )


def _who_mends(contact: Contact, pair: PairRecord, *, now: datetime) -> PartyId | None:
    """Return who has to act about a contact; None where nothing is wrong with it."""
    today = now.date()
    if contact.replaced_by is not None or contact.state is ContactState.RETIRED:
        return None
    if contact.state is ContactState.PROPOSED:
        return _other(contact.holder, pair)
    last = contact.checks[-1] if contact.checks else None
    unanswered = last is not None and last.is_decided(now) and not last.is_passed
    if contact.mismatches or contact.is_expired(today) or contact.warning(today) is not None:
        return contact.holder
    return contact.holder if unanswered else None


def _other(party: PartyId, pair: PairRecord) -> PartyId:
    return pair.counterpart if party == pair.own.from_party else pair.own.from_party
