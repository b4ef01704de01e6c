"""What is known of each statement (delivered, acknowledged, answered), read off the leaves.

A projection, and provisional until a cut: legality of a move is for the fold. The same code
makes the rows while the logs grow and when `servanda rebuild` replays them.

Source: docs/spec/exchange.md, "Time of receipt"; docs/reference/store.md.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from servanda.core.exchange.leaf import REFUSAL, JudgedLeaf, VerifiedStatement
from servanda.core.identifiers import Origin, hash_from_digest
from servanda.core.statements.header import Header
from servanda.usecases.attachments.attachment_facts import replay_attachments, with_attachments
from servanda.usecases.ports.records import AttachmentRecord, StatementFacts
from servanda.usecases.ports.store import Covered, FactChange

_FIRST_OF = {
    "acknowledgement": "acknowledged_at",
    "response": "answered_at",
    "check": "answered_at",
    "withdrawal": "withdrawn_at",
    REFUSAL: "refused",
}
# Of these types only the step named here answers.
_ANSWERS = {"response": "final", "check": "answer"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Which part of the other log the last leaf with a larger `seen` took in.

    Attributes:
        first: First index newly covered by that leaf.
        until: How much of the other log is covered.
    """

    first: int
    until: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsGrowth:
    """What new leaves of one log add to the projection."""

    new: tuple[StatementFacts, ...]
    covered: tuple[Covered, ...]
    changes: tuple[FactChange, ...]
    coverage: Coverage


def grow_facts(origin: Origin, leaves: Iterable[JudgedLeaf], coverage: Coverage) -> FactsGrowth:
    """Return what `leaves`, the next ones of `origin`, add.

    Args:
        origin: The log.
        leaves: Judged, in order.
        coverage: What the leaves of `origin` before them covered of the other log.
    """
    new: list[StatementFacts] = []
    covered: list[Covered] = []
    changes: list[FactChange] = []
    for leaf in leaves:
        if leaf.is_statement:
            new.append(_new_facts(leaf))
        if not isinstance(leaf, VerifiedStatement):
            continue
        header = leaf.header
        if header.seen.size > coverage.until:
            coverage = Coverage(first=coverage.until, until=header.seen.size)
            covered.append(
                Covered(
                    origin=origin.reverse,
                    first=coverage.first,
                    until=coverage.until,
                    received_at=header.time,
                )
            )
        if header.type in _FIRST_OF:
            changes.extend(_changes(header))
    return FactsGrowth(
        new=tuple(new), covered=tuple(covered), changes=tuple(changes), coverage=coverage
    )


def replay_facts(logs: Mapping[Origin, Sequence[JudgedLeaf]]) -> list[StatementFacts]:
    """Return the whole projection of all logs, as it must stand in the store."""
    growths = [
        grow_facts(origin, leaves, Coverage(first=0, until=0)) for origin, leaves in logs.items()
    ]
    facts = {(one.origin, one.index): one for growth in growths for one in growth.new}
    places: dict[bytes, list[tuple[Origin, int]]] = {}
    for place, one in facts.items():
        places.setdefault(one.leaf_hash, []).append(place)
    for growth in growths:
        for covered in growth.covered:
            for index in range(covered.first, covered.until):
                known = facts.get((covered.origin, index))
                if known is not None:
                    received = replace(known, received_at=covered.received_at)
                    facts[covered.origin, index] = received
        for change in growth.changes:
            for place in places.get(change.leaf_hash, ()):
                facts[place] = with_change(facts[place], change)
    attached: dict[tuple[Origin, int], list[AttachmentRecord]] = {}
    for attachment in replay_attachments(logs):
        attached.setdefault((attachment.origin, attachment.index), []).append(attachment)
    for place, attachments in attached.items():
        facts[place] = with_attachments(facts[place], attachments)
    return sorted(facts.values(), key=lambda one: (str(one.origin), one.index))


def with_change(facts: StatementFacts, change: FactChange) -> StatementFacts:
    """Return `facts` after `change`; the first fact of a kind stands."""
    match change.field:
        case "acknowledged_at" if facts.acknowledged_at is None:
            return replace(facts, acknowledged_at=change.at)
        case "answered_at" if facts.answered_at is None:
            return replace(facts, answered_at=change.at, outcome=change.text)
        case "withdrawn_at" if facts.withdrawn_at is None:
            return replace(facts, withdrawn_at=change.at)
        case "refused" if not facts.refused:
            return replace(facts, refused=change.text)
        case _:
            return facts


def _new_facts(leaf: JudgedLeaf) -> StatementFacts:
    header = leaf.header
    return StatementFacts(
        leaf_hash=leaf.leaf_hash,
        origin=leaf.origin,
        index=leaf.index,
        type="" if header is None else header.type,
        sent_at=None if header is None else header.time,
    )


def _changes(header: Header) -> Iterator[FactChange]:
    """Yield what a leaf of a type in `_FIRST_OF` changes."""
    field = _FIRST_OF[header.type]
    if header.ref is None:
        return
    if header.type in _ANSWERS and header.facts.get("step") != _ANSWERS[header.type]:
        return
    text = ""
    if header.type == REFUSAL:
        text = str(header.facts.get("code"))
    elif header.type == "response":
        text = str(header.facts.get("outcome", ""))
    yield FactChange(leaf_hash=hash_from_digest(header.ref), field=field, at=header.time, text=text)
