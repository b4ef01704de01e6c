"""The period of the last review that both sides know of: what an assessment is about by default.

Source: docs/how-to/assessments.md.
"""

from datetime import datetime

from servanda.core.exchange.cut import find_cut
from servanda.usecases.accords.accord_state import read_pair_state
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services


def last_period(pair: PairRecord, *, services: Services) -> tuple[datetime, datetime] | None:
    """Return begin and end of the cut with the latest end; None where nothing was cut."""
    state = read_pair_state(pair, services=services)
    parties = (pair.own.from_party, pair.counterpart)
    newest = find_cut(state.cuts, parties=parties)
    return None if newest is None else (newest.from_, newest.until)
