"""Envelopes that a carrier may give back, in memory.

Source: servanda/usecases/ports/sendings.py, whose promises it keeps.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from typing_extensions import override

from servanda.core.identifiers import Origin
from servanda.usecases.ports.sendings import SendingRecord, SendingStore


class MemorySendings(SendingStore):
    """Fills the port `SendingStore`."""

    def __init__(self) -> None:
        super().__init__()
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
