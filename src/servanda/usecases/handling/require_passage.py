"""Let a body or an attachment leave only where its handling allows it, and note who said so.

Source: docs/spec/handling.md, "Doors".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.handling.doors import Door, Passage, Ruling, passage
from servanda.core.handling.markings import (
    MARKINGS,
    PAP_ORDER,
    USE_LIMITS,
    Handling,
    Part,
    strictest_marking,
    strictest_pap,
    strictest_use,
)
from servanda.core.handling.sealed import file_handling
from servanda.core.identifiers import Digest, Origin, PartyId
from servanda.core.statements.body import AttachedFile
from servanda.usecases.attachments.attached_files import attached_files
from servanda.usecases.handling.stored_handling import is_stored_consent, stored_handling
from servanda.usecases.ports.passages import PassageRecord
from servanda.usecases.services import Services, require_node

MAX_REASON = 2_000  # characters


class HandlingError(InvalidInputError):
    """A marking or a use limit holds something back; nothing left."""

    code: ClassVar[str] = "handling"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlingWords:
    """What a person says for files that go along with a statement.

    Attributes:
        permission: The word of another party that a file of its own may go along; noted.
        consent: Leaf hash of a statement of that party that consents, where it controls where
            its files go; noted.
        looser: That an attachment may be marked looser than the statement.
    """

    permission: str | None = None
    consent: Digest | None = None
    looser: bool = False


NO_WORDS = HandlingWords()


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


def require_attachable(
    files: Sequence[AttachedFile],
    *,
    own: Origin,
    part: Part,
    words: HandlingWords,
    services: Services,
) -> None:
    """Require that `files` may go along with a statement of ours; as `require_onward`.

    Raises:
        HandlingError: One is looser than the statement, or may not go along.
    """
    if not words.looser:
        _require_no_looser(files, part)
    require_onward(files, own=own, part=part, words=words, services=services)


def _require_no_looser(files: Sequence[AttachedFile], part: Part) -> None:
    """Require that no attachment is marked looser than the statement that names it."""
    for file in files:
        own = Handling(parts=(part,)).of_file(file_handling(file)).parts[0]
        fitting = (
            ("tlp", MARKINGS, own.marking, part.marking),
            ("use", USE_LIMITS, own.use, part.use),
            ("pap", PAP_ORDER, own.pap, part.pap),
        )
        for name, order, found, least in fitting:
            if order.index(found) < order.index(least):
                words = order[order.index(least) :]
                place = f"{file.name}: {name}"
                raise HandlingError(Fault(place, expect(Expected.NO_LOOSER, words=words), found))
        if not part.codes <= own.codes:
            codes = expect(Expected.NO_LOOSER_CODES, words=tuple(sorted(part.codes)))
            raise HandlingError(Fault(f"{file.name}: handling", codes, sorted(own.codes)))


def require_onward(
    files: Sequence[AttachedFile],
    *,
    own: Origin,
    part: Part,
    words: HandlingWords = NO_WORDS,
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
        words: The author's word or consent that it may go on; noted.
        services: The node's ports.

    Raises:
        HandlingError: One may not go along.
    """
    passed = []
    for leaf_hash, origin, came, file in _known_again(files, own=own, services=services):
        handling = stored_handling(leaf_hash, services=services)
        if handling is None:
            continue
        of_file = handling.of_file(file_handling(came))
        going = Handling(parts=(part,)).of_file(file_handling(file)).parts[0]
        found = passage(of_file, Door.OTHER_PARTY, by=own.from_party)
        goes_back = origin.from_party == own.to_party
        if found.ruling is Ruling.STAYS and not goes_back:
            kept = expect(Expected.KEPT, marking=found.marking, party=origin.from_party)
            raise HandlingError(Fault("attach", kept, file.name))
        _require_inherited(of_file, going, by=own.from_party, goes_back=goes_back)
        if goes_back or found.ruling is Ruling.PASSES:
            continue
        given = words.consent is not None and is_stored_consent(
            words.consent, leaf_hash, by=own.from_party, services=services
        )
        consent = words.consent if given else None
        noted = _permission(found, words.permission, consent=consent, party=origin.from_party)
        passed.append(_note(leaf_hash, Door.OTHER_PARTY, found, noted, services=services))
    if passed:
        services.store.note_passages(passed)


def _require_inherited(came: Handling, going: Part, *, by: PartyId, goes_back: bool) -> None:
    """Require that a file goes on under nothing milder than it came under."""
    marking, use, pap = came.marking_for(by), came.use_for(by), came.pap_for(by)
    if strictest_marking((going.marking, marking)) != going.marking:
        least = MARKINGS[MARKINGS.index(marking) :]
        raise HandlingError(Fault("tlp", expect(Expected.INHERITED, words=least), going.marking))
    if goes_back:
        return  # its author knows what it demands
    if strictest_use((going.use, use)) != going.use:
        least = USE_LIMITS[USE_LIMITS.index(use) :]
        raise HandlingError(Fault("use", expect(Expected.INHERITED_USE, words=least), going.use))
    if strictest_pap((going.pap, pap)) != going.pap:
        least = PAP_ORDER[PAP_ORDER.index(pap) :]
        raise HandlingError(Fault("pap", expect(Expected.INHERITED, words=least), going.pap))
    codes = came.codes_for(by)
    if not codes <= going.codes:
        wanted = expect(Expected.INHERITED_CODES, words=tuple(sorted(codes)))
        found = sorted(going.codes) or Found.NOTHING
        raise HandlingError(Fault("handling", wanted, found))


def _permission(
    found: Passage, permission: str | None, *, consent: Digest | None, party: PartyId
) -> str:
    """Return the words to note: the author's permission, or the statement of its consent."""
    if consent is not None:
        return ": ".join(filter(None, ((permission or "").strip(), f"--consent {consent}")))
    if found.ruling is Ruling.WITH_CONSENT:
        raise HandlingError(Fault("consent", expect(Expected.CONSENT, party=party), Found.NOTHING))
    return _words("permission", permission, Expected.PERMISSION, marking=found.barrier, party=party)


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
