"""Tell people once of what lapses by time alone: contacts, and entries about persons.

A contact that lapses is warned of 30, 14 and 3 days before and noted when it has lapsed. An entry
about a person of concern is to be looked at again every twelve months, and an erasure to be
decided in time: both are the desk's that named the person. Nothing of it says a name.

Source: docs/spec/contacts.md, "Life of a contact"; docs/spec/persons.md, "Names and retention".
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from servanda.core.contacts.contact import Contact, ContactState
from servanda.core.contacts.fold import CONTACT
from servanda.core.custody.fold import CUSTODY
from servanda.core.custody.person import ERASED, Person
from servanda.core.identifiers import Digest, PartyId, hash_from_digest
from servanda.usecases.casework.note_deadlines import CONTACT_EXPIRY, PERSON_REVIEW, notices_of
from servanda.usecases.conduct.erase_person import still_named
from servanda.usecases.conduct.read_contacts import read_contacts
from servanda.usecases.conduct.read_persons import read_persons
from servanda.usecases.ports.casework import DeadlineRecord, NoticeRecord
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services

PERSON_ERASURE: Final = "person_erasure"
_AT_THIS_NODE: Final = 1  # beside the decision itself, which has no number
_SECOND: Final = timedelta(seconds=1)


def note_lapses(*, services: Services) -> tuple[NoticeRecord, ...]:
    """Note what lapsed, or is about to, by now; return the notices that are new."""
    now = services.clock.now()
    notices = [
        notice
        for pair in services.store.pairs()
        for deadline in lapses(pair, services=services)
        for notice in notices_of(deadline, now=now)
    ]
    return tuple(services.store.add_notices(notices))


def lapses(pair: PairRecord, *, services: Services) -> Iterator[DeadlineRecord]:
    """Yield what lapses between a pair, whenever it does.

    Args:
        pair: Between whom.
        services: The node's ports.
    """
    # Looks that cost little where nothing of it was ever said.
    if _is_said(CONTACT, pair, services):
        contacts = read_contacts(pair, services=services)
        for contact in () if contacts is None else contacts.by_leaf.values():
            yield from _of_contact(contact, pair)
    if _is_said(CUSTODY, pair, services):
        register = read_persons(pair, services=services)
        persons = [] if register is None else list(register.by_leaf.values())
        named = still_named(persons, services=services)
        for person in persons:
            yield from _of_person(person, pair)
            if person.leaf in named:
                yield from _of_name(person, pair)


def _is_said(type_name: str, pair: PairRecord, services: Services) -> bool:
    logs = (pair.own, pair.own.reverse)
    return any(services.store.facts_of_types(log, {type_name}) for log in logs)


def _of_contact(contact: Contact, pair: PairRecord) -> Iterator[DeadlineRecord]:
    last = contact.expires_on()
    if last is None or contact.state is ContactState.RETIRED or contact.replaced_by is not None:
        return
    started_at = contact.accepted_at if contact.state is ContactState.INTERIM else contact.since
    yield _record(
        contact.leaf,
        CONTACT_EXPIRY,
        whose=contact.holder,
        started_at=started_at or contact.since,
        last=last,
        pair=pair,
    )


def _of_person(person: Person, pair: PairRecord) -> Iterator[DeadlineRecord]:
    if person.erasure != ERASED:  # of an erased entry nothing is left to be looked at
        yield _record(
            person.leaf,
            PERSON_REVIEW,
            whose=person.listed_by,
            started_at=person.reviewed_at or person.listed_at,
            last=person.review_due(),
            pair=pair,
        )
    last = person.erasure_due()
    if last is not None:
        yield _record(
            person.leaf,
            PERSON_ERASURE,
            whose=person.listed_by,
            started_at=person.listed_at,
            last=last,
            pair=pair,
        )


def _of_name(person: Person, pair: PairRecord) -> Iterator[DeadlineRecord]:
    """Yield until when a name whose erasure is decided has to be gone from this node."""
    due_at, decided_at = person.erased_by(), person.decided_at
    if due_at is None or decided_at is None:
        return
    yield DeadlineRecord(
        case=hash_from_digest(person.leaf),
        own=pair.own,
        clock=PERSON_ERASURE,
        number=_AT_THIS_NODE,
        is_ours=True,
        started_at=decided_at,
        due_at=due_at,
        is_provisional=False,
    )


def _record(
    leaf: Digest,
    clock: str,
    *,
    whose: PartyId,
    started_at: datetime,
    last: date,
    pair: PairRecord,
) -> DeadlineRecord:
    return DeadlineRecord(
        case=hash_from_digest(leaf),
        own=pair.own,
        clock=clock,
        number=0,
        is_ours=whose == pair.own.from_party,
        started_at=started_at,
        due_at=_end_of(last),
        is_provisional=False,
    )


def _end_of(day: date) -> datetime:
    """Return the last second of `day`, UTC: it still belongs to it."""
    return datetime.combine(day, time.min, tzinfo=UTC) + timedelta(days=1) - _SECOND
