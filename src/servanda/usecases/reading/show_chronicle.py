"""One timeline of an accord: what both sides said, read backwards, a stretch at a time.

Both logs are followed from their ends. Each keeps its own order, whatever times its writer
claims; between the two the writers' clocks decide. A stretch goes on where the one before it
ended, by two places in logs that only grow: so nothing is shown twice and nothing is left out,
however much is said in the meantime.

Source: docs/spec/desk.md, "Chronicle".
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from servanda.core.identifiers import Origin
from servanda.usecases.ports.records import FilingRecord, LeafRecord, PairRecord, StatementFacts
from servanda.usecases.ports.store import Store
from servanda.usecases.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a stretch begins: everything below these indexes is still to be shown.

    Attributes:
        own: In our log.
        copy: In our copy of theirs.
    """

    own: int
    copy: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChronicleEntry:
    """One statement of the timeline.

    Attributes:
        facts: What is known of it.
        leaf: It, without what it is about; None where the log has lost it.
        filed: File numbers and titles of what it is, or is about.
    """

    facts: StatementFacts
    leaf: LeafRecord | None
    filed: Sequence[FilingRecord]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chronicle:
    """One stretch of the timeline.

    Attributes:
        entries: The newest first.
        older: Where the next stretch begins; None: this is the last.
    """

    entries: Sequence[ChronicleEntry]
    older: Place | None


def show_chronicle(
    pair: PairRecord, *, place: Place | None = None, limit: int, services: Services
) -> Chronicle:
    """Return a stretch of the timeline of one accord.

    Args:
        pair: Between whom.
        place: Where it begins; None for the end of both logs.
        limit: At most so many statements.
        services: The node's ports.
    """
    store, own = services.store, pair.own
    start = place or Place(own=pair.own_size, copy=pair.copy_size)
    waiting = {
        own: deque(store.facts_before(own, until=start.own, limit=limit + 1)),
        own.reverse: deque(store.facts_before(own.reverse, until=start.copy, limit=limit + 1)),
    }
    taken: list[StatementFacts] = []
    while len(taken) < limit and any(waiting.values()):
        heads = [log for log, left in waiting.items() if left]
        taken.append(waiting[max(heads, key=lambda log: _said(waiting[log][0], pair))].popleft())
    older = None
    if any(waiting.values()):
        places = {log: left[0].index + 1 if left else 0 for log, left in waiting.items()}
        older = Place(own=places[own], copy=places[own.reverse])
    return Chronicle(entries=_entries(taken, store=store), older=older)


def _said(facts: StatementFacts, pair: PairRecord) -> tuple[datetime, str]:
    """Return when it was said, and by whom; what says no time came before all else."""
    return (facts.sent_at or pair.opened_at, str(facts.origin))


def _entries(taken: Sequence[StatementFacts], *, store: Store) -> list[ChronicleEntry]:
    leaves = _leaves(taken, store=store)
    about: dict[bytes, list[bytes]] = {}
    for facts in taken:
        leaf = leaves.get((facts.origin, facts.index))
        ref = None if leaf is None else leaf.ref
        about[facts.leaf_hash] = [facts.leaf_hash, *([] if ref is None else [ref])]
    filed: dict[bytes, list[FilingRecord]] = {}
    wanted = {name for names in about.values() for name in names}
    for one in store.filings_about(sorted(wanted)) if wanted else ():
        filed.setdefault(one.about, []).append(one)
    return [
        ChronicleEntry(
            facts=facts,
            leaf=leaves.get((facts.origin, facts.index)),
            filed=next((filed[name] for name in about[facts.leaf_hash] if name in filed), ()),
        )
        for facts in taken
    ]


def _leaves(
    taken: Sequence[StatementFacts], *, store: Store
) -> Mapping[tuple[Origin, int], LeafRecord]:
    """Return the leaves of the statements: two questions, whatever their number."""
    places: dict[Origin, list[int]] = {}
    for facts in taken:
        places.setdefault(facts.origin, []).append(facts.index)
    return {
        (origin, leaf.index): leaf
        for origin, indexes in places.items()
        for leaf in store.leaves(origin, min(indexes), max(indexes) + 1)
    }
