"""Check a bundle from end to end: the one thing an outsider needs.

Uses the core alone: no node, no database, no network. Refuses at the first thing that is wrong
and names it; for what cannot be checked from the bundle it says so.

The steps, as on the page named below:

1. Every file is the one `bundle.json` names, and there is no other.
2. Accords and key sheets; the reader's anchors.
3. Every leaf of both logs: its hash, its signature, its place.
4. Both trees, their tiles and their signed heads.
5. The cut; the figures, computed again from the leaves and compared byte by byte.
6. The bodies that are disclosed.

Source: docs/spec/bundle.md, "How it is checked".
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

from servanda.core.accords.accord import Accord
from servanda.core.bundle.layout import (
    ACCORDS_FOLDER,
    BODIES_FOLDER,
    FIGURES_PATH,
    KEYS_FOLDER,
    README_PATH,
    BundleReader,
    accord_path,
    leaf_of_body,
    log_folder,
)
from servanda.core.bundle.readme import readme
from servanda.core.exchange.accord_timeline import PROPOSAL
from servanda.core.exchange.cut import CUT, CutContents, cut_contents, find_cut, read_cut
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.exchange.outline import LogOutline
from servanda.core.exchange.pair import PairState
from servanda.core.identifiers import Digest, PartyId, digest_from_hash, digest_of, hash_from_digest
from servanda.core.keys.card import Card, twelve_words
from servanda.core.review.figures import compute_figures, encode_computed_figures, encode_figures
from servanda.core.statements.body import SALT_BYTES
from servanda.core.suspension.of_cut import suspensions_of_cut
from servanda.core.verifier.accords import BundledAccords, read_accords
from servanda.core.verifier.cards import Anchors, read_cards, verify_anchors
from servanda.core.verifier.files import CheckedFiles
from servanda.core.verifier.findings import Finding
from servanda.core.verifier.judging import Judging, ParallelMap
from servanda.core.verifier.report import Evidence, checked, not_checked
from servanda.core.verifier.wrong import refuse, refuse_leaf

Task = TypeVar("Task")
Done = TypeVar("Done")

_EXCERPT_BYTES = 60  # on both sides of a difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """A bundle that was checked and found right.

    Attributes:
        accord: The version in force for the cut.
        anchored: Whether the reader's anchors vouch for both parties' keys.
        words: Each party's twelve words, to be compared if nobody vouched.
        cut: The leaf hash of the cut.
        contents: The accord, the period and the leaves of the cut.
        figures: The SHA-256 of `figures.json`; None if it could not be computed again.
        statements: Valid leaves that are not receipts, of both logs as far as bundled, but for
            those that rest on leaves that were not judged.
        checks: What was checked.
        unchecked: What could not be, and why.
    """

    accord: Digest
    anchored: bool
    words: Mapping[PartyId, tuple[str, ...]]
    cut: Digest
    contents: CutContents
    figures: Digest | None
    statements: int
    checks: tuple[Finding, ...]
    unchecked: tuple[Finding, ...]


def verify_bundle(
    reader: BundleReader,
    *,
    anchors: Anchors,
    parallel: ParallelMap | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Verification:
    """Verify the bundle behind `reader` from end to end and return what it holds.

    Args:
        reader: The files; nothing in them is trusted.
        anchors: What the reader brings from elsewhere; without any, the result is only that
            the bundle is consistent with the keys inside.
        parallel: Opens tiles of leaves several at once; None for one after the other.
        progress: Told how many leaves of how many are judged, about once a thousand.

    Raises:
        BundleError: Something is wrong; it names the first thing found.
    """
    files = CheckedFiles(reader)  # (1)
    accords = read_accords(files)  # (2)
    manifest = files.manifest
    accord = accords.require(manifest.accord, "the accord of the cut")
    cards = read_cards(files, accord)
    _require_known_files(files, accord)
    anchored = verify_anchors(anchors, accord=manifest.accord, accords=accords, cards=cards)

    pair = _empty_pair(accord, accords, cards)
    judging = Judging(
        files,
        pair=pair,
        accords=accords,
        parallel=parallel or _one_by_one,
        progress=progress or _nobody,
    )
    judging.run()  # (3) (4)
    evidence = _gather(
        files, judging, pair, accords=accords, anchors=anchors, anchored=anchored, cards=cards
    )
    return Verification(
        accord=manifest.accord,
        anchored=anchored,
        words={party: twelve_words(card) for party, card in cards.items()},
        cut=manifest.cut,
        contents=evidence.contents,
        figures=evidence.figures,
        statements=sum(report.statements for report in judging.reports.values()),
        checks=tuple(checked(evidence)),
        unchecked=tuple(not_checked(evidence)),
    )


def _empty_pair(
    accord: Accord, accords: BundledAccords, cards: Mapping[PartyId, Card]
) -> PairState:
    """Return the pair before its first leaves, knowing what their proposals carry."""
    pair = PairState.in_memory(accord.parties, accord.name, cards)
    for data, _ in accords.readable.values():
        pair.know_accord(data)
    return pair


def _gather(
    files: CheckedFiles,
    judging: Judging,
    pair: PairState,
    *,
    accords: BundledAccords,
    anchors: Anchors,
    anchored: bool,
    cards: Mapping[PartyId, Card],
) -> Evidence:
    """Check what rests on the judged leaves, and return all that can be said of the bundle."""
    for digest in (*accords.readable, *accords.unreadable):
        if digest not in judging.proposed:
            path = accord_path(digest)
            raise refuse(f"{path} was proposed by nobody in these logs.", path=path)
    contents = _cut_contents(judging, pair, files)  # (5)
    reports, cut = judging.reports, contents.cut
    is_known = cut.index < reports[cut.party].settled and not any(
        report.withheld for report in reports.values()
    )
    bodies, unsettled_bodies = _verify_bodies(files, judging, pair)  # (6)
    return Evidence(
        files=len(files.manifest.files),
        anchors=anchors,
        anchored=anchored,
        cards=cards,
        contents=contents,
        logs=judging.logs,
        reports=reports,
        figures=_verify_figures(files, contents, judging.outlines if is_known else None),
        suspensions=suspensions_of_cut(contents, judging.outlines) if is_known else None,
        stated_figures=files.manifest.files[FIGURES_PATH],  # compared when it was read
        bodies=bodies,
        unsettled_bodies=unsettled_bodies,
        is_readme_ours=files.read(README_PATH)
        == readme(
            accord=contents.accord_digest, cut=contents.cut_digest, mode=contents.accord.mode
        ),
    )


def _cut_contents(judging: Judging, pair: PairState, files: CheckedFiles) -> CutContents:
    manifest = files.manifest
    statement = _find(manifest.cut, judging, pair)
    if statement is None or statement.header.type != CUT:
        raise refuse(f"{manifest.cut}, named as the cut, is no valid cut in these logs.")
    cut = read_cut(statement)
    version = pair.accord_for(cut.party, index=cut.index, seen_size=cut.seen_size)
    if version is None or version.digest != manifest.accord:
        found = "none" if version is None else version.digest
        raise refuse(f"The accord in force for the cut is {found}, not {manifest.accord}.")
    used = find_cut(pair.cuts, parties=version.accord.parties, until=cut.until)
    if used is not None and used.leaf_hash != cut.leaf_hash:
        raise refuse(f"{manifest.cut} crossed another cut for the same time, which is used.")
    return cut_contents(
        cut,
        logs=judging.logs,
        cuts=pair.cuts,
        accords=pair.accords_before(cut.party, index=cut.index, seen_size=cut.seen_size),
        accord_digest=version.digest,
    )


def _verify_figures(
    files: CheckedFiles, contents: CutContents, outlines: Mapping[PartyId, LogOutline] | None
) -> Digest | None:
    """Compute the figures again and compare; return their hash, or None if they cannot be."""
    files.read(FIGURES_PATH)
    if outlines is None:
        return None
    # By their hashes: of a long log the figures are the largest file, too large to hold even once.
    computed_hash = sha256()
    for part in encode_computed_figures(contents, outlines=outlines):
        computed_hash.update(part)
    computed_digest = digest_from_hash(computed_hash.digest())
    if computed_digest != files.manifest.files[FIGURES_PATH]:
        stated = files.read(FIGURES_PATH)
        computed = encode_figures(compute_figures(contents, outlines=outlines))
        at = _first_difference(stated, computed)
        raise refuse(
            f"{FIGURES_PATH} is not what follows from the leaves: from byte {at} on it says "
            f"{_excerpt(stated, at)}, and the leaves give {_excerpt(computed, at)}.",
            path=FIGURES_PATH,
        )
    return computed_digest


def _first_difference(stated: bytes, computed: bytes) -> int:
    """Return where two unequal files differ first; both are one line of strict JCS."""
    pairs = enumerate(zip(stated, computed, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(stated), len(computed)))


def _excerpt(data: bytes, at: int) -> str:
    return repr(data[max(0, at - _EXCERPT_BYTES) : at + _EXCERPT_BYTES].decode(errors="replace"))


def _verify_bodies(files: CheckedFiles, judging: Judging, pair: PairState) -> tuple[int, int]:
    """Verify every disclosed body against its statement.

    Returns:
        How many there are, accords aside: of statements that rest on nothing but judged leaves,
        and of others.
    """
    settled = unsettled = 0
    for path in files.below(BODIES_FOLDER):
        leaf = leaf_of_body(path)
        statement = None if leaf is None else _find(leaf, judging, pair)
        if statement is None:
            raise refuse(f"{path} is the body of no valid statement in these logs.", path=path)
        data, is_named = files.read_compared(path)
        # The header names the hash over salt and body, which is that of the whole file.
        if not is_named or len(data) < SALT_BYTES or digest_of(data) != statement.header.body:
            raise refuse_leaf(
                "the body in the bundle is not the one it was sent with.",
                log=statement.origin,
                index=statement.index,
                type_name=statement.header.type,
                leaf=statement.digest,
                path=path,
            )
        if statement.header.type == PROPOSAL:
            continue
        if statement.index < judging.reports[statement.origin.from_party].settled:
            settled += 1
        else:
            unsettled += 1
    return settled, unsettled


def _require_known_files(files: CheckedFiles, accord: Accord) -> None:
    """Refuse a file in no folder of a bundle; each folder's own check does the rest."""
    folders = (ACCORDS_FOLDER, BODIES_FOLDER, KEYS_FOLDER, *map(log_folder, accord.parties))
    for path in files.manifest.files:
        if path not in (FIGURES_PATH, README_PATH) and not path.startswith(folders):
            raise refuse(f"{path} is no file of a bundle of this accord.", path=path)


def _find(digest: Digest, judging: Judging, pair: PairState) -> VerifiedStatement | None:
    """Return the valid statement of this name; at most one of its places makes it valid.

    A party can copy any leaf into its own log, where it is invalid; that harms nobody but it.
    """
    for place in pair.find(hash_from_digest(digest)):
        leaf = judging.logs[place.party][place.index]
        if isinstance(leaf, VerifiedStatement):
            return leaf
    return None


def _one_by_one(work: Callable[[Task], Done], tasks: Iterable[Task]) -> Iterator[Done]:
    return map(work, tasks)


def _nobody(done: int, total: int) -> None:
    """Tell nobody about progress."""
