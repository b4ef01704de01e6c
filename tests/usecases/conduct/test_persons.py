"""The register between two nodes: the same for both, without names, and erased for good."""

import pytest

from servanda.core.canonical import JsonObject
from servanda.core.custody.fold import Persons
from servanda.core.identifiers import Digest, hash_from_digest
from servanda.usecases.conduct.read_persons import names_of, read_persons
from servanda.usecases.conduct.require_effect import IllegalStepError
from servanda.usecases.exchange.own_leaves import IllegalStatementError
from servanda.usecases.handling.erase_body import erase_body
from tests.usecases.nodes import Cast, Node, agreed_cast

NAME = "A. Person"
LISTED: JsonObject = {"step": "listed", "tlp": "red"}
BODY: JsonObject = {"names": [NAME], "list": "Spring list", "victim_as_alleged": "A firm"}
ARRESTED: JsonObject = {
    "step": "event",
    "event": "arrested_reported",
    "day": "2026-01-05",
    "source_grade": "D",
    "tlp": "red",
}


def say(
    cast: Cast,
    node: Node,
    facts: JsonObject,
    *,
    ref: Digest | None = None,
    body: JsonObject | None = None,
) -> Digest:
    cast.wait(minutes=1)
    leaf = node.send("custody", facts, body=body, ref=ref)
    cast.settle()
    return leaf


def found(node: Node) -> Persons:
    persons = read_persons(node.pair, services=node.services)
    assert persons is not None
    return persons


def test_both_nodes_come_to_the_same_register_and_it_holds_no_name() -> None:
    cast = agreed_cast()
    leaf = say(cast, cast.alice, LISTED, body=BODY)
    say(cast, cast.alice, ARRESTED, ref=leaf)
    say(cast, cast.bob, {**ARRESTED, "event": "arrested_confirmed"}, ref=leaf)

    ours, theirs = found(cast.alice), found(cast.bob)
    assert ours.by_leaf == theirs.by_leaf
    assert NAME not in repr(ours)
    sealed = names_of(list(theirs.by_leaf.values()), services=cast.bob.services)
    assert sealed[leaf]["names"] == [NAME]


def test_what_is_not_ours_to_confirm_is_not_sent() -> None:
    cast = agreed_cast()
    leaf = say(cast, cast.alice, LISTED, body=BODY)

    with pytest.raises(IllegalStepError):
        cast.alice.send("custody", {**ARRESTED, "event": "arrested_confirmed"}, ref=leaf)
    decided: JsonObject = {"step": "erasure_decided", "decision": "erased", "tlp": "red"}
    with pytest.raises(IllegalStepError):
        cast.bob.send("custody", decided, ref=leaf)


def test_a_name_in_the_clear_is_no_valid_statement() -> None:
    cast = agreed_cast()
    with pytest.raises(IllegalStatementError, match="names"):
        cast.alice.send("custody", {**LISTED, "names": [NAME]}, body=BODY)


def test_an_erased_name_is_gone_and_the_entry_stays() -> None:
    cast = agreed_cast()
    leaf = say(cast, cast.alice, LISTED, body=BODY)
    erase_body(hash_from_digest(leaf), services=cast.bob.services)

    entries = list(found(cast.bob).by_leaf.values())
    assert [one.leaf for one in entries] == [leaf]
    assert names_of(entries, services=cast.bob.services) == {}
