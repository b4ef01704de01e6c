"""Fold `deliverable` statements into what was promised and what became of it.

One side proposes, the other confirms; until then nothing is owed. Carrying over and dropping are
proposed and confirmed in the same way, for a debtor cannot end its own debt.

Source: docs/spec/dialogue.md, "Between two nodes".
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import cast

from servanda.core.canonical import JsonObject
from servanda.core.dialogue.deliverables import MOVES, Deliverable, Mover, Progress, advance
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import Digest, PartyId


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """Something proposed that waits for the other side's word.

    Attributes:
        author: Who proposed it.
        deliverable: Which it is about.
        said: What it would do; None where it is the promise itself.
    """

    author: PartyId
    deliverable: Digest
    said: Progress | None


@dataclass(slots=True, kw_only=True)
class FoldedDeliverables:
    """All that was promised between two parties.

    Attributes:
        proposed: Promises that the other side has not confirmed.
        agreed: Promises that bind, in the order in which they were confirmed.
        pending: What waits for a word of the other side, by its leaf.
    """

    proposed: dict[Digest, Deliverable] = field(default_factory=dict)
    agreed: dict[Digest, Deliverable] = field(default_factory=dict)
    pending: dict[Digest, Pending] = field(default_factory=dict)


def apply_deliverable(
    found: FoldedDeliverables, counted: Counted, body: JsonObject, *, rounds: Collection[Digest]
) -> bool:
    """Let a `deliverable` take its effect; return False if it has none.

    Args:
        found: What was promised so far.
        counted: The statement.
        body: What it says; empty where it is not held.
        rounds: Those that took place: only there can anything be agreed.
    """
    header = counted.statement.header
    step, ref = str(header.facts["step"]), Digest(header.ref or "")
    match step:
        case "proposed":
            return ref in rounds and _propose(found, counted, body, round_key=ref)
        case "confirmed":
            return _confirm(found, PartyId(header.from_party), ref)
        case _:
            said = _said(counted, body, step=step, by=PartyId(header.from_party))
            return ref in found.agreed and _report(found, said, ref)


def _propose(
    found: FoldedDeliverables, counted: Counted, body: JsonObject, *, round_key: Digest
) -> bool:
    leaf, author = counted.statement.digest, PartyId(counted.statement.header.from_party)
    found.proposed[leaf] = _promise(counted, body, round_key=round_key)
    found.pending[leaf] = Pending(author=author, deliverable=leaf, said=None)
    return True


def _report(found: FoldedDeliverables, said: Progress, ref: Digest) -> bool:
    promised, move = found.agreed[ref], MOVES[said.step]
    if move.by is Mover.BOTH:
        if promised.state in move.states and said.by is not None:
            together = replace(said, by=None)
            found.pending[Digest(said.source)] = Pending(
                author=said.by, deliverable=ref, said=together
            )
        return promised.state in move.states
    after = advance(promised, said)
    if after.without_effect == promised.without_effect:
        found.agreed[ref] = after
    return after.without_effect == promised.without_effect


def _confirm(found: FoldedDeliverables, author: PartyId, ref: Digest) -> bool:
    waiting = found.pending.get(ref)
    if waiting is None or waiting.author == author:
        return False
    if waiting.said is None:
        found.agreed[ref] = found.proposed.pop(ref)
    else:
        promised = found.agreed[waiting.deliverable]
        after = advance(promised, waiting.said)
        if after.without_effect != promised.without_effect:
            return False  # the deliverable was settled since
        found.agreed[waiting.deliverable] = after
    del found.pending[ref]
    return True


def _promise(counted: Counted, body: JsonObject, *, round_key: str) -> Deliverable:
    header = counted.statement.header
    owners: Mapping[str, PartyId | None] = {
        "author": PartyId(header.from_party),
        "other_party": PartyId(header.to_party),
        "both": None,
    }
    return Deliverable(
        key=counted.statement.digest,
        round_key=round_key,
        owner=owners[str(header.facts["owner"])],
        text=_words(body, "text"),
        acceptance_test=_words(body, "acceptance_test"),
        first_due=_day(header.facts, "due"),
        source=counted.statement.digest,
    )


def _said(counted: Counted, body: JsonObject, *, step: str, by: PartyId) -> Progress:
    return Progress(
        step=step,
        by=by,
        on=counted.received_at.date(),
        due=_day(counted.statement.header.facts, "due"),
        text=_words(body, "text"),
        source=counted.statement.digest,
    )


def _words(body: JsonObject, name: str) -> Mapping[str, str]:
    return cast("Mapping[str, str]", body.get(name, {}))


def _day(value: JsonObject, name: str) -> date | None:
    return date.fromisoformat(str(value[name])) if name in value else None
