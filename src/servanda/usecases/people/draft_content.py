"""All that will be signed of a draft, as bytes: what a second person approves is their digest.

The salt of the body is in it, so the digest tells nobody who has it what the body says.

Source: docs/spec/people.md, "Four eyes".
"""

from base64 import b64decode, b64encode
from datetime import datetime
from typing import ClassVar

from servanda.core import canonical
from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.errors import MisconfiguredError, ServandaError
from servanda.core.identifiers import digest_from_hash, hash_from_digest, parse_digest, parse_origin
from servanda.usecases.ports.records import QueuedStatement

_VERSION = "servanda-draft/1"


class DamagedDraftError(MisconfiguredError):
    """A draft cannot be read, or is not what its digest names: the database was altered."""

    code: ClassVar[str] = "damaged-draft"


def encode_content(statement: QueuedStatement) -> bytes:
    """Return all of `statement` but its ticket and time."""
    members: dict[str, JsonValue] = {
        "v": _VERSION,
        "own": str(statement.own),
        "type": statement.type,
        "facts": canonical.parse_object(statement.facts),
        "ref": None if statement.ref is None else digest_from_hash(statement.ref),
        "accord": statement.accord,
        "salt": _written(statement.salt),
        "body": _written(statement.body),
        "att": list(statement.attachments),
    }
    return canonical.encode(members)


def parse_content(content: bytes, *, ticket: str, queued_at: datetime) -> QueuedStatement:
    """Return the statement to be queued, byte for byte as it was written.

    Raises:
        DamagedDraftError: `content` is no draft.
    """
    try:
        members = canonical.parse_object(content)
        ref, facts = members["ref"], members["facts"]
        att = members["att"]
        if members["v"] != _VERSION or not isinstance(att, list | tuple):
            raise DamagedDraftError(f"expected the members of {_VERSION}")
        accord = members["accord"]
        return QueuedStatement(
            ticket=ticket,
            own=parse_origin(str(members["own"])),
            type=str(members["type"]),
            facts=canonical.encode(facts),
            ref=None if ref is None else hash_from_digest(parse_digest(str(ref))),
            accord=None if accord is None else str(accord),
            salt=_read(members["salt"]),
            body=_read(members["body"]),
            attachments=tuple(map(str, att)),
            queued_at=queued_at,
        )
    except (ServandaError, KeyError, ValueError) as error:
        raise DamagedDraftError(f"the draft {ticket} cannot be read: {error}") from error


def shown_body(statement: QueuedStatement) -> JsonObject | None:
    """Return the members of the body, as its reader will have them."""
    return None if statement.body is None else canonical.parse_object(statement.body)


def _written(data: bytes | None) -> str | None:
    return None if data is None else b64encode(data).decode()


def _read(value: JsonValue) -> bytes | None:
    return None if value is None else b64decode(str(value), validate=True)
