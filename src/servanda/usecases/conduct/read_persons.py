"""Read the register of persons of concern of one pair, and refuse steps without effect.

Names are read apart, one body at a time, by whoever asks for them.

Source: docs/spec/persons.md; docs/decisions/0029-conduct-is-folded-when-asked.md.
"""

from collections.abc import Iterable, Mapping, Sequence

from servanda.core.canonical import JsonObject
from servanda.core.custody.fold import CUSTODY, CUSTODY_TYPES, Persons, fold_persons
from servanda.core.custody.person import Person
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.identifiers import DIGEST_PREFIX, Digest
from servanda.usecases.casework.fold_case import read_pair_terms
from servanda.usecases.conduct.counted_statements import bodies_of, counted_with_fresh, in_order
from servanda.usecases.conduct.require_effect import require_effect
from servanda.usecases.ports.evidence import KeptDocument
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services


def read_persons(
    pair: PairRecord, *, services: Services, fresh: Sequence[VerifiedStatement] = ()
) -> Persons | None:
    """Return the register between a pair, without names; None while no accord is in force.

    Args:
        pair: Between whom.
        services: The node's ports.
        fresh: Statements of ours that are taken as if they arrived this moment.
    """
    terms = read_pair_terms(pair, services=services)
    if terms is None:
        return None
    counted = counted_with_fresh(pair, CUSTODY_TYPES, services=services, fresh=fresh)
    return fold_persons(in_order(counted, parties=terms.parties))


def names_of(persons: Sequence[Person], *, services: Services) -> Mapping[Digest, JsonObject]:
    """Return what the sealed bodies say of persons: names and what is alleged.

    What was erased, or never came, is not in it.
    """
    return bodies_of((person.leaf for person in persons), services=services)


def documents_of(persons: Iterable[Person], *, services: Services) -> Mapping[Digest, KeptDocument]:
    """Return the documents of our archive that events name as their origin, by that hash.

    A name of a file may be a person's name: whoever shows one asks for names.
    """
    origins = {one.origin for person in persons for one in person.events} - {None}
    found: dict[Digest, KeptDocument] = {}
    for origin in filter(None, origins):
        kept = services.store.document(origin.removeprefix(DIGEST_PREFIX))
        if kept:
            found[origin] = kept[0]
    return found


def require_legal_custody(
    leaf: VerifiedStatement,
    *,
    before: Sequence[VerifiedStatement],
    pair: PairRecord,
    services: Services,
) -> None:
    """Require that a statement about a person of concern would have an effect."""
    require_effect(
        leaf,
        types=CUSTODY_TYPES,
        before=before,
        pair=pair,
        services=services,
        fold=lambda fresh: read_persons(pair, services=services, fresh=fresh),
        standing=_standing,
    )


def _standing(leaf: VerifiedStatement, found: Persons) -> tuple[str, Sequence[str]]:
    person = found.by_leaf.get(Digest(leaf.header.ref or ""))
    if person is None:
        return "", ()
    own = leaf.header.from_party == person.listed_by
    steps = ("event", "reviewed", "erasure_decided") if own else ("event",)
    return person.erasure or "listed", [f"{CUSTODY}.{step}" for step in steps]
