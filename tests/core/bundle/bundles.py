"""Small bundles made of what two desks exchanged, and a reader over files in memory."""

from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass

import pytest
from _pytest.mark.structures import ParameterSet
from typing_extensions import override

from servanda.core.accords.accord import accord_id
from servanda.core.bundle.build import BundledLog, BundleParts, bundle_files
from servanda.core.bundle.layout import BundleReader
from servanda.core.exchange.cut import CutContents
from servanda.core.identifiers import Digest, PartyId
from servanda.core.review.figures import compute_figures, encode_figures
from tests.core.exchange.worked_example import WorkedExample, play
from tests.core.exchange.world import ACCORD, ALICE, BOB, Desk
from tests.core.keys.cast import card_of


@dataclass(frozen=True, slots=True)
class MemoryReader(BundleReader):
    """A bundle that lies in memory."""

    files: Mapping[str, bytes]

    @override
    def paths(self) -> Collection[str]:
        return self.files.keys()

    @override
    def read(self, path: str) -> bytes:
        return self.files[path]


def bundle_of(
    alice: Desk, bob: Desk, *, withheld: Container[Digest] = (), bodies: bool = True
) -> dict[str, bytes]:
    """Return the files of a bundle of both logs as they are, at the cut that is used."""
    contents = alice.contents()
    return dict(bundle_files(parts_of(alice, bob, contents, withheld=withheld, bodies=bodies)))


def parts_of(
    alice: Desk,
    bob: Desk,
    contents: CutContents,
    *,
    withheld: Container[Digest] = (),
    bodies: bool = True,
) -> BundleParts:
    desks = {ALICE: alice, BOB: bob}
    return BundleParts(
        accord=contents.accord_digest,
        mode=contents.accord.mode,
        cut=contents.cut_digest,
        accords=accords_of(desks),
        cards=[card_of(party) for party in ACCORD.parties],
        logs=[log_of(desks[party], party) for party in ACCORD.parties],
        figures=encode_figures(compute_figures(contents)),
        bodies=bodies_of(desks) if bodies else {},
        withheld=withheld,
    )


def log_of(desk: Desk, party: PartyId) -> BundledLog:
    notes = [leaf.note for leaf in desk.leaves[party]]
    return BundledLog(
        party=party,
        size=len(notes),
        checkpoint=desk.head(len(notes)),
        nodes=desk.pair.log(party).roots,
        entries=lambda first, count: notes[first : first + count],
    )


def accords_of(desks: Mapping[PartyId, Desk]) -> dict[Digest, bytes]:
    """Return every version that was proposed in either log."""
    return {
        accord_id(carried.body): carried.body
        for party, desk in desks.items()
        for carried, judged in zip(desk.leaves[party], desk.judged[party], strict=True)
        if judged.header is not None and judged.header.type == "proposal" and carried.body
    }


def bodies_of(desks: Mapping[PartyId, Desk]) -> dict[Digest, bytes]:
    return {
        judged.digest: carried.salt + carried.body
        for party, desk in desks.items()
        for carried, judged in zip(desk.leaves[party], desk.judged[party], strict=True)
        if carried.salt is not None and carried.body is not None
        if judged.header is None or judged.header.type != "proposal"  # those lie in accords/
    }


def worked_bundle() -> tuple[WorkedExample, dict[str, bytes]]:
    """Return the worked example of the specification and its bundle."""
    example = play()
    return example, bundle_of(example.alice, example.bob)


def numbered(paths: Iterable[str]) -> list[ParameterSet]:
    """Return `paths` as parameters whose ids are the same in every process.

    Some paths are hashes over signatures that are made with fresh randomness, and the processes
    that share a test run must name its tests alike.
    """
    return [
        pytest.param(path, id=f"{number}-{path.partition('/')[0]}")
        for number, path in enumerate(sorted(paths))
    ]
