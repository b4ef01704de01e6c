"""Read the leaves of a cut from the store: what a review and a bundle are made of.

Source: docs/spec/cut-and-order.md.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from servanda.core.errors import InvalidInputError
from servanda.core.exchange.cut import Cut, CutContents, cut_contents, find_cut
from servanda.core.exchange.leaf import JudgedLeaf, VerifiedStatement
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import Digest, Origin, PartyId, digest_from_hash
from servanda.usecases.accords.accord_state import read_pair_state
from servanda.usecases.exchange.leaf_records import judged_leaf
from servanda.usecases.exchange.log_pages import LogPages
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.ports.store import LogReader
from servanda.usecases.services import Services
from servanda.usecases.upkeep.integrity import check_log, damaged_leaf

_LEAVES_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCut:
    """A cut with its leaves.

    Attributes:
        pair: The pair it is of.
        contents: Its leaves.
        digest: Its leaf hash.
    """

    pair: PairRecord
    contents: CutContents
    digest: Digest


def read_cut_contents(
    pair: PairRecord, *, cut: Digest | None = None, services: Services
) -> ReadCut:
    """Return the leaves of a cut, after both logs were compared with what was signed.

    Args:
        pair: Whose logs.
        cut: Its leaf hash; None: the one with the latest end.
        services: The node's ports.

    Raises:
        InvalidInputError: There is no such cut.
        LogDamagedError: A stored leaf differs from what was signed.
    """
    heads = services.heads.read()
    check_log(services.store, pair.own, heads=heads.logs, is_judged_next=True)
    check_log(services.store, pair.own.reverse, heads=heads.copies, is_judged_next=True)
    return _read_cut(pair, cut, leaves=_leaves, services=services)


def find_cut_contents(
    pair: PairRecord, *, cut: Digest | None = None, services: Services
) -> ReadCut:
    """Return the leaves of a cut, read when they are asked for and compared with nothing.

    Args:
        pair: As for `read_cut_contents`, and so are the others.
        cut: Its leaf hash.
        services: The node's ports.

    Raises:
        InvalidInputError: There is no such cut.
    """

    def pages(store: LogReader, origin: Origin, chosen: Cut) -> Sequence[JudgedLeaf]:
        return LogPages(store, origin, size_at_cut(chosen, origin))

    return _read_cut(pair, cut, leaves=pages, services=services)


def cut_of_leaves(
    pair: PairRecord, cut: Digest, *, leaves: Mapping[Origin, list[JudgedLeaf]], services: Services
) -> ReadCut:
    """Return the leaves of a cut out of `leaves`, both logs as they were judged just now."""

    def held(_store: LogReader, origin: Origin, chosen: Cut) -> Sequence[JudgedLeaf]:
        return leaves[origin][: size_at_cut(chosen, origin)]

    return _read_cut(pair, cut, leaves=held, services=services)


def _read_cut(
    pair: PairRecord,
    cut: Digest | None,
    *,
    leaves: Callable[[LogReader, Origin, Cut], Sequence[JudgedLeaf]],
    services: Services,
) -> ReadCut:
    state = read_pair_state(pair, services=services)
    newest = state.newest_accord
    if newest is None:
        raise InvalidInputError(Fault("", expect(Expected.IN_FORCE), Found.NOTHING))
    chosen = _choose(state.cuts, cut, parties=newest.accord.parties)
    version = state.accord_for(chosen.party, index=chosen.index, seen_size=chosen.seen_size)
    if version is None:
        raise InvalidInputError(Fault(str(cut), expect(Expected.IN_FORCE), Found.NOTHING))
    logs = {party: leaves(services.store, state.origin(party), chosen) for party in state.parties}
    contents = cut_contents(
        chosen,
        logs=logs,
        cuts=state.cuts,
        accords=state.accords_before(chosen.party, index=chosen.index, seen_size=chosen.seen_size),
        accord_digest=version.digest,
    )
    return ReadCut(pair=pair, contents=contents, digest=digest_from_hash(chosen.leaf_hash))


def size_at_cut(cut: Cut, origin: Origin) -> int:
    """Return how many leaves of the log `origin` the cut takes in."""
    return cut.index + 1 if cut.party == origin.from_party else cut.seen_size


def _choose(cuts: tuple[Cut, ...], digest: Digest | None, *, parties: Sequence[PartyId]) -> Cut:
    if digest is None:
        newest = find_cut(cuts, parties=parties)
        if newest is None:
            raise InvalidInputError(Fault("", expect(Expected.CUT), Found.NOTHING))
        return newest
    for cut in cuts:
        if digest_from_hash(cut.leaf_hash) == digest:
            return cut
    raise InvalidInputError(Fault("", expect(Expected.CUT), digest))


def _leaves(store: LogReader, origin: Origin, cut: Cut) -> list[JudgedLeaf]:
    until = size_at_cut(cut, origin)
    leaves: list[JudgedLeaf] = []
    for first in range(0, until, _LEAVES_AT_ONCE):
        records = store.leaves(origin, first, min(first + _LEAVES_AT_ONCE, until))
        leaves.extend(judged_leaf(origin, record) for record in records)
    for leaf, before in zip(leaves[1:], leaves, strict=False):
        named = leaf.header.prev if isinstance(leaf, VerifiedStatement) else None
        if named is not None and named != digest_from_hash(before.leaf_hash):
            raise damaged_leaf(origin, before.index)
    return leaves
