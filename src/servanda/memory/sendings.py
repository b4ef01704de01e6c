"""Envelopes that a carrier may give back, and how the carriers did of late, in memory.

Source: servanda/usecases/ports/sendings.py and carriers.py, whose promises it keeps.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from typing_extensions import override

from servanda.core.identifiers import Origin
from servanda.usecases.ports.carriers import CarrierRecord, CarrierStore
from servanda.usecases.ports.sendings import SendingRecord, SendingStore


class MemorySendings(SendingStore, CarrierStore):
    """Fills the ports `SendingStore` and `CarrierStore`."""

    def __init__(self) -> None:
        super().__init__()
        self._carriers: dict[tuple[Origin, str], CarrierRecord] = {}
        self._sendings: dict[str, SendingRecord] = {}

    @override
    def add_sending(self, sending: SendingRecord, *, keep: int) -> None:
        self._sendings.setdefault(sending.digest, sending)
        for old in self.sendings(sending.own)[keep:]:
            del self._sendings[old.digest]

    @override
    def sending(self, digest: str) -> SendingRecord | None:
        return self._sendings.get(digest)

    @override
    def sendings(self, own: Origin) -> Sequence[SendingRecord]:
        return [one for one in reversed(self._sendings.values()) if one.own == own]

    @override
    def note_returned(self, digest: str, *, status: str, at: datetime) -> bool:
        sent = self._sendings.get(digest)
        if sent is None or sent.returned_at is not None:
            return False
        self._sendings[digest] = replace(sent, returned_at=at, status=status)
        return True

    @override
    def carriers_of(self, own: Origin) -> Mapping[str, CarrierRecord]:
        return {kind: one for (of, kind), one in self._carriers.items() if of == own}

    @override
    def save_carrier(self, record: CarrierRecord) -> None:
        self._carriers[record.own, record.kind] = record
