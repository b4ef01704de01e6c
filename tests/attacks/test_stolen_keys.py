"""Some of a party's keys are in other hands: what each alone can do, and what ends it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from servanda.core.envelope.sealed import CannotOpenError, open_sealed
from servanda.core.identifiers import PartyId
from servanda.core.keys.private import (
    PartySecrets,
    checkpoint_signer,
    generate_secrets,
    leaf_signer,
    root_signers,
    sheet_of,
    without_kem_keys,
)
from servanda.core.keys.sheets import sign_sheet
from servanda.simulation.memory_node import SeededRandomness
from servanda.simulation.misbehaving import misbehave
from servanda.simulation.two_nodes import ALICE
from tests.attacks.stage import Attacked, attacked

MALLORY = PartyId("mallory.example")


def test_the_sign_key_alone_is_useless_for_no_head_covers_the_forged_leaf() -> None:
    attack = attacked()
    attack.bob.head_signer = checkpoint_signer(secrets_of_mallory(), attack.bob.own)

    attack.bob.say("check", {"step": "ask"})
    outcome = attack.send()

    assert outcome.kind == "dropped"
    assert attack.alice.store.drops() == {"head": 1}
    assert len(attack.alice.copied_leaves) == 2


def test_the_log_key_alone_makes_leaves_that_stand_without_any_effect() -> None:
    attack = attacked()
    attack.bob.signer = leaf_signer(secrets_of_mallory())

    attack.bob.say("check", {"step": "ask"})
    attack.send()

    assert attack.copied().verdict == "invalid"
    assert attack.copied().reason


def test_the_log_key_alone_cannot_take_back_a_leaf_without_showing_a_fork() -> None:
    attack = attacked()
    attack.bob.forget_own(1)
    attack.bob.signer = leaf_signer(secrets_of_mallory())

    attack.bob.say("check", {"step": "ask"})
    outcome = attack.send()

    assert outcome.kind == "forked"
    assert len(attack.alice.copied_leaves) == 2


def test_both_keys_add_statements_and_remove_none() -> None:
    attack = attacked()
    thief = misbehave(attack.world.bob)
    forged = thief.say("check", {"step": "ask"})
    attack.alice.take(thief.envelope())
    assert attack.copied().leaf_hash == forged
    assert attack.copied().verdict == "valid"

    thief.forget_own(1)
    thief.say("check", {"step": "ask"})
    outcome = attack.alice.take(thief.envelope()).outcome

    assert outcome is not None
    assert outcome.kind == "forked"
    assert forged in [leaf.leaf_hash for leaf in attack.alice.copied_leaves]


def test_a_new_sheet_by_the_root_ends_what_stolen_keys_can_do() -> None:
    attack = attacked()
    thief = misbehave(attack.world.bob)
    bring_new_sheet(attack)
    attack.send()
    assert attack.copied().verdict == "valid"

    thief.leaves = list(attack.bob.leaves)
    thief.say("check", {"step": "ask"})
    outcome = attack.alice.take(thief.envelope()).outcome
    attack.bob.say("check", {"step": "ask"})
    attack.send()

    assert outcome is not None
    assert outcome.kind == "dropped"
    assert attack.copied().verdict == "valid"


def test_a_sheet_that_the_root_did_not_sign_changes_nothing() -> None:
    attack = attacked()
    new = secrets_of_mallory()
    mallory_root = replace(attack.world.bob.services.keys.load_root(), ed25519=bytes(32))
    note = sign_sheet(
        sheet_of(
            replace(new, party=attack.bob.own.from_party),
            root=mallory_root.public,
            serial=2,
            tls=b"tls",
            carriers={},
            expires=attack.bob.now,
        ),
        root_signers(mallory_root),
    )

    attack.bob.say("key", {"sheet": note.decode()})
    attack.send()

    assert attack.copied().verdict == "invalid"


def test_a_stolen_kem_seed_opens_no_message_of_another_period() -> None:
    attack = attacked()
    secrets = attack.alice.services.keys.load()
    (old,) = secrets.kem
    envelope = attack.bob.envelope()
    stolen = {old: secrets.kem_keys[old]}
    rotated = generate_secrets(other_randomness(), party=ALICE, kem_name="kem-2026b")

    assert open_sealed(envelope, to=ALICE, kem_keys=stolen).leaves
    with pytest.raises(CannotOpenError):
        open_sealed(envelope, to=ALICE, kem_keys=rotated.kem_keys)
    with pytest.raises(CannotOpenError):  # a destroyed seed opens nothing, for nobody
        open_sealed(envelope, to=ALICE, kem_keys=without_kem_keys(secrets, [old]).kem_keys)


def bring_new_sheet(attack: Attacked) -> None:
    """Let Bob's root put new keys in the place of the stolen ones."""
    services = attack.world.bob.services
    root = services.keys.load_root()
    new = generate_secrets(other_randomness(), party=root.party, kem_name="kem-2026c")
    sheet = sheet_of(
        new, root=root.public, serial=2, tls=b"authority", carriers={}, expires=attack.bob.now
    )
    attack.bob.signer = leaf_signer(new)
    attack.bob.head_signer = checkpoint_signer(new, attack.bob.own)
    attack.bob.say("key", {"sheet": sign_sheet(sheet, root_signers(root)).decode()})


def secrets_of_mallory() -> PartySecrets:
    """Keys of nobody, under Bob's name: what a thief has instead of the key not stolen."""
    made = generate_secrets(other_randomness(), party=MALLORY, kem_name="kem-2026a")
    return replace(made, party=PartyId("bob.example"))


def other_randomness() -> Callable[[int], bytes]:
    return SeededRandomness("mallory").token
