"""Judge both logs of a bundle from their first leaves on, each leaf after its past.

The logs are opened tile by tile; a leaf is judged as soon as all it has `seen` of the other log
is judged. Who judges later than the parties did comes to the same verdicts, because a verdict
depends on the past alone.

Source: docs/spec/bundle.md, "How it is checked", steps 3 and 4.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from servanda.core.bundle.layout import checkpoint_path, log_folder
from servanda.core.envelope.notes import split_note
from servanda.core.errors import CounterpartError
from servanda.core.exchange.heads import head_verifiers, verify_head
from servanda.core.exchange.judge import judge_received
from servanda.core.exchange.leaf import JudgedLeaf, RejectedLeaf, VerifiedStatement
from servanda.core.exchange.outline import HAS_BODY, STATEMENT, VALID, LogOutline
from servanda.core.exchange.pair import PairState
from servanda.core.identifiers import Digest, PartyId, digest_from_hash, hash_from_digest
from servanda.core.tlog.checkpoint import InvalidCheckpointError, parse_checkpoint_text, signers_of
from servanda.core.tlog.tiles import (
    TILE_WIDTH,
    InvalidTileError,
    TileNodes,
    entry_tiles,
    hash_tile,
    hash_tiles,
    tile_path,
    tile_paths,
)
from servanda.core.tlog.tree import root_at
from servanda.core.verifier.accords import BundledAccords
from servanda.core.verifier.files import CheckedFiles
from servanda.core.verifier.judged_log import JudgedLog, withheld_leaf
from servanda.core.verifier.tiles import OpenedLeaf, TileOpener
from servanda.core.verifier.wrong import refuse, refuse_leaf

Task = TypeVar("Task")
Done = TypeVar("Done")

_SETTLE_EVERY = 1_024  # leaves; what is not settled costs ten times the memory


class ParallelMap(Protocol):
    """Applies a function to each task, several at once.

    Every implementation must yield the results in the order of the tasks, hold only a few that
    nobody has taken yet, and raise what the function raised at its place.
    """

    def __call__(self, work: Callable[[Task], Done], tasks: Iterable[Task]) -> Iterator[Done]:
        """Yield `work(task)` for each of `tasks`."""
        ...


@dataclass(slots=True, kw_only=True)
class LogReport:
    """What was found in one log; grows while it is judged.

    Attributes:
        size: Leaves under its head.
        judged: Index of the first leaf that is withheld or beyond; `size` if there is none.
        settled: Index of the first leaf that rests on such a one of either log, or is one; what
            holds of those from there on is not known for sure.
        leaves: Settled leaves that take effect.
        statements: Those of them that are not receipts.
        rejected: Settled leaves without effect.
        beyond: Leaves that name more of the other log than the bundle has, so not judged.
        withheld: Leaves that are not shown.
        bodies: Valid statements that have a body, an accord not being called one.
        proposals: Valid proposals.
        first_rejected: The first without effect.
        has_ml_dsa: Whether the head has the line that a quantum computer does not break.
        other_lines: Signature lines under the head that are by neither of the log's keys.
    """

    size: int
    judged: int
    settled: int
    leaves: int = 0
    statements: int = 0
    rejected: int = 0
    beyond: int = 0
    withheld: int = 0
    bodies: int = 0
    proposals: int = 0
    first_rejected: RejectedLeaf | None = None
    has_ml_dsa: bool = False
    other_lines: int = 0

    @property
    def unsettled(self) -> int:
        """Number of leaves that were judged, but rest on some that were not."""
        return self.size - self.settled - self.withheld - self.beyond


class Judging:
    """Judges the two logs of one bundle; made for one use."""

    def __init__(
        self,
        files: CheckedFiles,
        *,
        pair: PairState,
        accords: BundledAccords,
        parallel: ParallelMap,
        progress: Callable[[int, int], None],
    ) -> None:
        """Take the bundle and the empty state of the pair, which knows the accords in it."""
        self._files = files
        self._accords = accords
        self.proposed: set[Digest] = set()
        self._pair = pair
        self._parallel = parallel
        self._progress = progress
        self.reports: Mapping[PartyId, LogReport] = {
            party: LogReport(size=size, judged=size, settled=size)
            for party, size in ((each, self._stated_size(each)) for each in pair.parties)
        }
        self._require_files()
        self.outlines: Mapping[PartyId, LogOutline] = {
            party: LogOutline() for party in pair.parties
        }
        self.logs: Mapping[PartyId, JudgedLog] = {
            party: self._judged_log(party) for party in pair.parties
        }
        self._openers = {
            party: TileOpener(
                files=files,
                origin=pair.origin(party),
                folder=log_folder(party),
                verifiers=[pair.log(party).keys.newest.sign_verifier],
            )
            for party in pair.parties
        }

    def run(self) -> None:
        """Judge every leaf, then compare roots, tiles and heads.

        Raises:
            BundleError: Something is not what it has to be.
        """
        first, second = self._pair.parties
        waiting = {first: _Waiting(self._open(first)), second: _Waiting(self._open(second))}
        party: PartyId | None = first
        while party is not None:
            self._judge_ready(party, waiting[party])
            party = self._choose(waiting, after=party)
        self._settle()
        for each in self._pair.parties:
            flags, report = self.outlines[each].flags, self.reports[each]
            settled = flags[: report.settled]
            report.leaves = sum(1 for bits in settled if bits & VALID)
            report.statements = sum(1 for bits in settled if bits & STATEMENT)
            report.bodies = sum(1 for bits in flags if bits & HAS_BODY) - report.proposals
            self._verify_head(each)
            self._compare_tiles(each)

    def _judged_log(self, party: PartyId) -> JudgedLog:
        return JudgedLog(
            outline=self.outlines[party],
            files=self._files,
            origin=self._pair.origin(party),
            folder=log_folder(party),
            nodes=self._pair.log(party).roots,
            size=self.reports[party].size,
        )

    def _open(self, party: PartyId) -> Iterator[OpenedLeaf]:
        tiles = entry_tiles(self.reports[party].size)
        for opened in self._parallel(self._openers[party].open, tiles):
            yield from opened

    def _judge_ready(self, party: PartyId, waiting: "_Waiting") -> None:
        """Judge the leaves of one log until one has seen more of the other than is judged."""
        pair = self._pair
        other_size = pair.log(pair.counterpart(party)).roots.size
        past, origin, outline = pair.past_of_next(party), pair.origin(party), self.outlines[party]
        report, other_judged = self.reports[party], self.reports[pair.counterpart(party)].judged
        while (leaf := waiting.leaf) is not None and waiting.seen_size <= other_size:
            received = leaf.received
            judged: JudgedLeaf
            if received is None:
                judged = withheld_leaf(origin, past.own_size, leaf.leaf_hash)
            else:
                judged = judge_received(received, origin=origin, past=past, checked=leaf.checked)
            if waiting.seen_size > other_judged:
                report.settled = min(report.settled, judged.index)
            pair.add(judged, body=None)  # the accords are known from their own files
            outline.take(judged)
            if isinstance(judged, RejectedLeaf):
                self._take_rejected(party, judged)
            else:
                self._take_landmark(party, judged)
            if judged.index % _SETTLE_EVERY == 0:
                self._settle()
            waiting.step()

    def _settle(self) -> None:
        self._pair.settle()
        self._progress(
            sum(outline.size for outline in self.outlines.values()),
            sum(report.size for report in self.reports.values()),
        )

    def _take_landmark(self, party: PartyId, statement: VerifiedStatement) -> None:
        """Note what changes how later leaves are read."""
        match statement.header.type:
            case "key":
                verifier = self._pair.log(party).keys.newest.sign_verifier
                self._openers[party].verifiers.append(verifier)
            case "proposal":
                self.reports[party].proposals += 1
                if statement.header.accord is not None:
                    self.proposed.add(statement.header.accord)
            case "acceptance":
                self._require_accord(statement)
            case _:
                pass  # all others leave it as it is

    def _require_accord(self, acceptance: VerifiedStatement) -> None:
        """Require the version that was accepted: without it, leaves made under it seem invalid.

        Both parties held it, for one proposed and the other accepted it. So it is missing only
        if someone left it out, together with all that was said under it.
        """
        accord, ref = acceptance.header.accord, acceptance.header.ref
        if accord is None or ref is None or accord in self._accords.readable:
            return
        party = self._pair.counterpart(acceptance.origin.from_party)
        for place in self._pair.find(hash_from_digest(ref)):
            proposal = self.logs[place.party][place.index]
            is_valid = place.party == party and isinstance(proposal, VerifiedStatement)
            if is_valid and proposal.header is not None and proposal.header.accord == accord:
                self._accords.require(accord, "which was proposed and accepted")

    def _take_rejected(self, party: PartyId, leaf: RejectedLeaf) -> None:
        report, other = self.reports[party], self.reports[self._pair.counterpart(party)]
        if not leaf.note:
            report.withheld += 1
        elif leaf.header is not None and leaf.header.seen.size > other.size:
            report.beyond += 1
        else:
            report.rejected += leaf.index < report.settled
            report.first_rejected = report.first_rejected or leaf
            return
        report.judged = min(report.judged, leaf.index)
        report.settled = min(report.settled, leaf.index)

    def _choose(self, waiting: "Mapping[PartyId, _Waiting]", *, after: PartyId) -> PartyId | None:
        """Return the log to go on with; None when both are done."""
        order = [
            party
            for party in (self._pair.counterpart(after), after)
            if waiting[party].leaf is not None
        ]
        for party in order:
            other = self._pair.log(self._pair.counterpart(party)).roots
            if waiting[party].seen_size <= other.size:
                return party
        # Each waits for the other, or one for leaves that are not there. Hashes point in no
        # circle, so at least one of them names a root that never was: that one is not valid.
        for party in order:
            if not self._names_a_root(party, waiting[party]):
                waiting[party].seen_size = 0
                return party
        if order:
            raise refuse("Both logs name heads of each other that cannot both have been.")
        return None

    def _names_a_root(self, party: PartyId, waiting: "_Waiting") -> bool:
        """Return whether the head that the waiting leaf has seen is one of the other log."""
        other = self._pair.counterpart(party)
        size = self.reports[other].size
        if waiting.seen_size > size or waiting.seen_root is None:
            return False
        nodes = TileNodes(lambda path: self._files.read(log_folder(other) + path), size)
        try:
            root = root_at(nodes, waiting.seen_size)
        except InvalidTileError as error:
            folder = log_folder(other)
            raise refuse(f"A hash tile in {folder} cannot be read: {error}.") from error
        return digest_from_hash(root) == waiting.seen_root

    def _stated_size(self, party: PartyId) -> int:
        """Return the size in the log's head, whose signature is checked at the end."""
        path = checkpoint_path(party)
        note = self._files.read(path)
        text, _, _ = note.rpartition(b"\n\n")
        try:
            return parse_checkpoint_text(text + b"\n").size
        except InvalidCheckpointError as error:
            raise refuse(f"{path} is not the head of a log: {error}.", path=path) from error

    def _require_files(self) -> None:
        """Require every file of both logs, and no other in their folders."""
        for party, report in self.reports.items():
            folder = log_folder(party)
            there = set(self._files.below(folder))
            if report.size > len(there) * TILE_WIDTH:
                raise refuse(f"{folder} has too few files for a log of {report.size} leaves.")
            expected = {folder + path for path in tile_paths(report.size)}
            expected.add(checkpoint_path(party))
            for path in sorted(expected - there):
                raise refuse(f"{path} is missing from the bundle.", path=path)
            for path in sorted(there - expected):
                raise refuse(f"{path} is no file of a log of {report.size} leaves.", path=path)

    def _verify_head(self, party: PartyId) -> None:
        """Verify the log's signed head, and that it is the head of these leaves."""
        path, origin = checkpoint_path(party), self._pair.origin(party)
        note, state, report = self._files.read(path), self._pair.log(party), self.reports[party]
        keys = state.keys.keys_after(report.size - 1)
        try:
            head = verify_head(note, origin=origin, keys=keys)
            verified = len(signers_of(note, head_verifiers(origin, keys)))
            report.has_ml_dsa = verified > 1
            report.other_lines = len(split_note(note).signatures) - verified
        except CounterpartError as error:
            message = f"The head of log {origin} is not signed by that log's key: {error}."
            raise refuse(message, path=path) from error
        if head.root == state.roots.root_at(report.size):
            return
        rejected = report.first_rejected
        if rejected is None:
            raise refuse(
                f"The leaves of log {origin} are not those that its head signs.", path=path
            )
        raise refuse_leaf(
            f"its bytes, or those of the leaf before it, are not what the log's signed head "
            f"covers ({rejected.reason}).",
            log=origin,
            index=rejected.index,
            type_name=None if rejected.header is None else rejected.header.type,
            leaf=rejected.digest,
        )

    def _compare_tiles(self, party: PartyId) -> None:
        """Compare the upper hash tiles, which follow from the leaves, with those computed."""
        nodes = self._pair.log(party).roots
        for level, number, width in hash_tiles(self.reports[party].size):
            if level == 0:
                continue  # compared with the leaves when it was opened
            path = log_folder(party) + tile_path(level, number, width)
            computed = hash_tile(nodes, level=level, number=number, width=width)
            if self._files.read(path) != computed:
                raise refuse(f"{path} does not follow from the leaves below it.", path=path)


class _Waiting:
    """The next leaf of one log, opened and not judged."""

    __slots__ = ("_leaves", "leaf", "seen_root", "seen_size")

    def __init__(self, leaves: Iterator[OpenedLeaf]) -> None:
        self._leaves = leaves
        self.leaf: OpenedLeaf | None = None
        self.seen_size = 0
        self.seen_root: Digest | None = None
        self.step()

    def step(self) -> None:
        """Go on to the next leaf; what is withheld or unreadable waits for nothing."""
        self.leaf = leaf = next(self._leaves, None)
        self.seen_size, self.seen_root = 0, None
        if leaf is not None and leaf.received is not None and leaf.received.header is not None:
            seen = leaf.received.header.seen
            self.seen_size, self.seen_root = seen.size, seen.root
