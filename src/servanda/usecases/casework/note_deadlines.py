"""Tell people once of what comes by time alone: reminders before a deadline, and breaches.

The worker calls this again and again. What came while it was down is noted when it is back, as
of the instant at which it came; each is noted once, whoever and however many look.

Source: docs/how-to/deadlines.md; docs/decisions/0018-casework-follows-the-logs-case-by-case.md.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from servanda.core.casework.standing import WARNING_DAYS
from servanda.usecases.casework.case_rows import EXPIRY
from servanda.usecases.ports.casework import DeadlineRecord, NoticeRecord
from servanda.usecases.services import Services

REMINDER = "reminder"
BREACH = "breach"
EXPIRED = "expired"

# A reminder comes when a quarter of the time is left, but not more than a day before.
_SHARE = 4
_EARLIEST = timedelta(days=1)
_SECOND = timedelta(seconds=1)

# What lapses is warned of days ahead; everything else is late from one second to the next.
CONTACT_EXPIRY = "contact_expiry"
PERSON_REVIEW = "person_review"
LAPSING = frozenset((EXPIRY, CONTACT_EXPIRY, PERSON_REVIEW))

# How far ahead a reminder or a warning of anything can come.
HORIZON = timedelta(days=max(WARNING_DAYS))


def note_deadlines(*, services: Services) -> tuple[NoticeRecord, ...]:
    """Note every reminder and breach that came by now; return those that are new."""
    now = services.clock.now()
    notices = [
        notice
        for deadline in services.store.deadlines_until(now + HORIZON)
        for notice in notices_of(deadline, now=now)
    ]
    return tuple(services.store.add_notices(notices))


def note_missed(
    missed: Sequence[DeadlineRecord], *, services: Services
) -> tuple[NoticeRecord, ...]:
    """Note the breach of each clock that stopped late; return those that are new."""
    now = services.clock.now()
    notices = [_notice(one, BREACH, came_at=one.due_at + _SECOND, now=now) for one in missed]
    return tuple(services.store.add_notices(notices))


def notices_of(deadline: DeadlineRecord, *, now: datetime) -> Iterator[NoticeRecord]:
    """Yield what a deadline has brought by now."""
    for kind, came_at in deadline_moments(deadline):
        if came_at <= now:
            yield _notice(deadline, kind, came_at=came_at, now=now)


def _notice(
    deadline: DeadlineRecord, kind: str, *, came_at: datetime, now: datetime
) -> NoticeRecord:
    return NoticeRecord(
        case=deadline.case,
        own=deadline.own,
        kind=kind,
        clock=deadline.clock,
        number=deadline.number,
        is_ours=deadline.is_ours,
        due_at=deadline.due_at,
        came_at=came_at,
        noted_at=now,
    )


def deadline_moments(deadline: DeadlineRecord) -> Iterator[tuple[str, datetime]]:
    """Yield what a deadline brings, and when; what is due at a second is late only after it."""
    due_at = deadline.due_at
    past = due_at + _SECOND
    if deadline.clock in LAPSING:
        for days in WARNING_DAYS:
            yield f"{EXPIRY}_{days}", _ahead_of(deadline, timedelta(days=days))
        yield EXPIRED, past
        return
    whole = max(timedelta(), due_at - deadline.started_at)
    yield REMINDER, due_at - min(whole / _SHARE, _EARLIEST)
    yield BREACH, past


def _ahead_of(deadline: DeadlineRecord, span: timedelta) -> datetime:
    """Return the instant `span` before a deadline is due, not before it began."""
    # Compared as spans: a date that a counterpart states may be the first that can be written.
    is_within = deadline.due_at - deadline.started_at <= span
    return deadline.started_at if is_within else deadline.due_at - span
