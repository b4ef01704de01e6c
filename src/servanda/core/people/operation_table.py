"""One table: for which verb each operation of the interface for programs stands, and its group.

As the table of pages: an operation is called as if its verb were typed, so the verb's row says
which roles may and what is noted. A key must have the group in its scope beside that, and the
right to write where the operation does. What is not in this table is answered to nobody, and a
test walks over all routes, all roles and all scopes.

Source: docs/spec/desk.md, "Keys of programs"; docs/reference/api.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from servanda.core.people.api_key import Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """For what calling an operation stands.

    Attributes:
        verb: Whoever may call it may call the operation. Of one that reads it shows no word of a
            body.
        sealed: Whoever may call this one finds words of bodies in the answer too; empty where
            there are none in it for anybody, or where `verb` itself is for who reads them.
        group: What a key's scope must have; None: any key will do.
        writes: Whether a key that only reads is refused.
    """

    verb: str
    sealed: str = ""
    group: Group | None = None
    writes: bool = False


def _reads(group: Group, verb: str, sealed: str = "") -> Operation:
    return Operation(verb=verb, sealed=sealed, group=group)


def _writes(group: Group, verb: str) -> Operation:
    return Operation(verb=verb, group=group, writes=True)


# Operations by the name that the description of the interface has for them.
OPERATION_TABLE: Final[Mapping[str, Operation]] = {
    "describe": Operation(verb="desk account"),
    "list-requests": _reads(Group.REQUESTS, "counterpart show", "queue"),
    "show-request": _reads(Group.REQUESTS, "counterpart show", "show"),
    "make-request": _writes(Group.REQUESTS, "send"),
    "say-about-request": _writes(Group.REQUESTS, "send"),
    "show-ticket": Operation(verb="counterpart show", sealed="show"),
    "list-information": _reads(Group.INFORMATION, "counterpart show", "inbox"),
    "show-information": _reads(Group.INFORMATION, "counterpart show", "show"),
    "give-information": _writes(Group.INFORMATION, "send"),
    "say-about-information": _writes(Group.INFORMATION, "send"),
    "list-attachments": _reads(Group.ATTACHMENTS, "counterpart show", "show"),
    "release-attachment": _reads(Group.ATTACHMENTS, "show --release"),
    "upload-attachment": _writes(Group.ATTACHMENTS, "send"),
    "show-review": _reads(Group.REVIEW, "review"),
    "make-cut": _writes(Group.REVIEW, "cut"),
    "sign-review": _writes(Group.REVIEW, "review --sign"),
    "list-contacts": _reads(Group.CONTACTS, "contact list", "contact list --addresses"),
    "propose-contact": _writes(Group.CONTACTS, "contact propose"),
    "say-about-contact": _writes(Group.CONTACTS, "contact say"),
    "check-contact": _writes(Group.CONTACTS, "check"),
    "list-counterparts": _reads(Group.COUNTERPARTS, "counterpart show"),
    "list-accords": _reads(Group.COUNTERPARTS, "accord show"),
    "list-hotline": _reads(Group.CONDUCT, "hotline list", "hotline show"),
    "list-concerns": _reads(Group.CONDUCT, "concern list", "show"),
    "list-assessments": _reads(Group.CONDUCT, "assessment list", "assessment show"),
    "list-persons": _reads(Group.PERSONS, "person list", "person list --names"),
    "list-dialogue": _reads(Group.DIALOGUE, "desk dialogue", "dialogue show"),
    "list-documents": _reads(Group.EVIDENCE, "evidence report"),
    "list-audit": _reads(Group.AUDIT, "audit show"),
}
