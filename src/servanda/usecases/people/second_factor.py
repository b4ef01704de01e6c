"""Give oneself a second factor at the desk, or take it away.

1. The passphrase is asked for again: a desk found unattended is not taken over.
2. The app has to show a code of the new secret first, so that nobody locks themselves out.
3. The recovery codes are made here, returned once, and kept as digests.

Source: docs/spec/desk.md, "The second factor".
"""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from servanda.core.errors import InvalidInputError, ServandaError
from servanda.core.identifiers import Digest
from servanda.core.people.page_table import SECOND_FACTOR
from servanda.core.people.second_factor import (
    RECOVERY_BYTES,
    RECOVERY_CODES,
    SecondFactor,
    build_recovery_code,
    recovery_digest,
)
from servanda.usecases.people.boundary import Call, admit, conclude
from servanda.usecases.people.change_people import set_own_second_factor
from servanda.usecases.people.prove_person import Claim
from servanda.usecases.people.read_people import read_people
from servanda.usecases.people.sessions import SessionClaim, prove_session
from servanda.usecases.services import Services

_BROKEN_OFF = "broken-off"


class WrongCodeError(InvalidInputError):
    """The code is none that the new secret gives now, or it was used."""

    code: ClassVar[str] = "wrong-code"


def give_second_factor(
    secret: bytes,
    *,
    typed: str,
    passphrase: bytes,
    claim: SessionClaim,
    at: datetime,
    services: Services,
) -> Sequence[str]:
    """Give whoever is in the session a second factor, and return its recovery codes.

    Raises:
        WrongCodeError: (2)
        NotSignedInError: The session is over.
        InvalidInputError: Of `admit`: another passphrase, or locked.
    """
    drawn = [services.randomness.token(RECOVERY_BYTES) for _ in range(RECOVERY_CODES)]
    codes = [build_recovery_code(raw) for raw in drawn]  # (3)
    factor = SecondFactor(secret=secret, recovery=tuple(recovery_digest(code) for code in codes))
    mark = factor.mark_of(typed, at=at)
    if mark is None:
        raise WrongCodeError("expected the code that the app shows now for the new secret")
    _change(factor, passphrase=passphrase, claim=claim, services=services)
    services.store.spend(factor.digest, mark)
    return codes


def remove_second_factor(passphrase: bytes, *, claim: SessionClaim, services: Services) -> None:
    """Take the second factor away from whoever is in the session; as `give_second_factor`."""
    _change(None, passphrase=passphrase, claim=claim, services=services)


def _change(
    factor: SecondFactor | None, *, passphrase: bytes, claim: SessionClaim, services: Services
) -> None:
    actor = prove_session(claim, people=read_people(services), services=services).actor
    said = Claim(name=actor.name, passphrase=passphrase)  # (1)
    admission = admit(Call(verb=SECOND_FACTOR), claim=said, services=services)
    code = _BROKEN_OFF
    try:
        digest: Digest | None = None
        if factor is not None:
            services.store.save_second_factor(actor.name, factor)
            digest = factor.digest
        set_own_second_factor(digest, services=services)
        code = ""
    except ServandaError as error:
        code = error.code
        raise
    finally:
        conclude(admission, code=code, services=services)
