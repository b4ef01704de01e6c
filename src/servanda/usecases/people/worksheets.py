"""Worksheets: what a person types at the desk is kept, and is theirs until it is sent.

1. A worksheet is its person's alone: another's is as if it were not there.
2. A saving names the revision that it was typed over; where another is there by now, nothing is
   changed, and both are shown.
3. Files are sealed when they are attached; what a worksheet names is kept for it.

Source: docs/spec/desk.md, "Worksheets".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar, cast

from servanda.core import canonical
from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.errors import InvalidInputError
from servanda.core.forms.typed import Typed
from servanda.core.identifiers import Digest, Origin
from servanda.core.statements.body import AttachedFile
from servanda.usecases.attachments.attach_file import discard_unused
from servanda.usecases.exchange.queue_statement import Attachment
from servanda.usecases.ports.worksheets import WorksheetRecord
from servanda.usecases.services import Services

TICKET_BYTES = 16
MAX_WORKSHEETS = 200  # of one person; whoever has more throws some away
MAX_CONTENT_BYTES = 2_000_000  # a body has one megabyte at most


class NoWorksheetError(InvalidInputError):
    """There is no worksheet of this name that is this person's."""

    code: ClassVar[str] = "no-worksheet"


class TooMuchTypedError(InvalidInputError):
    """More was typed than any statement holds, or more worksheets are kept than anybody needs."""

    code: ClassVar[str] = "too-much-typed"


class WorksheetChangedError(InvalidInputError):
    """The worksheet was saved from elsewhere in between; nothing is changed.

    Attributes:
        present: As it is now.
    """

    code: ClassVar[str] = "worksheet-changed"

    def __init__(self, present: "Sheet") -> None:
        """Take what is there now."""
        self.present = present
        super().__init__(
            f"expected revision {present.revision} of the worksheet, found an earlier one"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One worksheet, opened.

    Attributes:
        ticket: Its name.
        own: Our log in which the statement would stand.
        about: Leaf hash of what it is about; None where it opens a case.
        move: Name of the form.
        typed: By path, what was typed.
        rows: By path of a list, how many entries the form shows.
        files: What was attached, sealed.
        revision: 0 before it was ever saved.
    """

    ticket: str
    own: Origin
    about: bytes | None
    move: str
    typed: Typed = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    files: tuple[Attachment, ...] = ()
    revision: int = 0


def new_sheet(own: Origin, *, about: bytes | None, move: str, services: Services) -> Sheet:
    """Return an empty worksheet; it is kept when it is saved."""
    ticket = services.randomness.token(TICKET_BYTES).hex()
    return Sheet(ticket=ticket, own=own, about=about, move=move)


def open_sheet(ticket: str, *, person: str, services: Services) -> Sheet:
    """Return a worksheet of a person.

    Raises:
        NoWorksheetError: (1)
    """
    found = services.store.worksheet(ticket)
    if found is None or found.person != person:
        raise NoWorksheetError("there is no such worksheet")
    return _opened(found)


def own_sheets(person: str, *, services: Services) -> Sequence[WorksheetRecord]:
    """Return what a person has typed and not sent, the last saved first."""
    return services.store.worksheets_of(person)


def latest_sheet(
    own: Origin, *, about: bytes | None, move: str, person: str, services: Services
) -> Sheet | None:
    """Return what a person typed last into one form, or None."""
    for one in services.store.worksheets_of(person):
        if (one.own, one.about, one.move) == (own, about, move):
            return _opened(one)
    return None


def save_sheet(sheet: Sheet, *, person: str, services: Services) -> Sheet:
    """Save a worksheet over the revision that it names, and return it with its new one.

    Raises:
        WorksheetChangedError: (2)
        NoWorksheetError: It was sent or thrown away in between.
        TooMuchTypedError: It holds more than may be typed.
    """
    content = canonical.encode(_members(sheet))
    if len(content) > MAX_CONTENT_BYTES:
        raise TooMuchTypedError(
            f"expected at most {MAX_CONTENT_BYTES} bytes in a worksheet, found {len(content)}"
        )
    if not sheet.revision and len(services.store.worksheets_of(person)) >= MAX_WORKSHEETS:
        raise TooMuchTypedError(
            f"expected at most {MAX_WORKSHEETS} worksheets of one person: throw some away first"
        )
    record = WorksheetRecord(
        ticket=sheet.ticket,
        person=person,
        own=sheet.own,
        about=sheet.about,
        move=sheet.move,
        content=content,
        revision=sheet.revision + 1,
        saved_at=services.clock.now(),
    )
    if not services.store.save_worksheet(record):
        raise WorksheetChangedError(open_sheet(sheet.ticket, person=person, services=services))
    for file in sheet.files:
        services.attachments.settle(file.digest)  # (3)
    return replace(sheet, revision=record.revision)


def discard_sheet(sheet: Sheet, *, services: Services) -> None:
    """Throw a worksheet away, and the files that nothing else names."""
    services.store.remove_worksheet(sheet.ticket)
    discard_unused([one.digest for one in sheet.files], services=services)


def _opened(record: WorksheetRecord) -> Sheet:
    members = canonical.parse_object(record.content)
    typed = cast("Mapping[str, Sequence[str]]", members["typed"])
    rows = cast("Mapping[str, int]", members["rows"])
    files = cast("Sequence[JsonObject]", members["files"])
    return Sheet(
        ticket=record.ticket,
        own=record.own,
        about=record.about,
        move=record.move,
        typed={name: tuple(values) for name, values in typed.items()},
        rows=dict(rows),
        files=tuple(_file(one) for one in files),
        revision=record.revision,
    )


def _members(sheet: Sheet) -> JsonObject:
    typed: JsonValue = {name: list(values) for name, values in sheet.typed.items() if any(values)}
    return {
        "typed": typed,
        "rows": dict(sheet.rows),
        "files": [_file_members(one) for one in sheet.files],
    }


def _file_members(attachment: Attachment) -> JsonObject:
    file = attachment.file
    return {
        "digest": attachment.digest,
        "identity": file.identity,
        "media": file.media,
        "name": file.name,
        "plain": file.plain,
        "size": file.size,
        "tlp": file.tlp,
        "use": file.use,
    }


def _file(members: JsonObject) -> Attachment:
    marking, use = members["tlp"], members["use"]
    return Attachment(
        digest=Digest(str(members["digest"])),
        file=AttachedFile(
            identity=str(members["identity"]),
            media=str(members["media"]),
            name=str(members["name"]),
            plain=Digest(str(members["plain"])),
            size=cast("int", members["size"]),
            tlp=None if marking is None else str(marking),
            use=None if use is None else str(use),
        ),
    )
