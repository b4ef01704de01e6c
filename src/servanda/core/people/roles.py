"""The seven roles of a desk, and the kinds of access that its verbs are.

Source: docs/spec/people.md, "Roles".
"""

from enum import StrEnum


class Role(StrEnum):
    """What a person is at a desk; one person may have several roles."""

    OFFICER = "officer"
    APPROVER = "approver"
    ANALYST = "analyst"
    PRINCIPAL = "principal"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    TRANSLATOR = "translator"


class Access(StrEnum):
    """What a verb does with what a node holds.

    `OFFLINE` touches no home, `SERVICE` carries on what was decided before (a machine may do it
    alone), `OWN` concerns nobody but who calls. The others are what roles are about. The order is
    from the least to the strictest.
    """

    OFFLINE = "offline"
    SERVICE = "service"
    OWN = "own"
    METADATA = "metadata"
    SEALED = "sealed"
    ACT = "act"
    SIGN = "sign"
    EXPORT = "export"
    ADMINISTER = "administer"


EVERYBODY = frozenset(Role)

# A change of who may do what counts only when a second person with one of these agrees.
CONFIRMING = frozenset((Role.ADMINISTRATOR, Role.APPROVER))

# With another role beside it, each of these would lose what it is for.
ALONE = frozenset((Role.ADMINISTRATOR, Role.AUDITOR))

# Recorded each time, and not only when refused: whoever does it leaves an entry.
RECORDED = frozenset(
    (Access.OWN, Access.SEALED, Access.ACT, Access.SIGN, Access.EXPORT, Access.ADMINISTER)
)

# Needs no person, not even in a home that has persons.
UNATTENDED = frozenset((Access.OFFLINE, Access.SERVICE))
