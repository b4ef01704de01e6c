"""Show what waits: open requests and running clocks by what is due first, and what was told.

Source: docs/how-to/deadlines.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from servanda.core.identifiers import Digest, Origin
from servanda.core.suspension.fold import Suspension
from servanda.usecases.casework.follow_casework import follow_all_casework
from servanda.usecases.casework.imported_case import ImportedCase
from servanda.usecases.casework.undelivered_requests import UndeliveredRequest, undelivered_requests
from servanda.usecases.conduct.read_suspensions import standing_suspensions
from servanda.usecases.conduct.show_hotline import OpenLevel, open_levels
from servanda.usecases.ports.casework import CaseRecord, DeadlineRecord, NoticeRecord
from servanda.usecases.services import Services

MAX_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What waits at one moment.

    Attributes:
        now: That moment, by the node's clock.
        cases: Open requests of both sides, by the answer's due time.
        deadlines: Running clocks, by due time.
        notices: What was told, the newest first.
        imported: Open cases of before, outside every log and figure, by their due date.
        undelivered: Requests of ours without a receipt, which are no cases yet; the oldest first.
        levels: The level that each open ladder has reached.
        suspended: Suspensions that stand, by the log of ours that they are about.
    """

    now: datetime
    cases: Sequence[CaseRecord]
    deadlines: Sequence[DeadlineRecord]
    notices: Sequence[NoticeRecord]
    imported: Sequence[ImportedCase] = ()
    undelivered: Sequence[UndeliveredRequest] = ()
    levels: Sequence[OpenLevel] = ()
    suspended: Sequence[tuple[Origin, Suspension]] = ()

    @property
    def escalated(self) -> frozenset[Digest]:
        """What a ladder is open about, by leaf hash; not only requests."""
        return frozenset(level.about for level in self.levels)


def show_queue(*, limit: int = MAX_SHOWN, services: Services) -> Queue:
    """Return what waits, at most `limit` of each; casework follows the logs first."""
    follow_all_casework(services=services)
    return read_queue(limit=limit, services=services)


def read_queue(*, limit: int = MAX_SHOWN, services: Services) -> Queue:
    """Return what waits as the running node has followed it: nothing is written."""
    store = services.store
    return Queue(
        now=services.clock.now(),
        cases=store.open_cases(limit=limit),
        deadlines=store.next_deadlines(limit=limit),
        notices=store.notices(limit=limit),
        imported=store.imported_cases()[:limit],
        undelivered=undelivered_requests(limit=limit, services=services),
        levels=open_levels(services=services),
        suspended=standing_suspensions(services=services),
    )
