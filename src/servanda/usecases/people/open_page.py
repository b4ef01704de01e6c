"""Open a page of the desk for somebody, or say why not.

1. A real home without persons shows nothing: any program of this machine could ask. Nothing in a
   demonstration or an exercise is a real affair, so there everybody may look.
2. If the head file says that there were persons, an old database was put back: nothing is shown.
3. Who may read bodies finds them on the page, and that is noted; others find the rest.

Source: docs/spec/desk.md, "Who may open what".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from servanda.core.errors import MisconfiguredError
from servanda.core.people.actor import UNNAMED, Actor
from servanda.core.people.page_table import PageRow, row_at_the_desk
from servanda.usecases.people.boundary import (
    Admission,
    Call,
    admit,
    conclude,
    require_never_peopled,
)
from servanda.usecases.people.read_people import read_people
from servanda.usecases.people.sessions import NotSignedInError, SessionClaim, prove_session
from servanda.usecases.services import Services, require_node

_REAL = "real"


class NoPersonsYetError(MisconfiguredError):
    """A real home has no persons yet, so nobody can sign in at its desk."""

    code: ClassVar[str] = "no-persons-yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPage:
    """A page that may be shown.

    Attributes:
        actor: To whom.
        reads_bodies: Whether words of bodies may stand on it.
        admission: What `close_page` ends; None in a home without persons.
    """

    actor: Actor
    reads_bodies: bool
    admission: Admission | None


def open_page(
    row: PageRow, *, claim: SessionClaim | None, about: Sequence[str] = (), services: Services
) -> OpenedPage:
    """Return how a page may be shown.

    Args:
        row: Of the page.
        claim: The session that is said to be; None without any.
        about: What of it is looked at, as it is noted.
        services: Ports of this request alone.

    Raises:
        NoPersonsYetError: (1)
        PersonsLostError: (2)
        NotSignedInError: There is no session, or it is over.
        NotPermittedError: None of the person's roles may.
    """
    people = read_people(services)
    if not people.has_persons:
        require_never_peopled(services)  # (2)
        if require_node(services).mode == _REAL:  # (1)
            raise NoPersonsYetError(
                "this desk has no persons yet; `servanda staff add NAME --role administrator` on "
                "this machine adds the first"
            )
        return OpenedPage(actor=UNNAMED, reads_bodies=True, admission=None)
    if claim is None:
        raise NotSignedInError("nobody has signed in")
    actor = prove_session(claim, people=people, services=services).actor
    sealed = row_at_the_desk(row.sealed)
    reads_bodies = sealed is not None and bool(sealed.roles & actor.roles)  # (3)
    call = Call(verb=row.sealed if reads_bodies else row.verb, about=about)
    admission = admit(call, claim=claim, services=services)
    return OpenedPage(actor=actor, reads_bodies=reads_bodies, admission=admission)


def open_form(
    verb: str, *, claim: SessionClaim | None, about: Sequence[str] = (), services: Services
) -> OpenedPage:
    """Return how what a form does may be done; `close_page` ends it.

    Args:
        verb: For which the form stands.
        claim: The session that is said to be; None without any.
        about: What it is about, as it is noted.
        services: Ports of this request alone.

    Raises:
        NotSignedInError: There is no session, or it is over; in a home without persons always.
        NotPermittedError: None of the person's roles may.
    """
    if claim is None:
        raise NotSignedInError("nobody has signed in")
    admission = admit(Call(verb=verb, about=about), claim=claim, services=services)
    return OpenedPage(actor=admission.actor, reads_bodies=False, admission=admission)


def close_page(opened: OpenedPage, *, code: str = "", services: Services) -> None:
    """Let go of who looked or did; `code` is of the error that kept it from being shown or done."""
    if opened.admission is not None:
        conclude(opened.admission, code=code, services=services)
