"""What one step of the sequencer writes, in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError

from servanda.core.identifiers import Origin
from servanda.store.attachment_rows import add_attachments, list_attachments
from servanda.store.exchange import StoredExchange, pair_values
from servanda.store.filings import add_filings
from servanda.store.log_ids import LogIds
from servanda.store.logs import StoredLogs
from servanda.store.sql import (
    FACTS_OF_LEAF,
    Database,
    StoreFailedError,
    Values,
    optional_seconds,
    seconds,
    storable,
)
from servanda.usecases.ports.records import (
    AlarmRecord,
    BodyRecord,
    CheckpointRecord,
    HeldRun,
    LeafRecord,
    PairRecord,
    StatementFacts,
    TileRecord,
)
from servanda.usecases.ports.store import FactChange, IndexTakenError, LogGrowth, StepCommit

_ADD_LEAF = """
INSERT INTO store_leaf (log_id, seq, hash, note, type, ref, seconds, verdict, reason, marks)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_ADD_BODY = """
INSERT INTO store_body (leaf_hash, salt, body) VALUES (%s, %s, %s)
ON CONFLICT (leaf_hash) DO NOTHING
"""
_SAVE_TILE = """
INSERT INTO store_tile (log_id, level, number, hashes) VALUES (%s, %s, %s, %s)
ON CONFLICT (log_id, level, number) DO UPDATE SET hashes = excluded.hashes
"""
_ADD_CHECKPOINT = """
INSERT INTO store_checkpoint (log_id, size, root, note, signed_seconds)
VALUES (%s, %s, %s, %s, %s) ON CONFLICT (log_id, size) DO NOTHING
"""
_SAVE_PAIR = """
INSERT INTO store_pair (own, opened_seconds, own_size, copy_size, their_have, receipted,
    last_own_statement, forked, last_contact_seconds, due_seconds, answer_owed, attempts,
    handed_over, trouble)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (own) DO UPDATE SET own_size = excluded.own_size, copy_size = excluded.copy_size,
    their_have = CASE WHEN store_pair.their_have < excluded.their_have
        THEN excluded.their_have ELSE store_pair.their_have END,
    receipted = excluded.receipted, last_own_statement = excluded.last_own_statement,
    forked = excluded.forked, last_contact_seconds = excluded.last_contact_seconds
"""
_ADD_FACTS = """
INSERT INTO store_facts (leaf_hash, log_id, seq, type, sent_seconds, received_seconds,
    acknowledged_seconds, answered_seconds, outcome, withdrawn_seconds, refused)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_COVER = """
UPDATE store_facts SET received_seconds = %s
WHERE log_id = %s AND seq >= %s AND seq < %s AND received_seconds IS NULL
"""
_CHANGES = {
    "acknowledged_at": f"""
UPDATE store_facts SET acknowledged_seconds = %s
WHERE {FACTS_OF_LEAF} AND acknowledged_seconds IS NULL
""",  # noqa: S608 - the condition is a constant
    "answered_at": f"""
UPDATE store_facts SET answered_seconds = %s, outcome = %s
WHERE {FACTS_OF_LEAF} AND answered_seconds IS NULL
""",  # noqa: S608 - the condition is a constant
    "withdrawn_at": f"""
UPDATE store_facts SET withdrawn_seconds = %s
WHERE {FACTS_OF_LEAF} AND withdrawn_seconds IS NULL
""",  # noqa: S608 - the condition is a constant
    "refused": f"""
UPDATE store_facts SET refused = %s WHERE {FACTS_OF_LEAF} AND refused = ''
""",  # noqa: S608 - the condition is a constant
}
_APPENDED = "UPDATE store_queued SET leaf_hash = %s WHERE ticket = %s"
_FAILED = "UPDATE store_queued SET trouble = %s WHERE ticket = %s"
_SEND_AT = """
UPDATE store_pair SET attempts = 0,
    due_seconds = CASE WHEN due_seconds IS NULL OR due_seconds > %s THEN %s ELSE due_seconds END
WHERE own = %s
"""
_SETTLED = """
UPDATE store_pair SET due_seconds = NULL, attempts = 0, trouble = ''
WHERE own = %s AND NOT answer_owed
"""
_HOLD = """
INSERT INTO store_heldrun (digest, origin, first, run, held_seconds)
VALUES (%s, %s, %s, %s, %s) ON CONFLICT (digest) DO NOTHING
"""
_ADD_ALARM = """
INSERT INTO store_alarm (kind, subject, message, evidence, raised_seconds)
VALUES (%s, %s, %s, %s, %s)
"""
_DROPPED = """
INSERT INTO store_drop (reason, count) VALUES (%s, %s)
ON CONFLICT (reason) DO UPDATE SET count = store_drop.count + excluded.count
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSteps(StoredLogs, StoredExchange):
    """The writing half of the store: all or nothing."""

    def commit(self, step: StepCommit) -> None:
        """Store one step; see the port for what that promises."""
        try:
            with self.transaction():
                ids = LogIds(self)
                sizes = ids.sizes(_logs_of(step))
                self._grow([growth for growth in step.growths if growth.leaves], ids, sizes)
                add_bodies(self, step.bodies)
                self._add_checkpoints(step.checkpoints, ids)
                self._save_pairs(step)
                add_facts(self, step.new_facts, ids)
                self.run_many(
                    _COVER,
                    [
                        (
                            seconds(range_.received_at),
                            ids.of(range_.origin),
                            range_.first,
                            range_.until,
                        )
                        for range_ in step.covered
                    ],
                )
                self._change_facts(step.changes)
                add_attachments(self, step.attachments, ids)
                list_attachments(self, step.listed, ids)
                add_filings(self, step.filings, ids)
                self._add_rest(step)
        except IntegrityError as error:
            raise IndexTakenError(f"another writer was faster: {error}") from error
        except StoreFailedError as error:
            if not error.is_lost_race:
                raise
            raise IndexTakenError(f"two writers were in each other's way: {error}") from error

    def _grow(self, growths: Sequence[LogGrowth], ids: LogIds, sizes: Mapping[Origin, int]) -> None:
        for growth in growths:
            size, first = sizes[growth.origin], growth.leaves[0].index
            if size != first:
                raise IndexTakenError(
                    f"{growth.origin}: expected to append at {size}, found {first}"
                )
        add_leaves(self, ((ids.of(growth.origin), growth.leaves) for growth in growths))
        add_tiles(self, ((ids.of(growth.origin), growth.tiles) for growth in growths))

    def _add_checkpoints(self, checkpoints: Sequence[CheckpointRecord], ids: LogIds) -> None:
        self.run_many(
            _ADD_CHECKPOINT,
            [
                (ids.of(one.origin), one.size, one.root, one.note, seconds(one.signed_at))
                for one in checkpoints
            ],
        )

    def _save_pairs(self, step: StepCommit) -> None:
        save_pairs(self, step.pairs)
        self.run_many(
            _SEND_AT, [(seconds(at), seconds(at), str(own)) for own, at in step.send_at.items()]
        )
        self.run_many(_SETTLED, [(str(own),) for own in step.settled])

    def _change_facts(self, changes: Sequence[FactChange]) -> None:
        """Change one kind of fact after another: no kind touches the columns of another."""
        by_field: dict[str, list[Values]] = {}
        for change in changes:
            by_field.setdefault(change.field, []).append(_changed_values(change))
        for field, many in by_field.items():
            self.run_many(_CHANGES[field], many)

    def _add_rest(self, step: StepCommit) -> None:
        self.run_many(_APPENDED, [(leaf_hash, ticket) for ticket, leaf_hash in step.appended])
        self.run_many(_FAILED, [(storable(reason), ticket) for ticket, reason in step.failed])
        for own, at in step.owed.items():
            self.owe_answer(own, due_at=at)
        self.run_many(_HOLD, [_held_values(held) for held in step.held])
        self.run_many(
            "DELETE FROM store_heldrun WHERE digest = %s", [(digest,) for digest in step.released]
        )
        self.run_many(_ADD_ALARM, [_alarm_values(alarm) for alarm in step.alarms])
        self.run_many(_DROPPED, list(step.dropped.items()))


def _logs_of(step: StepCommit) -> set[Origin]:
    """Return the logs whose numbers a step needs, so that one question finds them all."""
    growing = {growth.origin for growth in step.growths if growth.leaves}
    return growing | {checkpoint.origin for checkpoint in step.checkpoints}


def add_leaves(database: Database, logs: Iterable[tuple[int, Iterable[LeafRecord]]]) -> None:
    """Insert leaves of several logs, each given with its number."""
    database.run_many(
        _ADD_LEAF,
        [
            (
                log,
                leaf.index,
                leaf.leaf_hash,
                leaf.note,
                leaf.type,
                leaf.ref,
                optional_seconds(leaf.time),
                leaf.verdict,
                leaf.reason,
                " ".join(leaf.marks),
            )
            for log, leaves in logs
            for leaf in leaves
        ],
    )


def add_tiles(database: Database, logs: Iterable[tuple[int, Iterable[TileRecord]]]) -> None:
    """Insert or replace tiles of several logs, each given with its number."""
    database.run_many(
        _SAVE_TILE,
        [(log, tile.level, tile.number, tile.hashes) for log, tiles in logs for tile in tiles],
    )


def add_facts(database: Database, facts: Sequence[StatementFacts], ids: LogIds) -> None:
    """Insert what is known about statements."""
    database.run_many(
        _ADD_FACTS,
        [
            (
                one.leaf_hash,
                ids.of(one.origin),
                one.index,
                one.type,
                optional_seconds(one.sent_at),
                optional_seconds(one.received_at),
                optional_seconds(one.acknowledged_at),
                optional_seconds(one.answered_at),
                one.outcome,
                optional_seconds(one.withdrawn_at),
                one.refused,
            )
            for one in facts
        ],
    )


def save_pairs(database: Database, pairs: Sequence[PairRecord]) -> None:
    """Insert pairs, or replace the exchange's numbers of known ones."""
    database.run_many(_SAVE_PAIR, [pair_values(pair) for pair in pairs])


def add_bodies(database: Database, bodies: Sequence[BodyRecord]) -> None:
    """Insert bodies that are not held."""
    database.run_many(_ADD_BODY, [(body.leaf_hash, body.salt, body.body) for body in bodies])


def _changed_values(change: FactChange) -> Values:
    if change.field == "refused":
        return change.text, change.leaf_hash
    if change.field == "answered_at":
        return optional_seconds(change.at), change.text, change.leaf_hash
    return optional_seconds(change.at), change.leaf_hash


def _held_values(held: HeldRun) -> Values:
    return held.digest, str(held.origin), held.first, held.run, seconds(held.held_at)


def _alarm_values(alarm: AlarmRecord) -> Values:
    return (
        alarm.kind,
        alarm.subject,
        storable(alarm.message),
        alarm.evidence,
        seconds(alarm.raised_at),
    )
