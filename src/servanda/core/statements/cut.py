"""`cut`: one leaf that fixes both logs, at which a review is computed.

Source: docs/spec/statements/cut.md.
"""

from servanda.core.canonical import JsonObject
from servanda.core.faults import Expected, Fault, expect
from servanda.core.statements.fields import Instant
from servanda.core.statements.schema import Schema
from servanda.core.statements.types import TLP, StatementType


def _find_period_fault(facts: JsonObject) -> Fault | None:
    start, end = str(facts["from"]), str(facts["until"])
    # Instants have one written form of fixed length, so text order is the order of time.
    if start >= end:
        return Fault("until", expect(Expected.AFTER, start=start), end)
    return None


TYPE = StatementType(
    name="cut",
    facts=Schema(
        required={"from": Instant(), "until": Instant()},
        optional={"tlp": TLP},
        rules=(_find_period_fault,),
    ),
)
