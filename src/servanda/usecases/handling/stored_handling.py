"""Read from the store what may become of a body and of each attachment.

Source: docs/spec/handling.md.
"""

from collections.abc import Iterator, Mapping, Sequence

import orjson

from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.handling.consent import is_consent
from servanda.core.handling.markings import Handling, handling_of
from servanda.core.handling.sealed import NOTHING_SEALED, SealedPart, read_sealed_part
from servanda.core.identifiers import Digest, PartyId, digest_from_hash, hash_from_digest
from servanda.usecases.exchange.leaf_records import verified_leaf
from servanda.usecases.ports.records import VALID
from servanda.usecases.services import Services

_PAGE = 512  # bodies read at once; one has at most a mebibyte


def stored_handling(leaf_hash: bytes, *, services: Services) -> Handling | None:
    """Return the handling of a stored statement; None if it is none that was understood."""
    past = {one.digest: one for one in _answered(leaf_hash, services=services)}
    if not past:
        return None
    sealed = sealed_parts([one.leaf_hash for one in past.values()], services=services)
    return handling_of(next(iter(past.values())), past, sealed=sealed)


def is_stored_consent(
    consent: Digest, leaf_hash: bytes, *, by: PartyId, services: Services
) -> bool:
    """Return whether a stored statement may be the consent that another one goes on.

    Args:
        consent: Leaf hash of what is named as the consent.
        leaf_hash: The statement that is to go on, or whose attachment is.
        by: Who lets it go on.
        services: The node's ports.
    """
    given = list(_answered(hash_from_digest(consent), services=services))
    held = list(_answered(leaf_hash, services=services))
    past = {one.digest: one for one in (*given, *held)}
    return bool(given and held) and is_consent(given[0], held[0], past, by=by)


def whole_handling(leaf_hash: bytes, *, services: Services) -> Handling | None:
    """Return the handling of a stored body that leaves whole, with what opens its attachments."""
    handling = stored_handling(leaf_hash, services=services)
    if handling is None:
        return None
    sealed = sealed_parts([leaf_hash], services=services)
    return handling.with_files(sealed.get(digest_from_hash(leaf_hash), NOTHING_SEALED).files)


def sealed_parts(
    leaf_hashes: Sequence[bytes], *, services: Services
) -> Mapping[Digest, SealedPart]:
    """Return what held bodies say about handling; each was held to its schema when it came."""
    found = {}
    for first in range(0, len(leaf_hashes), _PAGE):
        held = services.store.bodies(leaf_hashes[first : first + _PAGE])
        for leaf_hash, one in held.items():
            sealed = read_sealed_part(orjson.loads(one.body))
            if sealed != NOTHING_SEALED:
                found[digest_from_hash(leaf_hash)] = sealed
    return found


def _answered(leaf_hash: bytes, *, services: Services) -> Iterator[VerifiedStatement]:
    """Yield a statement and all that it answers, as far as it is stored and understood."""
    at: bytes | None = leaf_hash
    while at is not None:
        held = [
            (origin, record)
            for origin, record in services.store.find_leaves(at)
            if record.verdict == VALID
        ]
        if not held:
            return
        statement = verified_leaf(*held[0])
        yield statement
        ref = statement.header.ref
        at = None if ref is None else hash_from_digest(ref)
