"""Documents and decisions in memory.

Source: servanda/usecases/ports/evidence.py, whose promises it keeps.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

from typing_extensions import override

from servanda.usecases.ports.evidence import (
    DocumentArchive,
    DocumentDamagedError,
    EvidenceStore,
    KeptDecision,
    KeptDocument,
)
from servanda.usecases.ports.store import IndexTakenError


class MemoryArchive(DocumentArchive):
    """Fills the port `DocumentArchive`."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: dict[str, bytes] = {}

    @override
    def keep(self, content: bytes) -> str:
        digest = sha256(content).hexdigest()
        self._kept[digest] = content
        return digest

    @override
    def read(self, digest: str) -> bytes:
        if digest not in self._kept:
            raise DocumentDamagedError(f"expected a document {digest}, found none")
        return self._kept[digest]


class MemoryEvidence(EvidenceStore):
    """Fills the port `EvidenceStore`."""

    def __init__(self) -> None:
        super().__init__()
        self._documents: dict[str, KeptDocument] = {}
        self._decisions: list[KeptDecision] = []

    @override
    def add_document(self, document: KeptDocument) -> bool:
        return self._documents.setdefault(document.sha256, document) is document

    @override
    def mark_document(self, digest: str, *, tlp: str) -> None:
        self._documents[digest] = replace(self._documents[digest], tlp=tlp)

    @override
    def document(self, prefix: str) -> Sequence[KeptDocument]:
        return [one for one in self.documents() if one.sha256.startswith(prefix)][:2]

    @override
    def documents(self) -> Iterator[KeptDocument]:
        yield from sorted(self._documents.values(), key=lambda one: one.sha256)

    @override
    def append_decision(self, decision: KeptDecision) -> None:
        if decision.number != len(self._decisions):
            raise IndexTakenError(f"expected no decision {decision.number} yet")
        self._decisions.append(decision)

    @override
    def decisions(self, *, first: int = 0) -> Sequence[KeptDecision]:
        return self._decisions[first:]
