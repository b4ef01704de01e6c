"""Which statement names which attachment, and which receipts list them, read off the leaves.

A projection beside `facts.py`: the same code makes the rows while the logs grow and when
`servanda rebuild` replays them.

Source: docs/spec/attachments.md, "Receipt".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from servanda.core.exchange.leaf import RECEIPT, JudgedLeaf, VerifiedStatement
from servanda.core.exchange.sending import attachments_listed
from servanda.core.identifiers import Origin, hash_from_digest
from servanda.usecases.ports.records import AttachmentRecord, StatementFacts
from servanda.usecases.ports.store import ListedAttachment


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentGrowth:
    """What new leaves of one log add: named by its statements, listed by its receipts."""

    named: tuple[AttachmentRecord, ...] = ()
    listed: tuple[ListedAttachment, ...] = ()


def grow_attachments(
    origin: Origin, leaves: Iterable[JudgedLeaf], *, due_at: datetime | None
) -> AttachmentGrowth:
    """Return what `leaves`, the next ones of `origin`, add.

    Args:
        origin: The log.
        leaves: Judged, in order. What a rejected leaf says has no effect.
        due_at: When to send what they name; None of a copy.
    """
    named: list[AttachmentRecord] = []
    listed: list[ListedAttachment] = []
    for leaf in leaves:
        if not isinstance(leaf, VerifiedStatement):
            continue
        header = leaf.header
        if header.att:
            named += [
                AttachmentRecord(
                    digest=hash_from_digest(digest),
                    leaf_hash=leaf.leaf_hash,
                    origin=origin,
                    index=leaf.index,
                    due_at=due_at,
                )
                for digest in dict.fromkeys(header.att)
            ]
        elif header.type == RECEIPT and header.facts:
            listed += [
                ListedAttachment(
                    origin=origin.reverse,
                    digest=hash_from_digest(digest),
                    seen_size=header.seen.size,
                    at=header.time,
                )
                for digest in attachments_listed(leaf)
            ]
    return AttachmentGrowth(named=tuple(named), listed=tuple(listed))


def replay_attachments(logs: Mapping[Origin, Iterable[JudgedLeaf]]) -> list[AttachmentRecord]:
    """Return the projection of all logs by log and index, as if nothing had been sent yet."""
    growths = [grow_attachments(origin, leaves, due_at=None) for origin, leaves in logs.items()]
    rows = [record for growth in growths for record in growth.named]
    first_named: dict[tuple[Origin, bytes], int] = {}
    for row in rows:
        key = (row.origin, row.digest)
        first_named[key] = min(first_named.get(key, row.index), row.index)
    listed: dict[tuple[Origin, bytes], datetime] = {}
    for growth in growths:
        for one in growth.listed:
            if first_named.get((one.origin, one.digest), one.seen_size) < one.seen_size:
                listed.setdefault((one.origin, one.digest), one.at)
    with_times = [replace(row, listed_at=listed.get((row.origin, row.digest))) for row in rows]
    return sorted(with_times, key=lambda row: (str(row.origin), row.index))


def with_sending(
    replayed: Sequence[AttachmentRecord],
    stored: Sequence[AttachmentRecord],
    *,
    own: Origin,
    now: datetime,
) -> list[AttachmentRecord]:
    """Return replayed rows with how their sending stands, which no leaf tells.

    What was lost is due now: an attachment sent twice is taken once.
    """
    known = {(row.leaf_hash, row.digest): row for row in stored}
    result = []
    for row in replayed:
        before = known.get((row.leaf_hash, row.digest))
        is_done = row.listed_at is not None
        if before is not None:
            kept = replace(before, listed_at=row.listed_at, origin=row.origin, index=row.index)
            result.append(replace(kept, due_at=None, trouble="") if is_done else kept)
        else:
            due_at = now if row.origin == own and not is_done else None
            result.append(replace(row, due_at=due_at))
    return result


def with_attachments(
    facts: StatementFacts, attachments: Sequence[AttachmentRecord]
) -> StatementFacts:
    """Return `facts` with what is known of the statement's attachments."""
    times = [one.listed_at for one in attachments if one.listed_at is not None]
    return replace(
        facts,
        attachments_missing=len(attachments) - len(times),
        attachments_at=max(times, default=None),
    )
