"""One table: for which verb each page and each form of the desk stands.

A page is opened, and a form is sent, as if its verb were typed: the verb's row says which roles
may, and what is noted. What is in none of these tables is answered to nobody, and a test walks
over all routes.

Source: docs/spec/desk.md, "Who may open what".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from servanda.core.people.roles import EVERYBODY, Access, Role
from servanda.core.people.verb_table import READERS, Row, row_of

SIGN_IN: Final = "desk sign-in"
SIGN_OUT: Final = "desk sign-out"
SECOND_FACTOR: Final = "desk second-factor"
MAKE_KEY: Final = "desk make-key"
END_KEY: Final = "desk end-key"
WRITE: Final = "desk write"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRow:
    """For what opening a page stands.

    Attributes:
        verb: Shows no word of a body; whoever may call it may open the page.
        sealed: Whoever may call this one finds words of bodies on the page too; empty where
            there are none on it for anybody.
        about: Names in the address that say what is looked at; they are noted as they are.
    """

    verb: str
    sealed: str = ""
    about: tuple[str, ...] = ()


# Verbs of the desk alone: no command of the command line is called so.
DESK_VERBS: Final[Mapping[str, Row]] = {
    SIGN_IN: Row(access=Access.OWN, roles=EVERYBODY),
    SIGN_OUT: Row(access=Access.OWN, roles=EVERYBODY),
    "desk account": Row(access=Access.METADATA, roles=EVERYBODY),
    SECOND_FACTOR: Row(access=Access.OWN, roles=EVERYBODY),
    MAKE_KEY: Row(access=Access.OWN, roles=EVERYBODY),
    END_KEY: Row(access=Access.OWN, roles=EVERYBODY),
    "desk end-session": Row(access=Access.OWN, roles=EVERYBODY),
    "desk queue": Row(access=Access.METADATA, roles=EVERYBODY),
    "desk search": Row(access=Access.SEALED, roles=READERS),
    "desk dialogue": Row(access=Access.METADATA, roles=EVERYBODY),
    # What an officer has typed and not sent holds words of bodies, read and to be written.
    WRITE: Row(access=Access.SEALED, roles=frozenset((Role.OFFICER,))),
}

# Pages by the name of their route.
PAGE_TABLE: Final[Mapping[str, PageRow]] = {
    "work": PageRow(verb="staff changes", sealed="queue"),
    "approvals": PageRow(verb="staff changes", sealed="approve show", about=("draft",)),
    "queue": PageRow(verb="desk queue", sealed="queue"),
    "node": PageRow(verb="counterpart show", sealed="queue"),
    "counterparts": PageRow(verb="counterpart show"),
    "accord": PageRow(verb="accord show"),
    "chronicle": PageRow(verb="counterpart show", sealed="inbox"),
    "hotline": PageRow(verb="hotline list"),
    "concerns": PageRow(verb="concern list"),
    "assessments": PageRow(verb="assessment list"),
    "contacts": PageRow(verb="contact list"),
    "persons": PageRow(verb="person list"),
    "evidence": PageRow(verb="evidence report"),
    "review": PageRow(verb="review", sealed="find"),
    "dialogue": PageRow(verb="desk dialogue", sealed="dialogue show"),
    "exercises": PageRow(verb="exercise report"),
    "handover": PageRow(verb="handover list", sealed="handover now"),
    "people": PageRow(verb="staff list", about=("person",)),
    "administration": PageRow(verb="doctor"),
    "audit": PageRow(verb="audit show"),
    "account": PageRow(verb="desk account"),
    "second-factor": PageRow(verb="desk account"),
    "keys": PageRow(verb="desk account"),
}

# Pages about one thing, which stands in their address: no menu leads to them.
ABOUT_TABLE: Final[Mapping[str, PageRow]] = {
    "request": PageRow(verb="counterpart show", sealed="show"),
    "write": PageRow(verb=WRITE, sealed=WRITE),
    "write-new": PageRow(verb=WRITE, sealed=WRITE),
    "check-answers": PageRow(verb=WRITE, sealed=WRITE),
    "ticket": PageRow(verb="counterpart show"),
}

# What a form does, by the name of the route it is sent to.
FORM_TABLE: Final[Mapping[str, str]] = {
    "sign-out": SIGN_OUT,
    "search-queue": "desk search",
    "end-session": "desk end-session",
    "give-second-factor": SECOND_FACTOR,
    "remove-second-factor": SECOND_FACTOR,
    "make-key": MAKE_KEY,
    "end-key": END_KEY,
    "change-passphrase": "staff passphrase",
    "add-person": "staff add",
    "give-roles": "staff roles",
    "remove-person": "staff remove",
    "reset-person": "staff reset",
    "unlock-person": "staff unlock",
    "set-four-eyes": "staff four-eyes",
    "confirm-change": "staff confirm",
    "reject-change": "staff reject",
    "set-cover": "staff cover",
    "set-duty": "staff duty",
    "end-stretch": "staff end",
    "write-handover": "handover write",
    "confirm-handover": "handover confirm",
    "give-approval": "approve give",
    "refuse-draft": "approve refuse",
    "withdraw-draft": "approve withdraw",
    "save-statement": WRITE,
    "save-new": WRITE,
    "discard-statement": WRITE,
    "send-statement": "send",
}

# Answered to who has not said who they are.
OPEN_ROUTES: Final = frozenset(("sign-in",))


def row_at_the_desk(verb: str) -> Row | None:
    """Return what counts for a verb that a page or a form stands for; None where nothing does."""
    return DESK_VERBS.get(verb) or row_of(verb, ())
