"""The one boundary that acts go through: who is it, may they, and what is noted of it.

The command line comes here before a verb begins and after it ended; pages and forms do the same
with the verb that they stand for.

1. A verb without a row in the table is refused.
2. In a home without persons everything is allowed to whoever opens it, and noted as unnamed. If the
   head file says that there were persons, an old database was put back: then nothing but looking,
   and adding the administrator anew, is allowed.
3. In a home with persons whoever acts proves who they are: by a passphrase, or by a session or a
   program's key that was begun with one; only what carries on what was decided before may run
   alone.
4. One of the person's roles must be in the verb's row; of a cover, one of the roles covered. What
   is done in somebody's name is done in theirs.
5. What is read sealed, done, signed, exported or administered is noted before it happens; what
   was refused is noted always. Of a session or key that is over nothing is noted: nobody said who
   it is.

Source: docs/spec/people.md, "Where acts are checked".
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar

from servanda.core.audit.entry import MAX_ABOUT, Outcome
from servanda.core.errors import InvalidInputError, MisconfiguredError, ServandaError
from servanda.core.people.actor import MACHINE, UNNAMED, Actor
from servanda.core.people.page_table import DESK_VERBS
from servanda.core.people.people import People
from servanda.core.people.roles import RECORDED, UNATTENDED, Access
from servanda.core.people.verb_table import Row, row_of
from servanda.usecases.people.prove_key import KeyClaim, prove_key
from servanda.usecases.people.prove_person import Claim, prove_person
from servanda.usecases.people.read_people import read_people
from servanda.usecases.people.record_entry import record
from servanda.usecases.people.sessions import SessionClaim, prove_session
from servanda.usecases.services import Services

_FIRST = "staff add"  # of the first person
_NOTED_CHARACTERS = 200  # a leaf hash has 71

# These say how it ended too; of what is read, that it was allowed says all.
_ENDINGS = frozenset((Access.OWN, Access.ACT, Access.SIGN, Access.EXPORT, Access.ADMINISTER))


class PersonNeededError(InvalidInputError):
    """The home has persons, and nobody said who acts."""

    code: ClassVar[str] = "person-needed"


class NoPersonsError(InvalidInputError):
    """Somebody said who acts in a home that knows no persons yet."""

    code: ClassVar[str] = "no-persons"


class PersonsLostError(MisconfiguredError):
    """The head file says that the home had persons, and the database is of before the first."""

    code: ClassVar[str] = "persons-lost"


class NotPermittedError(InvalidInputError):
    """None of the person's roles may do this."""

    code: ClassVar[str] = "not-permitted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A verb as it is called.

    Attributes:
        verb: As typed, without arguments.
        options: Those given, as `--release`.
        about: What it is about: leaf hashes, tickets, names.
        signed_by: In whose name it is to be done; None where the verb does not say.
    """

    verb: str
    options: Collection[str] = ()
    about: Sequence[str] = ()
    signed_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """A verb that may begin.

    Attributes:
        call: Which.
        access: What kind of access it is.
        actor: Who.
        entry: Number of the entry that says so; None where none is written.
    """

    call: Call
    access: Access
    actor: Actor
    entry: int | None


def admit(
    call: Call, *, claim: Claim | SessionClaim | KeyClaim | None, services: Services
) -> Admission:
    """Let a verb begin, or refuse it; either is noted.

    Raises:
        NotPermittedError: (1) or (4)
        NoPersonsError: Somebody is named in a home without persons.
        PersonNeededError: (3)
        NotSignedInError: The session is over.
        InvalidInputError: Of `prove_person` or `prove_key`.
    """
    row = DESK_VERBS.get(call.verb) or row_of(call.verb, call.options)
    access = Access.ACT if row is None else row.access
    people = read_people(services)
    said: Claim | Actor | None
    if isinstance(claim, SessionClaim):
        said = named = prove_session(claim, people=people, services=services).actor
    elif isinstance(claim, KeyClaim):
        said = named = prove_key(claim, people=people, services=services).actor
    else:
        said = claim
        named = UNNAMED if claim is None else Actor(name=claim.name[:40], cover=claim.cover[:40])
    try:
        actor = _actor(call, row, said, people=people, services=services)
    except ServandaError as error:
        if people.has_persons or row is None or isinstance(error, PersonsLostError):
            actor = Actor(name=named.name, cover=named.cover)
            _note(call, access, actor, Outcome.REFUSED, code=error.code, services=services)
        raise
    entry = None
    if access in RECORDED:
        entry = _note(call, access, actor, Outcome.ALLOWED, services=services)
    services.acting.begin(actor)  # not before its entry stands
    return Admission(call=call, access=access, actor=actor, entry=entry)


def conclude(admission: Admission, *, code: str = "", services: Services) -> None:
    """Note how an admitted verb ended, and let go of who acted.

    Args:
        admission: From `admit`.
        code: Of the error that ended it; empty where it did what it was to do.
        services: The node's ports.
    """
    made = services.acting.end()
    if admission.access in _ENDINGS or (code and admission.access in RECORDED):
        record(
            actor=admission.actor,
            verb=admission.call.verb,
            access=admission.access,
            outcome=Outcome.FAILED if code else Outcome.DONE,
            about=made[:MAX_ABOUT],
            code=code,
            entry=admission.entry,
            services=services,
        )


def _actor(
    call: Call, row: Row | None, said: Claim | Actor | None, *, people: People, services: Services
) -> Actor:
    """Return who may do it; `said` is who says so, or who has proved it by a session."""
    if row is None:
        raise NotPermittedError(f"the table of roles does not know the verb {call.verb!r}")  # (1)
    if not people.has_persons:
        if said is not None:
            raise NoPersonsError(
                "this home knows no persons yet; `servanda staff add NAME --role administrator` "
                "adds the first"
            )
        if row.access is not Access.METADATA and call.verb != _FIRST:
            require_never_peopled(services)
        return UNNAMED  # (2)
    if said is None:
        if row.access in UNATTENDED:
            return MACHINE
        raise PersonNeededError("this home has persons: say who acts, with --as NAME")  # (3)
    actor = (
        said if isinstance(said, Actor) else prove_person(said, people=people, services=services)
    )
    if not actor.roles & row.roles:  # (4)
        raise NotPermittedError(
            f"{call.verb} is for {_listed(row.roles)}; {actor.cover or actor.name} is "
            f"{_listed(actor.roles)}"
        )
    if call.signed_by is not None and call.signed_by not in actor.eyes:
        raise NotPermittedError(
            f"{call.verb} is done in one's own name: expected {actor.name}, found "
            f"{call.signed_by!r:.60}"
        )
    return actor


def require_never_peopled(services: Services) -> None:
    """Raise `PersonsLostError` if the head file knows of persons; the database knows none."""
    if services.heads.read().is_peopled:
        raise PersonsLostError(
            "this home had persons, and its database knows none: an old one was put back; put a "
            "newer one back, or add the administrator anew with `servanda staff add`, which is "
            "noted for good"
        )


def _note(
    call: Call,
    access: Access,
    actor: Actor,
    outcome: Outcome,
    *,
    code: str = "",
    services: Services,
) -> int:
    return record(
        actor=actor,
        verb=call.verb,
        access=access,
        outcome=outcome,
        about=tuple(_noted(one) for one in call.about[:MAX_ABOUT]),
        code=code,
        services=services,
    )


def _noted(name: str) -> str:
    """Return a name as it is noted: short, and of signs that can be encoded."""
    return name.encode(errors="replace").decode()[:_NOTED_CHARACTERS]


def _listed(roles: Collection[str]) -> str:
    return ", ".join(sorted(roles))
