"""The sealed body of a statement: its salted digest, its members and its attachments.

The header names the body only by a hash over 32 random bytes and the body, so that nobody who
reads the log can guess the content, and erasing salt and body erases the content for good.

Source: docs/spec/statements/README.md, "The body".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import ClassVar, cast

from servanda.core import canonical
from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.errors import CounterpartError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import DIGEST_PREFIX, Digest
from servanda.core.statements.codes import USES
from servanda.core.statements.fields import Code, DigestField, Integer, ListOf, Text
from servanda.core.statements.header import MAX_ATTACHMENTS
from servanda.core.statements.schema import Record, Schema, SchemaError
from servanda.core.statements.types import (
    HANDLING_FIELDS,
    HANDLING_RULES,
    TLP,
    StatementType,
)

SALT_BYTES = 32
MAX_BODY_BYTES = 1_048_576  # more goes into attachments

_IDENTITY = re.compile(r"AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}")  # Bech32 of 32 bytes, upper case
_MEDIA = re.compile(r"[a-z0-9][a-z0-9.+-]{0,62}/[a-z0-9][a-z0-9.+-]{0,62}")
_UNSAFE_IN_NAME = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f]')

_FILE = Schema(
    required={
        "identity": Text(80),
        "media": Text(127),
        "name": Text(200),
        "plain": DigestField(),
        "size": Integer(least=1),
    },
    optional={"tlp": TLP, "use": Code(USES), **HANDLING_FIELDS},
)
_FILES = ListOf(Record(_FILE), most=MAX_ATTACHMENTS).compile()


class MalformedBodyError(CounterpartError):
    """A body is not canonical, does not fit its type, or does not match the attachments."""

    code: ClassVar[str] = "malformed-body"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedFile:
    """What opens and checks one attachment; it stands in the body and nowhere else.

    Attributes:
        identity: The one-time age identity, `AGE-SECRET-KEY-1…`: a secret.
        media: Media type as the sender states it, such as `text/csv`.
        name: File name as the sender states it, without a path.
        plain: Digest of the plaintext.
        size: Bytes of the ciphertext.
        tlp: Its own marking; None: that of its statement.
        use: Its own use limit; likewise.
        handling: Its own handling codes, in rising order; likewise.
        pap: What may be done with it on a network; likewise.
    """

    identity: str
    media: str
    name: str
    plain: Digest
    size: int
    tlp: str | None = None
    use: str | None = None
    handling: tuple[str, ...] | None = None
    pap: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body taken apart.

    Attributes:
        members: As the type's body schema has them; for a `proposal` the whole accord.
        files: One for each digest in the header's `att`, in that order.
    """

    members: JsonObject
    files: tuple[AttachedFile, ...] = ()


def body_digest(salt: bytes, body: bytes) -> Digest:
    """Return what the header's `body` holds: the digest over `salt`, then `body`."""
    return Digest(DIGEST_PREFIX + sha256(salt + body).hexdigest())


def encode_body(body: Body) -> bytes:
    """Return the canonical bytes of `body`.

    Raises:
        UnencodableValueError: A member has no canonical form.
    """
    value: dict[str, JsonValue] = dict(body.members)
    if body.files:
        value["files"] = [_encode_file(file) for file in body.files]
    return canonical.encode(value)


def parse_body(
    data: bytes,
    *,
    statement_type: StatementType,
    facts: JsonObject,
    attachments: Sequence[Digest],
) -> Body:
    """Return the body that `data` writes.

    Args:
        data: At most `MAX_BODY_BYTES`, already matched against the header's digest.
        statement_type: The type that the header names; it has a body.
        facts: The header's; they fit the type.
        attachments: The header's `att`.

    Raises:
        MalformedBodyError: `data` breaks a rule of the type, contradicts the facts, or has not one
            file entry for each attachment. For a `proposal` only the form is checked here;
            `parse_accord` reads it.
    """
    if len(data) > MAX_BODY_BYTES:
        raise MalformedBodyError(Fault("", expect(Expected.SIZE, most=MAX_BODY_BYTES), len(data)))
    try:
        members = dict(canonical.parse_object(data))
    except canonical.NotCanonicalError as error:
        raise MalformedBodyError(str(error)) from error
    files = _read_files(members.pop("files", None))
    if len(files) != len(attachments):
        expected = expect(Expected.FILES, count=len(attachments))
        raise MalformedBodyError(Fault("files", expected, len(files)))
    if statement_type.body is not None:
        try:
            statement_type.body.validate(members)
        except SchemaError as error:
            raise MalformedBodyError(error.problem) from error
    for check in statement_type.body_checks:
        fault = check(facts, members)
        if fault is not None:
            raise MalformedBodyError(fault)
    return Body(members=members, files=files)


def _encode_file(file: AttachedFile) -> JsonObject:
    codes = None if file.handling is None else list(file.handling)
    own = {"tlp": file.tlp, "use": file.use, "handling": codes, "pap": file.pap}
    return {
        "identity": file.identity,
        "media": file.media,
        "name": file.name,
        "plain": file.plain,
        "size": file.size,
        **{name: word for name, word in own.items() if word is not None},
    }


def _read_files(value: JsonValue) -> tuple[AttachedFile, ...]:
    if value is None:
        return ()
    fault = _FILES(value)
    if fault is not None:
        # What was found is not repeated: the entry beside it is a secret.
        raise MalformedBodyError(fault._replace(path=f"files{fault.path}", found=Found.WITHHELD))
    return tuple(_read_file(entry) for entry in cast("list[dict[str, JsonValue]]", value))


def _read_file(entry: JsonObject) -> AttachedFile:
    identity, media, name = str(entry["identity"]), str(entry["media"]), str(entry["name"])
    if _IDENTITY.fullmatch(identity) is None:
        raise MalformedBodyError(Fault("identity", expect(Expected.IDENTITY), Found.WITHHELD))
    if _MEDIA.fullmatch(media) is None:
        raise MalformedBodyError(Fault("media", expect(Expected.MEDIA_TYPE), media))
    for rule in HANDLING_RULES:
        fault = rule(entry)
        if fault is not None:
            raise MalformedBodyError(fault)
    # The name may become a file on the reader's disk; a path in it must lead nowhere.
    if _UNSAFE_IN_NAME.search(name) is not None or name.strip(". ") == "":
        raise MalformedBodyError(Fault("name", expect(Expected.FILE_NAME), name))
    return AttachedFile(
        identity=identity,
        media=media,
        name=name,
        plain=Digest(str(entry["plain"])),
        size=cast("int", entry["size"]),
        tlp=_word(entry, "tlp"),
        use=_word(entry, "use"),
        handling=_codes(entry),
        pap=_word(entry, "pap"),
    )


def _codes(entry: JsonObject) -> tuple[str, ...] | None:
    if "handling" not in entry:
        return None
    return tuple(cast("Sequence[str]", entry["handling"]))


def _word(entry: JsonObject, name: str) -> str | None:
    return str(entry[name]) if name in entry else None
