"""Compute every projection of one pair again, from its two logs alone.

Source: docs/decisions/0004-the-log-is-the-truth.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from servanda.core.envelope.run import CarriedLeaf
from servanda.core.exchange.leaf import JudgedLeaf
from servanda.core.identifiers import Origin
from servanda.usecases.attachments.attachment_facts import replay_attachments, with_sending
from servanda.usecases.casework.fold_case import read_pair_terms
from servanda.usecases.casework.follow_casework import replay_casework
from servanda.usecases.exchange.facts import replay_facts
from servanda.usecases.exchange.runs import with_bodies
from servanda.usecases.exchange.stored_tree import all_tiles
from servanda.usecases.ports.attachments import Progress
from servanda.usecases.ports.casework import CaseworkChange
from servanda.usecases.ports.records import (
    AttachmentRecord,
    FilingRecord,
    LeafRecord,
    PairRecord,
    StatementFacts,
    TileRecord,
)
from servanda.usecases.reading.filings import grow_filings
from servanda.usecases.services import Services, own_card, require_counterpart_card
from servanda.usecases.upkeep.integrity import check_log
from servanda.usecases.upkeep.replay import replay_logs


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayedPair:
    """The projections of one pair, computed.

    Attributes:
        pair: The row of the pair.
        stored: Its leaves by log, as they are stored with their verdicts; compared with what was
            signed.
        leaves: The same, judged again.
        facts: What is known of each statement, by log, then by index.
        tiles: Of both trees, by log.
        attachments: With how their sending stands, which no leaf tells.
        filings: File numbers and titles.
    """

    pair: PairRecord
    stored: Mapping[Origin, Sequence[LeafRecord]]
    leaves: dict[Origin, list[JudgedLeaf]]
    facts: list[StatementFacts]
    tiles: dict[Origin, list[TileRecord]]
    attachments: list[AttachmentRecord]
    filings: list[FilingRecord]


def replay_pair(
    pair: PairRecord, *, progress: Progress | None = None, services: Services
) -> ReplayedPair:
    """Judge both logs of `pair` again, and compute what must be stored of them.

    Each row is read once, for the hashes, for the judging and for the comparison of the caller.

    Args:
        pair: As it is stored.
        progress: Told how many more leaves are judged.
        services: The node's ports.

    Raises:
        LogDamagedError: A log itself differs from what was signed; it is not replayed.
    """
    store, own = services.store, pair.own
    heads = services.heads.read()
    stored = {origin: list(store.iterate_leaves(origin)) for origin in (own, own.reverse)}
    for origin, known in ((own, heads.logs), (own.reverse, heads.copies)):
        check_log(store, origin, heads=known, is_judged_next=True, leaves=stored[origin])
    logs = {origin: with_bodies(store, leaves) for origin, leaves in stored.items()}
    cards = {
        own.from_party: own_card(services),
        own.to_party: require_counterpart_card(services, own.to_party),
    }
    state, judged = replay_logs(logs, cards=cards, progress=progress)
    return ReplayedPair(
        pair=_grown(pair, judged, receipted=state.log(own.to_party).seen_size),
        stored=stored,
        leaves=judged,
        facts=replay_facts(judged),
        tiles={
            origin: all_tiles(leaf.leaf_hash for leaf in leaves)
            for origin, leaves in judged.items()
        },
        attachments=with_sending(
            replay_attachments(judged),
            [row for origin in stored for row in store.all_attachments(origin=origin)],
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


def replayed_casework(replayed: ReplayedPair, services: Services) -> CaseworkChange | None:
    """Return the whole casework of a pair with an accord in force, from facts and leaves."""
    terms = read_pair_terms(replayed.pair, services=services)
    if terms is None:
        return None
    return replay_casework(
        replayed.pair.own, terms=terms, facts=replayed.facts, leaves=replayed.leaves
    )
