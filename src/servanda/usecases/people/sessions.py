"""Sessions at the desk: begun with a passphrase, proved by a token, ended by time or by hand.

1. The token is drawn for each sign-in and never taken from outside: nobody can be made to work in
   a session that somebody else knows.
2. Only its digest is kept: who reads the database can be nobody.
3. A session ends by itself some time after its last use, and at the latest a shift after it began.
4. It ends at once with the person, and with the passphrase that it was begun with.
5. In somebody's place one acts with just the roles of that person, while the cover lasts.

Times are those of the machine's clock, not of the scripted one that a practice runs on.

Source: docs/spec/desk.md, "Sessions".
"""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import Digest, digest_of
from servanda.core.people.actor import Actor
from servanda.core.people.people import People
from servanda.usecases.people.prove_person import covering
from servanda.usecases.ports.sessions import SessionRecord
from servanda.usecases.services import Services

TOKEN_BYTES = 32
IDLE_FOR = timedelta(hours=1)
LASTS_FOR = timedelta(hours=12)  # the longest shift
MAX_TOKEN_CHARACTERS = 100  # a token has 43
_NOTED_EVERY = timedelta(minutes=1)  # a write for each page would cost more than the page
_MAX_ADDRESS = 64
_MAX_AGENT = 200
_LABEL = b"servanda-session/1\n"


class NotSignedInError(InvalidInputError):
    """Nobody has signed in, or the session is over."""

    code: ClassVar[str] = "not-signed-in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who asks, as the listener sees it.

    Attributes:
        address: Where from; empty where it is not known.
        agent: What the browser calls itself; a claim.
        at: When, by the machine's clock.
    """

    address: str
    agent: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionClaim:
    """The session that somebody says they are in.

    Attributes:
        token: As the browser sent it.
        at: When, by the machine's clock.
        cover: Whose place they take; empty for nobody's.
    """

    token: str
    at: datetime
    cover: str = ""

    @property
    def digest(self) -> Digest:
        """What the session is kept under, if there is one."""
        return session_digest(self.token)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvedSession:
    """A session that goes on.

    Attributes:
        actor: Whose.
        record: As it is kept.
    """

    actor: Actor
    record: SessionRecord


def session_digest(token: str) -> Digest:
    """Return what a token is kept as."""
    return digest_of(_LABEL + token.encode(errors="replace"))


def begin_session(actor: Actor, *, visitor: Visitor, people: People, services: Services) -> str:
    """Begin a session of somebody who has just proved who they are, and return its token."""
    raw = services.randomness.token(TOKEN_BYTES)
    token = urlsafe_b64encode(raw).rstrip(b"=").decode()  # (1)
    services.store.end_sessions_before(visitor.at - LASTS_FOR)
    services.store.save_session(
        SessionRecord(
            digest=session_digest(token),  # (2)
            person=actor.name,
            verifier=people.persons[actor.name].verifier,
            begun_at=visitor.at,
            used_at=visitor.at,
            address=visitor.address[:_MAX_ADDRESS],
            agent=visitor.agent[:_MAX_AGENT],
        )
    )
    return token


def prove_session(claim: SessionClaim, *, people: People, services: Services) -> ProvedSession:
    """Return the session that a token is of, and note that it was used.

    Raises:
        NotSignedInError: It is of none, or the session is over: (3), (4).
        NoCoverError: They do not stand in for whom they say: (5).
    """
    if not claim.token or len(claim.token) > MAX_TOKEN_CHARACTERS:
        raise NotSignedInError("nobody has signed in")
    found = services.store.session(session_digest(claim.token))
    person = None if found is None else people.active(found.person)
    if found is None or person is None or not is_live(found, people=people, at=claim.at):
        if found is not None:
            services.store.end_session(found.digest)
        raise NotSignedInError("the session is over")
    if claim.at - found.used_at >= _NOTED_EVERY:
        services.store.use_session(found.digest, at=claim.at)
    if not claim.cover:
        return ProvedSession(actor=Actor(name=person.name, roles=person.roles), record=found)
    actor = covering(person, claim.cover, people=people, at=services.clock.now())  # (5)
    return ProvedSession(actor=actor, record=found)


def is_live(session: SessionRecord, *, people: People, at: datetime) -> bool:
    """Return whether a session goes on at `at`."""
    person = people.active(session.person)
    return (
        person is not None
        and person.verifier == session.verifier
        and at < min(session.used_at + IDLE_FOR, session.begun_at + LASTS_FOR)
    )
