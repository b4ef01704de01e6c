"""Somebody else gets hold of a counterpart's old mailbox: reads, answers, plays back. In vain."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from servanda.core.envelope.sealed import CannotOpenError, open_sealed
from servanda.core.errors import CounterpartError, ServandaError
from servanda.core.keys.private import checkpoint_signer, leaf_signer
from servanda.simulation.simulated_node import SimulatedNode
from servanda.simulation.two_nodes import BOB
from servanda.transports.mail.inbound import MailInbound
from servanda.usecases.exchange.envelope_for import envelope_for
from servanda.usecases.exchange.receive_envelope import receive_envelope
from tests.attacks.stage import Attacked, attacked
from tests.attacks.test_stolen_keys import secrets_of_mallory
from tests.transports.mail.memory_mailbox import ARRIVED, MemoryMailbox


@dataclass
class Reader:
    """Takes envelopes out of Alice's mailbox as her node does."""

    node: SimulatedNode

    def __call__(self, envelopes: Sequence[bytes]) -> Sequence[ServandaError | None]:
        results = [
            receive_envelope(envelope, answer_now=False, services=self.node.services)
            for envelope in envelopes
        ]
        return [CounterpartError(one.dropped) if one.dropped else None for one in results]


@pytest.fixture
def attack() -> Attacked:
    attack = attacked()
    attack.asks()
    return attack


def arrives(attack: Attacked, envelope: bytes) -> MemoryMailbox:
    """Let Alice find a mail that comes, by all its headers, from Bob's address."""
    mailbox = MemoryMailbox()
    mailbox.receive(envelope)
    MailInbound(mailbox).look(Reader(attack.alice), now=ARRIVED)
    return mailbox


def test_what_is_sent_to_the_address_cannot_be_opened_there(attack: Attacked) -> None:
    sent = envelope_for(services=attack.alice.services).content
    services = attack.alice.services  # keys of a node that is not Bob's
    keys = services.working.of(services.keys).kem

    with pytest.raises(CannotOpenError):
        open_sealed(sent, to=BOB, kem_keys=keys)


def test_an_answer_from_the_address_that_bob_did_not_sign_is_nothing(attack: Attacked) -> None:
    before = (attack.alice.store.log_sizes(), attack.alice.pair)
    attack.bob.signer = leaf_signer(secrets_of_mallory())
    attack.bob.head_signer = checkpoint_signer(secrets_of_mallory(), attack.bob.own)
    attack.bob.say("check", {"step": "answer", "role": "technical"})

    arrives(attack, attack.bob.envelope())

    sizes, pair = before
    assert attack.alice.store.log_sizes() == sizes
    assert attack.alice.pair.receipted == pair.receipted
    assert attack.alice.pair.has_unreceipted  # nobody can receipt in Bob's name


def test_our_own_envelope_sent_back_is_dropped(attack: Attacked) -> None:
    sent = envelope_for(services=attack.alice.services).content

    mailbox = arrives(attack, sent)

    assert list(mailbox.put) == ["Rejected counterpart"]
    assert attack.alice.pair.has_unreceipted


def test_bob_s_letters_of_before_change_nothing_when_they_come_again(attack: Attacked) -> None:
    genuine = attack.bob.envelope()
    arrives(attack, genuine)
    sizes = attack.alice.store.log_sizes()

    for _ in range(3):
        arrives(attack, genuine)

    assert attack.alice.store.log_sizes() == sizes


def test_bob_is_heard_from_any_other_address(attack: Attacked) -> None:
    attack.bob.say("check", {"step": "ask", "tlp": "green"})

    arrives(attack, attack.bob.envelope())

    assert not attack.alice.pair.has_unreceipted
