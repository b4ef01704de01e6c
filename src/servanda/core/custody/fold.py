"""Fold counted statements into the register of persons of concern.

What is not legal is kept, has no effect, and is listed.

Source: docs/spec/persons.md; docs/decisions/0029.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from servanda.core.canonical import JsonObject
from servanda.core.custody.person import CONFIRMED, ERASED, NAMED, CustodyEvent, Person
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import Digest, PartyId

CUSTODY = "custody"
CUSTODY_TYPES = frozenset((CUSTODY,))
LISTED, EVENT, REVIEWED = "listed", "event", "reviewed"
ERASURE_DECIDED = "erasure_decided"


@dataclass(slots=True, kw_only=True)
class Persons:
    """The register between two parties.

    Attributes:
        by_leaf: By the leaf hash of the statement that listed the person, in their order.
        out_of_state: Statements without effect, in their order.
    """

    by_leaf: dict[Digest, Person] = field(default_factory=dict)
    out_of_state: list[Digest] = field(default_factory=list)

    @property
    def claims(self) -> Mapping[Digest, Sequence[Person]]:
        """The persons for whom one and the same origin is claimed, where it is more than one.

        One arrest may be claimed for several cases; it is one origin all the same.
        """
        found: dict[Digest, dict[Digest, Person]] = {}
        for person in self.by_leaf.values():
            for one in person.events:
                if one.origin is not None:
                    found.setdefault(one.origin, {})[person.leaf] = person
        return {
            origin: tuple(persons.values()) for origin, persons in found.items() if len(persons) > 1
        }


def fold_persons(counted: Iterable[Counted]) -> Persons:
    """Return the register that the counted statements come to; other types are passed over."""
    found = Persons()
    for one in counted:
        if one.statement.header.type == CUSTODY and not _apply(found, one):
            found.out_of_state.append(one.statement.digest)
    return found


def _apply(found: Persons, counted: Counted) -> bool:
    header, leaf = counted.statement.header, counted.statement.digest
    author, step = PartyId(header.from_party), str(header.facts["step"])
    if step == LISTED:
        found.by_leaf[leaf] = Person(
            leaf=leaf,
            listed_by=author,
            holder=PartyId(header.to_party),
            listed_at=counted.received_at,
            links=_links(header.facts),
        )
        return True
    person = None if header.ref is None else found.by_leaf.get(header.ref)
    if person is None:
        return False
    if step == EVENT:
        return _add_event(person, counted)
    # The one who named a person looks at the entry again, and decides about the name.
    return author == person.listed_by and _look_again(person, counted, step=step)


def _look_again(person: Person, counted: Counted, *, step: str) -> bool:
    if step == REVIEWED:
        person.reviewed_at = counted.received_at
        return True
    if person.erasure == ERASED:
        return False
    person.erasure = str(counted.statement.header.facts["decision"])
    person.decided_at = counted.received_at
    return True


def _add_event(person: Person, counted: Counted) -> bool:
    header = counted.statement.header
    facts, author = header.facts, PartyId(header.from_party)
    event = str(facts["event"])
    if event in CONFIRMED and author != person.holder:
        return False
    if event == NAMED and author != person.listed_by:
        return False
    origin, announced_by = facts.get("origin"), facts.get("announced_by")
    person.events.append(
        CustodyEvent(
            leaf=counted.statement.digest,
            event=event,
            day=date.fromisoformat(str(facts["day"])),
            by=author,
            received_at=counted.received_at,
            source_grade=str(facts.get("source_grade", "")),
            information_grade=str(facts.get("information_grade", "")),
            origin=None if origin is None else Digest(str(origin)),
            announced=str(facts.get("announced", "")),
            announced_by=None if announced_by is None else date.fromisoformat(str(announced_by)),
            links=_links(facts),
        )
    )
    return True


def _links(facts: JsonObject) -> tuple[str, ...]:
    return tuple(cast("Sequence[str]", facts.get("links", ())))
