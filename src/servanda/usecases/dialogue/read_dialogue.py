"""Read the dialogue of one pair from the logs: the record that documents and pages show.

Source: docs/spec/dialogue.md, "Between two nodes"; decision 0029.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import orjson

from servanda.core.accords.terms import Series
from servanda.core.canonical import JsonObject
from servanda.core.dialogue.cadence import Interval
from servanda.core.dialogue.fold import DIALOGUE_TYPES, FoldedDialogue, fold_dialogue
from servanda.core.dialogue.record import DialogueRecord, DialogueSeries
from servanda.core.dialogue.standstill import Standstill
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.exchange.order import Counted
from servanda.core.exchange.pair import PairState
from servanda.core.identifiers import Digest, Origin
from servanda.core.suspension.fold import ACCORD, SERIES, Suspensions, SuspensionState
from servanda.usecases.accords.accord_state import read_pair_state
from servanda.usecases.conduct.counted_statements import counted_with_fresh, in_order
from servanda.usecases.conduct.read_suspensions import read_suspensions
from servanda.usecases.exchange.leaf_records import verified_leaf
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class PairDialogue:
    """The dialogue of one pair.

    Attributes:
        own: Origin of our log.
        folded: What the statements come to, with what waits for a word and what had no effect.
        record: As documents and pages show it.
        mode: Of the accord: `real`, `exercise` or `demonstration`.
    """

    own: Origin
    folded: FoldedDialogue
    record: DialogueRecord
    mode: str


def read_dialogue(
    pair: PairRecord,
    *,
    services: Services,
    fresh: Sequence[VerifiedStatement] = (),
    hides_bodies: bool = False,
) -> PairDialogue | None:
    """Return the dialogue between a pair; None while no accord is in force.

    Args:
        pair: Between whom.
        services: The node's ports.
        fresh: Statements of ours that are taken as if they arrived this moment.
        hides_bodies: Leave out what stands in bodies: names, places, texts.
    """
    state = read_pair_state(pair, services=services)
    newest = state.newest_accord
    if newest is None:
        return None
    parties = newest.accord.parties
    counted = counted_with_fresh(pair, DIALOGUE_TYPES, services=services, fresh=fresh)
    ordered = in_order(counted, parties=parties)
    bodies = {} if hides_bodies else _bodies(ordered, services=services)
    folded = fold_dialogue(ordered, bodies=bodies)
    series = _series(state, pair=pair, services=services)
    return PairDialogue(
        own=pair.own,
        folded=folded,
        record=folded.record(parties=parties, series=series),
        mode=newest.accord.mode,
    )


def _bodies(counted: Sequence[Counted], *, services: Services) -> Mapping[Digest, JsonObject]:
    held = services.store.bodies([one.statement.leaf_hash for one in counted])
    return {
        one.statement.digest: orjson.loads(body.body)
        for one in counted
        if (body := held.get(one.statement.leaf_hash)) is not None
    }


def _series(state: PairState, *, pair: PairRecord, services: Services) -> Sequence[DialogueSeries]:
    """Return every series of any version, each with every interval that was agreed for it."""
    found: dict[str, DialogueSeries] = {}
    for version, accord in state.accords_in_force.items():
        since = _since(version, state, pair=pair, services=services)
        for one in accord.terms.series:
            known = found.get(one.name)
            intervals = () if known is None else known.intervals
            found[one.name] = DialogueSeries(
                name=one.name,
                title={},
                replaces=one.replaces,
                intervals=(*intervals, *_changed(intervals, one, since=since, version=version)),
            )
    suspensions = read_suspensions(pair, services=services) or Suspensions()
    return [
        replace(one, standstills=tuple(_standstills(one.name, suspensions)))
        for one in found.values()
    ]


def _standstills(name: str, suspensions: Suspensions) -> Iterator[Standstill]:
    """Yield the suspensions of a series, and of the accord, which are of every series."""
    for one in suspensions.found:
        if (one.scope, one.name) in {(ACCORD, ""), (SERIES, name)}:
            yield Standstill(
                leaf=one.leaf,
                by=one.by,
                is_of_accord=one.scope == ACCORD,
                has_left=one.state is SuspensionState.LEFT and one.is_open,
                since=one.since.date(),
                until=None if one.ended_at is None else one.ended_at.date(),
            )


def _changed(
    known: Sequence[Interval], series: Series, *, since: date, version: Digest
) -> Iterator[Interval]:
    stated = Interval(
        since=since,
        months=series.interval_months,
        first_by=series.first_by,
        source=version,
    )
    if not known or stated != replace(known[-1], since=since, source=version):
        yield stated


def _since(version: Digest, state: PairState, *, pair: PairRecord, services: Services) -> date:
    """Return the day on which a version was accepted, by the clock of who accepted it."""
    party, index = state.acceptances[version]
    origin = pair.own if party == pair.own.from_party else pair.own.reverse
    (record,) = services.store.leaves(origin, index, index + 1)
    return verified_leaf(origin, record).header.time.date()
