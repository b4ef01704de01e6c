"""An erased name is gone from both nodes, with what events may say of it; every hash stays."""

from servanda.core.canonical import JsonObject
from servanda.core.identifiers import Digest, hash_from_digest
from servanda.interfaces.person_words import PersonRow, person_row
from servanda.usecases.conduct.erase_person import erase_person, still_named
from servanda.usecases.conduct.note_lapses import note_lapses
from tests.usecases.conduct.test_persons import ARRESTED, BODY, LISTED, NAME, found, say
from tests.usecases.nodes import Cast, Node, agreed_cast

DECIDED: JsonObject = {"step": "erasure_decided", "decision": "erased", "tlp": "red"}
SOURCE: JsonObject = {"source": f"A paper: {NAME} was arrested"}


def listed_and_reported() -> tuple[Cast, Digest]:
    cast = agreed_cast()
    leaf = say(cast, cast.alice, LISTED, body=BODY)
    say(cast, cast.alice, ARRESTED, ref=leaf, body=SOURCE)
    say(cast, cast.bob, ARRESTED, ref=leaf, body=SOURCE)
    return cast, leaf


def bodies(node: Node) -> bytes:
    store, pair = node.services.store, node.pair
    leaves = [
        one.leaf_hash
        for origin in (pair.own, pair.own.reverse)
        for one in store.iterate_leaves(origin)
    ]
    return b"".join(one.body for one in store.bodies(leaves).values())


def row(node: Node, leaf: Digest, language: str = "en") -> PersonRow:
    person = found(node).by_leaf[leaf]
    named = still_named([person], services=node.services)
    today = node.services.clock.now().date()
    return person_row(person, 1, today=today, named=named, language=language)


def test_a_name_goes_with_everything_that_was_said_of_the_entry_and_the_leaves_stay() -> None:
    cast, leaf = listed_and_reported()
    assert NAME.encode() in bodies(cast.alice)
    before = cast.alice.notes()

    gone = erase_person(leaf, pair=cast.alice.pair, services=cast.alice.services)

    assert len(gone) == 3
    assert NAME.encode() not in bodies(cast.alice)
    assert cast.alice.notes() == before
    assert len(found(cast.alice).by_leaf[leaf].events) == 2
    assert erase_person(leaf, pair=cast.alice.pair, services=cast.alice.services) == []


def test_the_other_side_is_not_told_that_a_name_is_gone_while_it_holds_it() -> None:
    cast, leaf = listed_and_reported()
    say(cast, cast.alice, DECIDED, ref=leaf)
    erase_person(leaf, pair=cast.alice.pair, services=cast.alice.services)

    assert row(cast.alice, leaf).erasure == "the name was erased"
    theirs = row(cast.bob, leaf)
    assert "still held here" in theirs.erasure
    assert theirs.is_late
    assert "仍" in row(cast.bob, leaf, "zh-Hans").erasure
    erase_person(leaf, pair=cast.bob.pair, services=cast.bob.services)
    assert row(cast.bob, leaf).erasure == "the name was erased"
    assert NAME.encode() not in bodies(cast.bob)


def test_whoever_still_holds_a_name_is_reminded_once_and_its_time_runs_out() -> None:
    cast, leaf = listed_and_reported()
    say(cast, cast.alice, DECIDED, ref=leaf)
    erase_person(leaf, pair=cast.alice.pair, services=cast.alice.services)
    cast.wait(days=31)

    told = [(one.clock, one.kind, one.is_ours) for one in note_lapses(services=cast.bob.services)]
    assert told == [("person_erasure", "reminder", True), ("person_erasure", "breach", True)]
    assert not note_lapses(services=cast.bob.services)
    assert not note_lapses(services=cast.alice.services)  # it holds no name any more
    (first, *_) = cast.bob.services.store.notices(limit=1)
    assert first.case == hash_from_digest(leaf)


def test_a_name_that_is_to_be_kept_and_another_entry_stay() -> None:
    cast, leaf = listed_and_reported()
    other = say(cast, cast.alice, LISTED, body={"names": ["B. Person"]})
    kept: JsonObject = {"step": "erasure_decided", "decision": "kept", "tlp": "red"}
    say(cast, cast.alice, kept, ref=other, body={"text": "The case is open."})
    erase_person(leaf, pair=cast.alice.pair, services=cast.alice.services)

    assert b"B. Person" in bodies(cast.alice)
    assert row(cast.alice, other).erasure == "decided to keep the name, with the reason stated"
