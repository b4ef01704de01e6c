"""Visitors of a desk in memory, and sessions of its persons."""

from datetime import UTC, datetime

from servanda.usecases.people.sessions import SessionClaim, Visitor
from servanda.usecases.people.sign_in import sign_in
from tests.usecases.people.desk import PeopledDesk

NOW = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)


def visitor(*, address: str = "192.0.2.1", at: datetime = NOW) -> Visitor:
    return Visitor(address=address, agent="a browser", at=at)


def claim_of(name: str, desk: PeopledDesk, *, at: datetime = NOW) -> SessionClaim:
    """Sign a person in and return their session."""
    token = sign_in(desk.claim(name), visitor=visitor(at=at), services=desk.services)
    return SessionClaim(token=token, at=at)
