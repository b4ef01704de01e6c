"""`calendar`: a party states its working days and its offsets from UTC.

No time-zone data base is consulted anywhere: both sides compute due times from what the
responder itself has signed, so they cannot differ by the age of a library.

Source: docs/spec/statements/calendar.md.
"""

from typing import cast

from servanda.core.canonical import JsonObject
from servanda.core.faults import Expected, Fault, expect
from servanda.core.statements.fields import Day, Instant, Integer, ListOf
from servanda.core.statements.rules import Rising
from servanda.core.statements.schema import Record, Schema
from servanda.core.statements.types import TLP, StatementType

MAX_DAYS = 1_000  # closed or opened; ten years of holidays, within the size of a leaf
MAX_OFFSET_MINUTES = 14 * 60  # the widest offset in civil use, either way


def _find_double_day(facts: JsonObject) -> Fault | None:
    both = {*cast("list[str]", facts["closed"])} & {*cast("list[str]", facts["opened"])}
    if both:
        return Fault("opened", expect(Expected.NOT_CLOSED), min(both))
    return None


TYPE = StatementType(
    name="calendar",
    facts=Schema(
        required={
            "weekend": ListOf(Integer(0, 6), least=0, most=6),
            "closed": ListOf(Day(), least=0, most=MAX_DAYS),
            "opened": ListOf(Day(), least=0, most=MAX_DAYS),
            "offsets": ListOf(
                Record(
                    Schema(
                        required={
                            "from": Instant(),
                            "minutes": Integer(-MAX_OFFSET_MINUTES, MAX_OFFSET_MINUTES),
                        }
                    )
                ),
                most=100,
            ),
            "complete_until": Day(),
        },
        optional={"tlp": TLP},
        rules=(
            # Sorted without repetition, so that one calendar has one form.
            Rising("weekend"),
            Rising("closed"),
            Rising("opened"),
            Rising("offsets", by="from"),
            _find_double_day,
        ),
    ),
)
