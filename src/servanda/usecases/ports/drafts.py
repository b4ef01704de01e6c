"""Drafts that wait for a second person, as the use cases see them.

Source: docs/spec/people.md, "Four eyes".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from servanda.core.identifiers import Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRecord:
    """One statement that waits for a second person.

    Attributes:
        ticket: Its name; the one under which it will be queued.
        content: All that will be signed, as `draft_content` writes it.
        digest: Of `content`: what is approved is these bytes and no others.
        eyes: Whoever wrote a version of it, and in whose place.
        written_at: When this version was written.
        refusal: Why it was not approved; empty while it waits.
    """

    ticket: str
    content: bytes
    digest: Digest
    eyes: frozenset[str]
    written_at: datetime
    refusal: str = ""


class DraftStore(Protocol):
    """Keeps drafts until they are approved or withdrawn.

    tests/usecases/ports/test_draft_store_contract.py holds every implementation to this.
    """

    def save_draft(self, draft: DraftRecord) -> None:
        """Add a draft, or put it in place of the one with its ticket."""
        ...

    def draft(self, ticket: str) -> DraftRecord | None:
        """Return one draft, or None."""
        ...

    def drafts(self) -> Sequence[DraftRecord]:
        """Return all drafts, the oldest version first."""
        ...

    def remove_draft(self, ticket: str, digest: Digest) -> bool:
        """Remove a draft if it still has this digest; False if there is none such."""
        ...

    def refuse_draft(self, ticket: str, digest: Digest, *, refusal: str) -> bool:
        """Note why it is not approved, if it still has this digest; False likewise."""
        ...
