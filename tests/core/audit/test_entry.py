"""An entry says who did what, and comes back from its line as it was; nothing else is one."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.audit.edge import NO_EDGE, grown_edge, root_of
from servanda.core.audit.entry import (
    MAX_ABOUT,
    AuditEntry,
    Outcome,
    UnreadableEntryError,
    build_entry,
    parse_entry,
)
from servanda.core.identifiers import digest_from_hash
from servanda.core.people.actor import Actor
from servanda.core.people.roles import Access, Role
from servanda.core.tlog.hashing import leaf_hash
from servanda.core.tlog.tree import MerkleTree

AT = datetime(2026, 3, 2, 3, 4, 5, tzinfo=UTC)
WORDS = st.text(st.characters(codec="utf-8"), max_size=30)
ENTRIES = st.builds(
    AuditEntry,
    at=st.just(AT),
    actor=st.builds(
        Actor, name=WORDS, cover=WORDS, roles=st.frozensets(st.sampled_from(list(Role)))
    ),
    verb=WORDS,
    access=st.sampled_from(list(Access)),
    outcome=st.sampled_from(list(Outcome)),
    about=st.lists(WORDS, max_size=5).map(tuple),
    code=WORDS,
    entry=st.none() | st.integers(0, 2**40),
    event=st.none() | st.fixed_dictionaries({"kind": WORDS, "person": WORDS}),
)


@given(ENTRIES)
def test_an_entry_comes_back_from_its_line(entry: AuditEntry) -> None:
    assert parse_entry(build_entry(entry)) == entry


@given(ENTRIES, st.data())
def test_an_entry_with_a_changed_byte_is_another_or_none(
    entry: AuditEntry, data: st.DataObject
) -> None:
    line = bytearray(build_entry(entry))
    at = data.draw(st.integers(0, len(line) - 1))
    line[at] ^= data.draw(st.integers(1, 255))

    try:
        changed = parse_entry(bytes(line))
    except UnreadableEntryError:
        return
    assert build_entry(changed) == bytes(line) != build_entry(entry)


@given(st.binary(max_size=200))
def test_any_bytes_are_an_entry_or_refused(data: bytes) -> None:
    with suppress(UnreadableEntryError):
        assert build_entry(parse_entry(data)) == data


def test_an_entry_about_too_much_is_none() -> None:
    entry = AuditEntry(
        at=AT,
        actor=Actor(name="ada"),
        verb="show",
        access=Access.SEALED,
        outcome=Outcome.ALLOWED,
        about=["x"] * (MAX_ABOUT + 1),
    )

    with pytest.raises(UnreadableEntryError):
        build_entry(entry)


def test_the_edge_gives_the_root_of_the_whole_tree_at_every_small_size() -> None:
    tree, edge = MerkleTree(), NO_EDGE
    for size in range(70):
        assert root_of(edge, size=size) == digest_from_hash(tree.root())
        line = b"entry %d" % size
        edge = grown_edge(line, size=size, edge=edge)
        tree.append(leaf_hash(line))
