"""How the carriers of a pair did of late, in SQL."""

from collections.abc import Mapping
from dataclasses import dataclass

from servanda.core.exchange.carrier_choice import Standing
from servanda.core.identifiers import Origin
from servanda.store.sql import Database, optional_instant, optional_seconds, storable
from servanda.usecases.ports.carriers import CarrierRecord

_OF = """
SELECT kind, failures, rests_seconds, handed_seconds, handed_until, trouble
FROM store_carrier WHERE own = %s ORDER BY kind
"""
_SAVE = """
INSERT INTO store_carrier (own, kind, failures, rests_seconds, handed_seconds, handed_until,
    trouble)
VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (own, kind) DO UPDATE SET failures = excluded.failures,
    rests_seconds = excluded.rests_seconds, handed_seconds = excluded.handed_seconds,
    handed_until = excluded.handed_until, trouble = excluded.trouble
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCarriers(Database):
    """Fills the port `CarrierStore`."""

    def carriers_of(self, own: Origin) -> Mapping[str, CarrierRecord]:
        """Return what is known about the carriers of one pair, by kind."""
        return {
            row[0]: CarrierRecord(
                own=own,
                kind=row[0],
                standing=Standing(failures=row[1], rests_until=optional_instant(row[2])),
                handed_at=optional_instant(row[3]),
                handed_until=row[4],
                trouble=row[5],
            )
            for row in self.rows(_OF, (str(own),))
        }

    def save_carrier(self, record: CarrierRecord) -> None:
        """Add or replace what is known about one carrier."""
        values = (
            str(record.own),
            record.kind,
            record.standing.failures,
            optional_seconds(record.standing.rests_until),
            optional_seconds(record.handed_at),
            record.handed_until,
            storable(record.trouble),
        )
        self.run(_SAVE, values)
