"""What a shift hands over: what changed, what falls due in the next one, what waits on whom.

Read from what is there: statements, clocks, ladders, drafts, changes of persons. Nothing of a
body is in it.

Source: docs/spec/people.md, "Hand-over".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from servanda.core.audit.entry import Outcome
from servanda.core.identifiers import Origin, digest_from_hash
from servanda.core.people.people import People
from servanda.usecases.casework.show_queue import Queue, read_queue, show_queue
from servanda.usecases.people.approve_draft import waiting_drafts
from servanda.usecases.people.audit_log import show_audit
from servanda.usecases.people.read_people import read_people
from servanda.usecases.reading.show_pair import show_pair
from servanda.usecases.services import Services

US = "us"
SECOND_PERSON = "second_person"
_MAX_ACTS = 10_000
_MAX_EACH = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedStatement:
    """A statement that was said or received in the shift.

    Attributes:
        leaf: Its leaf hash.
        type: Its type.
        by: Who said it.
        at: When it was received; where it was not yet, when it was said.
        is_received: Whether it was received.
    """

    leaf: str
    type: str
    by: str
    at: datetime
    is_received: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something that falls due before the next shift ends, or is overdue.

    Attributes:
        about: Leaf hash of what it is about.
        clock: Which clock.
        due_at: When.
        is_ours: Whether we have to act.
    """

    about: str
    clock: str
    due_at: datetime
    is_ours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """Something that waits on somebody.

    Attributes:
        what: A leaf hash, a ticket, or an entry of the audit log.
        why: What is waited for: a clock, `receipt`, `approval` or `confirmation`.
        whom: A party, `us` or `second_person`.
        since: Since when; None where it is not known.
    """

    what: str
    why: str
    whom: str
    since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """What is handed over.

    Attributes:
        since: From when changes are told.
        now: When it was read.
        until: End of the next shift.
        changed: Statements of the shift, the oldest first.
        refused: How many acts were refused in the shift.
        due: What falls due, the first one first.
        blocked: What waits on whom.
        on_duty: Who is on duty when the next shift begins.
    """

    since: datetime
    now: datetime
    until: datetime
    changed: Sequence[ChangedStatement]
    refused: int
    due: Sequence[Due]
    blocked: Sequence[Blocked]
    on_duty: Sequence[str]


def read_shift(
    *, since: datetime, length: timedelta, follow: bool = True, services: Services
) -> Shift:
    """Return what a hand-over has to say at this moment.

    Args:
        since: From when changes are told: the hand-over before.
        length: Of the next shift.
        follow: Whether casework follows the logs first; False to write nothing, where the running
            node has followed them.
        services: The node's ports.
    """
    now = services.clock.now()
    until = now + length
    read = show_queue if follow else read_queue
    queue = read(limit=_MAX_EACH, services=services)
    people = read_people(services)
    refused = show_audit(
        lambda entry: entry.outcome is Outcome.REFUSED and entry.at >= since,
        limit=_MAX_ACTS,
        services=services,
    )
    return Shift(
        since=since,
        now=now,
        until=until,
        changed=sorted(_changed(since, services), key=lambda one: (one.at, one.leaf)),
        refused=len(refused),
        due=sorted(_due(queue, until=until), key=lambda one: (one.due_at, one.about)),
        blocked=[*_blocked(queue, people=people, services=services)],
        on_duty=people.on_duty(now),
    )


def _changed(since: datetime, services: Services) -> Iterator[ChangedStatement]:
    for pair in services.store.pairs():
        view = show_pair(
            counterpart=pair.own.to_party, accord_name=pair.own.accord_name, services=services
        )
        for item in view.items:
            at = item.received_at or item.sent_at
            if at is not None and at >= since:
                yield ChangedStatement(
                    leaf=item.leaf,
                    type=item.type,
                    by=item.by,
                    at=at,
                    is_received=item.received_at is not None,
                )


def _due(queue: Queue, *, until: datetime) -> Iterator[Due]:
    for clock in queue.deadlines:
        if clock.due_at < until:
            yield Due(
                about=digest_from_hash(clock.case),
                clock=clock.clock,
                due_at=clock.due_at,
                is_ours=clock.is_ours,
            )
    for level in queue.levels:
        verdict = level.clock.verdict
        if verdict is not None and verdict.due.at < until:
            yield Due(
                about=level.about, clock="escalation", due_at=verdict.due.at, is_ours=level.is_ours
            )


def _blocked(queue: Queue, *, people: People, services: Services) -> Iterator[Blocked]:
    for clock in queue.deadlines:
        yield Blocked(
            what=digest_from_hash(clock.case),
            why=clock.clock,
            whom=US if clock.is_ours else _party(clock.own),
            since=clock.started_at,
        )
    for request in queue.undelivered:
        name = request.name if isinstance(request.name, str) else digest_from_hash(request.name)
        yield Blocked(what=name, why="receipt", whom=_party(request.own), since=request.said_at)
    for draft in waiting_drafts(services):
        record = draft.record
        whom = US if record.refusal else SECOND_PERSON
        yield Blocked(what=record.ticket, why="approval", whom=whom, since=record.written_at)
    for change in people.waiting.values():
        yield Blocked(
            what=f"entry {change.entry}", why="confirmation", whom=SECOND_PERSON, since=change.at
        )


def _party(own: Origin) -> str:
    return str(own.to_party)
