"""Sessions at the desk as the use cases see them.

Source: docs/spec/desk.md, "Sessions".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from servanda.core.identifiers import Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRecord:
    """One sign-in that has not ended.

    Attributes:
        digest: Of the token that the browser holds; the token itself is kept nowhere.
        person: Who signed in.
        verifier: What their passphrase was known by then: with another one the session is over.
        begun_at: When, by the machine's clock.
        used_at: When something was last asked for in it, to the minute.
        address: Where it was begun from, as the listener saw it.
        agent: What the browser called itself.
    """

    digest: Digest
    person: str
    verifier: Digest
    begun_at: datetime
    used_at: datetime
    address: str = ""
    agent: str = ""


class SessionStore(Protocol):
    """Keeps sessions. They are no record of anything: the audit log is."""

    def save_session(self, session: SessionRecord) -> None:
        """Add a session."""
        ...

    def session(self, digest: Digest) -> SessionRecord | None:
        """Return one session, or None."""
        ...

    def sessions_of(self, person: str) -> Sequence[SessionRecord]:
        """Return the sessions of a person, the last used first."""
        ...

    def use_session(self, digest: Digest, *, at: datetime) -> None:
        """Note when it was last used; nothing happens if it has ended."""
        ...

    def end_session(self, digest: Digest) -> None:
        """Remove a session; nothing happens if it has ended."""
        ...

    def end_sessions_before(self, begun_before: datetime) -> None:
        """Remove the sessions that were begun before an instant."""
        ...
