"""Compare what is stored of one pair with what its logs give; store nothing but what follows them.

Pairs have nothing in common but the store, so each can be checked by a process of its own.

Source: docs/decisions/0004-the-log-is-the-truth.md;
docs/decisions/0055-pairs-are-checked-by-as-many-processes-as-there-are-cores.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from operator import attrgetter
from typing import TypeVar

from servanda.core.errors import MisconfiguredError
from servanda.core.exchange.leaf import JudgedLeaf
from servanda.core.identifiers import Origin, digest_from_hash
from servanda.usecases.accords.accord_state import read_pair_state
from servanda.usecases.casework.follow_casework import follow_casework
from servanda.usecases.exchange.leaf_records import leaf_record
from servanda.usecases.ports.attachments import Progress
from servanda.usecases.ports.casework import DeadlineRecord
from servanda.usecases.ports.records import (
    AttachmentRecord,
    FilingRecord,
    LeafRecord,
    StatementFacts,
)
from servanda.usecases.ports.store import Store
from servanda.usecases.review.cut_reading import cut_of_leaves
from servanda.usecases.review.kept_review import differing_shares, differs_from_leaves
from servanda.usecases.services import Services
from servanda.usecases.upkeep.replay_pair import ReplayedPair, replay_pair, replayed_casework

MAX_DIFFERENCES = 100  # named one by one; more of them say no more

_Row = TypeVar("_Row", AttachmentRecord, FilingRecord)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairCheck:
    """What the check of one pair found.

    Attributes:
        own: Origin of our log.
        leaves: Number of leaves judged again.
        differences: Where stored and computed differ, one sentence each; at most
            `MAX_DIFFERENCES`.
    """

    own: Origin
    leaves: int
    differences: tuple[str, ...]


def check_pair(own: Origin, *, progress: Progress | None = None, services: Services) -> PairCheck:
    """Replay the two logs of a pair and say where what is stored differs.

    Args:
        own: Origin of our log of the pair.
        progress: Told how many more leaves are judged.
        services: The node's ports.

    Raises:
        LogDamagedError: A log itself differs from what was signed; it is not replayed.
        MisconfiguredError: There is no such pair.
    """
    pair = services.store.pair(own)
    if pair is None:
        raise MisconfiguredError(f"{own}: expected a pair in the store, found none")
    replayed = replay_pair(pair, progress=progress, services=services)
    differences = chain(
        row_differences(replayed, services.store),
        _casework_differences(replayed, services),
        _review_differences(replayed, services),
    )
    return PairCheck(
        own=own,
        leaves=sum(map(len, replayed.leaves.values())),
        differences=tuple(islice(differences, MAX_DIFFERENCES)),
    )


def row_differences(replayed: ReplayedPair, store: Store) -> Iterator[str]:
    """Yield where rows that every use of the logs rests on differ, one sentence each."""
    own = replayed.pair.own
    sending = [row for origin in replayed.stored for row in store.all_attachments(origin=origin)]
    if store.pair(own) != replayed.pair:
        yield f"{own}: expected the row of the pair as {replayed.pair}, found {store.pair(own)}"
    if _in_places(sending) != _in_places(replayed.attachments):
        yield f"{own}: expected other attachments than are stored"
    yield from _filing_differences(replayed, store)
    for origin, leaves in replayed.leaves.items():
        yield from _verdict_differences(origin, leaves, replayed.stored[origin])
        for tile in replayed.tiles[origin]:
            if store.tile(origin, tile.level, tile.number) != tile.hashes:
                yield f"{origin}: expected another tile {tile.number} of level {tile.level}"
        expected = [one for one in replayed.facts if one.origin == origin]
        yield from _facts_differences(origin, expected, store.facts_of(origin))


def _filing_differences(replayed: ReplayedPair, store: Store) -> Iterator[str]:
    stored = (row for origin in replayed.stored for row in store.all_filings(origin=origin))
    filed = {(one.origin, one.index): one for one in stored}
    for expected in replayed.filings:
        if filed.pop((expected.origin, expected.index), None) != expected:
            yield (
                f"{expected.origin}: statement {expected.index}: expected another file number "
                f"or title than is stored"
            )
    for origin, index in filed:
        yield f"{origin}: statement {index}: expected no file number, for its body has none"


def _verdict_differences(
    origin: Origin, leaves: Sequence[JudgedLeaf], records: Sequence[LeafRecord]
) -> Iterator[str]:
    for leaf, stored in zip(leaves, records, strict=True):
        computed = leaf_record(leaf)
        # The reason is told to people, and a later version may tell the same in better words.
        if computed != stored and replace(computed, reason=stored.reason) != stored:
            yield (
                f"{origin}: leaf {leaf.index}: expected verdict {computed.verdict} "
                f"{computed.reason}, found {stored.verdict} {stored.reason}"
            )


def _facts_differences(
    origin: Origin, expected: Sequence[StatementFacts], found: Sequence[StatementFacts]
) -> Iterator[str]:
    stored = {one.index: one for one in found}
    for one in expected:
        if stored.pop(one.index, None) != one:
            yield f"{origin}: statement {one.index}: expected other facts than are stored"
    for index in stored:
        yield f"{origin}: statement {index}: expected no facts, for it is no statement"


def _in_places(rows: Sequence[_Row]) -> list[_Row]:
    return sorted(rows, key=lambda row: (str(row.origin), row.index))


def _casework_differences(replayed: ReplayedPair, services: Services) -> Iterator[str]:
    """Yield where stored casework differs; it follows the logs first, as for any reader."""
    follow_casework(replayed.pair, services=services)
    store = services.store
    expected = replayed_casework(replayed, services)
    if expected is None:
        return
    own = expected.after.own
    found = store.casework_mark(own)
    in_order = replace(found, version=expected.after.version, waiting=tuple(sorted(found.waiting)))
    if in_order != expected.after:
        yield f"{own}: expected the casework to follow to {expected.after}, found {found}"
    rows = {row.leaf_hash: row for row in store.cases_of(own)}
    for row in expected.cases:
        if rows.pop(row.leaf_hash, None) != row:
            yield f"{own}: request {row.leaf_hash.hex()}: expected another row than is stored"
    for leaf_hash in rows:
        yield f"{own}: request {leaf_hash.hex()}: expected no row, for it does not count"
    if _in_order(expected.deadlines) != list(store.deadlines_of(own)):
        yield f"{own}: expected other deadlines than are stored"
    cases = {one.case for one in expected.statements}
    stored = store.case_statements(own, sorted(cases))
    if set(stored) != set(expected.statements):
        yield f"{own}: expected other statements in cases than are stored"


def _review_differences(replayed: ReplayedPair, services: Services) -> Iterator[str]:
    """Yield where other shares are kept than follow from the logs, or another outline."""
    store, own = services.store, replayed.pair.own
    for origin, leaves in replayed.leaves.items():
        outline = store.kept_outline(origin)
        if outline is not None and differs_from_leaves(outline, leaves):
            yield f"{origin}: expected another outline than is kept for reviews"
    ends = {one.at for one in store.kept_groups(own)}
    for cut in read_pair_state(replayed.pair, services=services).cuts:
        if cut.until in ends:
            digest = digest_from_hash(cut.leaf_hash)
            read = cut_of_leaves(replayed.pair, digest, leaves=replayed.leaves, services=services)
            for name in differing_shares(read.contents, own=own, store=store):
                yield f"{own}: case {name.hex()}: expected other shares than are kept for reviews"


def _in_order(deadlines: Sequence[DeadlineRecord]) -> list[DeadlineRecord]:
    return sorted(deadlines, key=attrgetter("due_at", "case", "clock", "number"))
