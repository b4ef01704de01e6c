"""One entry of a node's own audit log: who did what, in which role, when, and how it ended.

An entry is one line of strict JCS. It names what it is about by digests, tickets and names;
words of a body never stand in it, for its reader may be one who must not read bodies.

Source: docs/spec/audit.md, "Entries".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from servanda.core import canonical
from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.errors import InvalidInputError, ServandaError
from servanda.core.identifiers import format_instant, parse_instant
from servanda.core.people.actor import Actor
from servanda.core.people.roles import Access, Role

MAX_ENTRY_BYTES = 16 * 1024  # an entry names some digests; the longest has a note of a hand-over
MAX_ABOUT = 100
_VERSION = "servanda-audit/1"
_REQUIRED = frozenset({"about", "access", "at", "outcome", "roles", "v", "verb", "who"})
_OPTIONAL = frozenset({"code", "cover", "entry", "event"})
_KIND = "kind"


class UnreadableEntryError(InvalidInputError):
    """A line is no entry of an audit log."""

    code: ClassVar[str] = "unreadable-entry"


class Outcome(StrEnum):
    """How far it came. `ALLOWED` is noted before anything is shown or done."""

    ALLOWED = "allowed"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One entry.

    Attributes:
        at: By the node's clock.
        actor: Who.
        verb: As typed, without arguments; or the step of a use case.
        access: What kind of access it was.
        outcome: How far it came.
        about: Digests, tickets and names of what it was about.
        code: Why it was refused or failed: an error's code.
        entry: The earlier entry that this one goes on, or is about.
        event: What changed at the desk by it; its `kind` says how to read the rest.
    """

    at: datetime
    actor: Actor
    verb: str
    access: Access
    outcome: Outcome
    about: Sequence[str] = ()
    code: str = ""
    entry: int | None = None
    event: JsonObject | None = None

    @property
    def kind(self) -> str:
        """Kind of the event; empty without one."""
        return "" if self.event is None else str(self.event.get(_KIND, ""))


def build_entry(entry: AuditEntry) -> bytes:
    """Return the entry's line.

    Raises:
        UnreadableEntryError: It is too large to be one.
    """
    members: dict[str, JsonValue] = {
        "v": _VERSION,
        "at": format_instant(entry.at),
        "who": entry.actor.name,
        "roles": sorted(role.value for role in entry.actor.roles),
        "verb": entry.verb,
        "access": entry.access.value,
        "outcome": entry.outcome.value,
        "about": list(entry.about),
    }
    if entry.actor.cover:
        members["cover"] = entry.actor.cover
    if entry.code:
        members["code"] = entry.code
    if entry.entry is not None:
        members["entry"] = entry.entry
    if entry.event is not None:
        members["event"] = entry.event
    line = canonical.encode(members)
    if len(line) > MAX_ENTRY_BYTES or len(entry.about) > MAX_ABOUT:
        raise UnreadableEntryError(
            f"expected an entry of at most {MAX_ENTRY_BYTES} bytes about at most {MAX_ABOUT} "
            f"things, found {len(line)} about {len(entry.about)}"
        )
    return line


def parse_entry(line: bytes) -> AuditEntry:
    """Return the entry that `line` writes.

    Raises:
        UnreadableEntryError: It is none.
    """
    if len(line) > MAX_ENTRY_BYTES:
        raise UnreadableEntryError(f"expected at most {MAX_ENTRY_BYTES} bytes, found {len(line)}")
    try:
        members = _members(line)
        return AuditEntry(
            at=parse_instant(_text(members["at"])),
            actor=Actor(
                name=_text(members["who"]),
                cover=_text(members.get("cover", "")),
                roles=frozenset(Role(one) for one in _texts(members["roles"])),
            ),
            verb=_text(members["verb"]),
            access=Access(_text(members["access"])),
            outcome=Outcome(_text(members["outcome"])),
            about=tuple(_texts(members["about"])),
            code=_text(members.get("code", "")),
            entry=_index(members.get("entry")),
            event=_event(members.get("event")),
        )
    except UnreadableEntryError:
        raise
    except (ServandaError, ValueError) as error:
        raise UnreadableEntryError(f"expected an entry of an audit log: {error}") from error


def _members(line: bytes) -> JsonObject:
    members = canonical.parse_object(line)
    if not _REQUIRED <= members.keys() <= _REQUIRED | _OPTIONAL or members["v"] != _VERSION:
        raise UnreadableEntryError(f"expected the members of {_VERSION}")
    return members


def _text(value: JsonValue) -> str:
    if not isinstance(value, str):
        raise UnreadableEntryError(f"expected text, found {type(value).__name__}")
    return value


def _texts(value: JsonValue) -> Sequence[str]:
    if isinstance(value, str) or not isinstance(value, Sequence) or len(value) > MAX_ABOUT:
        raise UnreadableEntryError(f"expected a list of at most {MAX_ABOUT} texts")
    return [_text(one) for one in value]


def _index(value: JsonValue) -> int | None:
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
        raise UnreadableEntryError("expected the number of an entry")
    return value


def _event(value: JsonValue) -> JsonObject | None:
    if value is None:
        return None
    if not isinstance(value, Mapping) or not isinstance(value.get(_KIND), str):
        raise UnreadableEntryError("expected an event with its kind")
    return value
