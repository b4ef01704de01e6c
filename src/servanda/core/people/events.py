"""What can change about the persons of a desk, as events of its audit log.

Source: docs/spec/people.md, "Changes".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.people.actor import Actor

PERSON_ADDED = "person_added"
ROLES_GIVEN = "roles_given"
PASSPHRASE_RESET = "passphrase_reset"  # noqa: S105 - names an event, holds no secret
PERSON_REMOVED = "person_removed"
FOUR_EYES_SET = "four_eyes_set"
CHANGE_CONFIRMED = "change_confirmed"
CHANGE_REJECTED = "change_rejected"
PASSPHRASE_CHANGED = "passphrase_changed"  # noqa: S105 - as above
SECOND_FACTOR_SET = "second_factor_set"
SECOND_FACTOR_REMOVED = "second_factor_removed"
KEY_MADE = "key_made"
KEY_ENDED = "key_ended"
COVER_SET = "cover_set"
DUTY_SET = "duty_set"
ENDED = "ended"  # of a cover or a duty, before its time

PEOPLE_EVENTS: Final = frozenset(
    (
        PERSON_ADDED,
        ROLES_GIVEN,
        PASSPHRASE_RESET,
        PERSON_REMOVED,
        FOUR_EYES_SET,
        CHANGE_CONFIRMED,
        CHANGE_REJECTED,
        PASSPHRASE_CHANGED,
        SECOND_FACTOR_SET,
        SECOND_FACTOR_REMOVED,
        KEY_MADE,
        KEY_ENDED,
        COVER_SET,
        DUTY_SET,
        ENDED,
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleEvent:
    """One event, with where it stands in the audit log.

    Attributes:
        entry: Its number there.
        at: By the node's clock.
        by: Who did it.
        members: The event itself, of which `kind` is one of `PEOPLE_EVENTS`.
    """

    entry: int
    at: datetime
    by: Actor
    members: JsonObject

    @property
    def kind(self) -> str:
        """Which event."""
        return self.text("kind")

    def text(self, name: str) -> str:
        """Return a member that is text; empty where there is none."""
        value = self.members.get(name, "")
        return value if isinstance(value, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a member that is a list of texts; empty where there is none."""
        value = self.members.get(name, ())
        if isinstance(value, str) or not isinstance(value, Sequence):
            return ()
        return tuple(one for one in value if isinstance(one, str))

    def number(self, name: str) -> int:
        """Return a member that is a number; -1 where there is none."""
        value: JsonValue = self.members.get(name, -1)
        return value if isinstance(value, int) and not isinstance(value, bool) else -1


def build_event(kind: str, members: Mapping[str, JsonValue]) -> JsonObject:
    """Return an event as it stands in an entry."""
    return {"kind": kind, **members}
