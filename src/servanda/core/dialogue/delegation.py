"""Who sat for a party at a round, in which capacity, and how.

The two sides need not match: one chair may face two co-chairs. A chair who takes part by
telephone, or who sends a representative, is a changed level and never an absence.

Source: docs/spec/dialogue.md, "Delegations".
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum


class Capacity(StrEnum):
    """In which capacity somebody sits."""

    CHAIR = "chair"
    CO_CHAIR = "co_chair"
    REPRESENTATIVE = "representative"
    MEMBER = "member"


class Presence(StrEnum):
    """How somebody takes part."""

    IN_PERSON = "in_person"
    TELEPHONE = "telephone"
    VIDEO = "video"
    ABSENT = "absent"


class Level(IntEnum):
    """At which level a party took part, the highest last."""

    NOT_RECORDED = 0
    ABSENT = 1
    MEMBERS = 2
    REPRESENTED = 3
    CHAIR_AT_A_DISTANCE = 4
    CHAIR_IN_PERSON = 5


CHAIRS = frozenset((Capacity.CHAIR, Capacity.CO_CHAIR))


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegate:
    """One person at a round.

    Attributes:
        person: As the side wrote the name; may be empty where only the office is known.
        office: As written, such as "Acting Secretary".
        capacity: In which capacity.
        presence: How.
        substitute_for: Whom this person stands for; empty for nobody.
        since: From which day on, for one who came in during the round or shortly before.
    """

    person: str
    office: str
    capacity: Capacity
    presence: Presence = Presence.IN_PERSON
    substitute_for: str = ""
    since: date | None = None


def level_of(delegates: Collection[Delegate]) -> Level:
    """Return at which level a party took part; of several leading persons the best one counts."""
    if not delegates:
        return Level.NOT_RECORDED
    present = [one for one in delegates if one.presence is not Presence.ABSENT]
    if not present:
        return Level.ABSENT
    chairs = {one.presence for one in present if one.capacity in CHAIRS}
    if Presence.IN_PERSON in chairs:
        return Level.CHAIR_IN_PERSON
    if chairs:
        return Level.CHAIR_AT_A_DISTANCE
    if any(one.capacity is Capacity.REPRESENTATIVE for one in present):
        return Level.REPRESENTED
    return Level.MEMBERS


def is_changed(before: Level, now: Level) -> bool:
    """Say whether a party took part at another level than the time before.

    What is not recorded is no change, and neither is an absence: that is shown as what it is.
    """
    known = {before, now} - {Level.NOT_RECORDED}
    return len(known) > 1 and now is not Level.ABSENT
