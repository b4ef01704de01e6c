"""Evidence as the use cases see it: an archive of documents, and decisions that only grow.

Source: docs/spec/evidence/README.md, docs/spec/evidence/decisions.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Protocol

from servanda.core.errors import MisconfiguredError
from servanda.core.handling.archived import DEFAULT_MARKING


class DocumentDamagedError(MisconfiguredError):
    """An archived document is missing, or its bytes have not the hash they are kept under."""

    code: ClassVar[str] = "document-damaged"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDocument:
    """A document of the archive.

    Attributes:
        sha256: Of its bytes, 64 lower-case hex digits.
        name: The name it came under first, without folders.
        size: In bytes.
        added_at: When it was added, UTC.
        fetched: When its bytes were fetched, where somebody said so.
        tlp: Its marking, one of `core.handling.markings.MARKINGS`.
    """

    sha256: str
    name: str
    size: int
    added_at: datetime
    fetched: date | None
    tlp: str = DEFAULT_MARKING


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDecision:
    """A decision with its signature, as the note that was signed."""

    number: int
    note: bytes


class DocumentArchive(Protocol):
    """Keeps the bytes of documents, each once, by their hash.

    What every implementation must do, held by tests/usecases/ports/test_evidence_store_contract.py:
    a document that `keep` returned for survives a power cut; bytes never change.
    """

    def keep(self, content: bytes) -> str:
        """Keep the bytes, once; returns their SHA-256 in hex."""
        ...

    def read(self, digest: str) -> bytes:
        """Return the bytes of that hash.

        Raises:
            DocumentDamagedError: They are not there, or not the ones that were kept.
        """
        ...


class EvidenceStore(Protocol):
    """Rows of documents and decisions; decisions only grow, by trigger on both databases."""

    def add_document(self, document: KeptDocument) -> bool:
        """Add a row; False where one of that hash is there, which stays as it is."""
        ...

    def mark_document(self, digest: str, *, tlp: str) -> None:
        """Give the document of that hash another marking; nothing else of its row changes."""
        ...

    def document(self, prefix: str) -> Sequence[KeptDocument]:
        """Return the documents whose hash begins with `prefix`, in order; at most two."""
        ...

    def documents(self) -> Iterator[KeptDocument]:
        """Yield all documents in the order of their hashes."""
        ...

    def append_decision(self, decision: KeptDecision) -> None:
        """Append the next decision.

        Raises:
            IndexTakenError: Another writer has appended at this number.
        """
        ...

    def decisions(self, *, first: int = 0) -> Sequence[KeptDecision]:
        """Return the decisions from `first` on, in order."""
        ...
