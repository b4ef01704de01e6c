"""Gather what a brief tells beside the dialogue: reviews, what is open, own findings."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from servanda.core.assessments.side_by_side import SideBySide
from servanda.core.dialogue.agenda import AgendaItem, AgendaKind
from servanda.core.exchange.cut import find_cut
from servanda.core.handling.editions import Edition
from servanda.core.identifiers import Digest, digest_from_hash, digest_of
from servanda.documents.brief.matters import (
    BriefFinding,
    BriefMatters,
    BriefReview,
    brief_review,
)
from servanda.documents.evidence.summary import EvidenceSummary
from servanda.interfaces.brief_conduct import brief_conduct
from servanda.store.home.kept_figures import KeptFigures
from servanda.usecases.accords.accord_state import read_pair_state
from servanda.usecases.conduct.read_assessments import read_assessments
from servanda.usecases.dialogue.assemble_agenda import assemble_agenda
from servanda.usecases.handling.edition_barriers import edition_barriers
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.review.compute_review import compute_review, signed_review
from servanda.usecases.services import Services

# What a finding says of a commitment that nothing speaks against.
_QUIET = frozenset(("kept", "no_breach_shown", "not_shown", "not_yet_due"))


def brief_matters(
    pair: PairRecord,
    *,
    evidence: Path | None,
    services: Services,
    edition: Edition | None = None,
    withheld: Mapping[Digest, str] | None = None,
    kept: KeptFigures | None = None,
) -> BriefMatters:
    """Return what there is to tell about a pair beside its dialogue.

    Args:
        pair: Between whom.
        evidence: A report of our own reading; None for none.
        services: The node's ports.
        edition: Leave out what no reader of it may have; None for our own desk.
        withheld: What the dialogue leaves out already, with the word that keeps it out.
        kept: Figures that were signed; None to compute them.

    Raises:
        InvalidInputError: The report cannot be read, or is none.
    """
    newest, before = _last_cuts(pair, services=services)
    # First, so that the shares of the newest review are those that stay kept.
    earlier = _review(pair, before, kept=kept, services=services)
    summary = None if evidence is None else _summary(pair, evidence)
    agenda = assemble_agenda(pair, services=services, own=finding_items(summary))
    is_whole = edition in {Edition.PARTY, Edition.JOINT}
    conduct = brief_conduct(pair, services=services) if is_whole else None
    assessments = () if edition is Edition.PUBLIC else _assessments(pair, services=services)
    barred: Mapping[Digest, str] = {}
    if edition is Edition.JOINT:
        refs = [*(one.ref for one in agenda), *(conduct.leaves if conduct else ())]
        refs += [each.leaf for one in assessments for each in one.assessments]
        barred = edition_barriers(refs, edition, by=pair.own.from_party, services=services)
    return BriefMatters(
        before=earlier,
        review=_review(pair, newest, kept=kept, services=services),
        # What is open is for those who will talk about it.
        agenda=None
        if edition is Edition.PUBLIC
        else tuple(one for one in agenda if one.ref not in barred),
        findings=tuple(
            BriefFinding(commitment=one.commitment, status=one.kind)
            for one in (() if summary is None else summary.findings)
        ),
        findings_digest=None if summary is None else summary.digest,
        by=pair.own.from_party,
        conduct=None if conduct is None else conduct.without(barred),
        # Both words or none: half of a disagreement would be told as one side's word alone.
        assessments=[one for one in assessments if barred.keys().isdisjoint(one.leaves)],
        left_out=by_word({**barred, **(withheld or {})}),
    )


def _assessments(pair: PairRecord, *, services: Services) -> Sequence[SideBySide]:
    found = read_assessments(pair, services=services)
    return () if found is None else found.side_by_side()


def by_word(barred: Mapping[Digest, str]) -> Mapping[str, Sequence[Digest]]:
    """Return withheld statements by the word that keeps them out."""
    found: dict[str, list[Digest]] = {}
    for leaf, word in sorted(barred.items()):
        found.setdefault(word, []).append(leaf)
    return found


def finding_items(summary: EvidenceSummary | None) -> Sequence[AgendaItem]:
    """Return the commitments of a report that something speaks against, as matters of our own."""
    return [
        AgendaItem(kind=AgendaKind.FINDING, ref=one.commitment, about=one.commitment, is_own=True)
        for one in (() if summary is None else summary.findings)
        if one.kind not in _QUIET
    ]


def _summary(pair: PairRecord, report: Path) -> EvidenceSummary:
    # Few briefs have evidence beside them, and its readers take time to load.
    from servanda.interfaces.evidence.report_file import read_summary  # noqa: PLC0415 - above

    return read_summary(report, by=pair.own.from_party, promises={})


def _last_cuts(pair: PairRecord, *, services: Services) -> tuple[Digest | None, Digest | None]:
    """Return the cut with the latest end, and the one with the latest end before it begins."""
    state = read_pair_state(pair, services=services)
    accord = state.newest_accord
    if accord is None:
        return None, None
    parties = accord.accord.parties
    newest = find_cut(state.cuts, parties=parties)
    if newest is None:
        return None, None
    earlier = tuple(one for one in state.cuts if one.until < newest.until)
    before = find_cut(earlier, parties=parties)
    return digest_from_hash(newest.leaf_hash), (
        None if before is None else digest_from_hash(before.leaf_hash)
    )


def _review(
    pair: PairRecord, cut: Digest | None, *, kept: KeptFigures | None, services: Services
) -> BriefReview | None:
    """Return a review: of the figures that we signed where they are kept, else computed."""
    if cut is None:
        return None
    signed = signed_review(cut, pair, services=services)
    document = None if kept is None or signed.ours is None else kept.read(signed.ours)
    if document is None:
        document = compute_review(
            cut=cut,
            counterpart=pair.counterpart,
            accord_name=pair.own.accord_name,
            is_quick=True,
            services=services,
        ).document
        if kept is not None and digest_of(document) == signed.ours:
            kept.keep(document)
    found = digest_of(document)
    return brief_review(
        document,
        is_agreed=signed.ours == signed.theirs == found,
        parties=sorted((pair.own.from_party, pair.counterpart)),
    )
