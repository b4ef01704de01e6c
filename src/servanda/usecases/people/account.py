"""What a person sees and does about their own account at the desk.

Source: docs/spec/desk.md, "The account".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from servanda.core.errors import ServandaError
from servanda.core.identifiers import Digest
from servanda.core.people.people import Person, Stretch
from servanda.usecases.people.boundary import Call, admit, conclude
from servanda.usecases.people.change_people import change_own_passphrase
from servanda.usecases.people.prove_person import Claim
from servanda.usecases.people.read_people import read_people
from servanda.usecases.people.sessions import (
    SessionClaim,
    Visitor,
    begin_session,
    is_live,
    prove_session,
)
from servanda.usecases.ports.sessions import SessionRecord
from servanda.usecases.services import Services

OTHERS = "others"  # every session but the one that it is said in
CHANGE_PASSPHRASE = "staff passphrase"  # noqa: S105 - names a verb
_BROKEN_OFF = "broken-off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person as they see themselves.

    Attributes:
        person: Name and roles.
        present: The session that they look from.
        others: Their other sessions that go on, the last used first.
        covers: For whom they stand in, or who stands in for them, now or later.
    """

    person: Person
    present: SessionRecord
    others: Sequence[SessionRecord]
    covers: Sequence[Stretch]


def read_account(claim: SessionClaim, *, services: Services) -> Account:
    """Return the account of whoever is in the session.

    Raises:
        NotSignedInError: It is over.
    """
    people = read_people(services)
    proved = prove_session(claim, people=people, services=services)
    name, now = proved.actor.name, services.clock.now()
    return Account(
        person=people.persons[name],
        present=proved.record,
        others=[
            one
            for one in services.store.sessions_of(name)
            if one.digest != proved.record.digest and is_live(one, people=people, at=claim.at)
        ],
        covers=[one for one in people.covers if name in (one.name, one.by) and one.end > now],
    )


def end_own_session(wanted: str, *, claim: SessionClaim, services: Services) -> None:
    """End one session of one's own, by its digest, or all `OTHERS`.

    Another's session, or one that there is not, stays as it is and is answered alike.
    """
    proved = prove_session(claim, people=read_people(services), services=services)
    for one in services.store.sessions_of(proved.actor.name):
        is_other = one.digest != proved.record.digest
        if one.digest == Digest(wanted) or (wanted == OTHERS and is_other):
            services.store.end_session(one.digest)


def change_passphrase(
    present: bytes, *, new: bytes, claim: SessionClaim, visitor: Visitor, services: Services
) -> str:
    """Change one's own passphrase, and return the token of the session that goes on.

    The session alone is not enough: whoever found the desk unattended would keep it. All sessions
    end with the old passphrase, so a new one is begun.

    Raises:
        NotSignedInError: The session is over.
        InvalidInputError: Of `admit`: the present passphrase is another, or locked.
        WeakPassphraseError: The new one is too short, or too long to be one.
    """
    actor = prove_session(claim, people=read_people(services), services=services).actor
    said = Claim(name=actor.name, passphrase=present)
    admission = admit(Call(verb=CHANGE_PASSPHRASE), claim=said, services=services)
    code = _BROKEN_OFF
    try:
        change_own_passphrase(passphrase=new, services=services)
        code = ""
    except ServandaError as error:
        code = error.code
        raise
    finally:
        conclude(admission, code=code, services=services)
    people = read_people(services)
    return begin_session(actor, visitor=visitor, people=people, services=services)
