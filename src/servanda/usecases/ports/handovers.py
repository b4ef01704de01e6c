"""The words of hand-overs, which the audit log names by a digest.

Source: docs/spec/people.md, "Hand-over".
"""

from typing import Protocol

from servanda.core.identifiers import Digest


class HandOverStore(Protocol):
    """Keeps what hand-overs say; none is ever changed."""

    def save_handover(self, digest: Digest, content: bytes) -> None:
        """Add a content under its digest; one that is there stays."""
        ...

    def handover(self, digest: Digest) -> bytes | None:
        """Return the content kept under `digest`, whether or not it still fits."""
        ...
