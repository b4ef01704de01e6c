"""Make the cut at the end of a period: one leaf that fixes both logs for the review.

Source: docs/spec/cut-and-order.md, "The cut".
"""

from datetime import datetime

from servanda.core.errors import InvalidInputError
from servanda.core.exchange.cut import find_cut
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import PartyId, format_instant
from servanda.usecases.accords.accord_state import read_pair_state
from servanda.usecases.exchange.queue_statement import QueueResult, queue_statement
from servanda.usecases.services import Services, require_pair


def make_cut(
    *,
    until: datetime,
    counterpart: PartyId | None = None,
    accord_name: str | None = None,
    services: Services,
) -> QueueResult:
    """Queue the cut that ends at `until`; it begins where the cut before it ended.

    Raises:
        InvalidInputError: No accord is in force, it is too early, or `until` is no end of a
            period (of an accord whose mode is `real`) or has its cut already.
    """
    pair = require_pair(services, counterpart=counterpart, accord_name=accord_name)
    state = read_pair_state(pair, services=services)
    if state.newest_accord is None:
        raise InvalidInputError(Fault("", expect(Expected.IN_FORCE), Found.NOTHING))
    accord = state.newest_accord.accord
    before = find_cut(state.cuts, parties=accord.parties)
    start = accord.periods[0] if before is None else before.until
    return queue_statement(
        type="cut",
        facts={"from": format_instant(start), "until": format_instant(until)},
        counterpart=pair.counterpart,
        accord_name=pair.own.accord_name,
        services=services,
    )
