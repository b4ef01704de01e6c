"""Put together what was checked and what was not, once nothing was found wrong.

Source: docs/spec/bundle.md, "What `verify` says".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from servanda.core.exchange.cut import REAL_MODE, Cut, CutContents
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.identifiers import Digest, Origin, PartyId, format_instant
from servanda.core.keys.card import Card, twelve_words
from servanda.core.suspension.fold import Suspensions
from servanda.core.verifier.cards import Anchors
from servanda.core.verifier.findings import Finding
from servanda.core.verifier.judged_log import JudgedLog
from servanda.core.verifier.judging import LogReport
from servanda.core.verifier.suspended import suspension_findings

REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that the sentences are made from.

    Attributes:
        files: How many there are beside the manifest.
        anchors: What the reader brought.
        anchored: Whether it vouches for both parties' keys.
        cards: Of both parties, in the order of the accord.
        contents: Of the cut.
        logs: Both, judged, as far as bundled.
        reports: What was found in each.
        figures: Their hash; None if they could not be computed again.
        suspensions: That follow from the leaves of the cut; None where this is not known.
        stated_figures: The hash of `figures.json` as it lies in the bundle.
        bodies: How many are disclosed and right, of settled statements.
        unsettled_bodies: Likewise, of statements that rest on leaves that were not judged.
        is_readme_ours: Whether the read-me says what this program writes.
    """

    files: int
    anchors: Anchors
    anchored: bool
    cards: Mapping[PartyId, Card]
    contents: CutContents
    logs: Mapping[PartyId, JudgedLog]
    reports: Mapping[PartyId, LogReport]
    figures: Digest | None
    suspensions: Suspensions | None
    stated_figures: Digest
    bodies: int
    unsettled_bodies: int
    is_readme_ours: bool

    @property
    def origins(self) -> Mapping[PartyId, Origin]:
        """The logs' names."""
        return {party: log.origin for party, log in self.logs.items()}

    def is_settled(self, leaf: VerifiedStatement) -> bool:
        """Return whether all that the leaf rests on was judged."""
        return leaf.index < self.reports[leaf.origin.from_party].settled

    def is_cut_settled(self, receipt: VerifiedStatement | None) -> bool:
        """Return whether no leaf that was not judged could change which cut is used.

        One in the cut's past could make it invalid. One of the other party's that has not seen
        it could be a cut for the same time, and the one that is used.

        Args:
            receipt: The other party's first leaf that has seen the cut.
        """
        cut = self.contents.cut
        other = self.reports[_other(cut, self)]
        is_receipted = receipt is not None and self.is_settled(receipt)
        return cut.index < self.reports[cut.party].settled and (
            is_receipted or other.judged == other.size
        )


def checked(evidence: Evidence) -> Iterator[Finding]:
    """Yield what was checked, in the order of the check; first if it is no real affair."""
    mode = evidence.contents.accord.mode
    if mode != REAL_MODE:
        yield Finding(code=mode, values={})
    yield Finding(code="files", values={"files": evidence.files})
    if evidence.anchored:
        by = evidence.anchors.accord or ", ".join(sorted(evidence.anchors.words))
        yield Finding(code="anchored", values={"by": by})
    for party, card in evidence.cards.items():
        yield Finding(code="keys", values={"party": party, "sheets": len(card.sheets)})
    for party, report in evidence.reports.items():
        yield from _log_checked(evidence.origins[party], report)
    yield from _cut_checked(evidence)
    if evidence.bodies:
        yield Finding(code="bodies", values={"bodies": evidence.bodies})


def not_checked(evidence: Evidence) -> Iterator[Finding]:
    """Yield what could not be checked, and what no bundle shows."""
    if not evidence.anchored:
        for party, card in evidence.cards.items():
            words = " ".join(twelve_words(card))
            yield Finding(code="not_anchored", values={"party": party, "words": words})
    for party, report in evidence.reports.items():
        yield from _log_not_checked(evidence.origins[party], report)
    yield from _cut_not_checked(evidence)
    yield from _reviews_not_checked(evidence)
    if not evidence.is_readme_ours:
        yield Finding(code="readme", values={})
    if evidence.contents.accord.witness is not None:
        yield Finding(code="witness", values={})
    if evidence.unsettled_bodies:
        yield Finding(code="bodies_unchecked", values={"bodies": evidence.unsettled_bodies})
    disclosed = evidence.bodies + evidence.unsettled_bodies
    missing = sum(report.bodies for report in evidence.reports.values()) - disclosed
    if missing:
        yield Finding(code="bodies_missing", values={"bodies": missing})
    yield Finding(code="limits", values={})


def _cut_checked(evidence: Evidence) -> Iterator[Finding]:
    receipt = _receipt_of(evidence.contents.cut, evidence)
    if evidence.is_cut_settled(receipt):
        yield _cut_finding("cut", evidence)
    if receipt is not None and evidence.is_settled(receipt):
        yield _receipt_finding("cut_receipted", receipt)
    if evidence.figures is not None:
        yield Finding(code="figures", values={"figures": evidence.figures})
    if evidence.suspensions is not None:
        yield from suspension_findings(evidence.suspensions, evidence.contents)
    for party, review in _reviews(evidence).items():
        if review is None or not evidence.is_settled(review):
            continue
        if _signed_figures(review) == evidence.stated_figures:
            code = "review_stated" if evidence.figures is None else "review"
            yield Finding(code=code, values={"party": party})


def _cut_not_checked(evidence: Evidence) -> Iterator[Finding]:
    receipt = _receipt_of(evidence.contents.cut, evidence)
    if not evidence.is_cut_settled(receipt):
        yield _cut_finding("cut_unchecked", evidence)
    if evidence.figures is None:
        yield Finding(code="figures_unchecked", values={})
    if evidence.suspensions is None:
        yield Finding(code="suspensions_unchecked", values={})
    if receipt is None:
        party = _other(evidence.contents.cut, evidence)
        yield Finding(code="one_sided", values={"party": party})
    elif not evidence.is_settled(receipt):
        yield _receipt_finding("cut_receipt_unchecked", receipt)


def _log_checked(origin: Origin, report: LogReport) -> Iterator[Finding]:
    log = str(origin)
    yield Finding(
        code="leaves", values={"log": log, "leaves": report.leaves, "statements": report.statements}
    )
    if report.judged == report.size:
        yield _head_finding("head", log, report)
    first = report.first_rejected
    if first is not None and report.rejected:
        yield Finding(
            code="without_effect",
            values={
                "log": log,
                "leaves": report.rejected,
                "index": first.index,
                "reason": first.reason,
            },
        )


def _log_not_checked(origin: Origin, report: LogReport) -> Iterator[Finding]:
    log = str(origin)
    if report.judged < report.size:
        yield _head_finding("head_unchecked", log, report)
    if not report.has_ml_dsa:
        yield Finding(code="no_ml_dsa", values={"log": log})
    if report.other_lines:
        yield Finding(code="other_lines", values={"log": log, "lines": report.other_lines})
    if report.beyond:
        yield Finding(code="beyond", values={"log": log, "leaves": report.beyond})
    if report.withheld:
        yield Finding(code="withheld", values={"log": log, "leaves": report.withheld})
    if report.unsettled:
        yield Finding(code="unsettled", values={"log": log, "leaves": report.unsettled})


def _head_finding(code: str, log: str, report: LogReport) -> Finding:
    keys = "Ed25519 + ML-DSA-44" if report.has_ml_dsa else "Ed25519"
    return Finding(code=code, values={"log": log, "leaves": report.size, "keys": keys})


def _cut_finding(code: str, evidence: Evidence) -> Finding:
    contents = evidence.contents
    period = {"from_": format_instant(contents.from_), "until": format_instant(contents.until)}
    return Finding(code=code, values={"cut": contents.cut_digest, **period})


def _receipt_finding(code: str, receipt: VerifiedStatement) -> Finding:
    return Finding(code=code, values={"party": receipt.origin.from_party, "index": receipt.index})


def _reviews_not_checked(evidence: Evidence) -> Iterator[Finding]:
    for party, review in _reviews(evidence).items():
        if review is None:
            yield Finding(code="review_missing", values={"party": party})
        elif (signed := _signed_figures(review)) != evidence.stated_figures:
            yield Finding(code="review_differs", values={"party": party, "figures": signed})
        elif not evidence.is_settled(review):
            yield Finding(code="review_unchecked", values={"party": party})


def _other(cut: Cut, evidence: Evidence) -> PartyId:
    first, second = evidence.contents.accord.parties
    return second if cut.party == first else first


def _receipt_of(cut: Cut, evidence: Evidence) -> VerifiedStatement | None:
    """Return the first leaf of the other party that covers the cut; it stands after the cut."""
    log = evidence.logs[_other(cut, evidence)]
    for index in range(cut.seen_size, len(log)):
        leaf = log[index]
        if isinstance(leaf, VerifiedStatement) and leaf.header.seen.size > cut.index:
            return leaf
    return None


def _reviews(evidence: Evidence) -> Mapping[PartyId, VerifiedStatement | None]:
    """Return each party's review of this cut; its last word counts."""
    cut = evidence.contents.cut
    parties = evidence.contents.accord.parties
    reviews: dict[PartyId, VerifiedStatement | None] = dict.fromkeys(parties)
    for party, log in evidence.logs.items():
        first = cut.index + 1 if party == cut.party else cut.seen_size
        for index in range(first, len(log)):
            leaf = log[index]
            if not isinstance(leaf, VerifiedStatement) or leaf.header.type != REVIEW:
                continue
            if leaf.header.ref == evidence.contents.cut_digest:
                reviews[party] = leaf
    return reviews


def _signed_figures(review: VerifiedStatement) -> Digest:
    return Digest(str(review.header.facts["figures"]))
