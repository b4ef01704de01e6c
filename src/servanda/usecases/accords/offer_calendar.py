"""Say our weekly calendar under each accord that comes into force, once.

A newcomer says when setting up which days of the week are closed and how far local time is from
UTC. Nothing can be said to anybody before an accord is in force, so the running node says it
then. Holidays are not known here: `complete_until` is the day it was stated, so every later due
time is shown as provisional until the party signs a fuller calendar.

Source: docs/spec/statements/calendar.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from servanda.core import canonical
from servanda.core.canonical import JsonObject
from servanda.core.identifiers import digest_of, format_instant
from servanda.usecases.accords.accord_state import read_accord_state
from servanda.usecases.exchange.queue_statement import QueueResult, queue_statement
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services

CALENDAR = "calendar"
_TICKET_DIGITS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyCalendar:
    """What is the same every week.

    Attributes:
        weekend: Days of the week that are closed, Monday being 0, rising.
        offset_minutes: Local time less UTC.
        stated_on: The day it was stated, for which it speaks.
    """

    weekend: tuple[int, ...]
    offset_minutes: int
    stated_on: date

    def facts(self) -> JsonObject:
        """Return the facts of the `calendar` statement that says it."""
        begin = format_instant(datetime.combine(self.stated_on, time(), tzinfo=UTC))
        return {
            "weekend": list(self.weekend),
            "closed": [],
            "opened": [],
            "offsets": [{"from": begin, "minutes": self.offset_minutes}],
            "complete_until": self.stated_on.isoformat(),
        }


def offer_calendar(calendar: WeeklyCalendar, *, services: Services) -> Sequence[QueueResult]:
    """Queue `calendar` for every pair under whose accord it was not queued before.

    Asking again queues nothing: the ticket is made of the calendar and the log. A calendar that
    is changed is another one, and is said again.

    Raises:
        InvalidInputError: It would be refused; the message names the field.
    """
    facts = calendar.facts()
    return [
        queue_statement(
            type=CALENDAR,
            facts=facts,
            counterpart=pair.counterpart,
            accord_name=pair.own.accord_name,
            ticket=_ticket(facts, pair),
            services=services,
        )
        for pair in services.store.pairs()
        if services.store.ticket(_ticket(facts, pair)) is None
        and _is_possible(pair, services=services)
    ]


def _is_possible(pair: PairRecord, *, services: Services) -> bool:
    accord = read_accord_state(pair, services=services).in_force
    return accord is not None and CALENDAR in accord.profile


def _ticket(facts: JsonObject, pair: PairRecord) -> str:
    meant = canonical.encode({"facts": facts, "log": str(pair.own)})
    return f"{CALENDAR}-{digest_of(meant).removeprefix('sha256:')[:_TICKET_DIGITS]}"
