"""Add one document to the archive of evidence; the same bytes twice are one document."""

from dataclasses import dataclass
from datetime import date

from servanda.core.errors import InvalidInputError
from servanda.core.handling.archived import DEFAULT_MARKING
from servanda.core.handling.markings import MARKINGS
from servanda.usecases.ports.evidence import KeptDocument
from servanda.usecases.services import Services

MAX_NAME = 255  # characters of a file's name; longer ones no file system has


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedDocument:
    """What adding did.

    Attributes:
        document: As the archive has it: the name is the one it came under first.
        is_new: Whether the archive did not have it before.
    """

    document: KeptDocument
    is_new: bool


def add_document(
    content: bytes,
    *,
    name: str,
    fetched: date | None,
    tlp: str | None = None,
    services: Services,
) -> AddedDocument:
    """Keep the bytes, then the row: a run that is cut off between them is repaired by the next.

    Args:
        content: The document's bytes, whatever they are; reading them comes later.
        name: Name of the file, without folders.
        fetched: When the bytes were fetched, where somebody knows.
        tlp: Its marking, one of `MARKINGS`; None for the one it has, or the default. A document
            that is there already gets it as well.
        services: The node's ports.

    Raises:
        InvalidInputError: There is no such marking.
    """
    if tlp is not None and tlp not in MARKINGS:
        raise InvalidInputError(f"expected one of {', '.join(MARKINGS)}, found {tlp!r:.40}")
    digest = services.archive.keep(content)
    document = KeptDocument(
        sha256=digest,
        name=name[:MAX_NAME],
        size=len(content),
        added_at=services.clock.now(),
        fetched=fetched,
        tlp=tlp or DEFAULT_MARKING,
    )
    is_new = services.store.add_document(document)
    if not is_new and tlp is not None:
        services.store.mark_document(digest, tlp=tlp)
    (kept,) = services.store.document(digest)
    return AddedDocument(document=kept, is_new=is_new)
