"""Drafts and hand-overs in memory.

Source: servanda/usecases/ports/drafts.py and handovers.py, whose promises it keeps.
"""

from collections.abc import Sequence
from dataclasses import replace

from typing_extensions import override

from servanda.core.identifiers import Digest
from servanda.usecases.ports.drafts import DraftRecord, DraftStore
from servanda.usecases.ports.handovers import HandOverStore


class MemoryDrafts(DraftStore, HandOverStore):
    """Fills the ports `DraftStore` and `HandOverStore`."""

    def __init__(self) -> None:
        super().__init__()
        self._drafts: dict[str, DraftRecord] = {}
        self._handovers: dict[Digest, bytes] = {}

    @override
    def save_draft(self, draft: DraftRecord) -> None:
        self._drafts[draft.ticket] = draft

    @override
    def draft(self, ticket: str) -> DraftRecord | None:
        return self._drafts.get(ticket)

    @override
    def drafts(self) -> Sequence[DraftRecord]:
        return sorted(self._drafts.values(), key=lambda one: (one.written_at, one.ticket))

    @override
    def remove_draft(self, ticket: str, digest: Digest) -> bool:
        if not self._has(ticket, digest):
            return False
        del self._drafts[ticket]
        return True

    @override
    def refuse_draft(self, ticket: str, digest: Digest, *, refusal: str) -> bool:
        if not self._has(ticket, digest):
            return False
        self._drafts[ticket] = replace(self._drafts[ticket], refusal=refusal)
        return True

    @override
    def save_handover(self, digest: Digest, content: bytes) -> None:
        self._handovers.setdefault(digest, content)

    @override
    def handover(self, digest: Digest) -> bytes | None:
        return self._handovers.get(digest)

    def _has(self, ticket: str, digest: Digest) -> bool:
        found = self._drafts.get(ticket)
        return found is not None and found.digest == digest
