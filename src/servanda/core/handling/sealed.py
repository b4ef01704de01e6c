"""What a sealed body says about handling: a request's own limit, and what holds for each file.

Source: docs/spec/handling.md, "Attachments".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.statements.body import AttachedFile

_HANDLING_ELEMENT = "E21"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileHandling:
    """What a body names for one attachment.

    Attributes:
        marking: Its own; None: that of its statement.
        use: Likewise the use limit.
        codes: Likewise the handling codes.
        pap: Likewise what may be done on a network.
    """

    marking: str | None = None
    use: str | None = None
    codes: frozenset[str] | None = None
    pap: str | None = None


AS_ITS_STATEMENT = FileHandling()


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedPart:
    """What one body says about handling.

    Attributes:
        use: The limit that a request sets itself (E21); None without one.
        files: One for each attachment, in the order of the header.
    """

    use: str | None = None
    files: tuple[FileHandling, ...] = ()


NOTHING_SEALED = SealedPart()


def read_sealed_part(members: JsonObject) -> SealedPart:
    """Return what a body says about handling.

    Args:
        members: The whole body, `files` included; it fits its type.
    """
    handling = _object(_object(members.get("elements")).get(_HANDLING_ELEMENT))
    return SealedPart(
        use=_word(handling, "use"),
        files=tuple(
            FileHandling(
                marking=_word(file, "tlp"),
                use=_word(file, "use"),
                codes=_codes(file),
                pap=_word(file, "pap"),
            )
            for file in map(_object, _list(members.get("files")))
        ),
    )


def file_handling(file: AttachedFile) -> FileHandling:
    """Return what the body that names `file` says about it."""
    codes = None if file.handling is None else frozenset(file.handling)
    return FileHandling(marking=file.tlp, use=file.use, codes=codes, pap=file.pap)


def _object(value: JsonValue) -> JsonObject:
    # An element may be text, and an accord has neither elements nor files.
    return value if isinstance(value, Mapping) else {}


def _list(value: JsonValue) -> Sequence[JsonValue]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()


def _codes(file: JsonObject) -> frozenset[str] | None:
    codes = [one for one in _list(file.get("handling")) if isinstance(one, str)]
    return frozenset(codes) if codes else None


def _word(members: JsonObject, name: str) -> str | None:
    value = members.get(name)
    return value if isinstance(value, str) else None
