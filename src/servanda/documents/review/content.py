"""What stands on the review page, before it is a page.

The page is made from the listing, from which the bytes follow whose hash both parties signed; so
a reader can hold the page beside `figures.json` and find the same numbers. What is not in there
(who has signed which hash, which statements the logs hold) is passed in and shown apart.

Source: docs/reference/figures.md; protocol page docs/spec/cut-and-order.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from servanda.core.canonical import JsonObject
from servanda.core.identifiers import Digest, PartyId
from servanda.documents.evidence.summary import EvidenceSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One statement, and the three facts that are never called by one another's name.

    Attributes:
        party: Who said it.
        index: Its index in that party's log.
        leaf: Its leaf hash, which names it everywhere.
        type: Its type, as registered.
        said_at: The sender's clock: a claim.
        delivered_at: Time of receipt, or None while unreceipted.
        acknowledged_at: When a named desk registered it; None where not, or not asked.
        answered_at: When the final response was received; None where not, or not asked.
        outcome: Coded outcome of the final response, or None.
        clock: The verdict of the answer clock in words, already translated; empty without one.
    """

    party: PartyId
    index: int
    leaf: Digest
    type: str
    said_at: datetime
    delivered_at: datetime | None
    acknowledged_at: datetime | None = None
    answered_at: datetime | None = None
    outcome: str | None = None
    clock: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeLine:
    """One dispute that stands beside the figures.

    Attributes:
        leaf: The statement that stated it.
        by: Who stated it.
        contested: Leaves and figures that it contests now.
        is_answered: Whether the other side stated its version.
    """

    leaf: Digest
    by: PartyId
    contested: Sequence[str]
    is_answered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewContent:
    """Everything on the page.

    Attributes:
        accord_name: The accord's name, the same in all versions.
        mode: `real`, `exercise` or `demonstration`; anything but `real` is said on top.
        parties: In the accord's order.
        figures: The listing: `figures.json` with the statements behind each row.
        figures_digest: SHA-256 of the bytes of `figures.json`: what a `review` leaf signs.
        signed: Per party the hash its `review` leaf names, or None while it has none.
        one_sided: The cut has no receipt within its time; the review stands alone.
        statements: Both logs up to the cut, in the order in which they count.
        evidence: What one side reads in documents of third parties; no figure rests on it, and
            it is None where it was not asked for.
        disputes: That stand at the end of the period; they move no figure.
        suspended_days: Of the period, on which the accord was suspended.
    """

    accord_name: str
    mode: str
    parties: tuple[PartyId, PartyId]
    figures: JsonObject
    figures_digest: Digest
    signed: Mapping[PartyId, Digest | None]
    one_sided: bool
    statements: Sequence[StatementLine]
    evidence: EvidenceSummary | None = None
    disputes: Sequence[DisputeLine] = ()
    suspended_days: int = 0

    @property
    def agreed(self) -> bool:
        """Whether both parties have signed the hash of these very figures."""
        return all(self.signed.get(party) == self.figures_digest for party in self.parties)
