"""How the carriers towards a counterpart did of late; nothing that counts rests on it.

Source: docs/decisions/0040-carriers-rest-and-return.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from servanda.core.exchange.carrier_choice import FRESH, Standing
from servanda.core.identifiers import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierRecord:
    """How one carrier did for one pair.

    Attributes:
        own: Our log of the pair.
        kind: Of the carrier.
        standing: Failures in a row, and its rest.
        handed_at: When it last took something whose receipt is awaited; None: nothing is.
        handed_until: Index after the last leaf of that.
        trouble: Why it last failed; empty if it does not.
    """

    own: Origin
    kind: str
    standing: Standing = FRESH
    handed_at: datetime | None = None
    handed_until: int = 0
    trouble: str = ""


class CarrierStore(Protocol):
    """Keeps one record for each pair and carrier."""

    def carriers_of(self, own: Origin) -> Mapping[str, CarrierRecord]:
        """Return what is known about the carriers of one pair, by kind."""
        ...

    def save_carrier(self, record: CarrierRecord) -> None:
        """Add or replace what is known about one carrier."""
        ...
