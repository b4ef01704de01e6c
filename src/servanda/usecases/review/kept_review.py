"""Compute a review from what is kept of it, and keep what had to be computed anew.

The same bytes as from the logs alone, without reading most of them. The logs are not compared
with what was signed here: what is shown is our own store's word, and what we sign is computed from
the logs.

Source: docs/decisions/0022-a-review-is-a-sum-of-shares.md.
"""

from collections.abc import Iterator, Mapping, Sequence

from servanda.core.exchange.cut import CutContents
from servanda.core.exchange.leaf import JudgedLeaf
from servanda.core.exchange.order import Places, settle_places, statements_at
from servanda.core.exchange.outline import LogOutline
from servanda.core.identifiers import Origin, PartyId
from servanda.core.review.figures import Figures, annex_rows, undeliverable_shares
from servanda.core.review.kept.groups import Grouped, group_statements
from servanda.core.review.kept.merging import merged_rows
from servanda.core.review.kept.outlines import KeptOutline, decode_outline, encode_outline
from servanda.usecases.exchange.leaf_records import judged_leaf
from servanda.usecases.ports.store import Store
from servanda.usecases.review.kept_shares import ShareKeeper

_REQUEST = "request"
_LEAVES_AT_ONCE = 2_000


def figures_from_shares(contents: CutContents, *, own: Origin, store: Store) -> Figures:
    """Return the figures of a cut from the shares that are kept, and keep them as of this cut.

    Args:
        contents: The cut; its leaves are read only where what is kept does not tell.
        own: Origin of our log of its pair.
        store: What is kept, and the logs.
    """
    kept, grown = _grown_outlines(own, store)
    outlines = {party: each.outline for party, each in kept.items()}
    now, before, grouped = _settled(contents, kept)
    stored = {one.name: one for one in store.kept_groups(own)}
    keeper = ShareKeeper(grouped, contents, own=own, store=store, kept=stored)
    rows = merged_rows(
        keeper.shares(),
        undeliverable=undeliverable_shares(
            statements_at(_newly_refused(now, before, outlines), contents), contents
        ),
        parties=contents.accord.parties,
    )
    figures = Figures(
        accord=contents.accord_digest,
        cut=contents.cut_digest,
        from_=contents.from_,
        until=contents.until,
        rows=list(rows),
        annex=annex_rows(statements_at(now.annex, contents)),
    )
    gone = stored.keys() - {group.name for group in (*grouped.groups, grouped.checks)}
    if grown or keeper.computed or gone:
        store.keep_review(own, outlines=grown, groups=keeper.computed, gone=sorted(gone))
    return figures


def differing_shares(contents: CutContents, *, own: Origin, store: Store) -> Iterator[bytes]:
    """Yield the names of groups that are kept as of this cut with other shares than follow now.

    Args:
        contents: The cut, with its leaves in memory; they are trusted.
        own: Origin of our log of its pair.
        store: What is kept; nothing is stored.
    """
    stored = {one.name: one for one in store.kept_groups(own) if one.at == contents.until}
    if not stored:
        return
    kept = {party: _outlined(leaves) for party, leaves in contents.logs.items()}
    _, _, grouped = _settled(contents, kept)
    keeper = ShareKeeper(grouped, contents, own=own, store=None, kept={})
    computed = keeper.computed_of(stored.keys())
    for name, one in stored.items():
        if name in computed and computed[name].key == one.key and computed[name] != one:
            yield name


def differs_from_leaves(data: bytes, leaves: Sequence[JudgedLeaf]) -> bool:
    """Return whether an outline that is kept is another than that of the first `leaves`."""
    kept = decode_outline(data)
    if kept is None or kept.outline.size > len(leaves):
        return True
    return encode_outline(_outlined(leaves[: kept.outline.size])) != data


def _outlined(leaves: Sequence[JudgedLeaf]) -> KeptOutline:
    outline = KeptOutline()
    for leaf in leaves:
        outline.take(leaf)
    return outline


def _settled(
    contents: CutContents, kept: Mapping[PartyId, KeptOutline]
) -> tuple[Places, Places | None, Grouped]:
    """Return what became of the statements of the cut and of the one before, and their groups."""
    outlines = {party: each.outline for party, each in kept.items()}
    now, previous = settle_places(contents, outlines), contents.previous
    before = None if previous is None else settle_places(previous, outlines)
    grouped = group_statements(
        now.counted, before.counted if before else (), kept=kept, parties=contents.accord.parties
    )
    return now, before, grouped


def _grown_outlines(
    own: Origin, store: Store
) -> tuple[Mapping[PartyId, KeptOutline], Mapping[Origin, bytes]]:
    """Return the outlines of both logs as far as they go, and those that have grown, as bytes."""
    kept: dict[PartyId, KeptOutline] = {}
    grown: dict[Origin, bytes] = {}
    for origin in (own, own.reverse):
        size = store.log_size(origin)
        one = _kept_outline(origin, store) or KeptOutline()
        begun_at = one.outline.size
        for first in range(begun_at, size, _LEAVES_AT_ONCE):
            for record in store.leaves(origin, first, min(first + _LEAVES_AT_ONCE, size)):
                one.take(judged_leaf(origin, record))
        if one.outline.size > begun_at:
            grown[origin] = encode_outline(one)
        kept[origin.from_party] = one
    return kept, grown


def _kept_outline(origin: Origin, store: Store) -> KeptOutline | None:
    """Return the outline that is kept of a log, if it is one of the log as it stands."""
    data = store.kept_outline(origin)
    kept = None if data is None else decode_outline(data)
    if kept is None or not kept.outline.size:
        return None
    last = store.leaves(origin, kept.outline.size - 1, kept.outline.size)
    return kept if last and last[0].leaf_hash == kept.naming.last else None


def _newly_refused(
    now: Places, before: Places | None, outlines: Mapping[PartyId, LogOutline]
) -> Mapping[PartyId, list[int]]:
    """Return the requests that were refused for their body since the cut before, by place."""
    new: dict[PartyId, list[int]] = {}
    for party, indexes in now.refused.items():
        old = set() if before is None else set(before.refused[party])
        is_request = (index for index in indexes if outlines[party].type_at(index) == _REQUEST)
        new[party] = [index for index in is_request if index not in old]
    return new
