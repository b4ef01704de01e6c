"""The persons of a desk as the events of its audit log leave them: a fold, and what holds at once.

Who may do what is changed by two: what an administrator changes about a person, and every
loosening of four eyes, waits until somebody else who may confirm agrees. Only where there is
nobody else yet does it hold at once, for else no desk could begin. What is not legal in the state
reached is kept in the log, listed here, and has no effect.

Source: docs/spec/people.md, "Changes"; docs/decisions/0034-persons-stand-in-the-audit-log.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from servanda.core.identifiers import Digest, InvalidNameError, parse_digest, parse_instant
from servanda.core.people.actor import InvalidPersonError, parse_person
from servanda.core.people.events import (
    CHANGE_REJECTED,
    COVER_SET,
    FOUR_EYES_SET,
    KEY_ENDED,
    KEY_MADE,
    PASSPHRASE_CHANGED,
    PASSPHRASE_RESET,
    PERSON_ADDED,
    PERSON_REMOVED,
    ROLES_GIVEN,
    SECOND_FACTOR_REMOVED,
    SECOND_FACTOR_SET,
    PeopleEvent,
)
from servanda.core.people.key_changes import keys_after, why_illegal_key
from servanda.core.people.roles import ALONE, CONFIRMING, Role

# What the life cycles of requests and concerns ask for, at every desk that has persons.
DEFAULT_FOUR_EYES = frozenset(("request", "concern"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person of the desk.

    Attributes:
        name: As typed with `--as`.
        roles: Their own.
        verifier: Digest of what their passphrase is known by.
        since: When they were added.
        is_active: False once they were removed; the name is not given again.
        second_factor: Digest of what their codes are known by; None without codes.
        keys: Digests of the keys by which programs act for them.
    """

    name: str
    roles: frozenset[Role]
    verifier: Digest
    since: datetime
    is_active: bool = True
    second_factor: Digest | None = None
    keys: frozenset[Digest] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A cover or a duty: somebody, from when to when.

    Attributes:
        entry: Its number in the audit log, by which it can be ended.
        name: Who is absent, or who is on duty.
        by: Who stands in; empty for a duty.
        start: From when.
        end: Until when, not part of it.
    """

    entry: int
    name: str
    by: str = ""
    start: datetime
    end: datetime

    def holds(self, at: datetime) -> bool:
        """Return whether it is so at `at`."""
        return self.start <= at < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """All that is known of the persons of a desk.

    Attributes:
        persons: By name, those that were removed too.
        waiting: Changes that wait for a second person, by entry.
        covers: In the order they were set.
        duties: Likewise.
        four_eyes: Types of statements that two persons have to stand for.
        without_effect: Entries of what was not legal.
    """

    persons: Mapping[str, Person] = field(default_factory=dict)
    waiting: Mapping[int, PeopleEvent] = field(default_factory=dict)
    covers: tuple[Stretch, ...] = ()
    duties: tuple[Stretch, ...] = ()
    four_eyes: frozenset[str] = DEFAULT_FOUR_EYES
    without_effect: tuple[int, ...] = ()

    @property
    def has_persons(self) -> bool:
        """Whether acts need a person; once true it stays so, for one administrator must remain."""
        return bool(self.persons)

    def active(self, name: str) -> Person | None:
        """Return the person of this name who is at the desk, or None."""
        person = self.persons.get(name)
        return person if person is not None and person.is_active else None

    def cover_of(self, absent: str, *, by: str, at: datetime) -> Stretch | None:
        """Return by which cover `by` stands in for `absent` at `at`, or None."""
        return next(
            (one for one in self.covers if (one.name, one.by) == (absent, by) and one.holds(at)),
            None,
        )

    def on_duty(self, at: datetime) -> tuple[str, ...]:
        """Return who is on duty at `at`, in the order they were put on the roster."""
        names = (one.name for one in self.duties if one.holds(at))
        return tuple(name for name in dict.fromkeys(names) if self.active(name) is not None)


def fold_people(events: Iterable[PeopleEvent]) -> People:
    """Return what the events, in the order of the log, leave."""
    people = People()
    for event in events:
        after = _taken(people, event)
        if after is None:
            people = replace(people, without_effect=(*people.without_effect, event.entry))
        else:
            people = after
    return people


def why_illegal(people: People, event: PeopleEvent) -> str:
    """Return why `event` would have no effect now; empty where it would have one."""
    try:
        _require_legal(people, event)
    except _IllegalChange as error:
        return str(error)
    except (InvalidNameError, InvalidPersonError, ValueError) as error:
        return str(error)
    return ""


def needs_second(people: People, event: PeopleEvent) -> bool:
    """Return whether a legal change waits until somebody else agrees."""
    match event.kind:
        case "person_added" | "roles_given" | "passphrase_reset" | "person_removed":
            pass
        case "four_eyes_set":
            if people.four_eyes <= frozenset(event.texts("types")):
                return False  # stricter, or the same
        case "cover_set":
            if event.by.name == event.text("person"):
                return False  # one's own absence gives away no more than one has
        case _:
            return False
    return any(
        person.is_active and person.name != event.by.name and person.roles & CONFIRMING
        for person in people.persons.values()
    )


class _IllegalChange(Exception):  # noqa: N818 - a turn of this module's own, no error of anybody
    """Why an event has no effect."""


def _taken(people: People, event: PeopleEvent) -> People | None:
    if why_illegal(people, event):
        return None
    if needs_second(people, event):
        return replace(people, waiting={**people.waiting, event.entry: event})
    match event.kind:
        case "change_confirmed":
            change = people.waiting[event.number("entry")]
            rest = replace(people, waiting=_without(people.waiting, change.entry))
            # What was legal when it was proposed may not be so any more.
            return rest if why_illegal(rest, change) else _changed(rest, change)
        case "change_rejected":
            return replace(people, waiting=_without(people.waiting, event.number("entry")))
        case _:
            return _changed(people, event)


def _changed(people: People, event: PeopleEvent) -> People:
    """Return `people` after a legal change that holds."""
    match event.kind:
        case "four_eyes_set":
            return replace(people, four_eyes=frozenset(event.texts("types")))
        case "cover_set":
            return replace(people, covers=(*people.covers, _stretch(event)))
        case "duty_set":
            return replace(people, duties=(*people.duties, _stretch(event)))
        case "ended":
            return _ended(people, event)
        case "key_made" | "key_ended":
            holder = people.persons[event.text("person")]
            person = replace(holder, keys=keys_after(holder.keys, event))
            return replace(people, persons={**people.persons, person.name: person})
        case _:
            person = _changed_person(people, event)
            return replace(people, persons={**people.persons, person.name: person})


def _changed_person(people: People, event: PeopleEvent) -> Person:
    name = event.text("person")
    match event.kind:
        case "person_added":
            verifier = parse_digest(event.text("verifier"))
            return Person(name=name, roles=_roles(event), verifier=verifier, since=event.at)
        case "roles_given":
            return replace(people.persons[name], roles=_roles(event))
        case "person_removed":
            return replace(people.persons[name], is_active=False, keys=frozenset())
        case "second_factor_set" | "second_factor_removed":
            named = event.text("second_factor")
            return replace(
                people.persons[name], second_factor=parse_digest(named) if named else None
            )
        case "passphrase_reset":
            # Who lost the passphrase may have lost codes and keys too; two persons stand for it.
            verifier = parse_digest(event.text("verifier"))
            return replace(
                people.persons[name], verifier=verifier, second_factor=None, keys=frozenset()
            )
        case _:
            verifier = parse_digest(event.text("verifier"))
            return replace(people.persons[name], verifier=verifier)


def _ended(people: People, event: PeopleEvent) -> People:
    number = event.number("entry")
    return replace(
        people,
        covers=_cut_off(people.covers, number, event.at),
        duties=_cut_off(people.duties, number, event.at),
    )


def _cut_off(stretches: tuple[Stretch, ...], entry: int, at: datetime) -> tuple[Stretch, ...]:
    return tuple(
        replace(one, end=max(one.start, at)) if one.entry == entry else one for one in stretches
    )


def _require_legal(people: People, event: PeopleEvent) -> None:
    by, name = event.by, event.text("person")
    kind = event.kind
    if not people.has_persons:
        _require(
            kind == PERSON_ADDED and Role.ADMINISTRATOR in _roles(event),
            "the first person of a desk is an administrator; the others come after",
        )
    elif kind in {PERSON_ADDED, ROLES_GIVEN, PASSPHRASE_RESET, PERSON_REMOVED, FOUR_EYES_SET}:
        _require(Role.ADMINISTRATOR in by.roles, "only an administrator changes this")
    match kind:
        case "person_added":
            parse_person(name)
            _require(name not in people.persons, f"the name {name} was given before")
            parse_digest(event.text("verifier"))
            _require_roles(_roles(event))
        case (
            "roles_given"
            | "passphrase_reset"
            | "person_removed"
            | "passphrase_changed"
            | "second_factor_set"
            | "second_factor_removed"
            | "key_made"
            | "key_ended"
        ):
            _require(people.active(name) is not None, f"there is no person {name}")
            _require_one(people, event)
        case "four_eyes_set" | "cover_set" | "duty_set":
            _require_stretch(people, event)
        case "ended":
            _require_ending(people, event)
        case "change_confirmed" | "change_rejected":
            _require_second(people, event)
        case _:
            raise _IllegalChange(f"no such change: {kind}")


def _require_one(people: People, event: PeopleEvent) -> None:
    name = event.text("person")
    if event.kind in {PASSPHRASE_CHANGED, SECOND_FACTOR_SET, SECOND_FACTOR_REMOVED}:
        _require(event.by.name == name, "only the person changes their own passphrase or codes")
    if event.kind in {KEY_MADE, KEY_ENDED}:
        why = why_illegal_key(people.persons[name].keys, event)
        _require(not why, why)
    if event.kind == SECOND_FACTOR_SET:
        parse_digest(event.text("second_factor"))
    if event.kind in {PASSPHRASE_RESET, PASSPHRASE_CHANGED}:
        parse_digest(event.text("verifier"))
    if event.kind == ROLES_GIVEN:
        _require_roles(_roles(event))
    keeps = event.kind not in {ROLES_GIVEN, PERSON_REMOVED} or (
        event.kind == ROLES_GIVEN and Role.ADMINISTRATOR in _roles(event)
    )
    others = any(
        one.is_active and one.name != name and Role.ADMINISTRATOR in one.roles
        for one in people.persons.values()
    )
    _require(keeps or others, "one administrator must remain")


def _require_roles(roles: frozenset[Role]) -> None:
    _require(bool(roles), "a person has at least one role")
    _require(
        len(roles) == 1 or not roles & ALONE,
        "administrator and auditor are held alone: the one reads no body, the other writes nothing",
    )


def _require_stretch(people: People, event: PeopleEvent) -> None:
    if event.kind == FOUR_EYES_SET:
        return
    stretch = _stretch(event)
    _require(stretch.start < stretch.end, "it ends before it begins")
    _require(people.active(stretch.name) is not None, f"there is no person {stretch.name}")
    if event.kind == COVER_SET:
        _require(people.active(stretch.by) is not None, f"there is no person {stretch.by}")
        _require(stretch.by != stretch.name, "nobody stands in for themselves")
        stands_in, absent = people.persons[stretch.by], people.persons[stretch.name]
        _require(
            not stands_in.roles & ALONE or stands_in.roles == absent.roles,
            "an administrator or auditor stands in for their like alone",
        )
        _require(
            event.by.name == stretch.name or Role.ADMINISTRATOR in event.by.roles,
            "who is absent names who stands in for them, or an administrator does",
        )
        _require(not event.by.cover, "what was given as cover is not given on")


def _require_ending(people: People, event: PeopleEvent) -> None:
    number = event.number("entry")
    found = [one for one in (*people.covers, *people.duties) if one.entry == number]
    _require(bool(found) and event.at < found[0].end, f"no cover or duty {number} runs or is to")
    of_it = {found[0].name, found[0].by}
    _require(
        event.by.name in of_it or Role.ADMINISTRATOR in event.by.roles,
        "whom it concerns ends it, or an administrator does",
    )


def _require_second(people: People, event: PeopleEvent) -> None:
    change = people.waiting.get(event.number("entry"))
    if change is None:
        raise _IllegalChange(f"no change {event.number('entry')} waits")
    if event.kind == CHANGE_REJECTED and event.by.name == change.by.name:
        return  # taking it back
    _require(bool(event.by.roles & CONFIRMING), "an administrator or an approver confirms")
    _require(
        not event.by.eyes & change.by.eyes,
        "it needs somebody else than who proposed it, and nobody who stands in for them",
    )


def _require(condition: bool, why: str) -> None:  # noqa: FBT001 - reads as the sentence it checks
    if not condition:
        raise _IllegalChange(why)


def _roles(event: PeopleEvent) -> frozenset[Role]:
    return frozenset(Role(one) for one in event.texts("roles"))


def _stretch(event: PeopleEvent) -> Stretch:
    return Stretch(
        entry=event.entry,
        name=event.text("person"),
        by=event.text("by"),
        start=parse_instant(event.text("from")),
        end=parse_instant(event.text("until")),
    )


def _without(waiting: Mapping[int, PeopleEvent], entry: int) -> dict[int, PeopleEvent]:
    return {number: event for number, event in waiting.items() if number != entry}
