"""One table: which role may call which verb of the command line, and what kind of access that is.

A verb is named as it is typed, without its arguments. A row `verb --option` counts in place of
the verb's own where that option is given. What has no row is refused, and a test walks over all
verbs, so that none is forgotten.

Source: docs/spec/people.md, "Who may do what".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from servanda.core.people.roles import EVERYBODY, Access, Role

OFFICER, APPROVER, ANALYST, PRINCIPAL, AUDITOR, ADMINISTRATOR, TRANSLATOR = (
    Role.OFFICER,
    Role.APPROVER,
    Role.ANALYST,
    Role.PRINCIPAL,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
    Role.TRANSLATOR,
)
READERS = frozenset((OFFICER, APPROVER, ANALYST, PRINCIPAL, AUDITOR, TRANSLATOR))

_EXPORTERS = frozenset((OFFICER, APPROVER, ANALYST, PRINCIPAL))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one verb is.

    Attributes:
        access: Its kind.
        roles: Whoever has one of them may call it.
        about: Names of the verb's parameters that say what it is about; they hold leaf hashes,
            tickets and names, never words of a body, and are noted as they are.
        signed_by: Name of the parameter that says in whose name it is done; empty without one.
            Where acts need a person it must be theirs.
    """

    access: Access
    roles: frozenset[Role]
    about: tuple[str, ...] = ()
    signed_by: str = ""


def _row(access: Access, roles: Iterable[Role], *about: str, signed_by: str = "") -> Row:
    return Row(access=access, roles=frozenset(roles), about=about, signed_by=signed_by)


def _offline() -> Row:
    return _row(Access.OFFLINE, EVERYBODY)


def _look(*about: str) -> Row:
    return _row(Access.METADATA, EVERYBODY, *about)


def _read(*about: str) -> Row:
    return _row(Access.SEALED, READERS, *about)


def _export(*about: str) -> Row:
    return _row(Access.EXPORT, _EXPORTERS, *about)


def _administer(*about: str) -> Row:
    return _row(Access.ADMINISTER, (ADMINISTRATOR,), *about)


_OF_A_NODE: Final[Mapping[str, Row]] = {
    # the home and its keys
    "init": _administer(),
    "card": _look(),
    "keys show": _look(),
    "keys sign": _administer(),
    "keys rotate kem": _administer(),
    "keys rotate sheet": _administer(),
    "counterpart add": _administer(),
    "counterpart show": _look("party"),
    "counterpart carriers": _look("party"),
    "counterpart carriers --order": _administer("party"),
    "counterpart carriers --failures": _administer("party"),
    "mail": _administer(),
    "rebuild": _administer(),
    "refill": _administer("to"),
    "doctor": _look(),
    "clock show": _look(),
    "clock set": _administer(),
    "clock real": _administer(),
    # what carries on by itself
    "serve": _row(Access.SERVICE, (ADMINISTRATOR, OFFICER)),
    "deliver": _row(Access.SERVICE, (ADMINISTRATOR, OFFICER)),
    "node": _row(Access.SERVICE, (ADMINISTRATOR,)),
    # the accord
    "accord draft": _look(),
    "accord amend": _look(),
    "accord lint": _offline(),
    "accord show": _look(),
    "accord propose": _row(Access.SIGN, (OFFICER, APPROVER, PRINCIPAL)),
    "accord accept": _row(Access.SIGN, (APPROVER, PRINCIPAL), "accord"),
    "register": _look(),
    # requests and what is said about them
    "send": _row(Access.SIGN, (OFFICER,), "type_", "to", "ref", "ticket"),
    "form": _look(),
    "inbox": _read("from_"),
    "queue": _read(),
    "import": _row(Access.ACT, (OFFICER,), "to"),
    "find": _read(),
    "show": _read("name"),
    "show --proof": _export("name"),
    "show --release": _row(Access.EXPORT, (OFFICER, APPROVER, ANALYST, TRANSLATOR), "name"),
    "approve list": _read(),
    "approve show": _read("ticket"),
    "approve give": _row(Access.SIGN, (APPROVER,), "ticket", "digest"),
    "approve refuse": _row(Access.SIGN, (APPROVER,), "ticket", "digest"),
    "approve withdraw": _row(Access.ACT, (OFFICER,), "ticket"),
    "check": _row(Access.SIGN, (OFFICER,), "party", "answer", "contact"),
    "contact propose": _row(Access.SIGN, (OFFICER, PRINCIPAL), "to", "role", "replaces"),
    "contact say": _row(Access.SIGN, (OFFICER, PRINCIPAL), "leaf", "step"),
    "contact list": _look("to"),
    "contact list --addresses": _read("to"),
    "hotline call": _row(Access.SIGN, (OFFICER, PRINCIPAL), "about", "to"),
    "hotline confirm": _row(Access.SIGN, (OFFICER, PRINCIPAL), "leaf"),
    "hotline list": _look("party"),
    "hotline show": _read("leaf"),
    "hotline report": _look("party"),
    "escalate raise": _row(Access.SIGN, (OFFICER, PRINCIPAL), "leaf"),
    "escalate acknowledge": _row(Access.SIGN, (OFFICER, PRINCIPAL), "leaf"),
    "escalate decide": _row(Access.SIGN, (OFFICER, PRINCIPAL), "leaf"),
    "escalate close": _row(Access.SIGN, (OFFICER, PRINCIPAL), "leaf"),
    "escalate list": _look("party"),
    "person hand-over": _row(Access.SIGN, (OFFICER, PRINCIPAL), "to"),
    "person event": _row(Access.SIGN, (OFFICER,), "leaf", "event"),
    "person review": _row(Access.SIGN, (OFFICER,), "leaf"),
    "person erase": _row(Access.SIGN, (APPROVER,), "leaf"),
    "person list": _look("to"),
    "person list --names": _read("to"),
    "suspend start": _row(Access.SIGN, (PRINCIPAL,), "to", "series"),
    "suspend resume": _row(Access.SIGN, (PRINCIPAL,), "to", "series"),
    "suspend leave": _row(Access.SIGN, (PRINCIPAL,), "to", "series"),
    "suspend show": _look("to"),
    "concern issue": _row(Access.SIGN, (OFFICER, PRINCIPAL), "commitment", "subject", "to"),
    "concern reply": _row(Access.SIGN, (OFFICER, PRINCIPAL), "leaf", "position"),
    "concern assent": _row(Access.SIGN, (OFFICER, PRINCIPAL), "leaf"),
    "concern maintain": _row(Access.SIGN, (OFFICER, PRINCIPAL), "leaf"),
    "concern refer": _row(Access.SIGN, (OFFICER, PRINCIPAL), "leaf"),
    "concern close": _row(Access.SIGN, (OFFICER, PRINCIPAL), "leaf"),
    "concern press": _row(Access.SIGN, (OFFICER, PRINCIPAL), "document", "subject", "to"),
    "concern list": _look("party"),
    "assessment draft": _row(Access.SIGN, (OFFICER, PRINCIPAL), "commitment", "value", "to"),
    "assessment comment": _row(Access.SIGN, (OFFICER, PRINCIPAL), "leaf", "position"),
    "assessment release": _row(Access.SIGN, (OFFICER, PRINCIPAL), "leaf"),
    "assessment key": _offline(),
    "assessment sign": _offline(),
    "assessment carry": _row(Access.SIGN, (OFFICER, PRINCIPAL), "file", "to"),
    "assessment list": _look("party"),
    "assessment show": _read("leaf"),
    "dispute state": _row(Access.SIGN, (OFFICER, PRINCIPAL), "about", "to"),
    "dispute answer": _row(Access.SIGN, (OFFICER, PRINCIPAL), "dispute"),
    "dispute narrow": _row(Access.SIGN, (OFFICER, PRINCIPAL), "dispute"),
    "dispute withdraw": _row(Access.SIGN, (OFFICER, PRINCIPAL), "dispute"),
    "dispute list": _look("party"),
    "erase": _row(Access.ACT, (APPROVER,), "name"),
    # the review and what leaves
    "cut": _row(Access.SIGN, (OFFICER, PRINCIPAL), "to"),
    "review": _look("cut"),
    "review --figures": _export("cut"),
    "review --listing": _export("cut"),
    "review --html": _export("cut"),
    "review --public": _export("cut"),
    "review --sign": _row(Access.SIGN, (APPROVER, PRINCIPAL), "cut"),
    "export": _row(Access.EXPORT, (OFFICER, PRINCIPAL), "cut"),
    "dossier": _row(Access.EXPORT, (OFFICER, APPROVER), "case"),
    "dossier --check": _offline(),
    "verify": _offline(),
    # dialogues
    "dialogue show": _read(),
    "dialogue show --example": _offline(),
    "dialogue plan": _row(Access.SIGN, (OFFICER, PRINCIPAL), "series", "prepares"),
    "dialogue confirm": _row(Access.SIGN, (OFFICER, PRINCIPAL), "leaf"),
    "dialogue propose-agenda": _row(Access.SIGN, (OFFICER, PRINCIPAL), "leaf"),
    "dialogue agree-agenda": _row(Access.SIGN, (OFFICER, PRINCIPAL), "leaf"),
    "dialogue attend": _row(Access.SIGN, (OFFICER, PRINCIPAL), "leaf"),
    "dialogue postpone": _row(Access.SIGN, (OFFICER, PRINCIPAL), "leaf"),
    "dialogue cancel": _row(Access.SIGN, (OFFICER, PRINCIPAL), "leaf"),
    "dialogue hold": _row(Access.SIGN, (OFFICER, PRINCIPAL), "leaf"),
    "dialogue follow-up": _row(Access.SIGN, (OFFICER, PRINCIPAL), "leaf"),
    "dialogue publish": _row(Access.SIGN, (OFFICER, PRINCIPAL), "leaf"),
    "dialogue promise": _row(Access.SIGN, (OFFICER, PRINCIPAL), "leaf"),
    "dialogue report": _row(Access.SIGN, (OFFICER, PRINCIPAL), "leaf", "step"),
    "dialogue summary": _read(),
    "dialogue summary --output": _row(Access.EXPORT, (OFFICER, PRINCIPAL)),
    "dialogue summary --example": _offline(),
    "dialogue agenda": _read("to"),
    "dialogue note": _row(Access.ACT, (OFFICER, PRINCIPAL), "matter"),
    "dialogue calendar": _row(Access.EXPORT, (OFFICER, PRINCIPAL)),
    "dialogue calendar --example": _offline(),
    "brief": _read(),
    "brief --output": _row(Access.EXPORT, (OFFICER, PRINCIPAL)),
    "brief --example": _offline(),
    "brief --freeze": _row(Access.EXPORT, (OFFICER, PRINCIPAL)),
    "brief --from": _offline(),
    # evidence
    "evidence add": _row(Access.ACT, (ANALYST, OFFICER)),
    "evidence watch": _row(Access.ACT, (ANALYST,)),
    "evidence report": _look(),
    "evidence report --out": _export(),
    "evidence report --html": _export(),
    "evidence report --graph": _export(),
    "evidence show": _look("id_"),
    "evidence decide": _row(Access.ACT, (ANALYST,), "verb", "target", signed_by="by"),
    "evidence decisions": _look(),
    "evidence trend": _look(),
    "evidence score": _offline(),
    "evidence incident code": _row(Access.ACT, (ANALYST,), "slug", signed_by="by"),
    # A coder sees no other coding before their own: so nobody looks in another's name.
    "evidence incident show": _row(Access.METADATA, EVERYBODY, signed_by="by"),
    "evidence model add": _row(Access.ADMINISTER, (ADMINISTRATOR, ANALYST)),
    "evidence model ask": _row(Access.EXPORT, (ANALYST,)),
    "evidence model proposals": _look(),
    # the persons of this desk
    "staff list": _look(),
    "staff changes": _look(),
    "staff roster": _look(),
    "staff add": _administer("name"),
    "staff roles": _administer("name"),
    "staff remove": _administer("name"),
    "staff reset": _administer("name"),
    "staff unlock": _administer("name"),
    "staff keys": _look(),
    "staff revoke": _administer("key"),
    "staff four-eyes": _administer(),
    "staff confirm": _row(Access.ADMINISTER, (ADMINISTRATOR, APPROVER), "entry"),
    "staff reject": _row(Access.ADMINISTER, (ADMINISTRATOR, APPROVER), "entry"),
    "staff cover": _row(Access.OWN, EVERYBODY, "name", "by"),
    "staff duty": _row(Access.ACT, (OFFICER, APPROVER, PRINCIPAL, ADMINISTRATOR), "name"),
    "staff end": _row(Access.OWN, EVERYBODY, "entry"),
    "staff passphrase": _row(Access.OWN, EVERYBODY),
    "handover now": _read(),
    "handover list": _look(),
    "handover show": _read("entry"),
    "handover write": _row(Access.ACT, (OFFICER, APPROVER, PRINCIPAL), "to"),
    "handover confirm": _row(Access.ACT, (OFFICER, APPROVER, PRINCIPAL), "entry"),
    # what they did
    "audit show": _look(),
    "audit head": _look(),
    "audit verify": _look(),
    "audit export": _row(Access.EXPORT, (AUDITOR, PRINCIPAL)),
    # exercises
    "exercise list": _offline(),
    "exercise check": _offline(),
    "exercise rehearse": _offline(),
    "exercise propose": _row(Access.SIGN, (OFFICER, APPROVER, PRINCIPAL)),
    "exercise run": _row(Access.SIGN, (OFFICER,), "to"),
    "exercise report": _look("to"),
    "exercise report --output": _export("to"),
    "exercise report --html": _export("to"),
    "exercise carry": _row(Access.SIGN, (OFFICER, PRINCIPAL), "item", "round_"),
    # what plays without a home of its own, or makes one
    "calendar draft": _offline(),
    "simulate": _offline(),
    "demo": _offline(),
}


GUEST: Final = "guest "  # before the verbs of a guest
# What a guest does as a node does: the same commands, in a home of files (docs/spec/guest.md).
GUEST_VERBS: Final = (
    "card",
    "keys show",
    "keys sign",
    "keys rotate kem",
    "keys rotate sheet",
    "counterpart add",
    "counterpart show",
    "accord show",
    "accord accept",
    "form",
    "inbox",
    "queue",
    "find",
    "show",
    "send",
    "cut",
    "review",
    "export",
    "doctor",
    "erase",
    "clock show",
    "clock set",
    "clock real",
)

VERB_TABLE: Final[Mapping[str, Row]] = {
    **_OF_A_NODE,
    f"{GUEST}init": _OF_A_NODE["init"],
    f"{GUEST}read": _OF_A_NODE["deliver"],
    f"{GUEST}write": _OF_A_NODE["deliver"],
    **{
        f"{GUEST}{name}": row
        for name, row in _OF_A_NODE.items()
        if name.partition(" --")[0] in GUEST_VERBS
    },
}

_BY_STRICTNESS: Final = tuple(Access)  # in the order in which they are defined


def row_of(verb: str, options: Iterable[str]) -> Row | None:
    """Return what counts for `verb` called with `options`; None where nothing is known of it.

    Where several options have rows of their own, only roles that all of them allow remain, and
    the access is the strictest of them: an option that touches no home opens nothing for another.
    """
    base = VERB_TABLE.get(verb)
    given = frozenset(f"{verb} {option}" for option in options)
    special = [row for name, row in VERB_TABLE.items() if name in given]
    if base is None or not special:
        return base
    roles = frozenset[Role].intersection(*(row.roles for row in special))
    one = max(special, key=lambda row: _BY_STRICTNESS.index(row.access))
    return Row(access=one.access, roles=roles, about=one.about, signed_by=one.signed_by)
