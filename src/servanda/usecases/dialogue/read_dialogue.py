"""Read the dialogue of one pair from the logs: the record that documents and pages show.

Source: docs/spec/dialogue.md, "Between two nodes"; decision 0029.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
from servanda.core.handling.editions import Edition, barrier
from servanda.core.handling.markings import handling_of
from servanda.core.handling.sealed import read_sealed_part
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
        withheld: Statements whose bodies an edition may not have, with the word that keeps
            each out.
    """

    own: Origin
    folded: FoldedDialogue
    record: DialogueRecord
    mode: str
    withheld: Mapping[Digest, str] = field(default_factory=dict)


def read_dialogue(
    pair: PairRecord,
    *,
    services: Services,
    fresh: Sequence[VerifiedStatement] = (),
    hides_bodies: bool = False,
    edition: Edition | None = None,
) -> PairDialogue | None:
    """Return the dialogue between a pair; None while no accord is in force.

    Args:
        pair: Between whom.
        services: The node's ports.
        fresh: Statements of ours that are taken as if they arrived this moment.
        hides_bodies: Leave out what stands in bodies: names, places, texts.
        edition: Leave out what no reader of this edition may have; None for our own desk.
    """
    state = read_pair_state(pair, services=services)
    newest = state.newest_accord
    if newest is None:
        return None
    parties = newest.accord.parties
    counted = counted_with_fresh(pair, DIALOGUE_TYPES, services=services, fresh=fresh)
    ordered = in_order(counted, parties=parties)
    bodies = {} if hides_bodies else _bodies(ordered, services=services)
    withheld = {} if edition is None else _withheld(ordered, bodies, edition, pair=pair)
    shown = {leaf: body for leaf, body in bodies.items() if leaf not in withheld}
    folded = fold_dialogue(ordered, bodies=shown)
    series = _series(state, pair=pair, services=services)
    record = folded.record(parties=parties, series=series)
    return PairDialogue(
        own=pair.own,
        folded=folded,
        record=replace(
            record,
            deliverables=tuple(one for one in record.deliverables if one.key not in withheld),
        ),
        mode=newest.accord.mode,
        withheld=withheld,
    )


def _withheld(
    ordered: Sequence[Counted],
    bodies: Mapping[Digest, JsonObject],
    edition: Edition,
    *,
    pair: PairRecord,
) -> Mapping[Digest, str]:
    """Return what keeps each body out that an edition may not have."""
    by_digest = {one.statement.digest: one.statement for one in ordered}
    sealed = {leaf: read_sealed_part(body) for leaf, body in bodies.items()}
    found = {}
    for leaf in bodies:
        handling = handling_of(by_digest[leaf], by_digest, sealed=sealed)
        word = barrier(handling, edition, by=pair.own.from_party)
        if word:
            found[leaf] = word
    return found


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
