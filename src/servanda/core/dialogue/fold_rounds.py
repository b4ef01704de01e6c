"""Fold `round` and `outcome` statements into rounds, with what each side says of them.

Source: docs/spec/dialogue.md, "Between two nodes".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import cast

from servanda.core.canonical import JsonObject
from servanda.core.dialogue.delegation import Capacity, Delegate, Presence
from servanda.core.dialogue.outcomes import OutcomeItem, OutcomeText
from servanda.core.dialogue.round_moves import MOVES
from servanda.core.dialogue.rounds import Postponement, Round, RoundKind, RoundState, Sitting
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import Digest, PartyId

NO_BODY: JsonObject = {}


@dataclass(slots=True, kw_only=True)
class FoldedRound:
    """A round as far as its statements say.

    Attributes:
        round: What is known of it.
        agendas: The agenda of each side, by its leaf: who proposed it, and its points.
        agenda: The points that both agreed on; empty while there is none.
        outcomes: The text of each side.
        said: What each side said once already.
    """

    round: Round
    agendas: dict[Digest, tuple[PartyId, tuple[str, ...]]] = field(default_factory=dict)
    agenda: tuple[str, ...] = ()
    outcomes: dict[PartyId, OutcomeText] = field(default_factory=dict)
    said: set[tuple[PartyId, str]] = field(default_factory=set)


@dataclass(slots=True, kw_only=True)
class FoldedRounds:
    """All rounds between two parties.

    Attributes:
        by_leaf: By the leaf hash of the statement that proposed it.
        agenda_round: The round of each agenda, by the agenda's leaf hash.
    """

    by_leaf: dict[Digest, FoldedRound] = field(default_factory=dict)
    agenda_round: dict[Digest, Digest] = field(default_factory=dict)


def apply_round(found: FoldedRounds, counted: Counted, body: JsonObject) -> bool:
    """Let a `round` take its effect; return False if it has none."""
    header = counted.statement.header
    step, author = str(header.facts["step"]), PartyId(header.from_party)
    if step == "proposed":
        return _propose(found, counted, body)
    ref = Digest(header.ref or "")
    folded = found.by_leaf.get(found.agenda_round.get(ref, ref))
    if folded is None or not _may_be_said(folded, step, by=author, ref=ref):
        return False
    if step == "agenda_agreed":
        folded.agenda = folded.agendas[ref][1]
    elif step == "agenda":
        folded.agendas[counted.statement.digest] = (author, _texts(body, "agenda"))
        found.agenda_round[counted.statement.digest] = ref
    folded.said.add((author, step))
    after, next_state = _after(folded.round, counted, body, step=step), MOVES[step].next_state
    folded.round = after if next_state is None else replace(after, state=next_state)
    return True


def _may_be_said(folded: FoldedRound, step: str, *, by: PartyId, ref: Digest) -> bool:
    move = MOVES.get(step)
    if move is None or folded.round.state not in move.states:
        return False
    if move.is_once and (by, step) in folded.said:
        return False
    agenda = folded.agendas.get(ref)
    if step == "agenda_agreed":
        return agenda is not None and agenda[0] != by
    return agenda is None


def apply_outcome(found: FoldedRounds, counted: Counted, body: JsonObject) -> bool:
    """Let an `outcome` take its effect; return False if it has none."""
    header = counted.statement.header
    author = PartyId(header.from_party)
    folded = None if header.ref is None else found.by_leaf.get(header.ref)
    if folded is None or not folded.round.took_place:
        return False
    is_correction = header.facts["step"] == "corrected"
    if (author in folded.outcomes) is not is_correction:
        return False
    language = str(header.facts["language"])
    items = cast("Sequence[Mapping[str, str]]", body.get("items", ()))
    folded.outcomes[author] = OutcomeText(
        party=author,
        language=language,
        items=tuple(OutcomeItem(key=item["key"], text={language: item["text"]}) for item in items),
        source=counted.statement.digest,
        # A body that is not held any more leaves a text of which nothing can be said.
        is_complete=len(items) == header.facts["points"],
    )
    released = _day(header.facts, "released")
    sitting = folded.round.sittings.get(author, Sitting())
    folded.round = replace(
        folded.round,
        sittings={**folded.round.sittings, author: replace(sitting, released=released)},
    )
    if folded.round.state is RoundState.HELD:
        folded.round = replace(folded.round, state=RoundState.OUTCOMES_PUBLISHED)
    return True


def _propose(found: FoldedRounds, counted: Counted, body: JsonObject) -> bool:
    header, leaf = counted.statement.header, counted.statement.digest
    kind = RoundKind(str(header.facts["kind"]))
    if header.ref is not None:
        prepared = found.by_leaf.get(header.ref)
        # Only a preparatory meeting names another round, and that is a round.
        if kind is not RoundKind.PREPARATORY or prepared is None:
            return False
        if prepared.round.kind is not RoundKind.ROUND:
            return False
    title = str(body.get("title", ""))
    found.by_leaf[leaf] = FoldedRound(
        round=Round(
            key=leaf,
            series=str(header.facts["series"]),
            kind=kind,
            state=RoundState.PROPOSED,
            sittings={PartyId(header.from_party): _planned(header.facts, body)},
            title={"en": title, "zh-Hans": title} if title else {},
            prepares=header.ref or "",
            source=leaf,
        )
    )
    return True


def _after(known: Round, counted: Counted, body: JsonObject, *, step: str) -> Round:
    header = counted.statement.header
    author, facts = PartyId(header.from_party), header.facts
    sitting = known.sittings.get(author, Sitting())
    match step:
        case "confirmed":
            sittings = {**known.sittings, author: _planned(facts, body)}
            both = all(one.planned for one in sittings.values()) and len(sittings) > 1
            is_new = known.state in {RoundState.PROPOSED, RoundState.POSTPONED}
            state = RoundState.PLANNED if both and is_new else known.state
            is_moved = sitting.planned not in {None, sittings[author].planned}
            moved = known.moved + is_moved
            return replace(known, sittings=sittings, state=state, moved=moved)
        case "held":
            held = replace(
                sitting,
                held=_day(facts, "day"),
                held_until=_day(facts, "until"),
                utc_offset_minutes=cast("int", facts["utc_offset_minutes"]),
                place=str(body.get("place", "")) or sitting.place,
            )
            state = RoundState.HELD if not known.took_place else known.state
            return replace(known, sittings={**known.sittings, author: held}, state=state)
        case "postponed":
            return _postponed(known, author, facts, body)
        case "delegation":
            return _seated(known, author, _delegates(body))
        case _:
            return known


def _seated(known: Round, author: PartyId, seats: tuple[Delegate, ...]) -> Round:
    """Return a round with the people whom a side names now; that it named others is counted."""
    changes = dict(known.delegation_changes)
    if author in known.delegations and known.delegations[author] != seats:
        changes[author] = changes.get(author, 0) + 1
    return replace(
        known, delegations={**known.delegations, author: seats}, delegation_changes=changes
    )


def _postponed(known: Round, author: PartyId, facts: JsonObject, body: JsonObject) -> Round:
    """Return a round that was put off: what was planned falls, and both confirm anew."""
    to_day = _day(facts, "day")
    reason = str(body.get("reason", "")) or str(facts["ground"])
    put_off = Postponement(
        by=author,
        from_day=known.first_day,
        to_day=to_day,
        reason={"en": reason, "zh-Hans": reason},
    )
    sittings = {
        party: replace(one, planned=to_day if party == author else None)
        for party, one in {author: Sitting(), **known.sittings}.items()
    }
    return replace(known, sittings=sittings, postponements=(*known.postponements, put_off))


def _planned(facts: JsonObject, body: JsonObject) -> Sitting:
    return Sitting(
        planned=_day(facts, "day"),
        utc_offset_minutes=cast("int", facts["utc_offset_minutes"]),
        place=str(body.get("place", "")),
    )


def _delegates(body: JsonObject) -> tuple[Delegate, ...]:
    seats = cast("Sequence[JsonObject]", body.get("delegation", ()))
    return tuple(
        Delegate(
            person=str(one.get("person", "")),
            office=str(one["office"]),
            capacity=Capacity(str(one["capacity"])),
            presence=Presence(str(one.get("presence", Presence.IN_PERSON))),
            substitute_for=str(one.get("substitute_for", "")),
            since=_day(one, "since"),
        )
        for one in seats
    )


def _texts(body: JsonObject, name: str) -> tuple[str, ...]:
    return tuple(cast("Sequence[str]", body.get(name, ())))


def _day(value: JsonObject, name: str) -> date | None:
    return date.fromisoformat(str(value[name])) if name in value else None
