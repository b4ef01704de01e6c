"""Write a bundle: one zip that lets an outsider check a review without trusting anybody here.

Source: docs/spec/bundle.md.
"""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, ClassVar

from servanda.core.accords.accord import accord_id, parse_accord
from servanda.core.bundle.build import BundledLog, BundleParts, bundle_files
from servanda.core.bundle.container import container_parts
from servanda.core.bundle.disclosure import Disclosure, WithheldBody, decide_disclosure
from servanda.core.errors import CounterpartError, InvalidInputError, MisconfiguredError
from servanda.core.exchange.accord_timeline import PROPOSAL
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.handling.doors import Door
from servanda.core.identifiers import Digest, Origin, PartyId, digest_of, hash_from_digest
from servanda.core.review.figures import compute_figures, encode_figures
from servanda.usecases.exchange.leaf_records import verified_leaf
from servanda.usecases.exchange.stored_tree import StoredNodes
from servanda.usecases.handling.stored_handling import sealed_parts
from servanda.usecases.ports.passages import PassageRecord
from servanda.usecases.ports.records import VALID, CheckpointRecord
from servanda.usecases.ports.store import LogReader
from servanda.usecases.review.cut_reading import ReadCut, read_cut_contents, size_at_cut
from servanda.usecases.services import (
    Services,
    own_card,
    require_counterpart_card,
    require_pair,
)

_PAGE_LEAVES = 4_096
_TRIES = 20  # for heads that hold while both are read; more only while runs pour in


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
        withheld: Bodies left out by their marking or use limit. A barred one is kept by what
            its author said, whatever is named.
    """

    accord: Digest
    cut: Digest
    figures_hash: Digest
    files: int
    bodies: int
    withheld: tuple[WithheldBody, ...]


def export_bundle(  # noqa: PLR0913 - one parameter for each choice of the one who exports
    target: IO[bytes],
    *,
    cut: Digest | None = None,
    counterpart: PartyId | None = None,
    accord_name: str | None = None,
    disclose: Collection[str] = (),
    reason: str | None = None,
    consents: Collection[Digest] = (),
    withhold: Container[Digest] = (),
    services: Services,
) -> BundleResult:
    """Write the bundle of a cut as a zip; equal input gives equal bytes.

    Both logs go along up to their newest heads: what receipts the cut and signs its review
    stands after it.

    Args:
        target: A file open for writing.
        cut: Leaf hash; None: the cut with the latest end.
        counterpart: Whose pair; may be left out where there is one.
        accord_name: Likewise.
        disclose: TLP markings whose bodies go along; none by default: a body is for its
            recipient, and figures need none.
        reason: Why bodies go along whose use as evidence needs somebody's word; noted.
        consents: Leaf hashes of statements by which the other side consents; noted.
        withhold: Leaf hashes of statements not to be shown.
        services: The node's ports.

    Raises:
        InvalidInputError: There is no such cut, marking or consent, or a leaf cannot be withheld.
        NoHeadForBundleError: A log has no signed head yet that covers the cut.
        LogDamagedError: A stored leaf differs from what was signed.
    """
    pair = require_pair(services, counterpart=counterpart, accord_name=accord_name)
    read = read_cut_contents(pair, cut=cut, services=services)
    heads = _newest_heads(read, store=services.store)
    statements = list(_statements(heads, store=services.store))
    words = (reason or "").strip()
    disclosure = _disclosure(
        statements,
        named=disclose,
        by=pair.own.from_party,
        has_reason=bool(words),
        consents=consents,
        services=services,
    )
    parts = _parts(
        read,
        heads=heads,
        statements=statements,
        disclosed={leaf for leaf in disclosure.allowed if leaf not in withhold},
        withhold=withhold,
        services=services,
    )
    files = write_zip(target, bundle_files(parts))
    _note_disclosed(disclosure, parts.bodies, words=words, services=services)
    return _result(parts, disclosure, files=files)


def _result(parts: BundleParts, disclosure: Disclosure, *, files: int) -> BundleResult:
    return BundleResult(
        accord=parts.accord,
        cut=parts.cut,
        figures_hash=digest_of(parts.figures),
        files=files,
        bodies=len(parts.bodies),
        withheld=disclosure.withheld,
    )


def _disclosure(
    statements: Sequence[VerifiedStatement],
    *,
    named: Collection[str],
    by: PartyId,
    has_reason: bool,
    consents: Collection[Digest],
    services: Services,
) -> Disclosure:
    """Return whose bodies go along; without a named marking no body is read."""
    known = {one.digest: one for one in statements}
    for leaf in consents:
        if leaf not in known:
            raise InvalidInputError(f"expected a consent in these logs, found {leaf}")
    with_body = [one.leaf_hash for one in statements if one.header.type != PROPOSAL]
    return decide_disclosure(
        statements,
        named=named,
        by=by,
        sealed=sealed_parts(with_body, services=services) if named else {},
        has_reason=has_reason,
        consents=[known[leaf] for leaf in consents],
    )


def _note_disclosed(
    disclosure: Disclosure, bodies: Container[Digest], *, words: str, services: Services
) -> None:
    """Note each body that went along because of a named marking, a reason or a consent."""
    at = services.clock.now()
    passages = [
        PassageRecord(
            leaf_hash=hash_from_digest(leaf),
            door=Door.OUTSIDER.value,
            marking=found.marking,
            use=found.use,
            reason=_noted(disclosure, leaf, words=words),
            at=at,
        )
        for leaf, found in disclosure.by_word.items()
        if leaf in bodies
    ]
    if passages:
        services.store.note_passages(passages)


def _noted(disclosure: Disclosure, leaf: Digest, *, words: str) -> str:
    consent = disclosure.consents.get(leaf)
    noted = [f"--disclose {disclosure.allowed[leaf]}", words, consent and f"--consent {consent}"]
    return ": ".join(filter(None, noted))


def write_zip(target: IO[bytes], files: Iterable[tuple[str, bytes]]) -> int:
    """Write `files`, sorted by path, as the one zip file that holds them; return their number."""
    count = 0

    def counted() -> Iterator[tuple[str, bytes]]:
        nonlocal count
        for file in files:
            count += 1
            yield file

    for part in container_parts(counted()):
        target.write(part)
    return count


def _newest_heads(read: ReadCut, *, store: LogReader) -> Mapping[Origin, CheckpointRecord]:
    """Return a signed head of each log, such that each has what the other has `seen` of it.

    Our copy names only heads of ours that were signed before it came, and our leaves only what
    the copy had then: so a head of ours that is read while the copy stays as it is fits it.
    """
    own = read.pair.own
    copy_head = _newest_head(own.reverse, read, store=store)
    for _ in range(_TRIES):
        own_head = _newest_head(own, read, store=store)
        again = _newest_head(own.reverse, read, store=store)
        if again.size == copy_head.size:
            break
        copy_head = again
    else:
        own_head = _newest_head(own, read, store=store)
    return {own: own_head, own.reverse: copy_head}


def _newest_head(origin: Origin, read: ReadCut, *, store: LogReader) -> CheckpointRecord:
    needed = size_at_cut(read.contents.cut, origin)
    head = store.checkpoint(origin)
    if head is None or head.size < needed:
        raise NoHeadForBundleError(
            f"{origin}: expected a signed head over {needed} leaves; restart the node, or ask the "
            f"counterpart to send again"
        )
    return head


def _statements(
    heads: Mapping[Origin, CheckpointRecord], *, store: LogReader
) -> Iterator[VerifiedStatement]:
    """Yield the valid leaves of both logs that have a body."""
    for origin, head in heads.items():
        for first in range(0, head.size, _PAGE_LEAVES):
            for record in store.leaves(origin, first, min(first + _PAGE_LEAVES, head.size)):
                if record.verdict == VALID:
                    leaf = verified_leaf(origin, record)
                    if leaf.header.body is not None:
                        yield leaf


def _parts(
    read: ReadCut,
    *,
    heads: Mapping[Origin, CheckpointRecord],
    statements: Sequence[VerifiedStatement],
    disclosed: Container[Digest],
    withhold: Container[Digest],
    services: Services,
) -> BundleParts:
    contents, own, store = read.contents, read.pair.own, services.store
    cards = {
        own.from_party: own_card(services),
        own.to_party: require_counterpart_card(services, own.to_party),
    }
    return BundleParts(
        accord=contents.accord_digest,
        mode=contents.accord.mode,
        cut=read.digest,
        accords=_accords(statements, store=store),
        cards=[cards[party] for party in contents.accord.parties],
        logs=[_bundled_log(heads[origin], store=store) for origin in (own, own.reverse)],
        figures=encode_figures(compute_figures(contents)),
        bodies=_bodies(statements, disclosed, store=store),
        withheld=withhold,
    )


def _bundled_log(head: CheckpointRecord, *, store: LogReader) -> BundledLog:
    origin = head.origin

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
    """Return every version proposed that can be read; others can never come into force."""
    proposals = [leaf.leaf_hash for leaf in statements if leaf.header.type == PROPOSAL]
    bodies = [record.body for record in store.bodies(proposals).values()]
    return {accord_id(body): body for body in bodies if _is_accord(body)}


def _is_accord(body: bytes) -> bool:
    try:
        parse_accord(body)
    except CounterpartError:
        return False
    return True


def _bodies(
    statements: Sequence[VerifiedStatement], disclosed: Container[Digest], *, store: LogReader
) -> Mapping[Digest, bytes]:
    names = {leaf.leaf_hash: leaf.digest for leaf in statements if leaf.digest in disclosed}
    held = store.bodies(list(names))
    return {names[name]: body.salt + body.body for name, body in held.items()}
