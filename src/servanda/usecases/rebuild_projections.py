"""Compute every projection again from the logs, and compare or replace.

The logs are the truth; all else must equal a replay. `check` only compares.

Source: docs/decisions/0004-the-log-is-the-truth.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from servanda.core.envelope.run import CarriedLeaf
from servanda.core.exchange.leaf import JudgedLeaf
from servanda.core.identifiers import Origin
from servanda.usecases.attachment_facts import replay_attachments, with_sending
from servanda.usecases.casework_port import CaseworkChange, DeadlineRecord
from servanda.usecases.facts import replay_facts
from servanda.usecases.filings import grow_filings
from servanda.usecases.fold_case import read_pair_terms
from servanda.usecases.follow_casework import follow_all_casework, replay_casework
from servanda.usecases.integrity import check_log
from servanda.usecases.leaf_records import leaf_record
from servanda.usecases.records import (
    AttachmentRecord,
    FilingRecord,
    PairRecord,
    StatementFacts,
    TileRecord,
)
from servanda.usecases.replay import replay_logs
from servanda.usecases.runs import carried_leaves
from servanda.usecases.services import Services, own_card, require_counterpart_card
from servanda.usecases.store_port import Store
from servanda.usecases.stored_tree import all_tiles

MAX_DIFFERENCES = 100  # named one by one; more of them say no more


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


def rebuild_projections(*, check: bool, services: Services) -> RebuildResult:
    """Replay all logs; with `check` say what differs, else store what was computed.

    Raises:
        LogDamagedError: A log itself differs from what was signed; it is not replayed.
    """
    replayed = [_replay(pair, services=services) for pair in services.store.pairs()]
    differences = [
        difference for one in replayed for difference in _differences(one, services.store)
    ]
    if check:
        differences.extend(_casework_differences(services))
    else:
        services.store.replace_projections(
            facts=[facts for one in replayed for facts in one.facts],
            pairs=[one.pair for one in replayed],
            tiles={origin: tiles for one in replayed for origin, tiles in one.tiles.items()},
            attachments=[row for one in replayed for row in one.attachments],
            filings=[row for one in replayed for row in one.filings],
        )
        services.store.replace_casework(list(_replayed_casework(services)))
        services.pairs.drop_all()
    return RebuildResult(
        logs=2 * len(replayed),
        leaves=sum(len(leaves) for one in replayed for leaves in one.leaves.values()),
        differences=tuple(differences[:MAX_DIFFERENCES]),
        replaced=not check,
    )


def _replay(pair: PairRecord, *, services: Services) -> _Replayed:
    store, own = services.store, pair.own
    heads = services.heads.read()
    check_log(store, own, heads=heads.logs)
    check_log(store, own.reverse, heads=heads.copies)
    logs = {
        origin: carried_leaves(store, origin, 0, store.log_size(origin))
        for origin in (own, own.reverse)
    }
    cards = {
        own.from_party: own_card(services),
        own.to_party: require_counterpart_card(services, own.to_party),
    }
    state, judged = replay_logs(logs, cards=cards)
    receipted = state.log(own.to_party).seen_size
    statements = [leaf.index for leaf in judged[own] if leaf.is_statement]
    return _Replayed(
        pair=replace(
            pair,
            own_size=len(judged[own]),
            copy_size=len(judged[own.reverse]),
            their_have=max(pair.their_have, receipted),
            receipted=receipted,
            last_own_statement=statements[-1] if statements else -1,
        ),
        leaves=judged,
        facts=replay_facts(judged),
        tiles={
            origin: all_tiles(leaf.leaf_hash for leaf in leaves)
            for origin, leaves in judged.items()
        },
        attachments=with_sending(
            replay_attachments(judged),
            [row for row in store.all_attachments() if row.origin in logs],
            own=own,
            now=services.clock.now(),
        ),
        filings=_filings(judged, logs),
    )


def _filings(
    judged: Mapping[Origin, Sequence[JudgedLeaf]], logs: Mapping[Origin, Sequence[CarriedLeaf]]
) -> list[FilingRecord]:
    return [
        filing
        for origin in sorted(judged, key=str)
        for filing in grow_filings(zip(judged[origin], logs[origin], strict=True))
    ]


def _differences(replayed: _Replayed, store: Store) -> Iterator[str]:
    own = replayed.pair.own
    if store.pair(own) != replayed.pair:
        yield f"{own}: expected the row of the pair as {replayed.pair}, found {store.pair(own)}"
    stored = [row for row in store.all_attachments() if row.origin in replayed.leaves]
    if stored != replayed.attachments:
        yield f"{own}: expected other attachments than are stored"
    yield from _filing_differences(replayed, store)
    for origin, leaves in replayed.leaves.items():
        yield from _verdict_differences(origin, leaves, store)
        for tile in replayed.tiles[origin]:
            if store.tile(origin, tile.level, tile.number) != tile.hashes:
                yield f"{origin}: expected another tile {tile.number} of level {tile.level}"
        expected = [one for one in replayed.facts if one.origin == origin]
        yield from _facts_differences(origin, expected, store.facts_of(origin))


def _filing_differences(replayed: _Replayed, store: Store) -> Iterator[str]:
    filed = {
        (one.origin, one.index): one for one in store.all_filings() if one.origin in replayed.leaves
    }
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


def _replayed_casework(services: Services) -> Iterator[CaseworkChange]:
    """Yield the whole casework of each pair with an accord in force, from facts and leaves."""
    for pair in services.store.pairs():
        terms = read_pair_terms(pair, services=services)
        if terms is not None:
            yield replay_casework(pair.own, terms=terms, store=services.store)


def _casework_differences(services: Services) -> Iterator[str]:
    """Yield where stored casework differs; it follows the logs first, as for any reader."""
    follow_all_casework(services=services)
    store = services.store
    for expected in _replayed_casework(services):
        own = expected.after.own
        found = store.casework_mark(own)
        if replace(found, version=expected.after.version) != expected.after:
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


def _in_order(deadlines: Sequence[DeadlineRecord]) -> list[DeadlineRecord]:
    return sorted(deadlines, key=attrgetter("due_at", "case", "clock", "number"))
