"""Erase what a statement said: salt, body and attachments; that it was said stays provable.

The body goes first, for the attachments' identities stand in it and nowhere else: from then on no
copy of a ciphertext can be opened, wherever it lies. Done again after a crash it ends the work.

Source: docs/spec/attachments.md, "Erasing".
"""

from dataclasses import dataclass

from servanda.core.identifiers import Digest, digest_from_hash
from servanda.usecases.attachments.attached_files import attached_file
from servanda.usecases.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What was erased.

    Attributes:
        attachments: Whose ciphertexts are gone from this node; one that another statement still
            names with its body stays.
    """

    attachments: tuple[Digest, ...]


def erase_body(leaf_hash: bytes, *, services: Services) -> Erased:
    """Erase salt and body of one statement, and its attachments."""
    store = services.store
    store.erase_body(leaf_hash)
    gone = []
    for row in store.attachments_of(leaf_hash):
        digest = digest_from_hash(row.digest)
        others = store.attachments_named(row.digest)
        if all(attached_file(other, services=services) is None for other in others):
            services.attachments.remove(digest)
            gone.append(digest)
    return Erased(attachments=tuple(gone))
