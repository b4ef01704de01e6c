"""Sessions at the desk in SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from servanda.core.identifiers import Digest
from servanda.store.sql import Database, Row, instant, seconds, storable
from servanda.usecases.ports.sessions import SessionRecord

_ADD = """
INSERT INTO store_session
    (digest, person, verifier, begun_seconds, used_seconds, address, agent)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
_ONE = """
SELECT digest, person, verifier, begun_seconds, used_seconds, address, agent
FROM store_session WHERE digest = %s
"""
_OF = """
SELECT digest, person, verifier, begun_seconds, used_seconds, address, agent
FROM store_session WHERE person = %s ORDER BY used_seconds DESC, digest
"""
_USE = "UPDATE store_session SET used_seconds = %s WHERE digest = %s"
_END = "DELETE FROM store_session WHERE digest = %s"
_END_BEFORE = "DELETE FROM store_session WHERE begun_seconds < %s"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSessions(Database):
    """Fills the port `SessionStore`."""

    def save_session(self, session: SessionRecord) -> None:
        """Add a session."""
        values = (
            session.digest,
            session.person,
            session.verifier,
            seconds(session.begun_at),
            seconds(session.used_at),
            storable(session.address),
            storable(session.agent),
        )
        with self.transaction():
            self.run(_ADD, values)

    def session(self, digest: Digest) -> SessionRecord | None:
        """Return one session, or None."""
        row = self.row(_ONE, (digest,))
        return None if row is None else _session(row)

    def sessions_of(self, person: str) -> Sequence[SessionRecord]:
        """Return the sessions of a person, the last used first."""
        return [_session(row) for row in self.rows(_OF, (person,))]

    def use_session(self, digest: Digest, *, at: datetime) -> None:
        """Note when it was last used."""
        with self.transaction():
            self.run(_USE, (seconds(at), digest))

    def end_session(self, digest: Digest) -> None:
        """Remove a session."""
        with self.transaction():
            self.run(_END, (digest,))

    def end_sessions_before(self, begun_before: datetime) -> None:
        """Remove the sessions that were begun before an instant."""
        with self.transaction():
            self.run(_END_BEFORE, (seconds(begun_before),))


def _session(row: Row) -> SessionRecord:
    digest, person, verifier, begun, used, address, agent = row
    return SessionRecord(
        digest=Digest(digest),
        person=person,
        verifier=Digest(verifier),
        begun_at=instant(begun),
        used_at=instant(used),
        address=address,
        agent=agent,
    )
