"""From judged leaves to what the store keeps, and back."""

from servanda.core.envelope.notes import split_note
from servanda.core.exchange.leaf import (
    JudgedLeaf,
    RejectedLeaf,
    RejectionCode,
    VerifiedStatement,
    read_leaf,
)
from servanda.core.identifiers import Origin, hash_from_digest
from servanda.core.statements.header import Header, parse_header
from servanda.usecases.ports.records import NOT_UNDERSTOOD, VALID, LeafRecord


def leaf_record(leaf: JudgedLeaf) -> LeafRecord:
    """Return what the store keeps of a judged leaf."""
    header = leaf.header
    verdict: str = VALID
    reason = ""
    marks: tuple[str, ...] = ()
    match leaf:
        case VerifiedStatement():
            marks = tuple(sorted(leaf.marks))
        case RejectedLeaf():
            # A name that the counterpart chose may stand in it; PostgreSQL stores no NUL in text.
            verdict, reason = leaf.code, leaf.reason.replace("\0", "\N{REPLACEMENT CHARACTER}")
    return LeafRecord(
        index=leaf.index,
        leaf_hash=leaf.leaf_hash,
        note=leaf.note,
        type="" if header is None else header.type,
        ref=None if header is None or header.ref is None else hash_from_digest(header.ref),
        time=None if header is None else header.time,
        verdict=verdict,
        reason=reason,
        marks=marks,
    )


def judged_leaf(origin: Origin, record: LeafRecord) -> JudgedLeaf:
    """Return a stored leaf with the verdict it was stored with."""
    if record.verdict == VALID:
        return verified_leaf(origin, record)
    code: RejectionCode = "not_understood" if record.verdict == NOT_UNDERSTOOD else "invalid"
    return RejectedLeaf(
        origin=origin,
        index=record.index,
        leaf_hash=record.leaf_hash,
        note=record.note,
        code=code,
        reason=record.reason,
        header=read_leaf(record.note).header,
    )


def verified_leaf(origin: Origin, record: LeafRecord) -> VerifiedStatement:
    """Return a stored leaf that was judged valid; the store is our own and checked by hashes."""
    return VerifiedStatement(
        origin=origin,
        index=record.index,
        leaf_hash=record.leaf_hash,
        note=record.note,
        header=header_of(record),
        marks=frozenset(record.marks),
    )


def header_of(record: LeafRecord) -> Header:
    """Return the header of a stored leaf that can be read."""
    return parse_header(split_note(record.note).text)
