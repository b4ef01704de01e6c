"""Refuse a step about a concern or a dispute before it is sent, if it would have no effect now.

Source: docs/spec/concerns.md.
"""

from collections.abc import Sequence

from servanda.core.concerns.concern import ASSENTABLE, REPLY, STEPS, Speaker
from servanda.core.concerns.fold import CONCERN, CONCERN_TYPES, Concerns
from servanda.core.disputes.fold import DISPUTE, DISPUTE_TYPES, Disputes, DisputeState
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.identifiers import Digest
from servanda.usecases.conduct.read_concerns import read_concerns, read_disputes
from servanda.usecases.conduct.require_effect import require_effect
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services


def require_legal_concern(
    leaf: VerifiedStatement,
    *,
    before: Sequence[VerifiedStatement],
    pair: PairRecord,
    services: Services,
) -> None:
    """Require that a step about a concern or a dispute would have an effect."""
    require_effect(
        leaf,
        types=CONCERN_TYPES,
        before=before,
        pair=pair,
        services=services,
        fold=lambda fresh: read_concerns(pair, services=services, fresh=fresh),
        standing=_of_concern,
    )
    require_effect(
        leaf,
        types=DISPUTE_TYPES,
        before=before,
        pair=pair,
        services=services,
        fold=lambda fresh: read_disputes(pair, services=services, fresh=fresh),
        standing=_of_dispute,
    )


def _of_concern(leaf: VerifiedStatement, found: Concerns) -> tuple[str, Sequence[str]]:
    concern = found.by_leaf.get(Digest(leaf.header.ref or ""))
    if concern is None:
        return "", ()
    side = Speaker.ISSUER if leaf.header.from_party == concern.issuer else Speaker.ADDRESSEE
    return concern.state, [
        REPLY if step == REPLY else f"{CONCERN}.{step}"
        for step, row in STEPS.items()
        if row.by in {side, Speaker.EITHER}
        and concern.state in row.states
        and not (step == REPLY and concern.reply is not None)
        and not (step == "assented" and concern.position not in ASSENTABLE)
    ]


def _of_dispute(leaf: VerifiedStatement, found: Disputes) -> tuple[str, Sequence[str]]:
    dispute = found.by_leaf.get(Digest(leaf.header.ref or ""))
    if dispute is None:
        return "", ()
    if dispute.state is not DisputeState.STANDING:
        return dispute.state, ()
    author = leaf.header.from_party
    steps = ["narrowed"] if author in dispute.versions else ["answered"]
    return dispute.state, [
        f"{DISPUTE}.{step}" for step in (*steps, *(["withdrawn"] if author == dispute.by else []))
    ]
