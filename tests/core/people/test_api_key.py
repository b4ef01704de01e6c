"""Keys of programs: what they are named by, what their scope has, and how they may be made."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.identifiers import Digest, digest_of
from servanda.core.people.actor import Actor
from servanda.core.people.api_key import (
    KEY_BYTES,
    LONGEST,
    MAX_KEYS,
    ApiKey,
    Group,
    InvalidKeyError,
    build_token,
    require_key,
    token_digest,
)
from servanda.core.people.events import KEY_ENDED, KEY_MADE, PeopleEvent, build_event
from servanda.core.people.key_changes import keys_after, why_illegal_key
from servanda.core.people.roles import Role

NOW = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
KEY = ApiKey(
    token=digest_of(b"a key"),
    person="cleo",
    description="a monitor",
    groups=frozenset((Group.REQUESTS,)),
    writes=False,
    made_at=NOW,
    expires_at=NOW + timedelta(days=30),
)
GROUPS = st.frozensets(st.sampled_from(Group))


def event(kind: str, key: Digest, *, by: str = "cleo", cover: str = "", role: Role) -> PeopleEvent:
    actor = Actor(name=by, cover=cover, roles=frozenset((role,)))
    members = build_event(kind, {"person": "cleo", "key": key})
    return PeopleEvent(entry=1, at=NOW, by=actor, members=members)


@given(st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES))
def test_every_token_has_a_digest_of_its_own_and_nothing_near_it_has(raw: bytes) -> None:
    token = build_token(raw)

    assert token_digest(token) is not None
    for other in (token[:-1], token + "A", token.upper(), f" {token}", f"{token}\n", ""):
        assert token_digest(other) is None or token_digest(other) != token_digest(token)


@given(
    groups=GROUPS,
    has_writing=st.booleans(),
    group=st.sampled_from([*Group, None]),
    writes=st.booleans(),
)
def test_a_scope_has_its_groups_and_writing_only_if_it_says_so(
    *, groups: frozenset[Group], has_writing: bool, group: Group | None, writes: bool
) -> None:
    key = replace(KEY, groups=groups, writes=has_writing)

    expected = (group is None or group in groups) and (has_writing or not writes)

    assert key.covers(group, writes=writes) == expected


def test_whatever_is_altered_about_a_key_it_is_another_one() -> None:
    altered = [
        replace(KEY, token=digest_of(b"another")),
        replace(KEY, person="ada"),
        replace(KEY, description="a monitor "),
        replace(KEY, groups=frozenset(Group)),
        replace(KEY, groups=frozenset()),
        replace(KEY, writes=True),
        replace(KEY, made_at=NOW - timedelta(seconds=1)),
        replace(KEY, expires_at=KEY.expires_at + timedelta(seconds=1)),
    ]

    assert len({one.digest for one in (KEY, *altered)}) == len(altered) + 1


@pytest.mark.parametrize(
    ("description", "days"),
    [("", 1), (" ", 1), ("x" * 81, 1), ("a\nb", 1), ("a\x00", 1), ("x", 0), ("x", -1), ("x", 367)],
)
def test_a_key_is_not_made_so(description: str, days: int) -> None:
    with pytest.raises(InvalidKeyError):
        require_key(
            description, groups=[Group.AUDIT], made_at=NOW, expires_at=NOW + timedelta(days=days)
        )


def test_a_key_is_made_with_some_group_and_for_a_year_at_most() -> None:
    require_key("監視", groups=[Group.AUDIT], made_at=NOW, expires_at=NOW + LONGEST)

    with pytest.raises(InvalidKeyError, match="group"):
        require_key("x", groups=[], made_at=NOW, expires_at=NOW + LONGEST)


def test_the_person_alone_makes_a_key_and_an_administrator_may_end_it() -> None:
    key = KEY.digest
    has = frozenset((key,))

    assert not why_illegal_key(frozenset(), event(KEY_MADE, key, role=Role.OFFICER))
    for by, cover in (("ada", ""), ("ada", "cleo"), ("cleo", "ada")):
        one = event(KEY_MADE, key, by=by, cover=cover, role=Role.ADMINISTRATOR)
        assert why_illegal_key(frozenset(), one)
    assert not why_illegal_key(has, event(KEY_ENDED, key, role=Role.OFFICER))
    assert not why_illegal_key(has, event(KEY_ENDED, key, by="ada", role=Role.ADMINISTRATOR))
    assert why_illegal_key(has, event(KEY_ENDED, key, by="ben", role=Role.APPROVER))
    assert why_illegal_key(frozenset(), event(KEY_ENDED, key, role=Role.OFFICER))
    assert why_illegal_key(has, event(KEY_MADE, key, role=Role.OFFICER))


def test_nobody_has_more_keys_than_they_can_look_after() -> None:
    keys: frozenset[Digest] = frozenset()
    for number in range(MAX_KEYS):
        one = event(KEY_MADE, digest_of(str(number).encode()), role=Role.OFFICER)
        assert not why_illegal_key(keys, one)
        keys = keys_after(keys, one)

    assert "at most" in why_illegal_key(keys, event(KEY_MADE, KEY.digest, role=Role.OFFICER))
    assert len(keys_after(keys, event(KEY_ENDED, digest_of(b"0"), role=Role.OFFICER))) == 19
