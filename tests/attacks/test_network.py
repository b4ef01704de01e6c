"""Whoever holds the wire reads nothing, changes nothing unseen, and can only delay."""

from dataclasses import replace
from datetime import timedelta

import pytest

from servanda.core import canonical
from servanda.core.errors import CounterpartError
from servanda.simulation.accord import REQUEST_BODY
from servanda.simulation.promises import Witness
from servanda.simulation.storm import run_storm
from servanda.simulation.two_nodes import make_agreed_nodes
from servanda.usecases.exchange.envelope_for import envelope_for
from servanda.usecases.exchange.receive_envelope import open_envelope
from tests.attacks.stage import attacked


def test_nothing_of_a_statement_can_be_read_on_the_way() -> None:
    attack = attacked()
    attack.asks()

    envelope = envelope_for(services=attack.alice.services).content

    line, _, sealed = envelope.partition(b"\n")
    assert set(canonical.parse_object(line)) == {"kem", "suite", "to", "v"}
    assert str(REQUEST_BODY["title"]).encode() not in sealed
    assert attack.last().note not in sealed
    assert b"request" not in sealed


@pytest.mark.parametrize("member", ["kem", "suite", "to", "v"])
def test_a_changed_header_does_not_open(member: str) -> None:
    attack = attacked()
    line, _, sealed = attack.bob.envelope().partition(b"\n")
    header = dict(canonical.parse_object(line))
    header[member] = str(header[member]) + "x"

    with pytest.raises(CounterpartError):
        open_envelope(
            canonical.encode(header) + b"\n" + sealed,
            answer_now=True,
            services=attack.alice.services,
        )


def test_the_size_on_the_wire_tells_steps_and_not_the_text() -> None:
    sizes = set()
    for text in ("No.", "A somewhat longer answer, of two lines.", "x" * 100):
        attack = attacked()
        asked = attack.asks()
        attack.bob.say(
            "response",
            {"step": "final", "outcome": "fulfilled_full", "items": ["supplied"], "tlp": "amber"},
            ref=asked,
            body={"text": text},
        )
        sizes.add(len(attack.bob.envelope()))

    assert len(sizes) == 1


def test_a_forged_hint_of_what_is_held_delays_and_never_stops_a_delivery() -> None:
    attack = attacked()
    world = attack.world
    world.wires[0].is_up = False
    world.request(0, ticket="asked")
    world.step(0)
    # An empty run needs no signature: anybody with Alice's card can say that Bob holds it all.
    lie = replace(attack.bob.run(), first=0, leaves=(), checkpoint=None, have=3)
    assert world.alice.pair.own_size == 3
    world.alice.take(attack.bob.envelope(lie))

    witness = Witness(world)
    witness.queued(0, "asked")
    world.settle()

    assert not world.alice.pair.has_unreceipted
    witness.settled()


def test_an_old_envelope_played_back_changes_nothing() -> None:
    world = make_agreed_nodes()
    recorded = []
    for number in range(3):
        world.request(0, ticket=f"request {number}")
        world.step(0)
        recorded.append(envelope_for(services=world.alice.services, everything=True).content)
        world.settle()
    sizes = world.bob.store.log_sizes()

    for envelope in (*recorded, *reversed(recorded)):
        world.bob.take(envelope)

    assert world.bob.store.log_sizes() == sizes


def test_a_line_that_is_down_for_a_week_loses_nothing() -> None:
    world = make_agreed_nodes()
    witness = Witness(world)
    for wire in world.wires:
        wire.is_up = False
    for number in range(6):
        world.request(number % 2, ticket=f"request {number}")
        witness.queued(number % 2, f"request {number}")
        world.step(number % 2)
        world.wait(timedelta(days=1))
        world.deliver(number % 2)

    world.settle()

    witness.settled()


def test_loss_doubling_delay_and_disorder_change_nothing_in_the_end() -> None:
    report = run_storm(kills=240, seed=20_261_122)

    assert report.lost > 0
    assert report.doubled > 0
    assert report.statements > 0
