"""What came of a pair's year: the agreement of its two reviews, and what to count over all pairs.

The names of leaves are hashes that no seed decides, for two signatures by ML-DSA-44 of one text
differ. So whatever is to be the same in two runs names a leaf by its place: whose log, which
index.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from servanda.core.casework.fold import fold_casework, terms_of
from servanda.core.exchange.order import settle
from servanda.core.identifiers import Digest, PartyId, digest_from_hash, digest_of
from servanda.core.review.listing import encode_listing
from servanda.simulation.years.desk import Desk
from servanda.simulation.years.weather import WeatheredCarrier
from servanda.usecases.ports.records import VALID, LeafRecord
from servanda.usecases.review.compute_review import ReviewResult, compute_review

_DIGEST = re.compile(rb"sha256:[0-9a-f]{64}")
_RECEIPT = "receipt"


@dataclass(frozen=True, slots=True, kw_only=True)
class PairOutcome:
    """What came of a pair.

    Attributes:
        parties: The two, the first named first in the accord.
        agreeing: Whether both computed the same bytes at the last cut and signed the same hash.
        figures: Hash of these bytes, in which each leaf is named by its place; the same in
            every run from the same seed.
        types: How many valid leaves of each statement type are in the two logs together.
        envelopes: How many were handed to a carrier.
        lost: How many of them never arrived.
        doubled: How many of them arrived twice.
        out_of_state: Statements that had no effect, at the last cut.
        unreceipted: Statements that stand apart at the last cut, in the annex of the review.
        held_back: Moves that the life cycle did not allow any more, so that they were not made.
    """

    parties: tuple[PartyId, PartyId]
    agreeing: bool
    figures: Digest
    types: Mapping[str, int]
    envelopes: int
    lost: int
    doubled: int
    out_of_state: int
    unreceipted: int
    held_back: int

    @property
    def statements(self) -> int:
        """How many statements were made: every valid leaf but those that only receipt."""
        return sum(count for name, count in self.types.items() if name != _RECEIPT)


def outcome_of(
    desks: Sequence[Desk], carriers: Sequence[WeatheredCarrier], *, parties: tuple[PartyId, PartyId]
) -> PairOutcome:
    """Return what came of the pair of `desks`, once nothing is on its way any more."""
    first, second = (compute_review(services=desk.node.services) for desk in desks)
    settled = settle(first.contents)
    casework = fold_casework(
        settled.counted,
        terms=terms_of(first.contents.accords),
        parties=first.contents.accord.parties,
    )
    types: Counter[str] = Counter()
    for desk in desks:
        types.update(leaf.type for leaf in desk.node.own_leaves if leaf.verdict == VALID)
    return PairOutcome(
        parties=parties,
        agreeing=_agree(first, second),
        figures=digest_of(_placed(first, desks)),
        types=dict(sorted(types.items())),
        envelopes=sum(carrier.handed for carrier in carriers),
        lost=sum(carrier.lost for carrier in carriers),
        doubled=sum(carrier.doubled for carrier in carriers),
        out_of_state=len(casework.out_of_state),
        unreceipted=len(settled.annex),
        held_back=sum(desk.held_back for desk in desks),
    )


def _agree(first: ReviewResult, second: ReviewResult) -> bool:
    """Both computed the same, both signed it, and each holds the other's signature."""
    return first.document == second.document and first.state == second.state == "agreed"


def _placed(review: ReviewResult, desks: Sequence[Desk]) -> bytes:
    """Return the listing with every leaf named by its place, and accords by their proposals."""
    listing = b"".join(encode_listing(review.figures, figures_digest=review.figures_hash))
    places: dict[bytes, bytes] = {}
    for desk in desks:
        for leaf in desk.node.own_leaves:
            places[_name(leaf)] = f"{desk.node.party}/{leaf.index}".encode()
    return _DIGEST.sub(lambda found: places.get(found[0], b"accord"), listing)


def _name(leaf: LeafRecord) -> bytes:
    return digest_from_hash(leaf.leaf_hash).encode()
