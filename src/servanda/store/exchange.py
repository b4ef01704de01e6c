"""The node, its counterparts, pairs with their outbox, the queue, held runs, alarms."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from servanda.core.identifiers import Origin, PartyId, parse_origin
from servanda.store.sql import (
    Database,
    Row,
    Values,
    instant,
    optional_bytes,
    optional_instant,
    optional_seconds,
    seconds,
    storable,
)
from servanda.usecases.ports.records import (
    AlarmRecord,
    CounterpartRecord,
    HeldRun,
    NodeRecord,
    PairRecord,
    QueuedStatement,
)

_SAVE_NODE = """
INSERT INTO store_node (party, mode, card, created_seconds) VALUES (%s, %s, %s, %s)
ON CONFLICT (party) DO UPDATE SET card = excluded.card
"""
_COUNTERPARTS = "SELECT party, card, added_seconds, confirmed_seconds FROM store_counterpart"
_SAVE_COUNTERPART = """
INSERT INTO store_counterpart (party, card, added_seconds, confirmed_seconds)
VALUES (%s, %s, %s, %s)
ON CONFLICT (party) DO UPDATE SET card = excluded.card, added_seconds = excluded.added_seconds,
    confirmed_seconds = excluded.confirmed_seconds
"""
_PAIRS = """
SELECT own, opened_seconds, own_size, copy_size, their_have, receipted,
    last_own_statement, forked, last_contact_seconds, due_seconds, answer_owed, attempts,
    handed_over, trouble FROM store_pair
"""
_OPEN_PAIR = """
INSERT INTO store_pair (own, opened_seconds, own_size, copy_size, their_have,
    receipted, last_own_statement, forked, last_contact_seconds, due_seconds, answer_owed,
    attempts, handed_over, trouble)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (own) DO NOTHING
"""
_OWE_ANSWER = """
UPDATE store_pair SET answer_owed = %s,
    due_seconds = CASE WHEN due_seconds IS NULL OR due_seconds > %s THEN %s ELSE due_seconds END
WHERE own = %s
"""
_SAVE_SENDING = """
UPDATE store_pair SET handed_over = %s, trouble = %s,
    their_have = CASE WHEN their_have < %s THEN %s ELSE their_have END
WHERE own = %s
"""
_SAVE_NEXT_SENDING = """
UPDATE store_pair SET due_seconds = %s, attempts = %s, answer_owed = %s
WHERE own = %s AND COALESCE(due_seconds, -1) = %s AND last_own_statement = %s AND answer_owed = %s
"""
_QUEUE = """
INSERT INTO store_queued (ticket, own, type, facts, ref, accord, salt, body, attachments,
    queued_seconds, leaf_hash, trouble)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, NULL, '') ON CONFLICT (ticket) DO NOTHING
"""
_QUEUED = """
SELECT ticket, own, type, facts, ref, accord, salt, body, attachments, queued_seconds, leaf_hash,
    trouble
FROM store_queued
"""
_HELD = "SELECT digest, first, run, held_seconds FROM store_heldrun WHERE origin = %s"
_ALARMS = """
SELECT kind, subject, message, evidence, raised_seconds, settled_seconds
FROM store_alarm ORDER BY id
"""
_SETTLE = """
UPDATE store_alarm SET settled_seconds = %s
WHERE kind = %s AND subject = %s AND settled_seconds IS NULL
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredExchange(Database):
    """What a node keeps beside the logs."""

    def node(self) -> NodeRecord | None:
        """Return who this node is."""
        row = self.row("SELECT party, mode, card, created_seconds FROM store_node")
        if row is None:
            return None
        return NodeRecord(party=row[0], mode=row[1], card=bytes(row[2]), created_at=instant(row[3]))

    def save_node(self, node: NodeRecord) -> None:
        """Write who this node is."""
        self.run(_SAVE_NODE, (node.party, node.mode, node.card, seconds(node.created_at)))

    def counterparts(self) -> Sequence[CounterpartRecord]:
        """Return all counterparts, by name."""
        return [_counterpart(row) for row in self.rows(_COUNTERPARTS + " ORDER BY party")]

    def counterpart(self, party: PartyId) -> CounterpartRecord | None:
        """Return one counterpart."""
        row = self.row(_COUNTERPARTS + " WHERE party = %s", (party,))
        return None if row is None else _counterpart(row)

    def save_counterpart(self, counterpart: CounterpartRecord) -> None:
        """Add or replace a counterpart."""
        self.run(
            _SAVE_COUNTERPART,
            (
                counterpart.party,
                counterpart.card,
                seconds(counterpart.added_at),
                optional_seconds(counterpart.confirmed_at),
            ),
        )

    def pairs(self) -> Sequence[PairRecord]:
        """Return all pairs, by origin."""
        return [_pair(row) for row in self.rows(_PAIRS + " ORDER BY own")]

    def pair(self, own: Origin) -> PairRecord | None:
        """Return one pair."""
        row = self.row(_PAIRS + " WHERE own = %s", (str(own),))
        return None if row is None else _pair(row)

    def open_pair(self, pair: PairRecord) -> None:
        """Add a pair unless it is there."""
        self.run(_OPEN_PAIR, pair_values(pair))

    def owe_answer(self, own: Origin, *, due_at: datetime) -> None:
        """Note that an answer is to be sent."""
        due = seconds(due_at)
        self.run(_OWE_ANSWER, (True, due, due, str(own)))

    def save_sending(self, sent: PairRecord, *, read: PairRecord) -> None:
        """Store how a sending went."""
        own = str(sent.own)
        have = sent.their_have
        later = (optional_seconds(sent.due_at), sent.attempts, sent.answer_owed, own)
        due_seconds = -1 if read.due_at is None else seconds(read.due_at)
        unchanged = (due_seconds, read.last_own_statement, read.answer_owed)
        with self.transaction():
            self.run(_SAVE_SENDING, (sent.handed_over, storable(sent.trouble), have, have, own))
            self.run(_SAVE_NEXT_SENDING, (*later, *unchanged))

    def due_pairs(self, now: datetime) -> Sequence[PairRecord]:
        """Return the pairs to send to, the longest waiting first."""
        question = _PAIRS + " WHERE due_seconds <= %s ORDER BY due_seconds, own"
        return [_pair(row) for row in self.rows(question, (seconds(now),))]

    def queue(self, statement: QueuedStatement) -> bool:
        """Add a statement to the queue."""
        values = (
            statement.ticket,
            str(statement.own),
            statement.type,
            statement.facts,
            statement.ref,
            statement.accord,
            statement.salt,
            statement.body,
            " ".join(statement.attachments),
            seconds(statement.queued_at),
        )
        return self.run(_QUEUE, values) == 1

    def queued(self, *, limit: int, own: Origin | None = None) -> Sequence[QueuedStatement]:
        """Return what waits, in order."""
        waiting = _QUEUED + " WHERE leaf_hash IS NULL AND trouble = ''"
        if own is None:
            rows = self.rows(waiting + " ORDER BY id LIMIT %s", (limit,))
        else:
            rows = self.rows(waiting + " AND own = %s ORDER BY id LIMIT %s", (str(own), limit))
        return [_queued(row) for row in rows]

    def ticket(self, ticket: str) -> QueuedStatement | None:
        """Return what was queued under a ticket."""
        row = self.row(_QUEUED + " WHERE ticket = %s", (ticket,))
        return None if row is None else _queued(row)

    def remove_queued(self, ticket: str) -> None:
        """Take a waiting statement back."""
        self.run("DELETE FROM store_queued WHERE ticket = %s AND leaf_hash IS NULL", (ticket,))

    def held_runs(self, origin: Origin) -> Sequence[HeldRun]:
        """Return the runs that wait for a gap to close."""
        return [
            HeldRun(
                digest=row[0],
                origin=origin,
                first=row[1],
                run=bytes(row[2]),
                held_at=instant(row[3]),
            )
            for row in self.rows(_HELD + " ORDER BY first, digest", (str(origin),))
        ]

    def alarms(self) -> Sequence[AlarmRecord]:
        """Return all alarms, oldest first, those that were settled too."""
        return [
            AlarmRecord(
                kind=row[0],
                subject=row[1],
                message=row[2],
                evidence=bytes(row[3]),
                raised_at=instant(row[4]),
                settled_at=None if row[5] is None else instant(row[5]),
            )
            for row in self.rows(_ALARMS)
        ]

    def settle_alarms(self, kinds: Collection[str], subject: str, *, at: datetime) -> None:
        """Note that the open alarms of these kinds about `subject` were acted on."""
        self.run_many(_SETTLE, [(seconds(at), kind, subject) for kind in kinds])

    def drops(self) -> Mapping[str, int]:
        """Return how often something was dropped."""
        return dict(self.rows("SELECT reason, count FROM store_drop ORDER BY reason"))


def pair_values(pair: PairRecord) -> Values:
    """Return a pair as the values of one row, in the order of its columns."""
    return (
        str(pair.own),
        seconds(pair.opened_at),
        pair.own_size,
        pair.copy_size,
        pair.their_have,
        pair.receipted,
        pair.last_own_statement,
        pair.forked,
        optional_seconds(pair.last_contact_at),
        optional_seconds(pair.due_at),
        pair.answer_owed,
        pair.attempts,
        pair.handed_over,
        pair.trouble,
    )


def _counterpart(row: Row) -> CounterpartRecord:
    return CounterpartRecord(
        party=row[0],
        card=bytes(row[1]),
        added_at=instant(row[2]),
        confirmed_at=optional_instant(row[3]),
    )


def _pair(row: Row) -> PairRecord:
    return PairRecord(
        own=parse_origin(row[0]),
        opened_at=instant(row[1]),
        own_size=row[2],
        copy_size=row[3],
        their_have=row[4],
        receipted=row[5],
        last_own_statement=row[6],
        forked=bool(row[7]),
        last_contact_at=optional_instant(row[8]),
        due_at=optional_instant(row[9]),
        answer_owed=bool(row[10]),
        attempts=row[11],
        handed_over=row[12],
        trouble=row[13],
    )


def _queued(row: Row) -> QueuedStatement:
    return QueuedStatement(
        ticket=row[0],
        own=parse_origin(row[1]),
        type=row[2],
        facts=bytes(row[3]),
        ref=optional_bytes(row[4]),
        accord=row[5],
        salt=optional_bytes(row[6]),
        body=optional_bytes(row[7]),
        attachments=tuple(row[8].split()),
        queued_at=instant(row[9]),
        leaf_hash=optional_bytes(row[10]),
        trouble=row[11],
    )
