"""Erase the name of a person, and all that was said of the entry, from this node.

The party that named the person decides, and erases at once; the other side erases what it holds
when that decision has reached it. A name stands not only in the list: what an event says of its
source may hold one, so the bodies of the events go too. Every hash stays.

Source: docs/spec/persons.md, "Names and retention"; docs/decisions/0042.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from servanda.core.custody.fold import CUSTODY_TYPES, ERASURE_DECIDED
from servanda.core.custody.person import ERASED, Person
from servanda.core.identifiers import Digest, digest_from_hash, hash_from_digest
from servanda.usecases.conduct.counted_statements import counted_of_types
from servanda.usecases.handling.erase_body import erase_body
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services

# The decision itself stays: it says why, and names nobody.
_KEPT: Final = frozenset((ERASURE_DECIDED,))


def still_named(persons: Iterable[Person], *, services: Services) -> frozenset[Digest]:
    """Return the entries of `persons` whose erasure is decided and whose name is held here."""
    decided = {hash_from_digest(one.leaf) for one in persons if one.erasure == ERASED}
    held = services.store.bodies([*decided])
    return frozenset(digest_from_hash(leaf) for leaf in held)


def erase_person(leaf: Digest, *, pair: PairRecord, services: Services) -> Sequence[Digest]:
    """Erase what is held here of an entry; return the statements whose bodies are gone.

    Done again after a crash it ends the work.

    Args:
        leaf: The statement that listed the person.
        pair: Between whom.
        services: The node's ports.
    """
    about = [
        one.statement.leaf_hash
        for one in counted_of_types(pair, CUSTODY_TYPES, services=services)
        if leaf in {one.statement.digest, one.statement.header.ref}
        and one.statement.header.facts["step"] not in _KEPT
    ]
    # What we said and is not receipted yet does not count, and may hold the name all the same.
    about.append(hash_from_digest(leaf))
    held = [one for one in dict.fromkeys(about) if services.store.bodies([one])]
    for one in held:
        erase_body(one, services=services)
    return [digest_from_hash(one) for one in held]
