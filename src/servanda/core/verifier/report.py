"""Put together what was checked and what was not, once nothing was found wrong.

Source: docs/spec/bundle.md, "What `verify` says".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from servanda.core.exchange.cut import Cut, CutContents
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.identifiers import Digest, Origin, PartyId, format_instant
from servanda.core.keys.card import Card, twelve_words
from servanda.core.verifier.cards import Anchors
from servanda.core.verifier.findings import Finding
from servanda.core.verifier.judged_log import JudgedLog
from servanda.core.verifier.judging import LogReport

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
        stated_figures: The hash of `figures.json` as it lies in the bundle.
        bodies: How many are disclosed and right.
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
    stated_figures: Digest
    bodies: int
    is_readme_ours: bool

    @property
    def origins(self) -> Mapping[PartyId, Origin]:
        """The logs' names."""
        return {party: log.origin for party, log in self.logs.items()}


def checked(evidence: Evidence) -> Iterator[Finding]:
    """Yield what was checked, in the order of the check."""
    yield Finding(code="files", values={"files": evidence.files})
    if evidence.anchored:
        by = evidence.anchors.accord or ", ".join(sorted(evidence.anchors.words))
        yield Finding(code="anchored", values={"by": by})
    for party, card in evidence.cards.items():
        yield Finding(code="keys", values={"party": party, "sheets": len(card.sheets)})
    for party, report in evidence.reports.items():
        yield from _log_checked(evidence.origins[party], report)
    cut = evidence.contents.cut
    period = {"from_": format_instant(cut.from_), "until": format_instant(cut.until)}
    yield Finding(code="cut", values={"cut": evidence.contents.cut_digest, **period})
    receipt = _receipt_of(cut, evidence)
    if receipt is not None:
        party = receipt.origin.from_party
        yield Finding(code="cut_receipted", values={"party": party, "index": receipt.index})
    if evidence.figures is not None:
        yield Finding(code="figures", values={"figures": evidence.figures})
    for party, signed in _reviews(evidence).items():
        if signed == evidence.stated_figures:
            code = "review_stated" if evidence.figures is None else "review"
            yield Finding(code=code, values={"party": party})
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
    if evidence.figures is None:
        yield Finding(code="figures_unchecked", values={})
    cut = evidence.contents.cut
    if _receipt_of(cut, evidence) is None:
        yield Finding(code="one_sided", values={"party": _other(cut, evidence)})
    yield from _reviews_not_checked(evidence)
    if not evidence.is_readme_ours:
        yield Finding(code="readme", values={})
    if evidence.contents.accord.witness is not None:
        yield Finding(code="witness", values={})
    missing = sum(report.bodies for report in evidence.reports.values()) - evidence.bodies
    if missing:
        yield Finding(code="bodies_missing", values={"bodies": missing})
    yield Finding(code="limits", values={})


def _log_checked(origin: Origin, report: LogReport) -> Iterator[Finding]:
    log = str(origin)
    shown = report.size - report.withheld - report.beyond - report.rejected
    yield Finding(
        code="leaves", values={"log": log, "leaves": shown, "statements": report.statements}
    )
    keys = "Ed25519 + ML-DSA-44" if report.has_ml_dsa else "Ed25519"
    yield Finding(code="head", values={"log": log, "leaves": report.size, "keys": keys})
    first = report.first_rejected
    if first is not None and not report.withheld:
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
    if not report.has_ml_dsa:
        yield Finding(code="no_ml_dsa", values={"log": log})
    if report.other_lines:
        yield Finding(code="other_lines", values={"log": log, "lines": report.other_lines})
    if report.beyond:
        yield Finding(code="beyond", values={"log": log, "leaves": report.beyond})
    if report.withheld:
        yield Finding(code="withheld", values={"log": log, "leaves": report.withheld})


def _reviews_not_checked(evidence: Evidence) -> Iterator[Finding]:
    for party, signed in _reviews(evidence).items():
        if signed is None:
            yield Finding(code="review_missing", values={"party": party})
        elif signed != evidence.stated_figures:
            yield Finding(code="review_differs", values={"party": party, "figures": signed})


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


def _reviews(evidence: Evidence) -> Mapping[PartyId, Digest | None]:
    """Return the hash that each party has signed for this cut; its last word counts."""
    cut = evidence.contents.cut
    signed: dict[PartyId, Digest | None] = dict.fromkeys(evidence.contents.accord.parties)
    for party, log in evidence.logs.items():
        first = cut.index + 1 if party == cut.party else cut.seen_size
        for index in range(first, len(log)):
            leaf = log[index]
            if not isinstance(leaf, VerifiedStatement) or leaf.header.type != REVIEW:
                continue
            if leaf.header.ref == evidence.contents.cut_digest:
                signed[party] = Digest(str(leaf.header.facts["figures"]))
    return signed
