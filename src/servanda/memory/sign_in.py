"""What signing in at the desk rests on, in memory: sessions and second factors.

Source: servanda/usecases/ports/sessions.py and second_factors.py, whose promises it keeps.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from threading import Lock

from typing_extensions import override

from servanda.core.identifiers import Digest
from servanda.core.people.second_factor import SecondFactor
from servanda.memory.api_keys import MemoryApiKeys
from servanda.usecases.ports.second_factors import SecondFactorStore
from servanda.usecases.ports.sessions import SessionRecord, SessionStore


class MemorySignIn(MemoryApiKeys, SessionStore, SecondFactorStore):
    """Fills the ports `SessionStore` and `SecondFactorStore`, beside those of keys."""

    def __init__(self) -> None:
        super().__init__()
        self._sessions: dict[Digest, SessionRecord] = {}
        self._factors: dict[Digest, SecondFactor] = {}
        self._spent: set[tuple[Digest, str]] = set()
        self._spending = Lock()

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

    @override
    def save_second_factor(self, name: str, factor: SecondFactor) -> None:
        self._factors.setdefault(factor.digest, factor)

    @override
    def second_factor(self, digest: Digest) -> SecondFactor | None:
        return self._factors.get(digest)

    @override
    def spend(self, factor: Digest, mark: str) -> bool:
        with self._spending:
            is_new = (factor, mark) not in self._spent
            self._spent.add((factor, mark))
            return is_new
