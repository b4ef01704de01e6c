"""The parts of a dossier: nothing here is verified.

Source: docs/spec/dossier.md, "The parts".
"""

from dataclasses import dataclass
from typing import ClassVar

from servanda.core.errors import CounterpartError


class MalformedDossierError(CounterpartError):
    """A file holds no dossier, or one that cannot be read."""

    code: ClassVar[str] = "malformed-dossier"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenLeaf:
    """A leaf and the proof that it lies in its log.

    Attributes:
        note: The exact bytes that were signed.
        proof: A tlog-proof under a signed head of its log.
    """

    note: bytes
    proof: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptedLeaf:
    """A statement, and all that shows when it was received.

    Attributes:
        leaf: The statement. Where there is a receipt, its head is the one that the receipt saw.
        receipt: The leaf of the other log that covers it; None where its proof is not at hand.
        before: The leaf right before the receipt, which does not cover it yet: so the receipt is
            the first. None where the receipt begins its log, or this is not at hand.
        listed: For its attachments the receipts that list them.
    """

    leaf: ProvenLeaf
    receipt: ProvenLeaf | None
    before: ProvenLeaf | None
    listed: tuple[ProvenLeaf, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierStatement(ReceiptedLeaf):
    """One statement of the case.

    Attributes:
        salted_body: Salt and body, joined; None if there is none, or it is withheld or erased.
        withheld: The word of its handling that keeps the body out; empty if none does.
        marking: That holds for the statement, with all it answers.
        use: Likewise the use limit.
        codes: Likewise the handling codes, in rising order.
        pap: Likewise what may be done on a network.
        reason: The words by which the body was let in; empty if none were needed.
    """

    salted_body: bytes | None
    withheld: str
    marking: str
    use: str
    codes: tuple[str, ...]
    pap: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierClock:
    """The verdict of one clock, as the statements give it at the making of the dossier.

    Attributes:
        clock: Which.
        generation: Of the case; 0 for the first.
        due_at: An instant as text; empty if the clock has no deadline.
        stopped_at: Likewise; empty while it runs.
        margin_seconds: Left at the stop, or at the making of the dossier.
        is_held: It stands still.
        is_provisional: Reckoned without a calendar that covers it.
    """

    clock: str
    generation: int
    due_at: str
    stopped_at: str
    margin_seconds: int
    is_held: bool
    is_provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """All parts; the page is made from them alone.

    Attributes:
        language: Of the page.
        purpose: `file` or `court`.
        made_by: Who made it.
        made_at: When, as text.
        case: Leaf hash of what the case is about.
        accord: The version in force, whole; it names the parties and holds their cards.
        versions: Other versions of it that statements name, in the order of their ids.
        keys: Of each party's log, in the accord's order, the leaves that changed its keys.
        statements: In the order in which they count.
        beside: Statements that its clocks rest on besides: calendars, and those of cases that
            this one follows; by log and index.
        clocks: Of the case; none where the parts do not show when each statement was received.
    """

    language: str
    purpose: str
    made_by: str
    made_at: str
    case: str
    accord: bytes
    versions: tuple[bytes, ...]
    keys: tuple[tuple[ProvenLeaf, ...], tuple[ProvenLeaf, ...]]
    statements: tuple[DossierStatement, ...]
    beside: tuple[ReceiptedLeaf, ...]
    clocks: tuple[DossierClock, ...]
