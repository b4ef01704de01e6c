"""Sessions at the desk in memory.

Source: servanda/usecases/ports/sessions.py, whose promises it keeps.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from typing_extensions import override

from servanda.core.identifiers import Digest
from servanda.usecases.ports.sessions import SessionRecord, SessionStore


class MemorySessions(SessionStore):
    """Fills the port `SessionStore`."""

    def __init__(self) -> None:
        super().__init__()
        self._sessions: dict[Digest, SessionRecord] = {}

    @override
    def save_session(self, session: SessionRecord) -> None:
        self._sessions[session.digest] = session

    @override
    def session(self, digest: Digest) -> SessionRecord | None:
        return self._sessions.get(digest)

    @override
    def sessions_of(self, person: str) -> Sequence[SessionRecord]:
        found = [one for one in self._sessions.values() if one.person == person]
        return sorted(found, key=lambda one: (-one.used_at.timestamp(), one.digest))

    @override
    def use_session(self, digest: Digest, *, at: datetime) -> None:
        if digest in self._sessions:
            self._sessions[digest] = replace(self._sessions[digest], used_at=at)

    @override
    def end_session(self, digest: Digest) -> None:
        self._sessions.pop(digest, None)

    @override
    def end_sessions_before(self, begun_before: datetime) -> None:
        for one in [*self._sessions.values()]:
            if one.begun_at < begun_before:
                del self._sessions[one.digest]
