"""The expiry of our keys: three warnings, then not one signature until a new sheet."""

from datetime import timedelta

import pytest

from servanda.simulation.two_nodes import make_agreed_nodes
from servanda.usecases.exchange.envelope_for import envelope_for
from servanda.usecases.keys.own_keys import KeysExpiredError
from servanda.usecases.services import own_card
from servanda.usecases.upkeep.check_node import check_node
from tests.usecases.rotations import kem, sheet


def test_past_the_expiry_nothing_is_signed_and_a_new_sheet_ends_that() -> None:
    world = make_agreed_nodes()
    sheet(world.alice, expires=world.clock.now() + timedelta(days=40))
    world.settle()
    world.wait(timedelta(days=40))
    world.request(0, ticket="too late")
    world.alice.store.ticket("too late")

    with pytest.raises(KeysExpiredError, match="servanda keys rotate sheet"):
        world.alice.step()
    with pytest.raises(KeysExpiredError):
        kem(world.alice)
    assert not check_node(services=world.alice.services).sound

    sheet(world.alice)
    world.settle()
    assert any(leaf.type == "request" for leaf in world.bob.copied_leaves)
    assert check_node(services=world.alice.services).sound


def test_past_the_expiry_not_even_a_receipt_is_signed_and_none_is_lost() -> None:
    world = make_agreed_nodes()
    sheet(world.alice, expires=world.clock.now() + timedelta(days=40))
    world.settle()
    world.wait(timedelta(days=40))
    world.request(1, ticket="asked")
    world.step(1)
    envelope = envelope_for(services=world.bob.services)

    with pytest.raises(KeysExpiredError):
        world.alice.take(envelope.content)
    sheet(world.alice)
    world.settle()

    assert not world.bob.pair.has_unreceipted


@pytest.mark.parametrize(("left", "named"), [(31, ""), (30, "30"), (14, "14"), (3, "3")])
def test_the_doctor_warns_thirty_fourteen_and_three_days_before(left: int, named: str) -> None:
    world = make_agreed_nodes()
    expires = own_card(world.alice.services).newest.expires
    world.wait(expires - world.clock.now() - timedelta(days=left))

    findings = check_node(services=world.alice.services).findings

    ours = next(one for one in findings if one.subject == f"keys of {world.alice.party}")
    assert ours.level == ("warning" if named else "ok")
    assert (f"within {named} days" in ours.message) == bool(named)
