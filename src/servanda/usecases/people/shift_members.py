"""A shift as it is kept in a hand-over, as programs get it, and back.

Source: docs/reference/cli.md, `servanda handover`.
"""

from collections.abc import Sequence
from datetime import datetime

from servanda.core import canonical
from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.identifiers import format_instant, parse_instant
from servanda.usecases.people.shift import Blocked, ChangedStatement, Due, Shift


def shift_members(shift: Shift) -> JsonObject:
    """Return a shift as it is kept, and as programs get it."""
    return {
        "since": format_instant(shift.since),
        "now": format_instant(shift.now),
        "until": format_instant(shift.until),
        "refused": shift.refused,
        "on_duty": list(shift.on_duty),
        "changed": [
            {
                "leaf": one.leaf,
                "type": one.type,
                "by": one.by,
                "at": format_instant(one.at),
                "is_received": one.is_received,
            }
            for one in shift.changed
        ],
        "due": [
            {
                "about": one.about,
                "clock": one.clock,
                "due_at": format_instant(one.due_at),
                "is_ours": one.is_ours,
            }
            for one in shift.due
        ],
        "blocked": [
            {
                "what": one.what,
                "why": one.why,
                "whom": one.whom,
                "since": None if one.since is None else format_instant(one.since),
            }
            for one in shift.blocked
        ],
    }


def parse_shift(value: JsonValue) -> Shift:
    """Return a shift that we wrote ourselves; its digest has been compared."""
    members = canonical.parse_object(canonical.encode(value))
    changed, due, blocked, on_duty = (
        _list(members[name]) for name in ("changed", "due", "blocked", "on_duty")
    )
    refused = members["refused"]
    return Shift(
        since=_instant(members["since"]),
        now=_instant(members["now"]),
        until=_instant(members["until"]),
        refused=refused if isinstance(refused, int) else 0,
        on_duty=[str(name) for name in on_duty],
        changed=[_changed(_object(one)) for one in changed],
        due=[_due(_object(one)) for one in due],
        blocked=[_blocked(_object(one)) for one in blocked],
    )


def _changed(members: JsonObject) -> ChangedStatement:
    return ChangedStatement(
        leaf=str(members["leaf"]),
        type=str(members["type"]),
        by=str(members["by"]),
        at=_instant(members["at"]),
        is_received=members["is_received"] is True,
    )


def _due(members: JsonObject) -> Due:
    return Due(
        about=str(members["about"]),
        clock=str(members["clock"]),
        due_at=_instant(members["due_at"]),
        is_ours=members["is_ours"] is True,
    )


def _blocked(members: JsonObject) -> Blocked:
    since = members["since"]
    return Blocked(
        what=str(members["what"]),
        why=str(members["why"]),
        whom=str(members["whom"]),
        since=None if since is None else _instant(since),
    )


def _instant(value: JsonValue) -> datetime:
    return parse_instant(str(value))


def _list(value: JsonValue) -> Sequence[JsonValue]:
    return value if isinstance(value, list | tuple) else ()


def _object(value: JsonValue) -> JsonObject:
    return value if isinstance(value, dict) else {}
