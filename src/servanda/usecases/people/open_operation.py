"""Call an operation of the interface for programs, or say why not.

1. The key counts, and its scope has the operation's group; to write it must be one that writes.
   A key without that is refused under its person's name, and that is noted.
2. One of the person's roles may call the verb that the operation stands for.
3. Who may read bodies finds them in the answer, and that is noted; others find the rest.
4. Every entry names the key beside what it is about.

Source: docs/spec/desk.md, "Keys of programs".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from servanda.core.audit.entry import Outcome
from servanda.core.errors import InvalidInputError
from servanda.core.people.actor import Actor
from servanda.core.people.api_key import ApiKey
from servanda.core.people.operation_table import Operation
from servanda.core.people.page_table import row_at_the_desk
from servanda.core.people.roles import Access
from servanda.usecases.people.boundary import Admission, Call, admit, conclude
from servanda.usecases.people.prove_key import KeyClaim, ProvedKey, prove_key
from servanda.usecases.people.read_people import read_people
from servanda.usecases.people.record_entry import record
from servanda.usecases.services import Services


class OutOfScopeError(InvalidInputError):
    """The key's scope has not what is asked for."""

    code: ClassVar[str] = "out-of-scope"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedOperation:
    """An operation that may begin.

    Attributes:
        actor: For whom.
        key: By which key.
        reads_bodies: Whether words of bodies may stand in the answer.
        admission: What `close_operation` ends.
    """

    actor: Actor
    key: ApiKey
    reads_bodies: bool
    admission: Admission


def require_scope(operation: Operation, *, claim: KeyClaim, services: Services) -> ProvedKey:
    """Return whose key it is, before anything else of what was asked is looked at.

    Raises:
        InvalidInputError: Of `prove_key`.
        OutOfScopeError: (1)
    """
    proved = prove_key(claim, people=read_people(services), services=services)
    if not proved.key.covers(operation.group, writes=operation.writes):
        row = row_at_the_desk(operation.verb)
        error = OutOfScopeError(
            f"the key {proved.key.name} is not for this: expected one for "
            f"{operation.group or 'anything'} that {'writes' if operation.writes else 'reads'}"
        )
        record(
            actor=Actor(name=proved.actor.name),
            verb=operation.verb,
            access=Access.ACT if row is None else row.access,
            outcome=Outcome.REFUSED,
            about=(_named(proved.key),),
            code=error.code,
            services=services,
        )
        raise error
    return proved


def open_operation(
    operation: Operation, *, claim: KeyClaim, about: Sequence[str] = (), services: Services
) -> OpenedOperation:
    """Let an operation begin; `close_operation` ends it.

    Args:
        operation: Which, from the table.
        claim: The key.
        about: What it is about, as in `Call`.
        services: Ports of this request alone.

    Raises:
        InvalidInputError: Of `require_scope` and `admit`.
    """
    proved = require_scope(operation, claim=claim, services=services)
    sealed = row_at_the_desk(operation.sealed)
    reads_bodies = sealed is not None and bool(sealed.roles & proved.actor.roles)  # (3)
    call = Call(
        verb=operation.sealed if reads_bodies else operation.verb,
        about=(_named(proved.key), *about),  # (4)
    )
    admission = admit(call, claim=claim, services=services)  # (2)
    return OpenedOperation(
        actor=admission.actor,
        key=proved.key,
        reads_bodies=reads_bodies or admission.access in _READING,
        admission=admission,
    )


def close_operation(opened: OpenedOperation, *, code: str = "", services: Services) -> None:
    """Let go of who acted; `code` is of the error that kept it from being done."""
    conclude(opened.admission, code=code, services=services)


# Whoever may do these reads bodies: they write them, or hand them out.
_READING = frozenset((Access.SEALED, Access.EXPORT))


def _named(key: ApiKey) -> str:
    return f"key {key.name}"
