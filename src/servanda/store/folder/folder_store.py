"""The store of a guest: a folder of files, read into memory at each opening.

It keeps every promise of the port, and no database is needed for it. What a desk of a node keeps
beside the exchange stands in `kept_beside.py`.

Source: docs/spec/guest.md; docs/decisions/0035-a-guest-keeps-files-that-are-replayed.md.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import datetime

from typing_extensions import override

from servanda.core.identifiers import Origin
from servanda.memory.store import require_end
from servanda.store.folder.kept_beside import KeptBeside
from servanda.store.folder.plain_values import leaf_owner, run_owner, ticket_owner
from servanda.usecases.ports.records import (
    AttachmentRecord,
    BodyRecord,
    CounterpartRecord,
    DatabaseReport,
    FilingRecord,
    LeafRecord,
    NodeRecord,
    PairRecord,
    QueuedStatement,
    StatementFacts,
    TileRecord,
)
from servanda.usecases.ports.store import StepCommit


class FolderStore(KeptBeside):
    """Fills the port `Store` from files; tests/usecases/ports/ hold it to the promises."""

    @override
    def database_report(self) -> DatabaseReport:
        return DatabaseReport(name=f"folder of {self._files.number} steps")

    @override
    def save_node(self, node: NodeRecord) -> None:
        self._keep("save_node", super().save_node, node=node)

    @override
    def save_counterpart(self, counterpart: CounterpartRecord) -> None:
        self._keep("save_counterpart", super().save_counterpart, counterpart=counterpart)

    # The sequencer's step

    @override
    def commit(self, step: StepCommit) -> None:
        if not any(getattr(step, one.name) for one in fields(step)):
            return  # a round in which nothing came and nothing waited
        self._keep(
            "commit",
            super().commit,
            possible=lambda: self._require_possible(step),
            gone=lambda: map(run_owner, step.released),
            step=step,
        )

    def _require_possible(self, step: StepCommit) -> None:
        for growth in step.growths:
            require_end(growth, self.log_size(growth.origin))
        pairs = {*self._pairs, *(pair.own for pair in step.pairs)}
        tickets = [ticket for ticket, _ in (*step.appended, *step.failed)]
        unknown = [
            *({*step.send_at, *step.settled, *step.owed} - pairs),
            *(ticket for ticket in tickets if ticket not in self._queue),
        ]
        if unknown:
            raise KeyError(unknown[0])

    # Pairs and the outbox

    @override
    def open_pair(self, pair: PairRecord) -> None:
        self._keep("open_pair", super().open_pair, pair=pair)

    @override
    def owe_answer(self, own: Origin, *, due_at: datetime) -> None:
        self._keep(
            "owe_answer",
            super().owe_answer,
            possible=lambda: self._pairs[own],
            own=own,
            due_at=due_at,
        )

    @override
    def save_sending(self, sent: PairRecord, *, read: PairRecord) -> None:
        self._keep(
            "save_sending",
            super().save_sending,
            possible=lambda: self._pairs[sent.own],
            sent=sent,
            read=read,
        )

    # The queue and alarms

    @override
    def queue(self, statement: QueuedStatement) -> bool:
        if self.ticket(statement.ticket) is not None:
            return False
        return self._keep("queue", super().queue, statement=statement)

    @override
    def remove_queued(self, ticket: str) -> None:
        def owners() -> Iterator[str]:
            known = self.ticket(ticket)
            if known is not None and known.leaf_hash is None:
                yield ticket_owner(ticket)

        self._keep("remove_queued", super().remove_queued, gone=owners, ticket=ticket)

    @override
    def settle_alarms(self, kinds: Collection[str], subject: str, *, at: datetime) -> None:
        self._keep(
            "settle_alarms", super().settle_alarms, kinds=sorted(kinds), subject=subject, at=at
        )

    # Attachments

    @override
    def save_attachment_sending(self, sent: AttachmentRecord) -> None:
        self._keep("save_attachment_sending", super().save_attachment_sending, sent=sent)

    # Projections and repair

    @override
    def replace_projections(
        self,
        *,
        facts: Sequence[StatementFacts],
        pairs: Sequence[PairRecord],
        tiles: Mapping[Origin, Sequence[TileRecord]],
        attachments: Sequence[AttachmentRecord] | None = None,
        filings: Sequence[FilingRecord] | None = None,
    ) -> None:
        self._keep(
            "replace_projections",
            super().replace_projections,
            facts=facts,
            pairs=pairs,
            tiles=tiles,
            attachments=attachments,
            filings=filings,
        )

    @override
    def restore_log(
        self, origin: Origin, leaves: Sequence[LeafRecord], bodies: Sequence[BodyRecord]
    ) -> None:
        self._keep("restore_log", super().restore_log, origin=origin, leaves=leaves, bodies=bodies)

    @override
    def erase_body(self, leaf_hash: bytes) -> None:
        def owners() -> Iterator[str]:
            yield leaf_owner(leaf_hash)
            for ticket, queued in self._queue.items():
                if queued.leaf_hash == leaf_hash:
                    yield ticket_owner(ticket)

        self._keep("erase_body", super().erase_body, gone=owners, leaf_hash=leaf_hash)
