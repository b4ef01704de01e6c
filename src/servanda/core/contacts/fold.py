"""Fold counted statements into the directory of contacts between two parties.

What is not legal in the state reached is kept, has no effect, and is listed.

Source: docs/spec/contacts.md; docs/decisions/0029.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from servanda.core.contacts.checks import ChannelCheck, target_of
from servanda.core.contacts.contact import (
    STEPS,
    Contact,
    ContactSide,
    ContactState,
    Substitution,
)
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import Digest, PartyId

CONTACT, CHECK = "contact", "check"
CONTACT_TYPES = frozenset((CONTACT, CHECK))
_PROPOSED = "proposed"


@dataclass(slots=True, kw_only=True)
class Contacts:
    """The directory between two parties.

    Attributes:
        by_leaf: By the leaf hash of the proposal, in their order.
        checks: The checks that name a contact, by the leaf hash of the one that asks.
        out_of_state: Statements without effect, in their order.
    """

    by_leaf: dict[Digest, Contact] = field(default_factory=dict)
    checks: dict[Digest, tuple[Contact, ChannelCheck]] = field(default_factory=dict)
    out_of_state: list[Digest] = field(default_factory=list)

    def successor(self, contact: Contact) -> Contact | None:
        """Return the contact to which whoever writes to an old one is led; None for none.

        Of a chain of replacements it is the last: nobody is sent from door to door.
        """
        found: Contact | None = None
        following = contact.replaced_by
        while following is not None:
            found = self.by_leaf[following]
            following = found.replaced_by
        return found


def fold_contacts(counted: Iterable[Counted]) -> Contacts:
    """Return the directory that the counted statements come to; other types are passed over."""
    found = Contacts()
    for one in counted:
        take = _TAKERS.get(one.statement.header.type)
        if take is not None and not take(found, one):
            found.out_of_state.append(one.statement.digest)
    return found


def _apply(found: Contacts, counted: Counted) -> bool:
    header = counted.statement.header
    step = str(header.facts["step"])
    if step == _PROPOSED:
        return _propose(found, counted)
    contact = None if header.ref is None else found.by_leaf.get(header.ref)
    if contact is None or not _is_legal(contact, counted, step=step):
        return False
    if step == "substituted":
        _substitute(contact, counted)
    elif step == "verified":
        _verify(contact, counted)
    else:
        _move(contact, counted, step=step)
    if contact.state is ContactState.PERMANENT and contact.replaces is not None:
        old = found.by_leaf[contact.replaces]
        # The first to become permanent took its place: of two that were named before either was,
        # the second would lead whoever writes to the old one elsewhere with each of its steps.
        if old.replaced_by is None:
            old.replaced_by = contact.leaf
    return True


def _is_legal(contact: Contact, counted: Counted, *, step: str) -> bool:
    """Say whether whoever speaks may take `step` in the state reached."""
    header, row = counted.statement.header, STEPS.get(step)
    side = ContactSide.HOLDER if header.from_party == contact.holder else ContactSide.OTHER
    if row is None or side is not row.side or contact.state not in row.states:
        return False
    if step == "permanent":
        return _may_become_permanent(contact, counted)
    return step != "substituted" or str(header.facts["from"]) <= str(header.facts["until"])


def _propose(found: Contacts, counted: Counted) -> bool:
    header, leaf = counted.statement.header, counted.statement.digest
    holder, named = PartyId(header.from_party), header.facts.get("replaces")
    replaces = None if named is None else Digest(str(named))
    if replaces is not None:
        old = found.by_leaf.get(replaces)
        if old is None or old.holder != holder or old.replaced_by is not None:
            return False
    found.by_leaf[leaf] = Contact(
        leaf=leaf,
        holder=holder,
        role=str(header.facts["role"]),
        carrier=str(header.facts["carrier"]),
        fingerprint=Digest(str(header.facts["fingerprint"])),
        proposed_at=counted.received_at,
        since=counted.received_at,
        replaces=replaces,
    )
    return True


def _may_become_permanent(contact: Contact, counted: Counted) -> bool:
    return (
        counted.statement.header.facts.get("mandate") is True
        and not contact.missing_for_permanent
        and not contact.is_expired(counted.received_at.date())
    )


def _substitute(contact: Contact, counted: Counted) -> None:
    facts = counted.statement.header.facts
    first, last = (date.fromisoformat(str(facts[name])) for name in ("from", "until"))
    contact.substitutions.append(
        Substitution(leaf=counted.statement.digest, first=first, last=last)
    )


def _verify(contact: Contact, counted: Counted) -> None:
    """Take a fingerprint heard out of band; another than the stated one is kept beside it."""
    heard = counted.statement.header.facts.get("fingerprint")
    if heard == contact.fingerprint:
        contact.verified_at = counted.received_at
    else:
        contact.mismatches.append(counted.statement.digest)
        contact.verified_at = None


def _move(contact: Contact, counted: Counted, *, step: str) -> None:
    at, state = counted.received_at, STEPS[step].next_state
    if step == "resumed":
        contact.state = contact.before_suspension or ContactState.INTERIM
        contact.before_suspension = None
        return  # the time that was running goes on as if nothing had been
    if state is ContactState.SUSPENDED:
        contact.before_suspension, contact.state = contact.state, state
        return
    if state is ContactState.RETIRED:
        contact.before_suspension = None
    contact.state, contact.since = state or contact.state, at
    if state is ContactState.INTERIM:
        contact.accepted_at = at


def _check(found: Contacts, counted: Counted) -> bool:
    """Note a check of a contact, or the first answer to one; checks of a desk are passed over."""
    header, leaf = counted.statement.header, counted.statement.digest
    if header.ref is None:
        return _ask(found, counted)
    known = found.checks.get(header.ref)
    if known is None:
        return True
    contact, check = known
    if header.from_party != contact.holder or check.answered_at is not None:
        return False
    role = str(header.facts.get("role", ""))
    by_substitute = header.facts.get("substitute") is True
    covered = contact.substitute_on(counted.received_at.date()) is not None
    check.answered_at, check.answer, check.answered_role = counted.received_at, leaf, role
    check.is_right_role = role == contact.role and (covered or not by_substitute)
    return True


def _ask(found: Contacts, counted: Counted) -> bool:
    header, leaf = counted.statement.header, counted.statement.digest
    named = header.facts.get("contact")
    if named is None:
        return True
    contact = found.by_leaf.get(Digest(str(named)))
    if contact is None or contact.holder == header.from_party or not contact.receives:
        return False
    check = ChannelCheck(
        leaf=leaf,
        asked_by=PartyId(header.from_party),
        received_at=counted.received_at,
        target=target_of(contact.role),
    )
    contact.checks.append(check)
    found.checks[leaf] = (contact, check)
    return True


_TAKERS: Mapping[str, Callable[[Contacts, Counted], bool]] = {CONTACT: _apply, CHECK: _check}
