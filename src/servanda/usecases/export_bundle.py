"""Write a bundle: one zip that lets an outsider check a review without trusting anybody here.

Source: docs/spec/bundle.md.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, ClassVar
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from servanda.core.accords.accord import accord_id
from servanda.core.bundle.build import BundledLog, BundleParts, bundle_files
from servanda.core.errors import MisconfiguredError
from servanda.core.exchange.accord_timeline import PROPOSAL
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.identifiers import Digest, Origin, PartyId, digest_of
from servanda.core.review.figures import compute_figures, encode_figures
from servanda.usecases.cut_reading import ReadCut, read_cut_contents, size_at_cut
from servanda.usecases.services import (
    Services,
    own_card,
    require_counterpart_card,
    require_pair,
)
from servanda.usecases.store_port import LogReader
from servanda.usecases.stored_tree import StoredNodes

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can state
_UNIX = 3
_PLAIN_FILE = 0o100644 << 16


class NoHeadForBundleError(MisconfiguredError):
    """No signed head covers what the cut takes in of a log."""

    code: ClassVar[str] = "no-head-for-bundle"


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleResult:
    """A bundle that was written.

    Attributes:
        accord: Id of the version in force for the cut.
        cut: Leaf hash of the cut.
        figures_hash: Of `figures.json`.
        files: Number of files in it.
        bodies: Number of bodies disclosed.
    """

    accord: Digest
    cut: Digest
    figures_hash: Digest
    files: int
    bodies: int


def export_bundle(
    target: IO[bytes],
    *,
    cut: Digest | None = None,
    counterpart: PartyId | None = None,
    accord_name: str | None = None,
    disclose: Container[str] = (),
    withhold: Container[Digest] = (),
    services: Services,
) -> BundleResult:
    """Write the bundle of a cut as a zip; equal input gives equal bytes.

    Args:
        target: A file open for writing.
        cut: Leaf hash; None: the cut with the latest end.
        counterpart: Whose pair; may be left out where there is one.
        accord_name: Likewise.
        disclose: TLP markings whose bodies go along; none by default: a body is for its
            recipient, and figures need none.
        withhold: Leaf hashes of statements not to be shown.
        services: The node's ports.

    Raises:
        InvalidInputError: There is no such cut, or a leaf cannot be withheld.
        LogDamagedError: A stored leaf differs from what was signed.
    """
    pair = require_pair(services, counterpart=counterpart, accord_name=accord_name)
    read = read_cut_contents(pair, cut=cut, services=services)
    parts = _parts(read, disclose=disclose, withhold=withhold, services=services)
    files = write_zip(target, bundle_files(parts))
    return BundleResult(
        accord=parts.accord,
        cut=parts.cut,
        figures_hash=digest_of(parts.figures),
        files=files,
        bodies=len(parts.bodies),
    )


def write_zip(target: IO[bytes], files: Iterable[tuple[str, bytes]]) -> int:
    """Write `files`, in their order, as a zip that depends on nothing else; return their number.

    Nothing is compressed: signatures and hashes do not shrink, and compressors differ from
    version to version.
    """
    count = 0
    with ZipFile(target, "w", compression=ZIP_STORED) as archive:
        for path, content in files:
            entry = ZipInfo(path, date_time=_ZIP_TIME)
            entry.create_system = _UNIX
            entry.external_attr = _PLAIN_FILE
            archive.writestr(entry, content)
            count += 1
    return count


def _parts(
    read: ReadCut, *, disclose: Container[str], withhold: Container[Digest], services: Services
) -> BundleParts:
    contents, own = read.contents, read.pair.own
    statements = [
        leaf
        for leaves in contents.logs.values()
        for leaf in leaves
        if isinstance(leaf, VerifiedStatement)
    ]
    cards = {
        own.from_party: own_card(services),
        own.to_party: require_counterpart_card(services, own.to_party),
    }
    return BundleParts(
        accord=contents.accord_digest,
        mode=contents.accord.mode,
        cut=read.digest,
        accords=_accords(statements, store=services.store),
        cards=[cards[party] for party in contents.accord.parties],
        logs=[_bundled_log(origin, read, store=services.store) for origin in (own, own.reverse)],
        figures=encode_figures(compute_figures(contents)),
        bodies=_bodies(statements, disclose, store=services.store),
        withheld=withhold,
    )


def _bundled_log(origin: Origin, read: ReadCut, *, store: LogReader) -> BundledLog:
    needed = size_at_cut(read.contents.cut, origin)
    head = store.checkpoint_from(origin, at_least=needed)
    if head is None:
        raise NoHeadForBundleError(
            f"{origin}: expected a signed head over {needed} leaves; restart the node, or ask the "
            f"counterpart to send again"
        )

    def entries(first: int, count: int) -> Sequence[bytes]:
        return [leaf.note for leaf in store.leaves(origin, first, first + count)]

    return BundledLog(
        party=origin.from_party,
        size=head.size,
        checkpoint=head.note,
        nodes=StoredNodes(store, origin),
        entries=entries,
    )


def _accords(
    statements: Sequence[VerifiedStatement], *, store: LogReader
) -> Mapping[Digest, bytes]:
    proposals = [leaf.leaf_hash for leaf in statements if leaf.header.type == PROPOSAL]
    bodies = store.bodies(proposals).values()
    return {accord_id(body.body): body.body for body in bodies}


def _bodies(
    statements: Sequence[VerifiedStatement], disclose: Container[str], *, store: LogReader
) -> Mapping[Digest, bytes]:
    disclosed = {
        leaf.leaf_hash: leaf.digest
        for leaf in statements
        if leaf.header.facts.get("tlp") in disclose and leaf.header.body is not None
    }
    held = store.bodies(list(disclosed))
    return {disclosed[name]: body.salt + body.body for name, body in held.items()}
