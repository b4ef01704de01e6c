"""Say the weekly calendar of this home under each accord that comes into force.

The running node looks now and then; the use case makes sure that it is said once.
"""

import logging
import time
from dataclasses import dataclass, field

from servanda.core.errors import ServandaError
from servanda.store.home.calendar_file import read_calendar_file
from servanda.usecases.accords.offer_calendar import WeeklyCalendar, offer_calendar
from servanda.wiring import Node

LOOK_SECONDS = 2.0  # an accord comes into force a few times a year

_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class CalendarOffer:
    """Looks for accords under which the calendar was not said yet.

    Attributes:
        node: The running node; its calendar is read once, at the start.
    """

    node: Node
    _calendar: WeeklyCalendar | None = field(init=False)
    _next_look: float = field(init=False, default=0.0)
    _trouble: str = field(init=False, default="")

    def __post_init__(self) -> None:
        self._calendar = read_calendar_file(self.node.home.calendar)

    def look(self) -> None:
        """Queue the calendar where it is due; what is refused is logged once."""
        if self._calendar is None or time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + LOOK_SECONDS
        try:
            offer_calendar(self._calendar, services=self.node.services)
        except ServandaError as error:
            if str(error) != self._trouble:
                _LOG.warning("the calendar was not said: %s", error)
            self._trouble = str(error)
