"""One party's desk and node in a simulated year: it reads, follows its plans, says, sends.

The desk decides by tables and by its own seeded chance; everything it does, it does through the
use cases that people's commands use.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from servanda.core.casework.transitions import event_of
from servanda.core.identifiers import Digest, digest_from_hash, hash_from_digest
from servanda.core.statements.header import Header
from servanda.simulation.simulated_node import SimulatedNode
from servanda.simulation.years.agenda import Agenda
from servanda.simulation.years.deck import Deck
from servanda.simulation.years.habits import CLOSING, NEVER_MISSED, REACTIONS, Plan, Temper
from servanda.simulation.years.moves import MOVES
from servanda.simulation.years.saying import Occasion, Saying
from servanda.usecases.casework.require_legal_move import IllegalMoveError
from servanda.usecases.exchange.leaf_records import header_of
from servanda.usecases.handling.erase_body import erase_body
from servanda.usecases.ports.records import VALID

_PERCENT = 100
_SPREAD = (80, 125)  # percent: no desk is equally quick every day
_OPENING = frozenset(("proposal", "request", "information", "cut", "dispute"))
_OPENING_STEPS = frozenset(
    (
        "assessment.drafted",
        "call.made",
        "check.ask",
        "concern.issued",
        "contact.proposed",
        "custody.listed",
        "deliverable.proposed",
        "escalation.raised",
        "round.proposed",
    )
)


@dataclass(slots=True, kw_only=True)
class Desk:
    """A desk.

    Attributes:
        node: Its node.
        agenda: Of the pair.
        random: Its own chance.
        temper: How quick and how reliable it is.
        closes_at: From when on it begins nothing any more.
        actions: What only a node does, by the name of the move; each returns nothing.
        other: The desk at the other end.
        held_back: Moves that it did not make, since the life cycle had no place for them by then.
    """

    node: SimulatedNode
    agenda: Agenda
    random: Random
    temper: Temper
    closes_at: datetime
    actions: Mapping[str, Callable[[], None]] = field(default_factory=dict)
    other: "Desk | None" = None
    held_back: int = 0
    _decks: dict[str, Deck[Plan]] = field(default_factory=dict)
    _read: int = 0
    _moves: int = 0
    _sends_at: datetime | None = None

    def follow(self, plan: Plan, *, occasion: Occasion | None = None) -> None:
        """Begin a plan, which may be none at all: its steps come one after the other."""
        subject = _Subject(occasion=occasion)
        for step in plan:
            pace = self.temper.pace * self.random.randint(*_SPREAD)
            seconds = step.after * 3_600 * pace // (_PERCENT * _PERCENT)
            self._note(step.move, timedelta(seconds=seconds), subject)
            if step.crossed_by and self.other is not None:
                self.other._note(step.crossed_by, timedelta(seconds=seconds + 1), subject)

    def take(self, envelope: bytes) -> None:
        """Receive an envelope and react to what is new in it."""
        self.node.take(envelope, answer_now=False)
        self.read()
        self.plan_sending()

    def read(self) -> None:
        """React to each statement of the other side that was not read yet."""
        if not self.node.services.store.pairs():
            return
        pair = self.node.pair
        records = self.node.services.store.leaves(pair.own.reverse, self._read, pair.copy_size)
        self._read = pair.copy_size
        for record in records:
            if record.verdict == VALID:
                self._react(header_of(record), digest_from_hash(record.leaf_hash))

    def make(self, move: str, subject: "_Subject | None" = None) -> None:
        """Make one move now; one that the life cycle has no place for any more is left."""
        action = self.actions.get(move)
        if action is not None:
            action()
            self._append()
            return
        self._moves += 1
        about = subject or _Subject()
        saying = MOVES[move](about.occasion_at(self.node.clock.now(), number=self._moves))
        try:
            ticket = self.node.queue(
                saying.type,
                saying.facts,
                body=saying.body,
                ref=saying.ref,
                ticket=f"{move} {self._moves}",
            )
        except IllegalMoveError:
            self.held_back += 1
            return
        self._append(saying, ticket=ticket, subject=about)

    def send(self) -> None:
        """Run one round of the outbox, if one is due."""
        self._sends_at = None
        self.node.deliver()
        self.plan_sending()

    def plan_sending(self) -> None:
        """Note the next round of the outbox."""
        if not self.node.services.store.pairs():
            return
        due_at = self.node.pair.due_at
        if due_at is not None and (self._sends_at is None or due_at < self._sends_at):
            self._sends_at = due_at
            self.agenda.note(due_at, self.send)

    def _note(self, move: str, after: timedelta, subject: "_Subject") -> None:
        at = self.node.clock.now() + after
        if at < self.closes_at or move in CLOSING:
            self.agenda.note(at, lambda: self.make(move, subject))

    def _append(
        self, saying: Saying | None = None, *, ticket: str = "", subject: "_Subject | None" = None
    ) -> None:
        for one in self.node.step().appended:
            if one.ticket != ticket or saying is None or subject is None:
                continue
            subject.opened = subject.opened or one.leaf
            if saying.loses_body:
                erase_body(hash_from_digest(one.leaf), services=self.node.services)
        self.plan_sending()

    def _react(self, header: Header, leaf: Digest) -> None:
        event = _event(header)
        plans = REACTIONS.get(event)
        if plans is None or self._stays_silent(event):
            return
        deck = self._decks.get(event)
        if deck is None:
            deck = self._decks[event] = Deck(plans, random=self.random)
        opens = header.type in _OPENING or event in _OPENING_STEPS
        ref = leaf if opens else header.ref
        now = self.node.clock.now()
        self.follow(deck.deal(), occasion=Occasion(now=now, number=0, ref=ref, facts=header.facts))

    def _stays_silent(self, event: str) -> bool:
        drawn = self.random.randrange(_PERCENT) < self.temper.silent
        return drawn and event not in NEVER_MISSED


@dataclass(slots=True, kw_only=True)
class _Subject:
    """What a plan is about: what it was begun for, or else what its first step opened."""

    occasion: Occasion | None = None
    opened: Digest | None = None

    def occasion_at(self, now: datetime, *, number: int) -> Occasion:
        if self.occasion is None:
            return Occasion(now=now, number=number, ref=self.opened)
        before = self.occasion
        return Occasion(now=now, number=number, ref=before.ref, facts=before.facts)


def _event(header: Header) -> str:
    """Return type and step of a statement, as `REACTIONS` names it."""
    if "expires_at" in header.facts:
        return "response.preserved"
    event = event_of(header)
    step = header.facts.get("step")
    return f"{event}.{step}" if event == header.type and step is not None else event
