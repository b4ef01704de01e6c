"""Turn the file name that a counterpart chose into one that is safe on our disk.

The body's rules keep paths out already. What is left could still hide a file, look like an
option to a program, or show another ending than it has.

Source: docs/spec/attachments.md, "Release".
"""

from collections.abc import Iterable

MAX_NAME_BYTES = 200  # of UTF-8; file systems allow 255, and a number may be added
_STAND_IN = "_"
_FALLBACK = "attachment"


def safe_name(name: str) -> str:
    """Return `name` without anything that a file name of ours must not have.

    Args:
        name: As the body states it.

    Returns:
        A name of 1 to `MAX_NAME_BYTES` bytes that does not begin with a dot, a hyphen or a
        space, and has no separator, control or direction sign.
    """
    shown = "".join(_STAND_IN if _is_unsafe(sign) else sign for sign in name)
    shown = shown.rstrip(". ").lstrip(" ")
    if shown[:1] in {".", "-"}:
        shown = _STAND_IN + shown[1:]
    return _shortened(shown) or _FALLBACK


def distinct_names(names: Iterable[str]) -> list[str]:
    """Return safe names for `names`; those that would be equal get a number.

    Compared without regard to case, for the disk may not tell cases apart.
    """
    taken: set[str] = set()
    result = []
    for name in map(safe_name, names):
        stem, ending = _parted(name)
        candidate, number = name, 1
        while candidate.casefold() in taken:
            number += 1
            candidate = f"{stem} ({number}){ending}"
        taken.add(candidate.casefold())
        result.append(candidate)
    return result


def _is_unsafe(sign: str) -> bool:
    # Not printable: controls, direction marks, signs nobody has defined, all spaces but one.
    return sign in '/\\:*?"<>|' or not sign.isprintable()


def _parted(name: str) -> tuple[str, str]:
    """Return stem and ending, the dot with the ending."""
    stem, dot, ending = name.rpartition(".")
    return (stem, dot + ending) if stem else (name, "")


def _shortened(name: str) -> str:
    """Return `name` cut to the limit, its ending kept if that is short."""
    if len(name.encode()) <= MAX_NAME_BYTES:
        return name
    stem, ending = _parted(name)
    if len(ending.encode()) > MAX_NAME_BYTES // 2:
        stem, ending = name, ""
    room = MAX_NAME_BYTES - len(ending.encode())
    return stem.encode()[:room].decode(errors="ignore") + ending
