"""A thief of keys that were replaced, or of a seed: what rotation really ends, on whole nodes."""

from base64 import b64encode
from dataclasses import replace
from datetime import timedelta

import pytest

from servanda.core.envelope.run import Run
from servanda.core.envelope.sealed import CannotOpenError, open_sealed
from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import AccordName, Origin, digest_of
from servanda.core.keys.card import encode_card
from servanda.core.keys.private import PartySecrets, checkpoint_signer
from servanda.simulation.accord import PERIODS, TOLERANCE_SECONDS, simulated_terms
from servanda.simulation.misbehaving import Misbehaving, misbehave
from servanda.simulation.post import Post, Wire
from servanda.simulation.simulated_node import SimulatedNode
from servanda.simulation.two_nodes import TwoNodes, make_agreed_nodes
from servanda.usecases.accords.draft_accord import draft_accord
from servanda.usecases.accords.propose_accord import propose_accord
from servanda.usecases.exchange.receive_envelope import ReceiveResult
from servanda.usecases.services import own_card
from tests.attacks.stage import bundle_of, verify
from tests.usecases.rotations import kem, sheet


def test_stolen_keys_write_nothing_more_into_a_log_that_has_the_new_sheet() -> None:
    world = make_agreed_nodes()
    thief = misbehave(world.bob)
    sheet(world.bob)
    world.settle()
    size = len(world.alice.copied_leaves)

    thief.leaves = list(misbehave(world.bob).leaves)
    thief.say("check", {"step": "ask"})
    result = world.alice.take(thief.envelope())

    assert result.outcome is not None
    assert result.outcome.kind == "dropped"
    assert len(world.alice.copied_leaves) == size


def test_a_new_log_under_replaced_keys_is_not_taken() -> None:
    world = make_agreed_nodes()
    stolen, thief = world.bob.services.keys.load(), misbehave(world.bob)
    sheet(world.bob)
    world.settle()

    result = open_second_log(world, thief, stolen)

    assert result.outcome is not None
    assert result.outcome.kind == "dropped"
    assert world.alice.store.drops() == {"replaced-keys": 1}
    sizes = world.alice.store.log_sizes()
    assert {sizes[log] for log in sizes if log.accord_name == "second"} == {0}


def test_a_new_log_that_begins_under_old_keys_and_brings_the_new_ones_is_taken() -> None:
    world = make_agreed_nodes()
    propose_second(world, by=world.bob)
    world.step(1)
    sheet(world.bob)
    world.settle()

    assert len(world.alice.store.pairs()) == 2
    assert "replaced-keys" not in world.alice.store.drops()


def test_an_accord_that_names_replaced_keys_is_not_accepted() -> None:
    world = make_agreed_nodes()
    old = own_card(world.bob.services)
    sheet(world.bob)
    world.settle()
    document = second_accord(world.alice, world.bob)
    text = document.decode().replace(
        encode_card(own_card(world.bob.services)).decode(), encode_card(old).decode()
    )
    assert text.encode() != document

    with pytest.raises(InvalidInputError, match="replaced keys"):
        propose_accord(document=text.encode(), services=world.alice.services)


def test_a_stolen_seed_opens_what_was_sealed_to_it_and_nothing_after_the_rotation() -> None:
    world = make_agreed_nodes()
    sheet(world.alice)
    world.settle()
    stolen = world.alice.services.keys.load()
    before = recorded(world, ticket="before")

    kem(world.alice)
    world.settle()
    after = recorded(world, ticket="after")

    assert opens(before, stolen, world)
    assert not opens(after, stolen, world)


def test_a_seed_stolen_after_its_destruction_opens_nothing_that_was_recorded_before() -> None:
    world = make_agreed_nodes()
    sheet(world.alice)
    world.settle()
    kem(world.alice)
    world.settle()
    before = recorded(world, ticket="before")

    kem(world.alice)
    world.settle()
    stolen = world.alice.services.keys.load()

    assert not opens(before, stolen, world)


def test_a_thief_cannot_retire_a_key_to_make_us_destroy_a_seed_that_is_needed() -> None:
    world = make_agreed_nodes()
    thief = misbehave(world.alice)
    seeds = dict(world.alice.services.keys.load().kem)
    fresh = {"kem-2027a": next(iter(own_card(world.bob.services).kem.values()))}
    thief.say(
        "key",
        {
            "add": {name: b64encode(key).decode() for name, key in fresh.items()},
            "retire": ["kem-2026a"],
        },
    )
    world.bob.take(thief.envelope())
    world.wait(timedelta(hours=1))

    assert world.alice.services.keys.load().kem == seeds


def test_a_bundle_is_verified_across_rotations_of_both_parties() -> None:
    world = make_agreed_nodes()
    world.request(0, ticket="one")
    world.settle()
    sheet(world.alice)
    kem(world.bob)
    world.settle()
    world.request(0, ticket="two")
    sheet(world.bob)
    kem(world.alice)
    world.settle()
    world.cut(0)

    for node in world.nodes:
        files = bundle_of(node)
        result = verify(files, world.alice)
        assert result.anchored
        assert result.figures == digest_of(world.review(0))
        assert f"keys/{world.alice.party}/2.note" in files


def propose_second(world: TwoNodes, *, by: SimulatedNode) -> None:
    other = world.alice if by is world.bob else world.bob
    propose_accord(document=second_accord(by, other), services=by.services)


def second_accord(by: SimulatedNode, other: SimulatedNode) -> bytes:
    return draft_accord(
        name="second",
        counterpart=other.party,
        terms=simulated_terms(),
        template_name="simulated",
        template_digest=digest_of(b"simulated"),
        periods=PERIODS,
        cut_wait_seconds=0,
        tolerance_seconds=TOLERANCE_SECONDS,
        services=by.services,
    ).document


def open_second_log(world: TwoNodes, thief: Misbehaving, stolen: PartySecrets) -> ReceiveResult:
    """Let the thief open a log under another accord name with the keys that it has."""
    party = world.bob.party
    own = Origin(from_party=party, accord_name=AccordName("second"), to_party=world.alice.party)
    signer = checkpoint_signer(stolen, own)
    begun = replace(thief, own=own, leaves=[], theirs=[], accord=None, head_signer=signer)
    begun.say("key", {"retire": ["kem-1999"]})
    return world.alice.take(begun.envelope())


def recorded(world: TwoNodes, *, ticket: str) -> bytes:
    """Let Bob say something by post, where somebody records it; it arrives too."""
    world.request(1, ticket=ticket)
    world.step(1)
    world.deliver(1, kind=Post.kind, force=True)
    envelope = world.posts[1].bag[-1]
    world.deliver(1, kind=Wire.kind, force=True)
    world.settle()
    return envelope


def opens(envelope: bytes, stolen: PartySecrets, world: TwoNodes) -> bool:
    try:
        run: Run = open_sealed(envelope, to=world.alice.party, kem_keys=stolen.kem_keys)
    except CannotOpenError:
        return False
    return bool(run.leaves)
