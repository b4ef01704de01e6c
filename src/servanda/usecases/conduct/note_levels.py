"""Tell people once of the clock of a level: a reminder before it is due, and a breach after.

As for the clocks of requests; but ladders are folded for it, so the worker looks at them more
seldom. What came between two looks is noted as of the instant at which it came.

Source: docs/spec/hotline.md, "The clock of a level".
"""

from collections.abc import Iterator

from servanda.core.casework.transitions import Clock
from servanda.core.escalation.ladder import RungState
from servanda.core.identifiers import hash_from_digest
from servanda.usecases.casework.note_deadlines import notices_of
from servanda.usecases.conduct.show_hotline import open_levels
from servanda.usecases.ports.casework import DeadlineRecord, NoticeRecord
from servanda.usecases.services import Services


def note_levels(*, services: Services) -> tuple[NoticeRecord, ...]:
    """Note what the clocks of levels brought by now; return the notices that are new."""
    now = services.clock.now()
    notices = [
        notice
        for deadline in _deadlines(services=services)
        for notice in notices_of(deadline, now=now)
    ]
    return tuple(services.store.add_notices(notices))


def _deadlines(*, services: Services) -> Iterator[DeadlineRecord]:
    for level in open_levels(services=services):
        verdict = level.clock.verdict
        if level.rung.state is not RungState.RAISED or verdict is None:
            continue
        yield DeadlineRecord(
            case=hash_from_digest(level.rung.leaf),
            own=level.own,
            clock=Clock.ESCALATION,
            number=0,
            is_ours=level.rung.addressee == level.own.from_party,
            started_at=level.rung.received_at,
            due_at=verdict.due.at,
            is_provisional=verdict.due.provisional,
        )
