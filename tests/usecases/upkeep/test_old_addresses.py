"""A setting that leads to an old address is named, with the contact that took its place."""

import pytest

from servanda.core.canonical import JsonObject
from servanda.core.identifiers import Digest
from servanda.usecases.upkeep.findings import Finding
from servanda.usecases.upkeep.old_addresses import check_addresses
from tests.usecases.conduct.test_contacts import PROPOSED, make_permanent, say
from tests.usecases.nodes import BOB, Cast, Node, agreed_cast

OLD, NEW = "interim@mail.bob.example", "desk@bob.example"


def named(cast: Cast, address: str, **more: str) -> Digest:
    body: JsonObject = {"address": address, "office": "A desk"}
    leaf = say(cast, cast.bob, "contact", {**PROPOSED, **more}, body=body)
    say(cast, cast.alice, "contact", {"step": "accepted", "tlp": "amber"}, ref=leaf)
    return leaf


def findings(node: Node, *, theirs: str = "", ours: str = "") -> list[Finding]:
    return list(check_addresses(theirs={BOB: theirs}, ours=ours, services=node.services))


@pytest.fixture
def cast() -> Cast:
    return agreed_cast()


def test_both_addresses_are_in_use_until_the_new_one_is_permanent(cast: Cast) -> None:
    old = named(cast, OLD)
    new = named(cast, NEW, replaces=old)

    for address in (OLD, NEW):
        assert findings(cast.alice, theirs=address) == []

    make_permanent(cast, new)

    (found,) = findings(cast.alice, theirs=OLD)
    assert (found.level, found.code) == ("warning", "old-address")
    assert f"replaced by contact {new}" in found.message
    assert OLD not in found.message + found.subject
    assert NEW not in found.message
    assert findings(cast.alice, theirs=NEW) == []
    assert findings(cast.alice, theirs="nobody@elsewhere.example") == []


def test_whoever_still_sends_from_the_old_address_is_told(cast: Cast) -> None:
    old = named(cast, OLD)
    new = named(cast, NEW, replaces=old)
    make_permanent(cast, new)

    (found,) = findings(cast.bob, ours=OLD.upper())
    assert "never sends" in found.message
    assert findings(cast.bob, ours=NEW) == []


def test_a_retired_address_without_a_successor_is_named_too(cast: Cast) -> None:
    leaf = named(cast, OLD)
    say(cast, cast.bob, "contact", {"step": "retired", "tlp": "amber"}, ref=leaf)

    (found,) = findings(cast.alice, theirs=OLD)
    assert "retired" in found.message


def test_an_address_that_a_current_contact_has_too_is_not_old(cast: Cast) -> None:
    old = named(cast, OLD)
    make_permanent(cast, named(cast, NEW, replaces=old))
    named(cast, OLD)

    assert findings(cast.alice, theirs=OLD) == []
