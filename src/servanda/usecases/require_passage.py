"""Let a body or an attachment leave only where its handling allows it, and note who said so.

Source: docs/spec/handling.md, "Doors".
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

import orjson

from servanda.core.errors import InvalidInputError
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.handling.doors import Door, Passage, Ruling, passage
from servanda.core.handling.markings import MARKINGS, Handling, handling_of, strictest_marking
from servanda.core.identifiers import Digest, Origin, digest_from_hash, hash_from_digest
from servanda.core.statements.body import AttachedFile
from servanda.usecases.attached_files import attached_files
from servanda.usecases.leaf_records import verified_leaf
from servanda.usecases.passage_port import PassageRecord
from servanda.usecases.records import VALID
from servanda.usecases.services import Services, require_node

MAX_REASON = 2_000  # characters


class HandlingError(InvalidInputError):
    """A marking or a use limit holds something back; nothing left."""

    code: ClassVar[str] = "handling"


def stored_handling(leaf_hash: bytes, *, services: Services) -> Handling | None:
    """Return the handling of a stored statement; None if it is none that was understood."""
    past = {one.digest: one for one in _answered(leaf_hash, services=services)}
    if not past:
        return None
    uses = _sealed_uses([one.leaf_hash for one in past.values()], services=services)
    return handling_of(next(iter(past.values())), past, sealed_uses=uses)


def require_own_folder(leaf_hash: bytes, *, reason: str | None, services: Services) -> None:
    """Require that the attachments of a statement may become plain files in our own house.

    Args:
        leaf_hash: The statement.
        reason: Why, where the marking asks for somebody's word; it is noted.
        services: The node's ports.

    Raises:
        HandlingError: A reason is needed and was not given.
    """
    handling = stored_handling(leaf_hash, services=services)
    if handling is None:
        return
    found = passage(handling, Door.OWN_FOLDER, by=require_node(services).party)
    if found.ruling is Ruling.PASSES:
        return
    words = _words("reason", reason, Expected.PASSAGE_REASON, marking=found.marking)
    note = _note(leaf_hash, Door.OWN_FOLDER, found, words, services=services)
    services.store.note_passages([note])


def require_onward(
    files: Sequence[AttachedFile],
    *,
    own: Origin,
    marking: str,
    permission: str | None,
    services: Services,
) -> None:
    """Require that what others gave us may go along with a statement of ours.

    A file is known again by the hash of its content, whatever its name. Back to whom it came
    from it goes under a marking no milder; to another party, as the door says.

    Args:
        files: To be attached.
        own: Our log that the statement will stand in.
        marking: Of the statement.
        permission: The author's word that it may go on; it is noted.
        services: The node's ports.

    Raises:
        HandlingError: One may not go along.
    """
    passed = []
    for leaf_hash, origin, file in _known_again(files, own=own, services=services):
        handling = stored_handling(leaf_hash, services=services)
        if handling is None:
            continue
        found = passage(handling, Door.OTHER_PARTY, by=own.from_party)
        goes_back = origin.from_party == own.to_party
        if found.ruling is Ruling.STAYS and not goes_back:
            kept = expect(Expected.KEPT, marking=found.marking, party=origin.from_party)
            raise HandlingError(Fault("attach", kept, file.name))
        if strictest_marking((marking, found.marking)) != marking:
            least = MARKINGS[MARKINGS.index(found.marking) :]
            raise HandlingError(Fault("tlp", expect(Expected.INHERITED, words=least), marking))
        if goes_back or found.ruling is Ruling.PASSES:
            continue
        words = _words(
            "permission",
            permission,
            Expected.PERMISSION,
            marking=found.marking,
            party=origin.from_party,
        )
        passed.append(_note(leaf_hash, Door.OTHER_PARTY, found, words, services=services))
    if passed:
        services.store.note_passages(passed)


def _answered(leaf_hash: bytes, *, services: Services) -> Iterator[VerifiedStatement]:
    """Yield a statement and all that it answers, as far as it is stored and understood."""
    at: bytes | None = leaf_hash
    while at is not None:
        held = [
            (origin, record)
            for origin, record in services.store.find_leaves(at)
            if record.verdict == VALID
        ]
        if not held:
            return
        statement = verified_leaf(*held[0])
        yield statement
        ref = statement.header.ref
        at = None if ref is None else hash_from_digest(ref)


def _sealed_uses(leaf_hashes: Sequence[bytes], *, services: Services) -> Mapping[Digest, str]:
    """Return the use limits that held bodies name in E21; each was held to its schema."""
    found = {}
    for leaf_hash, held in services.store.bodies(leaf_hashes).items():
        use = orjson.loads(held.body).get("elements", {}).get("E21", {}).get("use")
        if use is not None:
            found[digest_from_hash(leaf_hash)] = str(use)
    return found


def _known_again(
    files: Sequence[AttachedFile], *, own: Origin, services: Services
) -> Iterator[tuple[bytes, Origin, AttachedFile]]:
    """Yield where another party gave us one of `files`: the statement, its log, and the file."""
    if not files:
        return
    wanted = {file.plain: file for file in files}
    seen: set[bytes] = set()
    for row in services.store.all_attachments():
        if row.origin.from_party == own.from_party or row.leaf_hash in seen:
            continue
        seen.add(row.leaf_hash)
        for file in attached_files(row, services=services).values():
            if file.plain in wanted:
                yield row.leaf_hash, row.origin, wanted[file.plain]


def _words(place: str, given: str | None, expected: Expected, **parameters: str) -> str:
    words = (given or "").strip()
    if not words:
        raise HandlingError(Fault(place, expect(expected, **parameters), Found.NOTHING))
    if len(words) > MAX_REASON:
        raise HandlingError(Fault(place, expect(Expected.TEXT, most=MAX_REASON), len(words)))
    return words


def _note(
    leaf_hash: bytes, door: Door, found: Passage, reason: str, *, services: Services
) -> PassageRecord:
    return PassageRecord(
        leaf_hash=leaf_hash,
        door=door.value,
        marking=found.marking,
        use=found.use,
        reason=reason,
        at=services.clock.now(),
    )
