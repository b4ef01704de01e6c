"""Compute every projection again from the logs, and compare or replace.

The logs are the truth; all else must equal a replay. `check` only compares.

Source: docs/decisions/0004-the-log-is-the-truth.md.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeAlias

from servanda.usecases.ports.attachments import Progress
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services
from servanda.usecases.upkeep.check_pair import (
    MAX_DIFFERENCES,
    PairCheck,
    check_pair,
    row_differences,
)
from servanda.usecases.upkeep.replay_pair import ReplayedPair, replay_pair, replayed_casework

# Checks the given pairs and returns what was found of each, in their order.
CheckPairs: TypeAlias = Callable[[Sequence[PairRecord], Progress | None], Iterable[PairCheck]]


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


def rebuild_projections(
    *,
    check: bool,
    progress: Progress | None = None,
    services: Services,
    check_pairs: CheckPairs | None = None,
) -> RebuildResult:
    """Replay all logs; with `check` say what differs, else store what was computed.

    Args:
        check: Only compare; then one pair after the other is held in memory, else all are.
        progress: Told how many more leaves are judged.
        services: The node's ports.
        check_pairs: How pairs are checked; None: one after the other, in this process.

    Raises:
        LogDamagedError: A log itself differs from what was signed; it is not replayed.
    """
    if not check:
        return _rebuilt(progress, services)
    pairs = services.store.pairs()
    if check_pairs is None:
        found = [check_pair(pair.own, progress=progress, services=services) for pair in pairs]
    else:
        found = list(check_pairs(pairs, progress))
    differences = [sentence for one in found for sentence in one.differences]
    return RebuildResult(
        logs=2 * len(pairs),
        leaves=sum(one.leaves for one in found),
        differences=tuple(differences[:MAX_DIFFERENCES]),
        replaced=False,
    )


def _rebuilt(progress: Progress | None, services: Services) -> RebuildResult:
    kept: list[ReplayedPair] = []
    differences: list[str] = []
    for pair in services.store.pairs():
        replayed = replay_pair(pair, progress=progress, services=services)
        differences.extend(islice(row_differences(replayed, services.store), MAX_DIFFERENCES))
        kept.append(replace(replayed, stored={}))  # compared, and not needed any more
    _replace(kept, services)
    return RebuildResult(
        logs=2 * len(kept),
        leaves=sum(len(log) for one in kept for log in one.leaves.values()),
        differences=tuple(differences[:MAX_DIFFERENCES]),
        replaced=True,
    )


def _replace(replayed: Sequence[ReplayedPair], services: Services) -> None:
    services.store.replace_projections(
        facts=[facts for one in replayed for facts in one.facts],
        pairs=[one.pair for one in replayed],
        tiles={origin: tiles for one in replayed for origin, tiles in one.tiles.items()},
        attachments=[row for one in replayed for row in one.attachments],
        filings=[row for one in replayed for row in one.filings],
    )
    casework = [replayed_casework(one, services) for one in replayed]
    now = services.clock.now()
    services.store.replace_casework(
        [replace(change, changed_at=now) for change in casework if change is not None]
    )
    services.store.drop_reviews()  # made again by the next review
    services.pairs.drop_all()
