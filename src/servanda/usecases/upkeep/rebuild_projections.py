"""Compute every projection again from the logs, and compare or replace.

The logs are the truth; all else must equal a replay. `check` only compares.

Source: docs/decisions/0004-the-log-is-the-truth.md.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TypeVar

from servanda.core.envelope.run import CarriedLeaf
from servanda.core.exchange.leaf import JudgedLeaf
from servanda.core.identifiers import Origin, digest_from_hash
from servanda.usecases.accords.accord_state import read_pair_state
from servanda.usecases.attachments.attachment_facts import replay_attachments, with_sending
from servanda.usecases.casework.fold_case import read_pair_terms
from servanda.usecases.casework.follow_casework import follow_casework, replay_casework
from servanda.usecases.exchange.facts import replay_facts
from servanda.usecases.exchange.leaf_records import leaf_record
from servanda.usecases.exchange.runs import carried_leaves
from servanda.usecases.exchange.stored_tree import all_tiles
from servanda.usecases.ports.attachments import Progress
from servanda.usecases.ports.casework import CaseworkChange, DeadlineRecord
from servanda.usecases.ports.records import (
    AttachmentRecord,
    FilingRecord,
    PairRecord,
    StatementFacts,
    TileRecord,
)
from servanda.usecases.ports.store import Store
from servanda.usecases.reading.filings import grow_filings
from servanda.usecases.review.cut_reading import cut_of_leaves
from servanda.usecases.review.kept_review import differing_shares, differs_from_leaves
from servanda.usecases.services import Services, own_card, require_counterpart_card
from servanda.usecases.upkeep.integrity import check_log
from servanda.usecases.upkeep.replay import replay_logs

MAX_DIFFERENCES = 100  # named one by one; more of them say no more

_Row = TypeVar("_Row", AttachmentRecord, FilingRecord)


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuildResult:
    """What a rebuild found.

    Attributes:
        logs: Number of logs read.
        leaves: Number of leaves judged again.
        differences: Where stored and computed differ, one sentence each; at most
            `MAX_DIFFERENCES`.
        replaced: Whether the computed projections were stored.
    """

    logs: int
    leaves: int
    differences: tuple[str, ...]
    replaced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Replayed:
    """The projections of one pair, computed."""

    pair: PairRecord
    leaves: dict[Origin, list[JudgedLeaf]]
    facts: list[StatementFacts]
    tiles: dict[Origin, list[TileRecord]]
    attachments: list[AttachmentRecord]
    filings: list[FilingRecord]


def rebuild_projections(
    *, check: bool, progress: Progress | None = None, services: Services
) -> RebuildResult:
    """Replay all logs; with `check` say what differs, else store what was computed.

    Args:
        check: Only compare; then one pair after the other is held in memory, else all are.
        progress: Told how many more leaves are judged.
        services: The node's ports.

    Raises:
        LogDamagedError: A log itself differs from what was signed; it is not replayed.
    """
    store = services.store
    sending, filed = _by_origin(store.all_attachments()), _by_origin(store.all_filings())
    pairs = store.pairs()
    differences: list[str] = []
    leaves = 0
    kept: list[_Replayed] = []
    for pair in pairs:
        replayed = _replay(pair, sending=sending, progress=progress, services=services)
        leaves += sum(map(len, replayed.leaves.values()))
        differences.extend(_differences(replayed, store, sending=sending, filed=filed))
        if check:
            differences.extend(_casework_differences(replayed, services))
            differences.extend(_review_differences(replayed, services))
        else:
            kept.append(replayed)
    if not check:
        _replace(kept, services)
    return RebuildResult(
        logs=2 * len(pairs),
        leaves=leaves,
        differences=tuple(differences[:MAX_DIFFERENCES]),
        replaced=not check,
    )


def _replace(replayed: Sequence[_Replayed], services: Services) -> None:
    services.store.replace_projections(
        facts=[facts for one in replayed for facts in one.facts],
        pairs=[one.pair for one in replayed],
        tiles={origin: tiles for one in replayed for origin, tiles in one.tiles.items()},
        attachments=[row for one in replayed for row in one.attachments],
        filings=[row for one in replayed for row in one.filings],
    )
    casework = [_replayed_casework(one, services) for one in replayed]
    now = services.clock.now()
    services.store.replace_casework(
        [replace(change, changed_at=now) for change in casework if change is not None]
    )
    services.store.drop_reviews()  # made again by the next review
    services.pairs.drop_all()


def _by_origin(rows: Iterable[_Row]) -> Mapping[Origin, Sequence[_Row]]:
    found: dict[Origin, list[_Row]] = {}
    for row in rows:
        found.setdefault(row.origin, []).append(row)
    return found


def _in_places(rows: Iterable[_Row]) -> list[_Row]:
    return sorted(rows, key=lambda row: (str(row.origin), row.index))


def _of_pair(rows: Mapping[Origin, Sequence[_Row]], own: Origin) -> list[_Row]:
    return [row for origin in (own, own.reverse) for row in rows.get(origin, ())]


def _replay(
    pair: PairRecord,
    *,
    sending: Mapping[Origin, Sequence[AttachmentRecord]],
    progress: Progress | None,
    services: Services,
) -> _Replayed:
    store, own = services.store, pair.own
    heads = services.heads.read()
    check_log(store, own, heads=heads.logs, is_judged_next=True)
    check_log(store, own.reverse, heads=heads.copies, is_judged_next=True)
    logs = {
        origin: carried_leaves(store, origin, 0, store.log_size(origin))
        for origin in (own, own.reverse)
    }
    cards = {
        own.from_party: own_card(services),
        own.to_party: require_counterpart_card(services, own.to_party),
    }
    state, judged = replay_logs(logs, cards=cards, progress=progress)
    return _Replayed(
        pair=_grown(pair, judged, receipted=state.log(own.to_party).seen_size),
        leaves=judged,
        facts=replay_facts(judged),
        tiles={
            origin: all_tiles(leaf.leaf_hash for leaf in leaves)
            for origin, leaves in judged.items()
        },
        attachments=with_sending(
            replay_attachments(judged),
            _of_pair(sending, own),
            own=own,
            now=services.clock.now(),
        ),
        filings=_filings(judged, logs),
    )


def _grown(
    pair: PairRecord, judged: Mapping[Origin, Sequence[JudgedLeaf]], *, receipted: int
) -> PairRecord:
    """Return the row of a pair as it must stand with these leaves."""
    statements = [leaf.index for leaf in judged[pair.own] if leaf.is_statement]
    return replace(
        pair,
        own_size=len(judged[pair.own]),
        copy_size=len(judged[pair.own.reverse]),
        their_have=max(pair.their_have, receipted),
        receipted=receipted,
        last_own_statement=statements[-1] if statements else -1,
    )


def _filings(
    judged: Mapping[Origin, Sequence[JudgedLeaf]], logs: Mapping[Origin, Sequence[CarriedLeaf]]
) -> list[FilingRecord]:
    return [
        filing
        for origin in sorted(judged, key=str)
        for filing in grow_filings(zip(judged[origin], logs[origin], strict=True))
    ]


def _differences(
    replayed: _Replayed,
    store: Store,
    *,
    sending: Mapping[Origin, Sequence[AttachmentRecord]],
    filed: Mapping[Origin, Sequence[FilingRecord]],
) -> Iterator[str]:
    own = replayed.pair.own
    if store.pair(own) != replayed.pair:
        yield f"{own}: expected the row of the pair as {replayed.pair}, found {store.pair(own)}"
    if _in_places(_of_pair(sending, own)) != _in_places(replayed.attachments):
        yield f"{own}: expected other attachments than are stored"
    yield from _filing_differences(replayed, _of_pair(filed, own))
    for origin, leaves in replayed.leaves.items():
        yield from _verdict_differences(origin, leaves, store)
        for tile in replayed.tiles[origin]:
            if store.tile(origin, tile.level, tile.number) != tile.hashes:
                yield f"{origin}: expected another tile {tile.number} of level {tile.level}"
        expected = [one for one in replayed.facts if one.origin == origin]
        yield from _facts_differences(origin, expected, store.facts_of(origin))


def _filing_differences(replayed: _Replayed, stored: Sequence[FilingRecord]) -> Iterator[str]:
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
    origin: Origin, leaves: Sequence[JudgedLeaf], store: Store
) -> Iterator[str]:
    for leaf, stored in zip(leaves, store.iterate_leaves(origin), strict=False):
        computed = leaf_record(leaf)
        # The reason is told to people, and a later version may tell the same in better words.
        if replace(computed, reason=stored.reason) != stored:
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


def _replayed_casework(replayed: _Replayed, services: Services) -> CaseworkChange | None:
    """Return the whole casework of a pair with an accord in force, from facts and leaves."""
    terms = read_pair_terms(replayed.pair, services=services)
    if terms is None:
        return None
    return replay_casework(
        replayed.pair.own, terms=terms, facts=replayed.facts, leaves=replayed.leaves
    )


def _casework_differences(replayed: _Replayed, services: Services) -> Iterator[str]:
    """Yield where stored casework differs; it follows the logs first, as for any reader."""
    follow_casework(replayed.pair, services=services)
    store = services.store
    expected = _replayed_casework(replayed, services)
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


def _review_differences(replayed: _Replayed, services: Services) -> Iterator[str]:
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
