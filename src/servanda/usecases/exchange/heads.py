"""The head file's bytes, and the heads that follow from a step.

Source: docs/spec/names-and-layouts.md, "Home".
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from servanda.core import canonical
from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.errors import MisconfiguredError
from servanda.core.identifiers import InvalidNameError, Origin, parse_digest, parse_origin
from servanda.usecases.ports.outside import Head, HeadFile, HeadMovedError, Heads

_FORMAT = "servanda-heads/1"
_MEMBERS = frozenset({"copies", "logs", "v"})
_AUDIT = "audit"  # absent until the audit log has an entry
_PEOPLED = "peopled"  # absent until a person was added
_MAX_SWAPS = 10  # only start-up, sequencer and refill write; more collisions mean a fault


class DamagedHeadFileError(MisconfiguredError):
    """The head file cannot be read; signing would be blind, so the node stops."""

    code: ClassVar[str] = "damaged-head-file"


class BehindHeadError(MisconfiguredError):
    """The database does not extend what was signed or held: rolled back, or altered."""

    code: ClassVar[str] = "behind-head"


def encode_heads(heads: Heads) -> bytes:
    """Return the head file's bytes."""
    value: dict[str, JsonValue] = {
        "copies": _written(heads.copies),
        "logs": _written(heads.logs),
        "v": _FORMAT,
    }
    if heads.audit is not None:
        value[_AUDIT] = _one_written(heads.audit)
    if heads.is_peopled:
        value[_PEOPLED] = True
    return canonical.encode(value) + b"\n"


def parse_heads(data: bytes) -> Heads:
    """Return the heads written in `data`.

    Raises:
        DamagedHeadFileError: It is not a head file; restore it or run a refill.
    """
    try:
        value = canonical.parse_object(data.removesuffix(b"\n"))
        if value.keys() - {_AUDIT, _PEOPLED} != _MEMBERS or value["v"] != _FORMAT:
            raise DamagedHeadFileError(f"expected the members of {_FORMAT}")
        return Heads(
            logs=_read(value["logs"]),
            copies=_read(value["copies"]),
            audit=_read_one(value[_AUDIT], name=_AUDIT) if _AUDIT in value else None,
            is_peopled=_PEOPLED in value,
        )
    except (canonical.NotCanonicalError, InvalidNameError, TypeError, AttributeError) as error:
        raise DamagedHeadFileError(
            f"the head file is damaged ({error}); restore it from the same day as the store"
        ) from error


def advance_heads(
    file: HeadFile, *, logs: Mapping[Origin, Head], copies: Mapping[Origin, Head]
) -> None:
    """Put larger heads into the file; the others stay as they are.

    Raises:
        BehindHeadError: The file holds a larger head, or the same size with another root. So
            this process signed from an old or altered store, and must not publish what it signed.
    """
    for _ in range(_MAX_SWAPS):
        present = file.read()
        replacement = replace(
            present, logs=_advanced(present.logs, logs), copies=_advanced(present.copies, copies)
        )
        if replacement == present:
            return
        try:
            file.replace(present, replacement)
        except HeadMovedError:
            continue
        return
    raise HeadMovedError(f"the head file changed {_MAX_SWAPS} times while it was being replaced")


def _advanced(present: Mapping[str, Head], new: Mapping[Origin, Head]) -> Mapping[str, Head]:
    result = dict(present)
    for origin, head in new.items():
        name = str(origin)
        known = result.get(name)
        if known is not None and (head.size < known.size or _differs(known, head)):
            raise BehindHeadError(
                f"{name}: expected to extend the head of size {known.size} ({known.root}), "
                f"found size {head.size} ({head.root}); nothing more is signed; run "
                f"`servanda doctor`"
            )
        result[name] = head
    return result


def _differs(known: Head, head: Head) -> bool:
    return head.size == known.size and head.root != known.root


def _written(heads: Mapping[str, Head]) -> JsonObject:
    return {name: _one_written(head) for name, head in heads.items()}


def _one_written(head: Head) -> JsonObject:
    return {"root": head.root, "size": head.size}


def _read(value: JsonValue) -> dict[str, Head]:
    if not isinstance(value, Mapping):
        raise TypeError(f"expected an object of heads, found {type(value).__name__}")
    return {str(parse_origin(name)): _read_one(entry, name=name) for name, entry in value.items()}


def _read_one(entry: JsonValue, *, name: str) -> Head:
    if not isinstance(entry, Mapping) or entry.keys() != {"root", "size"}:
        raise TypeError(f"expected size and root of {name}")
    size, root = entry["size"], entry["root"]
    if not isinstance(size, int) or isinstance(size, bool) or not isinstance(root, str):
        raise TypeError(f"expected size and root of {name}")
    return Head(size=size, root=parse_digest(root))
