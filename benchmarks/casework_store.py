"""A node's store with a year of casework, made by nodes: `./run bench casework` measures on it.

The node on disk and one counterpart in memory at a time exchange, day by day, what their matters
say, with the use cases that any node runs: every leaf, body and head is signed, sealed, verified
and judged. Only the trial before queueing is left out, which the benchmark measures by itself.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from benchmarks.desks import hub_kem
from benchmarks.matters import ANSWERER, LAST, MATTERS, STATEMENTS_A_ROUND, Matter
from servanda.core import canonical
from servanda.core.accords.terms_form import encode_terms
from servanda.core.canonical import JsonObject
from servanda.core.envelope.sealed import seal_run
from servanda.core.identifiers import (
    AccordName,
    Digest,
    Origin,
    PartyId,
    digest_of,
    hash_from_digest,
)
from servanda.core.statements.body import SALT_BYTES, Body, encode_body
from servanda.simulation.clock import VirtualClock
from servanda.simulation.memory_node import memory_services
from servanda.simulation.years.accord import START, year_terms
from servanda.simulation.years.moves import MOVES
from servanda.simulation.years.saying import Occasion, Saying
from servanda.usecases.accords.accept_accord import accept_accord
from servanda.usecases.accords.draft_accord import draft_accord
from servanda.usecases.accords.propose_accord import propose_accord
from servanda.usecases.exchange.receive_envelope import receive_envelope
from servanda.usecases.exchange.runs import build_run
from servanda.usecases.exchange.sequence_statements import sequence_statements
from servanda.usecases.keys.add_counterpart import add_counterpart
from servanda.usecases.keys.confirm_counterpart import confirm_counterpart
from servanda.usecases.keys.init_node import init_node
from servanda.usecases.keys.show_card import show_card
from servanda.usecases.ports.records import QueuedStatement
from servanda.usecases.review.make_cut import make_cut
from servanda.usecases.services import Services

MODE = "exercise"
HUB = PartyId("hub.example")
DAYS = 365
END = START + timedelta(days=DAYS)
AFTERWARDS = END + timedelta(days=200)  # later than all that is said
_LAST_DAYS, _LAST_OPENING = DAYS - 10, DAYS - 3  # so that each is at least taken up
_ACCORD = AccordName("year")
_NOON = timedelta(hours=4)  # after the desk has spoken
_SEED = 1


@dataclass(slots=True, kw_only=True)
class _Open:
    """A matter under way: what it is about, and what was said last."""

    matter: Matter
    asker: PartyId
    ref: Digest | None = None
    facts: JsonObject = field(default_factory=dict)
    kind: JsonObject = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class _Side:
    """One of the two nodes of a pair while its year is made."""

    party: PartyId
    services: Services
    own: Origin
    sent: int = 0


def make_pair(
    number: int, *, rounds: int, more: int, hub: Services, clock: VirtualClock
) -> tuple[int, int]:
    """Add a pair to the node `hub`: a year of casework that ends with a cut, and what follows.

    Args:
        number: Of the pair, from 0 on; its name and its chance follow from it.
        rounds: How often all of `MATTERS` are told.
        more: About how many statements come after the cut, before another; 0 for neither.
        hub: The node on disk, by `clock`.
        clock: Is set to the start of the year, and is at its end afterwards, or later.

    Returns:
        How many statements both sides said in the year, and after it.
    """
    clock.set(START)
    year = _PairYear(PartyId(f"desk-{number:03}.example"), hub=hub, clock=clock)
    year.agree()
    year.play(rounds, random=Random(f"{_SEED} {number}"))  # noqa: S311 - the same year each time
    year.cut(END)
    in_year = year.said
    if more:
        year.go_on(more)
    return in_year, year.said - in_year


class _PairYear:
    """The node on disk and one counterpart, day by day."""

    def __init__(self, party: PartyId, *, hub: Services, clock: VirtualClock) -> None:
        services = memory_services(clock=clock, seed=party)
        init_node(party=party, mode=MODE, carriers={}, services=services)
        own = Origin(from_party=party, accord_name=_ACCORD, to_party=HUB)
        self._clock = clock
        self._desk = _Side(party=party, services=services, own=own)
        self._hub = _Side(party=HUB, services=hub, own=own.reverse)
        self._today: dict[int, list[tuple[_Open, int]]] = defaultdict(list)
        self._numbered = 0
        self.said = 0

    def agree(self) -> None:
        """Introduce the two and bring the accord into force."""
        desk, hub = self._desk.services, self._hub.services
        _introduce(desk, hub)
        _introduce(hub, desk)
        document = draft_accord(
            name=_ACCORD,
            counterpart=HUB,
            terms=encode_terms(year_terms()),
            template_name="simulated-year",
            template_digest=digest_of(b"simulated-year"),
            periods=[START, END],
            cut_wait_seconds=0,
            services=desk,
        ).document
        propose_accord(document=document, services=desk)
        self._exchange(self._desk, self._hub)
        accept_accord(counterpart=self._desk.party, services=hub)
        self._exchange(self._hub, self._desk)

    def play(self, rounds: int, *, random: Random) -> None:
        """Let each matter begin on a day drawn by chance, and tell all of them to the end."""
        for number in range(rounds):
            asker = (self._desk, self._hub)[number % 2].party
            for matter in MATTERS:
                first = _LAST_DAYS if matter is LAST else 1
                day = random.randrange(first, _LAST_OPENING)
                self._today[day].append((_Open(matter=matter, asker=asker), 0))
        for side in (self._desk, self._hub):
            self._say(side, [(None, "calendar")])
        for day in range(1, DAYS):
            self._live(day)

    def go_on(self, statements: int) -> None:
        """Say about so many statements more, about old matters and new ones, and cut again."""
        enough = self.said + statements
        for number in range(statements // STATEMENTS_A_ROUND + 1):
            asker = (self._desk, self._hub)[number % 2].party
            for matter in MATTERS:
                self._today[DAYS + 1 + number % 5].append((_Open(matter=matter, asker=asker), 0))
        day = DAYS
        while self.said < enough and self._today:
            day += 1
            self._live(day)
        self.cut(START + timedelta(days=day + 1))

    def _live(self, day: int) -> None:
        steps = self._today.pop(day, [])
        self._clock.set(START + timedelta(days=day))
        self._speak(self._desk, self._hub, steps, day=day)
        self._clock.advance(_NOON)
        self._speak(self._hub, self._desk, steps, day=day)

    def cut(self, until: datetime) -> None:
        """End a period with a cut by the node on disk, receipted."""
        self._clock.set(until + timedelta(hours=1))
        make_cut(until=until, counterpart=self._desk.party, services=self._hub.services)
        self._exchange(self._hub, self._desk)

    def _speak(
        self, side: _Side, other: _Side, steps: list[tuple[_Open, int]], *, day: int
    ) -> None:
        said = []
        for one, at in steps:
            _, role, move = one.matter[at]
            if (one.asker == side.party) != (role == ANSWERER):
                said.append((one, move))
                if at + 1 < len(one.matter):
                    wait = one.matter[at + 1][0] - one.matter[at][0]
                    self._today[day + wait].append((one, at + 1))
        if said:
            self._say(side, said)
            self._exchange(side, other)

    def _say(self, side: _Side, said: "list[tuple[_Open, str]] | list[tuple[None, str]]") -> None:
        """Queue statements of one side and append them."""
        by_ticket: dict[str, tuple[_Open | None, str, Saying]] = {}
        for one, move in said:
            self._numbered += 1
            ref, facts = (None, {}) if one is None else (one.ref, {**one.kind, **one.facts})
            saying = MOVES[move](
                Occasion(now=self._clock.now(), number=self._numbered, ref=ref, facts=facts)
            )
            ticket = f"{self._desk.party} {self._numbered}"
            side.services.store.queue(_queued(saying, ticket=ticket, side=side))
            by_ticket[ticket] = (one, move, saying)
        for ticket, leaf in _append(side.services):
            one, move, saying = by_ticket[ticket]
            if one is not None:
                one.facts = saying.facts
                if one.ref is None or move.startswith("request."):
                    one.ref = leaf
                    one.kind = {"kind": saying.facts.get("kind", "")}
        self.said += len(by_ticket)

    def _exchange(self, side: _Side, other: _Side) -> None:
        """Append what waits, carry it over, and carry the receipt back."""
        _append(side.services)
        answer = receive_envelope(self._envelope(side, other), services=other.services).answer
        if answer is not None:
            receive_envelope(answer, services=side.services)
            other.sent = other.services.store.log_size(other.own)

    def _envelope(self, side: _Side, other: _Side) -> bytes:
        store = side.services.store
        have = store.log_size(other.own)
        run = build_run(store, side.own, first=side.sent, have=have)
        side.sent = run.first + len(run.leaves)
        name, public = hub_kem(other.services)
        return seal_run(run, to=other.party, kem_name=name, kem_public=public)


def _queued(saying: Saying, *, ticket: str, side: _Side) -> QueuedStatement:
    has_body = saying.body is not None
    return QueuedStatement(
        ticket=ticket,
        own=side.own,
        type=saying.type,
        facts=canonical.encode(saying.facts),
        ref=None if saying.ref is None else hash_from_digest(saying.ref),
        accord=None,
        salt=side.services.randomness.token(SALT_BYTES) if has_body else None,
        body=encode_body(Body(members=saying.body)) if saying.body is not None else None,
        attachments=(),
        queued_at=side.services.clock.now(),
    )


def _append(services: Services) -> list[tuple[str, Digest]]:
    """Append all that waits; return tickets and leaves."""
    appended: list[tuple[str, Digest]] = []
    while True:
        result = sequence_statements([], services=services)
        if result.failed:
            raise ValueError(f"expected every statement of a year to be valid: {result.failed}")
        appended.extend((one.ticket, one.leaf) for one in result.appended)
        if not result.more:
            return appended


def _introduce(services: Services, other: Services) -> None:
    card = show_card(services=other)
    add_counterpart(card=card.card, services=services)
    confirm_counterpart(party=card.party, words=card.words, services=services)
