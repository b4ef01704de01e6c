"""Tell which statement is an author's consent that something of its own goes on.

There is no type of statement for it: an author consents in words, in a statement about the same
case. So what is checked is who said it, about what, and that it came after what it frees; that
its words consent is the word of whoever names it, and both are noted.

Source: docs/spec/handling.md, "Control by the originator".
"""

from collections.abc import Mapping

from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.handling.markings import answered
from servanda.core.identifiers import Digest, PartyId


def is_consent(
    consent: VerifiedStatement,
    statement: VerifiedStatement,
    by_digest: Mapping[Digest, VerifiedStatement],
    *,
    by: PartyId,
) -> bool:
    """Return whether `consent` may free what `statement` and all that it answers say.

    It is the other side's, has a body, is about the same case, and was said after all of that
    side's statements which it frees.

    Args:
        consent: The statement that is named as the consent.
        statement: What is to go on; of either party.
        by_digest: What both answer, by leaf hash.
        by: Who lets it go on; nobody consents to itself.
    """
    held = [one for one in answered(statement, by_digest) if one.origin == consent.origin]
    is_theirs = consent.origin.from_party != by
    if not held or not is_theirs or consent.header.body is None:
        return False
    is_later = all(consent.index > one.index for one in held)
    return is_later and _case(consent, by_digest) == _case(statement, by_digest)


def _case(statement: VerifiedStatement, by_digest: Mapping[Digest, VerifiedStatement]) -> Digest:
    """Return the leaf hash of what all of it is about."""
    return list(answered(statement, by_digest))[-1].digest
