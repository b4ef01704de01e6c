"""The directory between two nodes: the same for both, without addresses, and by legal steps."""

import pytest

from servanda.core.canonical import JsonObject
from servanda.core.contacts.contact import ContactState
from servanda.core.contacts.fold import Contacts
from servanda.core.identifiers import Digest
from servanda.usecases.conduct.read_contacts import addresses_of, read_contacts
from servanda.usecases.conduct.require_effect import IllegalStepError
from servanda.usecases.exchange.own_leaves import IllegalStatementError
from tests.core.casework.counting import digest
from tests.usecases.nodes import Cast, Node, agreed_cast

ADDRESS = "desk@bob.example"
PROPOSED: JsonObject = {
    "step": "proposed",
    "role": "technical",
    "carrier": "mail",
    "fingerprint": digest("key"),
    "tlp": "amber",
}
BODY: JsonObject = {"address": ADDRESS, "office": "A desk"}
ANSWER: JsonObject = {"step": "answer", "role": "technical"}


def say(
    cast: Cast,
    node: Node,
    type_name: str,
    facts: JsonObject,
    *,
    ref: Digest | None = None,
    body: JsonObject | None = None,
) -> Digest:
    cast.wait(minutes=1)
    leaf = node.send(type_name, facts, body=body, ref=ref)
    cast.settle()
    return leaf


def propose(cast: Cast, **more: str) -> Digest:
    leaf = say(cast, cast.bob, "contact", {**PROPOSED, **more}, body=BODY)
    say(cast, cast.alice, "contact", {"step": "accepted", "tlp": "amber"}, ref=leaf)
    return leaf


def found(node: Node) -> Contacts:
    contacts = read_contacts(node.pair, services=node.services)
    assert contacts is not None
    return contacts


def make_permanent(cast: Cast, leaf: Digest) -> None:
    verified: JsonObject = {"step": "verified", "fingerprint": digest("key"), "tlp": "amber"}
    say(cast, cast.alice, "contact", verified, ref=leaf)
    for _ in range(2):
        asked = say(cast, cast.alice, "check", {"step": "ask", "contact": leaf})
        say(cast, cast.bob, "check", ANSWER, ref=asked)
    final: JsonObject = {"step": "permanent", "mandate": True, "tlp": "amber"}
    say(cast, cast.bob, "contact", final, ref=leaf)


def test_both_nodes_come_to_the_same_directory_and_it_holds_no_address() -> None:
    cast = agreed_cast()
    leaf = propose(cast)

    ours, theirs = found(cast.alice), found(cast.bob)
    assert ours.by_leaf == theirs.by_leaf
    assert ADDRESS not in repr(ours)
    sealed = addresses_of(list(ours.by_leaf.values()), services=cast.alice.services)
    assert sealed[leaf]["address"] == ADDRESS


def test_a_temporary_address_becomes_a_permanent_one() -> None:
    cast = agreed_cast()
    old = propose(cast)
    new = propose(cast, replaces=old)
    make_permanent(cast, new)

    for node in (cast.alice, cast.bob):
        contacts, today = found(node), node.services.clock.now().date()
        former = contacts.by_leaf[old]
        assert contacts.by_leaf[new].state is ContactState.PERMANENT
        assert not former.may_send(today)
        assert former.receives
        assert contacts.successor(former) is contacts.by_leaf[new]


def test_what_would_have_no_effect_is_not_sent_and_what_may_be_said_is_named() -> None:
    cast = agreed_cast()
    leaf = propose(cast)

    final: JsonObject = {"step": "permanent", "mandate": True, "tlp": "amber"}
    with pytest.raises(IllegalStepError):
        cast.bob.send("contact", final, ref=leaf)
    with pytest.raises(IllegalStepError, match="verified"):
        cast.alice.send("contact", {"step": "retired", "tlp": "amber"}, ref=leaf)
    with pytest.raises(IllegalStepError):
        cast.bob.send("check", {"step": "ask", "contact": leaf})


def test_an_address_in_the_clear_is_no_valid_statement() -> None:
    cast = agreed_cast()
    with pytest.raises(IllegalStatementError, match="address"):
        cast.bob.send("contact", {**PROPOSED, "address": ADDRESS}, body=BODY)
