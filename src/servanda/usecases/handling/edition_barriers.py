"""Find which stored statements an edition of a brief may not tell of.

Source: docs/spec/brief.md, "Editions".
"""

from collections.abc import Iterable, Mapping

from servanda.core.handling.editions import Edition, barrier
from servanda.core.identifiers import DIGEST_PREFIX, Digest, PartyId, hash_from_digest
from servanda.usecases.handling.stored_handling import stored_handling
from servanda.usecases.services import Services


def edition_barriers(
    refs: Iterable[str], edition: Edition, *, by: PartyId, services: Services
) -> Mapping[Digest, str]:
    """Return the statements of `refs` that may not be told of, with the word that forbids it.

    Args:
        refs: Leaf hashes; what is none, or is not stored here, has no handling.
        edition: In which they are to be told.
        by: Who makes it.
        services: The node's ports.
    """
    found: dict[Digest, str] = {}
    for ref in dict.fromkeys(refs):
        if not ref.startswith(DIGEST_PREFIX):
            continue
        handling = stored_handling(hash_from_digest(Digest(ref)), services=services)
        word = "" if handling is None else barrier(handling, edition, by=by)
        if word:
            found[Digest(ref)] = word
    return found
