"""A leaf on its way from bytes of a stranger to a statement that counts.

The three types stand for three degrees of trust. A `ReceivedStatement` is bytes taken apart; a
`VerifiedStatement` passed every rule at its place in its log; a `RejectedLeaf` broke one, keeps
its place all the same, and has no effect on either side.

Source: docs/spec/exchange.md, "Judging a leaf".
"""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from servanda.core.envelope.notes import MalformedNoteError, NoteSignature, split_note
from servanda.core.faults import Fault
from servanda.core.identifiers import Digest, Origin, digest_from_hash
from servanda.core.statements.header import Header, MalformedHeaderError, parse_header
from servanda.core.tlog.hashing import leaf_hash

RECEIPT = "receipt"
REFUSAL = "refusal"

# The one mark a valid leaf, or a time of receipt, can bear: a clock that contradicts another.
CLOCK_CONFLICT = "clock_conflict"

RejectionCode: TypeAlias = Literal["invalid", "not_understood"]


class ReceivedStatement(NamedTuple):
    """A leaf taken apart, with nothing verified.

    Attributes:
        note: The exact bytes that came.
        leaf_hash: The 32 bytes that name the leaf.
        text: What the signatures cover; empty if `note` is no signed note.
        signatures: The signature lines as they came.
        header: What the text says; None if it is no header.
        fault: Why `header` is None; None if all could be read.
    """

    note: bytes
    leaf_hash: bytes
    text: bytes
    signatures: tuple[NoteSignature, ...]
    header: Header | None
    fault: str | Fault | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedStatement:
    """A leaf that is valid at its place, receipts included.

    Attributes:
        origin: The log it stands in.
        index: Its place there, from 0.
        leaf_hash: The 32 bytes that name it.
        note: The exact bytes that were signed.
        header: What it says; type and facts are checked.
        marks: `CLOCK_CONFLICT` if its time contradicts the leaf before it; else empty.
    """

    origin: Origin
    index: int
    leaf_hash: bytes
    note: bytes
    header: Header
    marks: frozenset[str]

    @property
    def digest(self) -> Digest:
        """The leaf hash as other leaves write it."""
        return digest_from_hash(self.leaf_hash)

    @property
    def is_statement(self) -> bool:
        """Whether it asks for a receipt: anything but a receipt does."""
        return self.header.type != RECEIPT


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedLeaf:
    """A leaf that broke a rule; it is copied, keeps its index, and has no effect.

    Attributes:
        origin: The log it stands in.
        index: Its place there, from 0.
        leaf_hash: The 32 bytes that name it.
        note: The exact bytes that came.
        code: What the refusal says: `not_understood` for a type that is not agreed or not
            known here, `invalid` for everything else.
        reason: Expected and found, for people; never sent, parsed by nobody.
        header: What it says, if it could be read; not to be relied on.
        fault: The reason as a value, where there is one; not stored, and no part of the verdict.
    """

    origin: Origin
    index: int
    leaf_hash: bytes
    note: bytes
    code: RejectionCode
    reason: str
    header: Header | None
    fault: Fault | None = field(default=None, compare=False)

    @property
    def digest(self) -> Digest:
        """The leaf hash as other leaves write it."""
        return digest_from_hash(self.leaf_hash)

    @property
    def is_statement(self) -> bool:
        """Whether it asks for a receipt: all do but those that call themselves a receipt.

        A receipt causes nothing even if it is invalid. Else two nodes that hold each other's
        receipts for invalid, one of them in error, would answer each other for ever.
        """
        return self.header is None or self.header.type != RECEIPT

    @property
    def is_refusable(self) -> bool:
        """Whether the sender is told by a refusal; a refusal is receipted and never refused."""
        return self.is_statement and (self.header is None or self.header.type != REFUSAL)


JudgedLeaf: TypeAlias = VerifiedStatement | RejectedLeaf


def read_leaf(note: bytes) -> ReceivedStatement:
    """Take `note` apart; never raises on content, for a bad leaf keeps its place too."""
    text = b""
    signatures: tuple[NoteSignature, ...] = ()
    header: Header | None = None
    fault: str | Fault | None = None
    try:
        split = split_note(note)
        text, signatures = split.text, split.signatures
        header = parse_header(text)
    except (MalformedNoteError, MalformedHeaderError) as error:
        fault = error.problem
    return ReceivedStatement(
        note=note,
        leaf_hash=leaf_hash(note),
        text=text,
        signatures=signatures,
        header=header,
        fault=fault,
    )
