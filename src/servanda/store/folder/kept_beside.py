"""What the folder store keeps beside the exchange: its own audit log, notices, passages, a desk.

Source: docs/spec/guest.md, "Files".
"""

from collections.abc import Sequence
from datetime import datetime

from typing_extensions import override

from servanda.core.identifiers import Digest, PartyId
from servanda.core.people.passphrase import Verifier
from servanda.core.people.second_factor import SecondFactor
from servanda.store.folder.kept_calls import KeptCalls
from servanda.usecases.casework.imported_case import ImportedCase
from servanda.usecases.ports.audit import Attempts, AuditRecord
from servanda.usecases.ports.carriers import CarrierRecord
from servanda.usecases.ports.casework import NoticeRecord
from servanda.usecases.ports.drafts import DraftRecord
from servanda.usecases.ports.evidence import KeptDecision, KeptDocument
from servanda.usecases.ports.passages import PassageRecord
from servanda.usecases.ports.sendings import SendingRecord
from servanda.usecases.ports.store import IndexTakenError


class KeptBeside(KeptCalls):
    """Fills the ports beside logs and casework."""

    # What was done, what came by time, what was let pass

    @override
    def append_audit(self, line: bytes, *, kind: str) -> AuditRecord:
        return self._keep("append_audit", super().append_audit, line=line, kind=kind)

    @override
    def add_notices(self, notices: Sequence[NoticeRecord]) -> Sequence[NoticeRecord]:
        if not notices:
            return []
        return self._keep("add_notices", super().add_notices, notices=notices)

    @override
    def note_passages(self, passages: Sequence[PassageRecord]) -> None:
        if passages:
            self._keep("note_passages", super().note_passages, passages=passages)

    @override
    def add_sending(self, sending: SendingRecord, *, keep: int) -> None:
        self._keep("add_sending", super().add_sending, sending=sending, keep=keep)

    @override
    def note_returned(self, digest: str, *, status: str, at: datetime) -> bool:
        return self._keep(
            "note_returned", super().note_returned, digest=digest, status=status, at=at
        )

    @override
    def save_carrier(self, record: CarrierRecord) -> None:
        self._keep("save_carrier", super().save_carrier, record=record)

    # Persons

    @override
    def save_verifier(self, name: str, verifier: Verifier) -> None:
        self._keep("save_verifier", super().save_verifier, name=name, verifier=verifier)

    @override
    def begin_attempt(self, name: str, *, at: datetime) -> Attempts:
        return self._keep("begin_attempt", super().begin_attempt, name=name, at=at)

    @override
    def clear_attempts(self, name: str) -> None:
        self._keep("clear_attempts", super().clear_attempts, name=name)

    @override
    def save_second_factor(self, name: str, factor: SecondFactor) -> None:
        self._keep("save_second_factor", super().save_second_factor, name=name, factor=factor)

    @override
    def spend(self, factor: Digest, mark: str) -> bool:
        return self._keep("spend", super().spend, factor=factor, mark=mark)

    @override
    def save_draft(self, draft: DraftRecord) -> None:
        self._keep("save_draft", super().save_draft, draft=draft)

    @override
    def remove_draft(self, ticket: str, digest: Digest) -> bool:
        return self._keep("remove_draft", super().remove_draft, ticket=ticket, digest=digest)

    @override
    def refuse_draft(self, ticket: str, digest: Digest, *, refusal: str) -> bool:
        return self._keep(
            "refuse_draft", super().refuse_draft, ticket=ticket, digest=digest, refusal=refusal
        )

    @override
    def save_handover(self, digest: Digest, content: bytes) -> None:
        self._keep("save_handover", super().save_handover, digest=digest, content=content)

    # Imported cases and evidence

    @override
    def add_imported(self, cases: Sequence[ImportedCase], *, at: datetime) -> None:
        self._keep("add_imported", super().add_imported, cases=cases, at=at)

    @override
    def close_imported(self, counterpart: PartyId, file_number: str, *, at: datetime) -> bool:
        return self._keep(
            "close_imported",
            super().close_imported,
            counterpart=counterpart,
            file_number=file_number,
            at=at,
        )

    @override
    def add_document(self, document: KeptDocument) -> bool:
        return self._keep("add_document", super().add_document, document=document)

    @override
    def mark_document(self, digest: str, *, tlp: str) -> None:
        self._keep(
            "mark_document",
            super().mark_document,
            possible=lambda: self._documents[digest],
            digest=digest,
            tlp=tlp,
        )

    @override
    def append_decision(self, decision: KeptDecision) -> None:
        def require_next() -> None:
            if decision.number != len(self._decisions):
                raise IndexTakenError(f"expected no decision {decision.number} yet")

        self._keep(
            "append_decision",
            super().append_decision,
            possible=require_next,
            decision=decision,
        )
