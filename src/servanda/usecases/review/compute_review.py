"""Compute the review of a cut and compare it with what the counterpart signed.

Source: docs/spec/cut-and-order.md; docs/reference/figures.md.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, TypeAlias

from servanda.core.exchange.cut import CutContents
from servanda.core.identifiers import (
    Digest,
    Origin,
    PartyId,
    digest_of,
    hash_from_digest,
    parse_digest,
)
from servanda.core.review.figures import Figures, compute_figures, encode_figures
from servanda.usecases.exchange.leaf_records import header_of
from servanda.usecases.exchange.queue_statement import QueueResult, queue_statement
from servanda.usecases.ports.records import VALID, PairRecord
from servanda.usecases.review.cut_reading import (
    ReadCut,
    find_cut_contents,
    read_cut_contents,
    size_at_cut,
)
from servanda.usecases.review.kept_review import figures_from_shares
from servanda.usecases.services import Services, require_pair

_LEAVES_AT_ONCE = 2_000

ReviewState: TypeAlias = Literal["agreed", "differs", "waiting", "one_sided"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewResult:
    """A review.

    Attributes:
        pair: Whose.
        cut: Leaf hash of the cut.
        accord: Id of the version in force for it.
        figures: The figures.
        document: The bytes of `figures.json`.
        figures_hash: Their hash, which a `review` statement signs.
        ours: The hash we signed, or None.
        theirs: The hash the counterpart signed, or None.
        state: `agreed`: theirs is the same. `differs`: it is not. `one_sided`: the cut was not
            receipted within the accord's `cut_wait`. `waiting`: neither yet.
        contents: The leaves behind it.
    """

    pair: PairRecord
    cut: Digest
    accord: Digest
    figures: Figures
    document: bytes
    figures_hash: Digest
    ours: Digest | None
    theirs: Digest | None
    state: ReviewState
    contents: CutContents


def compute_review(
    *,
    cut: Digest | None = None,
    counterpart: PartyId | None = None,
    accord_name: str | None = None,
    is_quick: bool = False,
    services: Services,
) -> ReviewResult:
    """Return the review at `cut`, by default the one with the latest end.

    Args:
        cut: Its leaf hash.
        counterpart: Whose pair, where there are several.
        accord_name: Of which accord, likewise.
        is_quick: From the shares that are kept, without comparing the logs with what was signed;
            the bytes are the same if nobody has touched the store.
        services: The node's ports.

    Raises:
        InvalidInputError: There is no such cut.
        LogDamagedError: A stored leaf differs from what was signed.
    """
    pair = require_pair(services, counterpart=counterpart, accord_name=accord_name)
    if is_quick:
        read = find_cut_contents(pair, cut=cut, services=services)
        figures = figures_from_shares(read.contents, own=pair.own, store=services.store)
    else:
        read = read_cut_contents(pair, cut=cut, services=services)
        figures = compute_figures(read.contents)
    document = encode_figures(figures)
    figures_hash = digest_of(document)
    theirs = _signed_figures(pair.own.reverse, read, services=services)
    return ReviewResult(
        pair=pair,
        cut=read.digest,
        accord=read.contents.accord_digest,
        figures=figures,
        document=document,
        figures_hash=figures_hash,
        ours=_signed_figures(pair.own, read, services=services),
        theirs=theirs,
        state=_state(read, figures_hash, theirs, services=services),
        contents=read.contents,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedReview:
    """What both sides signed of a cut, without computing anything.

    Attributes:
        ours: The hash that we signed, or None.
        theirs: The hash that the counterpart signed, or None.
    """

    ours: Digest | None
    theirs: Digest | None


def signed_review(cut: Digest, pair: PairRecord, *, services: Services) -> SignedReview:
    """Return what both sides signed of the figures at `cut`.

    Raises:
        InvalidInputError: There is no such cut.
    """
    read = find_cut_contents(pair, cut=cut, services=services)
    return SignedReview(
        ours=_signed_figures(pair.own, read, services=services),
        theirs=_signed_figures(pair.own.reverse, read, services=services),
    )


def send_review(
    *,
    cut: Digest | None = None,
    counterpart: PartyId | None = None,
    accord_name: str | None = None,
    services: Services,
) -> QueueResult:
    """Compute the review and queue the `review` statement that signs its hash, once."""
    review = compute_review(
        cut=cut, counterpart=counterpart, accord_name=accord_name, services=services
    )
    own = review.pair.own
    return queue_statement(
        type="review",
        facts={"figures": review.figures_hash},
        ref=review.cut,
        counterpart=own.to_party,
        accord_name=own.accord_name,
        ticket=f"review-{hash_from_digest(review.cut).hex()}"[:64],
        services=services,
    )


def _signed_figures(origin: Origin, read: ReadCut, *, services: Services) -> Digest | None:
    """Return the figures' hash in the last valid `review` of this cut in one log."""
    store = services.store
    cut = hash_from_digest(read.digest)
    signed = None
    # Whoever names the cut has said or seen it, so nothing below it is one.
    first = size_at_cut(read.contents.cut, origin)
    for start in range(first, store.log_size(origin), _LEAVES_AT_ONCE):
        for record in store.leaves(origin, start, start + _LEAVES_AT_ONCE):
            if record.type == "review" and record.ref == cut and record.verdict == VALID:
                signed = parse_digest(str(header_of(record).facts["figures"]))
    return signed


def _state(
    read: ReadCut, ours: Digest, theirs: Digest | None, *, services: Services
) -> ReviewState:
    if theirs is not None:
        return "agreed" if theirs == ours else "differs"
    cut, accord = read.contents.cut, read.contents.accord
    if cut.party != read.pair.own.from_party:
        return "waiting"
    facts = services.store.facts(cut.leaf_hash)
    if facts is None or facts.received_at is not None or facts.sent_at is None:
        return "waiting"
    has_waited = services.clock.now() - facts.sent_at > timedelta(seconds=accord.cut_wait_seconds)
    return "one_sided" if has_waited else "waiting"
