"""Let a body or an attachment leave only where its handling allows it, and note who said so.

Source: docs/spec/handling.md, "Doors".
"""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.handling.doors import Door, Passage, Ruling, passage
from servanda.core.handling.markings import (
    MARKINGS,
    USE_LIMITS,
    Part,
    strictest_marking,
    strictest_use,
)
from servanda.core.handling.sealed import file_handling
from servanda.core.identifiers import Digest, Origin
from servanda.core.statements.body import AttachedFile
from servanda.usecases.attached_files import attached_files
from servanda.usecases.passage_port import PassageRecord
from servanda.usecases.services import Services, require_node
from servanda.usecases.stored_handling import stored_handling

MAX_REASON = 2_000  # characters


class HandlingError(InvalidInputError):
    """A marking or a use limit holds something back; nothing left."""

    code: ClassVar[str] = "handling"


def require_own_folder(
    leaf_hash: bytes,
    files: Sequence[AttachedFile],
    *,
    reason: str | None,
    services: Services,
) -> None:
    """Require that attachments of a statement may become plain files in our own house.

    Args:
        leaf_hash: The statement.
        files: Those of its attachments.
        reason: Why, where a marking asks for somebody's word; it is noted.
        services: The node's ports.

    Raises:
        HandlingError: A reason is needed and was not given.
    """
    handling = stored_handling(leaf_hash, services=services)
    if handling is None:
        return
    us = require_node(services).party
    of_files = [
        passage(handling.of_file(file_handling(file)), Door.OWN_FOLDER, by=us) for file in files
    ]
    held = dict.fromkeys(one for one in of_files if one.ruling is not Ruling.PASSES)
    if not held:
        return
    marking = strictest_marking(one.marking for one in held)
    words = _words("reason", reason, Expected.PASSAGE_REASON, marking=marking)
    services.store.note_passages(
        [_note(leaf_hash, Door.OWN_FOLDER, one, words, services=services) for one in held]
    )


def require_no_looser(files: Sequence[AttachedFile], part: Part) -> None:
    """Require that no attachment is marked looser than the statement that names it.

    Args:
        files: To be attached.
        part: What the statement itself says.

    Raises:
        HandlingError: One is.
    """
    for file in files:
        fitting = (
            ("tlp", MARKINGS, file.tlp or part.marking, part.marking),
            ("use", USE_LIMITS, file.use or part.use, part.use),
        )
        for name, order, found, least in fitting:
            if order.index(found) < order.index(least):
                words = order[order.index(least) :]
                place = f"{file.name}: {name}"
                raise HandlingError(Fault(place, expect(Expected.NO_LOOSER, words=words), found))


def require_onward(
    files: Sequence[AttachedFile],
    *,
    own: Origin,
    part: Part,
    permission: str | None,
    services: Services,
) -> None:
    """Require that what others gave us may go along with a statement of ours.

    A file is known again by the hash of its content, whatever its name. Back to whom it came
    from it goes under a marking no milder; to another party, as the door says, and for no other
    use than it was given for.

    Args:
        files: To be attached.
        own: Our log that the statement will stand in.
        part: What the statement says, for those that name nothing of their own.
        permission: The author's word that it may go on; it is noted.
        services: The node's ports.

    Raises:
        HandlingError: One may not go along.
    """
    passed = []
    for leaf_hash, origin, came, file in _known_again(files, own=own, services=services):
        handling = stored_handling(leaf_hash, services=services)
        if handling is None:
            continue
        found = passage(handling.of_file(file_handling(came)), Door.OTHER_PARTY, by=own.from_party)
        goes_back = origin.from_party == own.to_party
        if found.ruling is Ruling.STAYS and not goes_back:
            kept = expect(Expected.KEPT, marking=found.marking, party=origin.from_party)
            raise HandlingError(Fault("attach", kept, file.name))
        marking, use = file.tlp or part.marking, file.use or part.use
        if strictest_marking((marking, found.marking)) != marking:
            least = MARKINGS[MARKINGS.index(found.marking) :]
            raise HandlingError(Fault("tlp", expect(Expected.INHERITED, words=least), marking))
        if not goes_back and strictest_use((use, found.use)) != use:
            least = USE_LIMITS[USE_LIMITS.index(found.use) :]
            raise HandlingError(Fault("use", expect(Expected.INHERITED_USE, words=least), use))
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


def _known_again(
    files: Sequence[AttachedFile], *, own: Origin, services: Services
) -> Iterator[tuple[bytes, Origin, AttachedFile, AttachedFile]]:
    """Yield where another party gave us one of `files`.

    The statement, its log, the file as it came, and as it is to go.
    """
    if not files:
        return
    wanted: dict[Digest, list[AttachedFile]] = {}
    for file in files:  # the same content may be attached twice, and marked apart
        wanted.setdefault(file.plain, []).append(file)
    seen: set[bytes] = set()
    for row in services.store.all_attachments():
        if row.origin.from_party == own.from_party or row.leaf_hash in seen:
            continue
        seen.add(row.leaf_hash)
        for came in attached_files(row, services=services).values():
            for file in wanted.get(came.plain, ()):
                yield row.leaf_hash, row.origin, came, file


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
