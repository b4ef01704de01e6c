"""Who may do what is changed by two; cover gives just what it covers, and ends by itself."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.canonical import JsonValue
from servanda.core.identifiers import Digest, digest_of, format_instant
from servanda.core.people.actor import UNNAMED, Actor, InvalidPersonError, parse_person
from servanda.core.people.events import PEOPLE_EVENTS, PeopleEvent, build_event
from servanda.core.people.people import (
    DEFAULT_FOUR_EYES,
    People,
    fold_people,
    needs_second,
    why_illegal,
)
from servanda.core.people.roles import Role
from servanda.core.people.roster import shifts

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
VERIFIER = digest_of(b"one")
OTHER = digest_of(b"other")
ADMIN = ("administrator",)


class Log:
    """The events of a desk, as they come."""

    def __init__(self) -> None:
        self.events: list[PeopleEvent] = []
        self.at = NOW

    @property
    def people(self) -> People:
        return fold_people(self.events)

    def say(self, by: str, kind: str, *, cover: str = "", **members: JsonValue) -> int:
        person = self.people.persons.get(cover or by)
        roles = frozenset[Role]() if person is None else person.roles
        actor = UNNAMED if by == "unnamed" else Actor(name=by, cover=cover, roles=roles)
        entry = len(self.events)
        members_ = {name.rstrip("_"): value for name, value in members.items()}
        event = PeopleEvent(entry=entry, at=self.at, by=actor, members=build_event(kind, members_))
        self.events.append(event)
        return entry

    def add(self, by: str, name: str, *roles: str) -> int:
        return self.say(by, "person_added", person=name, roles=roles, verifier=VERIFIER)

    def cover(self, by: str, absent: str, *, stands_in: str, hours: int = 8) -> int:
        return self.say(
            by,
            "cover_set",
            person=absent,
            by_=stands_in,
            from_=format_instant(self.at),
            until=format_instant(self.at + hours * HOUR),
        )


def desk() -> Log:
    """An administrator, an approver that two agreed to, and an officer."""
    log = Log()
    log.add("unnamed", "ada", "administrator")
    log.add("ada", "ben", "approver")
    log.say("ben", "change_confirmed", entry=log.add("ada", "cleo", "officer"))
    return log


def active(log: Log) -> set[str]:
    return {one.name for one in log.people.persons.values() if one.is_active}


def test_the_first_person_is_an_administrator_and_holds_at_once() -> None:
    log = Log()
    log.add("unnamed", "eve", "officer")
    log.add("unnamed", "ada", "administrator")

    assert active(log) == {"ada"}
    assert log.people.without_effect == (0,)


def test_once_somebody_could_confirm_a_new_person_waits_for_them() -> None:
    log = Log()
    log.add("unnamed", "ada", "administrator")
    log.add("ada", "ben", "approver")
    entry = log.add("ada", "eve", "officer", "approver")

    assert set(log.people.waiting) == {entry}
    assert active(log) == {"ada", "ben"}


def test_nobody_confirms_their_own_change_not_even_in_the_place_of_another() -> None:
    log = desk()
    log.cover("ben", "ben", stands_in="ada")
    entry = log.add("ada", "eve", "officer")
    alone = log.say("ada", "change_confirmed", entry=entry)
    covered = log.say("ada", "change_confirmed", cover="ben", entry=entry)

    assert {alone, covered} <= set(log.people.without_effect)
    assert "eve" not in active(log)


def test_who_stands_in_for_an_administrator_does_not_change_persons_alone() -> None:
    log = desk()
    log.cover("ada", "ada", stands_in="ben")
    own = log.add("ben", "eve", "officer")  # no administrator himself
    covered = log.say(
        "ben", "person_added", cover="ada", person="eve", roles=("officer",), verifier=VERIFIER
    )
    by_the_covered = log.say("ada", "change_confirmed", entry=covered)

    assert set(log.people.waiting) == {covered}
    assert log.people.without_effect == (own, by_the_covered)
    assert "eve" not in active(log)


def test_a_change_is_confirmed_once_and_by_who_may() -> None:
    log = desk()
    entry = log.add("ada", "eve", "auditor")
    by_officer = log.say("cleo", "change_confirmed", entry=entry)
    log.say("ben", "change_confirmed", entry=entry)
    again = log.say("ben", "change_confirmed", entry=entry)

    assert log.people.without_effect == (by_officer, again)
    assert "eve" in active(log)


def test_what_became_illegal_while_it_waited_has_no_effect_when_it_is_confirmed() -> None:
    log = desk()
    roles = log.say("ada", "roles_given", person="cleo", roles=("analyst",))
    log.say("ben", "change_confirmed", entry=log.say("ada", "person_removed", person="cleo"))
    log.say("ben", "change_confirmed", entry=roles)

    assert not log.people.persons["cleo"].is_active
    assert log.people.persons["cleo"].roles == {Role.OFFICER}
    assert log.people.waiting == {}


def test_one_administrator_remains() -> None:
    log = desk()

    removed = log.say("ada", "person_removed", person="ada")
    demoted = log.say("ada", "roles_given", person="ada", roles=("officer",))

    assert log.people.without_effect == (removed, demoted)


@pytest.mark.parametrize("alone", ["administrator", "auditor"])
def test_an_administrator_and_an_auditor_have_no_other_role(alone: str) -> None:
    log = desk()
    both = log.add("ada", "eve", alone, "officer")
    later = log.say("ada", "roles_given", person="cleo", roles=(alone, "officer"))

    assert log.people.without_effect == (both, later)


def test_a_name_is_given_once_for_ever() -> None:
    log = desk()
    log.say("ben", "change_confirmed", entry=log.say("ada", "person_removed", person="cleo"))

    assert log.add("ada", "cleo", "officer") in log.people.without_effect


def test_four_eyes_become_stricter_at_once_and_looser_by_two() -> None:
    log = desk()
    assert log.people.four_eyes == DEFAULT_FOUR_EYES
    log.say("ada", "four_eyes_set", types=sorted({*DEFAULT_FOUR_EYES, "response"}))
    assert "response" in log.people.four_eyes
    off = log.say("ada", "four_eyes_set", types=())
    assert "response" in log.people.four_eyes

    log.say("ben", "change_confirmed", entry=off)

    assert log.people.four_eyes == frozenset()


def test_only_the_person_changes_their_own_passphrase_at_once() -> None:
    log = desk()
    theirs = log.say("ada", "passphrase_changed", person="cleo", verifier=OTHER)
    log.say("cleo", "passphrase_changed", person="cleo", verifier=OTHER)
    reset = log.say("ada", "passphrase_reset", person="ben", verifier=OTHER)

    assert log.people.without_effect == (theirs,)
    assert log.people.persons["cleo"].verifier == OTHER
    # The one who could agree is the one who forgot it: nobody else may put a new one there.
    assert reset in log.people.waiting
    assert log.people.persons["ben"].verifier == VERIFIER


def test_cover_begins_and_ends_by_itself_and_is_not_given_on() -> None:
    log = desk()
    log.cover("cleo", "cleo", stands_in="ben", hours=8)
    people = log.people

    assert people.cover_of("cleo", by="ben", at=NOW - timedelta(seconds=1)) is None
    assert people.cover_of("cleo", by="ben", at=NOW) is not None
    assert people.cover_of("cleo", by="ben", at=NOW + 8 * HOUR) is None
    assert people.cover_of("cleo", by="ada", at=NOW) is None
    given_on = log.say(
        "ben",
        "cover_set",
        cover="cleo",
        person="cleo",
        by_="ada",
        from_=format_instant(NOW),
        until=format_instant(NOW + HOUR),
    )
    assert given_on in log.people.without_effect


def test_cover_that_an_administrator_sets_for_another_needs_a_second_person() -> None:
    log = desk()

    entry = log.cover("ada", "cleo", stands_in="ben")

    assert entry in log.people.waiting
    assert log.people.covers == ()


def test_an_administrator_reads_no_bodies_by_standing_in_for_who_may() -> None:
    log = desk()

    entry = log.cover("cleo", "cleo", stands_in="ada")

    assert entry in log.people.without_effect
    assert log.people.covers == ()


def test_cover_is_ended_early_by_whom_it_concerns() -> None:
    log = desk()
    entry = log.cover("cleo", "cleo", stands_in="ben", hours=8)
    log.at = NOW + HOUR
    log.say("cleo", "ended", entry=entry)

    assert log.people.cover_of("cleo", by="ben", at=NOW + HOUR) is None
    assert log.people.cover_of("cleo", by="ben", at=NOW) is not None
    assert log.say("cleo", "ended", entry=entry) in log.people.without_effect


def test_the_roster_shows_gaps_and_overlaps_and_nobody_who_has_left() -> None:
    log = desk()
    for name, first, last in (("cleo", 1, 5), ("ben", 4, 8)):
        log.say(
            "ada",
            "duty_set",
            person=name,
            from_=format_instant(NOW + first * HOUR),
            until=format_instant(NOW + last * HOUR),
        )

    found = shifts(log.people, start=NOW, end=NOW + 10 * HOUR)

    assert [one.names for one in found] == [(), ("cleo",), ("cleo", "ben"), ("ben",), ()]
    assert [one.is_gap for one in found] == [True, False, False, False, True]
    assert [one.is_overlap for one in found] == [False, False, True, False, False]
    log.say("ben", "change_confirmed", entry=log.say("ada", "person_removed", person="cleo"))
    left = shifts(log.people, start=NOW, end=NOW + 10 * HOUR)
    assert [one.names for one in left] == [(), ("ben",), ()]
    assert shifts(log.people, start=NOW, end=NOW) == []


NAMES = st.sampled_from(["ada", "ben", "cleo", "eve"])
MEMBERS = st.fixed_dictionaries(
    {
        "person": NAMES,
        "roles": st.lists(st.sampled_from([*Role, "king"]), max_size=2),
        "verifier": st.sampled_from([VERIFIER, OTHER, Digest("nonsense")]),
        "types": st.lists(st.sampled_from(["request", "response"]), max_size=2),
        "entry": st.integers(-1, 8),
        "by": NAMES,
        "from": st.sampled_from([format_instant(NOW), "soon"]),
        "until": st.sampled_from([format_instant(NOW + HOUR), format_instant(NOW - HOUR)]),
    }
)
SAYINGS = st.lists(
    st.tuples(NAMES, st.sampled_from(["", "ada", "ben"]), st.sampled_from(sorted(PEOPLE_EVENTS)),
              MEMBERS),
    max_size=12,
)  # fmt: skip


@given(SAYINGS)
def test_whatever_is_said_an_administrator_remains_and_one_alone_loosens_nothing(
    sayings: Sequence[tuple[str, str, str, dict[str, JsonValue]]],
) -> None:
    log = desk()
    for by, cover, kind, members in sayings:
        before = log.people
        person = before.persons.get(cover or by)
        actor = Actor(name=by, cover=cover, roles=frozenset() if person is None else person.roles)
        event = PeopleEvent(
            entry=len(log.events), at=NOW, by=actor, members=build_event(kind, members)
        )
        illegal, waits = why_illegal(before, event), needs_second(before, event)
        log.events.append(event)
        after = log.people
        assert (event.entry in after.without_effect) == bool(illegal)
        if waits and not illegal:
            assert after.persons == before.persons
            assert after.four_eyes == before.four_eyes
        assert any(one.is_active and Role.ADMINISTRATOR in one.roles
                   for one in after.persons.values())  # fmt: skip
        if not before.four_eyes <= after.four_eyes and not illegal:
            confirmers = [
                one for one in before.persons.values()
                if one.is_active and one.name != actor.name
                and one.roles & {Role.ADMINISTRATOR, Role.APPROVER}
            ]  # fmt: skip
            assert kind == "change_confirmed" or not confirmers


@pytest.mark.parametrize("name", ["", "a", "Ada", "1a", "ada ", "unnamed", "machine", "a" * 41])
def test_no_such_name_is_a_persons(name: str) -> None:
    with pytest.raises(InvalidPersonError):
        parse_person(name)
