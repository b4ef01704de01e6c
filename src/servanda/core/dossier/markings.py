"""Require that no statement of a dossier is marked milder than its author marked it.

Whoever makes a dossier states the handling of each statement, for it may know bodies that the
dossier withholds. So what is stated may be stricter than what the dossier itself shows.

Source: docs/spec/dossier.md, "How it is checked"; docs/spec/handling.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from servanda.core.dossier.proofs import InvalidDossierError
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.handling.markings import (
    MARKINGS,
    USE_LIMITS,
    handling_of,
    strictest_marking,
    strictest_use,
)
from servanda.core.handling.sealed import (
    NOTHING_SEALED,
    SealedPart,
    file_handling,
    read_sealed_part,
)
from servanda.core.identifiers import Digest
from servanda.core.statements.body import Body


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a dossier says of the handling of one statement.

    Attributes:
        leaf: Its leaf hash.
        body: What it said, where that is shown.
        marking: As stated.
        use: As stated.
    """

    leaf: Digest
    body: Body | None
    marking: str
    use: str


def require_markings(shown: Sequence[Shown], *, past: Mapping[Digest, VerifiedStatement]) -> None:
    """Require that all that is stated is at least as strict as what facts and bodies say.

    Args:
        shown: The statements of the case.
        past: Every proven statement of the dossier, by leaf hash.

    Raises:
        InvalidDossierError: One is milder, or has words that are no marking or use limit.
    """
    sealed = {one.leaf: _sealed(one.body) for one in shown if one.body is not None}
    for one in shown:
        if one.marking not in MARKINGS or one.use not in USE_LIMITS:
            raise InvalidDossierError(f"expected a marking and a use limit of {one.leaf}")
        files = sealed.get(one.leaf, NOTHING_SEALED).files
        least = handling_of(past[one.leaf], past, sealed=sealed).with_files(files)
        if strictest_marking((one.marking, least.marking)) != one.marking:
            raise InvalidDossierError(
                f"{one.leaf}: expected {least.marking} or stricter, found {one.marking}"
            )
        if strictest_use((one.use, least.use)) != one.use:
            raise InvalidDossierError(
                f"{one.leaf}: expected {least.use} or stricter, found {one.use}"
            )


def _sealed(body: Body) -> SealedPart:
    return replace(
        read_sealed_part(body.members), files=tuple(file_handling(file) for file in body.files)
    )
