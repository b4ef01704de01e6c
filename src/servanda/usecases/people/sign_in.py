"""Sign in at the desk, and out again.

1. An address with too many wrong attempts in a row is not looked at for a while. This comes first
   and is noted nowhere, so that nobody can fill the audit log from outside.
2. The attempt is counted for the address before it is looked at; a right one clears the count.
3. The rest is the boundary's: the person, the lock-out, the entry in the audit log.

Source: docs/spec/desk.md, "Signing in".
"""

from typing import ClassVar

from servanda.core.errors import InvalidInputError, ServandaError
from servanda.core.identifiers import format_instant
from servanda.core.people.lock_out import OF_AN_ADDRESS
from servanda.core.people.page_table import SIGN_IN, SIGN_OUT
from servanda.usecases.people.boundary import Call, admit, conclude
from servanda.usecases.people.prove_person import Claim
from servanda.usecases.people.read_people import read_people
from servanda.usecases.people.sessions import (
    NotSignedInError,
    SessionClaim,
    Visitor,
    begin_session,
    session_digest,
)
from servanda.usecases.ports.audit import Attempts
from servanda.usecases.services import Services

_BROKEN_OFF = "broken-off"
_MARK = "@"  # no person's name begins so: addresses are counted beside persons
_MAX_CHARACTERS = 39  # an address of IP version 6


class AddressLockedError(InvalidInputError):
    """Too many wrong sign-ins in a row came from this address; wait."""

    code: ClassVar[str] = "address-locked"


def sign_in(claim: Claim, *, visitor: Visitor, services: Services) -> str:
    """Begin a session and return its token.

    Raises:
        AddressLockedError: (1)
        InvalidInputError: Of `admit`: no such person or another passphrase, or locked.
        MisconfiguredError: Of `admit`: the database was altered.
    """
    counted = _MARK + visitor.address[:_MAX_CHARACTERS]
    _require_unlocked(services.store.attempts(counted), visitor)  # (1)
    _require_unlocked(services.store.begin_attempt(counted, at=visitor.at), visitor)  # (2)
    admission = admit(Call(verb=SIGN_IN), claim=claim, services=services)  # (3)
    code = _BROKEN_OFF
    try:
        people = read_people(services)
        token = begin_session(admission.actor, visitor=visitor, people=people, services=services)
        code = ""
    except ServandaError as error:
        code = error.code
        raise
    finally:
        conclude(admission, code=code, services=services)
    services.store.clear_attempts(counted)
    return token


def sign_out(claim: SessionClaim, *, services: Services) -> None:
    """End a session, and note who did it; nothing happens if it has ended."""
    try:
        admission = admit(Call(verb=SIGN_OUT), claim=claim, services=services)
    except NotSignedInError:
        return
    services.store.end_session(session_digest(claim.token))
    conclude(admission, services=services)


def _require_unlocked(known: Attempts, visitor: Visitor) -> None:
    until = OF_AN_ADDRESS.until(known.failures, last_at=known.last_at)
    if until is not None and visitor.at < until:
        raise AddressLockedError(
            f"too many wrong sign-ins from one address: wait until {format_instant(until)}"
        )
