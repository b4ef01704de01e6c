"""Require that no statement of a dossier is marked milder than its author marked it.

Whoever makes a dossier states the handling of each statement, for it may know bodies that the
dossier withholds. So what is stated may be stricter than what the dossier itself shows.

Source: docs/spec/dossier.md, "How it is checked"; docs/spec/handling.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from servanda.core.dossier.parts import DossierStatement
from servanda.core.dossier.proofs import InvalidDossierError
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.handling.markings import (
    MARKINGS,
    PAP_ORDER,
    USE_LIMITS,
    handling_of,
)
from servanda.core.handling.sealed import (
    NOTHING_SEALED,
    SealedPart,
    file_handling,
    read_sealed_part,
)
from servanda.core.identifiers import Digest
from servanda.core.statements.body import Body
from servanda.core.statements.codes import HANDLING_CODES


def require_markings(
    shown: Sequence[tuple[DossierStatement, VerifiedStatement, Body | None]],
    *,
    past: Mapping[Digest, VerifiedStatement],
) -> None:
    """Require that all that is stated is at least as strict as what facts and bodies say.

    Args:
        shown: The statements of the case: as they are shown, as they were proven, and what they
            said, where that is shown.
        past: Every proven statement of the dossier, by leaf hash.

    Raises:
        InvalidDossierError: One is milder, or has words that are no marking or use limit.
    """
    sealed = {one.digest: _sealed(body) for _, one, body in shown if body is not None}
    for stated, one, _ in shown:
        files = sealed.get(one.digest, NOTHING_SEALED).files
        least = handling_of(one, past, sealed=sealed).with_files(files)
        for order, found, wanted in (
            (MARKINGS, stated.marking, least.marking),
            (USE_LIMITS, stated.use, least.use),
            (PAP_ORDER, stated.pap, least.pap),
        ):
            if found not in order or order.index(found) < order.index(wanted):
                raise InvalidDossierError(
                    f"{one.digest}: expected {wanted} or stricter, found {found!r:.40}"
                )
        codes = frozenset(stated.codes)
        if not least.codes <= codes <= HANDLING_CODES:
            raise InvalidDossierError(
                f"{one.digest}: expected the handling codes {sorted(least.codes)}, "
                f"found {sorted(codes)!r:.200}"
            )


def _sealed(body: Body) -> SealedPart:
    return replace(
        read_sealed_part(body.members), files=tuple(file_handling(file) for file in body.files)
    )
