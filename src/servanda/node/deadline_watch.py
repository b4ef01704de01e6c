"""Let casework follow the logs, and note reminders and breaches, while the node runs.

The running node looks every few seconds; what came while it was down is noted at the first look.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from servanda.core.errors import ServandaError
from servanda.store.sql import StoreFailedError
from servanda.usecases.casework.follow_casework import follow_all_casework
from servanda.usecases.casework.note_deadlines import note_deadlines
from servanda.usecases.conduct.note_lapses import note_lapses
from servanda.usecases.conduct.note_levels import note_levels
from servanda.usecases.conduct.read_assessments import note_assessments
from servanda.usecases.conduct.show_concerns import note_concerns
from servanda.usecases.ports.casework import NoticeRecord
from servanda.usecases.services import Services

LOOK_SECONDS = 2.0  # the shortest deadline of an accord is an hour
LADDER_SECONDS = 60.0  # ladders, concerns, contacts and persons are folded anew at each look

_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class DeadlineWatch:
    """Looks for what is due.

    Attributes:
        services: The running node's ports.
        timer: Seconds that only grow.
    """

    services: Services
    timer: Callable[[], float] = time.monotonic
    _next_look: float = field(init=False, default=0.0)
    _next_ladders: float = field(init=False, default=0.0)
    _trouble: str = field(init=False, default="")

    def look(self) -> None:
        """Follow and note; what is wrong is logged once, a lost database is the caller's.

        Raises:
            StoreFailedError: The database is out of reach.
        """
        if self.timer() < self._next_look:
            return
        self._next_look = self.timer() + LOOK_SECONDS
        try:
            missed = follow_all_casework(services=self.services).notices
            noted = (*missed, *note_deadlines(services=self.services), *self._levels())
            for notice in noted:
                _LOG.warning(
                    "%s of %s for %s, due %s",
                    notice.kind,
                    notice.clock,
                    notice.case.hex()[:12],
                    notice.due_at.isoformat(),
                )
        except StoreFailedError:
            raise
        except ServandaError as error:
            if str(error) != self._trouble:
                _LOG.warning("deadlines were not computed: %s", error)
            self._trouble = str(error)

    def _levels(self) -> tuple[NoticeRecord, ...]:
        if self.timer() < self._next_ladders:
            return ()
        self._next_ladders = self.timer() + LADDER_SECONDS
        noted = note_levels(services=self.services)
        return (
            *noted,
            *note_concerns(services=self.services),
            *note_assessments(services=self.services),
            *note_lapses(services=self.services),
        )
