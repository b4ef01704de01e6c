"""Floods, huge and malformed input: dropped and counted, within bounds, never answered."""

import random
from dataclasses import replace

import pytest

from servanda.core.canonical import encode as encode_json
from servanda.core.envelope.run import MAX_RUN_BYTES
from servanda.core.identifiers import Origin, PartyId, parse_accord_name
from servanda.core.keys.private import checkpoint_signer
from servanda.simulation.simulated_node import introduce, make_node
from servanda.simulation.two_nodes import ALICE, BOB
from servanda.usecases.exchange.pair_commit import MAX_ALARMS, MAX_HELD_RUNS
from servanda.usecases.exchange.receive_envelope import MAX_OPEN_PAIRS, seal_to_counterpart
from tests.attacks.stage import Attacked, attacked, flip

MALLORY = PartyId("mallory.example")
HEADER = {"kem": "kem-2026a", "suite": "none", "to": "alice.example", "v": "servanda-envelope/1"}
MALFORMED = {
    "nothing": b"",
    "a line feed": b"\n",
    "no line": b"\x00" * 5_000,
    "a header alone": encode_json(HEADER) + b"\n",
    "a header and noise": encode_json(HEADER) + b"\n" + b"\xff" * 2_000,
    "deep nesting": b"[" * 100_000,
    "a long number": b'{"kem":' + b"9" * 100_000 + b"}\n",
    "too large": bytes(MAX_RUN_BYTES + 2_000_000),
}


@pytest.mark.parametrize("kind", MALFORMED)
def test_what_is_no_envelope_is_dropped_counted_and_not_answered(kind: str) -> None:
    attack = attacked()
    sizes = attack.alice.store.log_sizes()

    result = attack.alice.take(MALFORMED[kind])

    assert result.answer is None
    assert result.dropped
    assert sum(attack.alice.store.drops().values()) == 1
    assert attack.alice.store.log_sizes() == sizes


def test_no_single_flipped_bit_of_an_envelope_opens() -> None:
    attack = attacked()
    attack.bob.say("check", {"step": "ask"})
    envelope = attack.bob.envelope()
    bits = random.Random(1).sample(range(len(envelope) * 8), 150)  # noqa: S311 - any bits

    results = [attack.alice.take(flip(envelope, bit)) for bit in bits]

    assert [result for result in results if result.outcome is not None] == []
    assert attack.alice.take(envelope).outcome is not None


def test_a_stranger_gets_no_answer_that_could_be_shown() -> None:
    attack = attacked()
    mallory = make_node(MALLORY, clock=attack.world.clock, seed="mallory")
    introduce(mallory, attack.alice)  # she has Alice's card; Alice never confirmed hers
    run = replace(
        attack.bob.run(),
        origin=Origin(from_party=MALLORY, accord_name=parse_accord_name("any"), to_party=ALICE),
    )

    result = attack.alice.take(seal_to_counterpart(run, services=mallory.services))

    assert result.answer is None
    assert "confirmed" in result.dropped


def test_no_more_accords_are_opened_than_a_person_can_look_at() -> None:
    attack = attacked()

    results = [attack.alice.take(proposal_under(attack, f"flood-{n}")) for n in range(12)]

    opened = [pair for pair in attack.alice.store.pairs() if "flood" in pair.own.accord_name]
    assert len(opened) == MAX_OPEN_PAIRS
    assert sum("at most" in result.dropped for result in results) == 12 - MAX_OPEN_PAIRS


def test_runs_that_wait_for_a_gap_are_bounded_the_oldest_first_to_go() -> None:
    attack = attacked()
    for _ in range(MAX_HELD_RUNS + 10):
        attack.bob.say("check", {"step": "ask"})

    for first in range(3, MAX_HELD_RUNS + 12):
        attack.wait(seconds=1)
        attack.alice.take(attack.bob.envelope(attack.bob.run(first=first)))

    held = attack.alice.store.held_runs(attack.bob.own)
    assert len(held) == MAX_HELD_RUNS
    assert min(run.first for run in held) > 3


def test_alarms_cannot_fill_the_disk() -> None:
    attack = attacked()
    run = attack.bob.run()

    for have in range(100, 200):
        attack.alice.take(attack.bob.envelope(replace(run, have=have)))

    assert attack.alarms() == ["claims_more"] * MAX_ALARMS


def test_runs_that_fit_nothing_are_kept_for_people_only_so_often() -> None:
    attack = attacked()
    attack.bob.forget_own(1)

    for number in range(20):
        attack.bob.say("check", {"step": "ask"})
        attack.bob.say("request", {"n": number})
        attack.alice.take(attack.bob.envelope(attack.bob.run(first=2)))

    assert attack.alarms().count("run_differs") <= MAX_ALARMS
    assert len(attack.alice.copied_leaves) == 2


def test_leaves_of_rubbish_are_copied_refused_and_cost_the_sender_its_own_log() -> None:
    attack = attacked()
    for text in (b"{}\n", b"null\n", b"[" * 1_000 + b"\n", "雪\n".encode()):
        attack.bob.append_text(text)
    attack.bob.append_note(b"\x00 no note at all")

    outcome = attack.send()

    assert outcome.kind == "taken"
    assert [leaf.verdict for leaf in attack.alice.copied_leaves][-5:] == ["invalid"] * 5
    written = [leaf.type for leaf in attack.alice.own_leaves][-6:]
    assert written == ["receipt", *["refusal"] * 5]


def test_an_envelope_that_was_taken_twice_costs_no_leaf() -> None:
    attack = attacked()
    attack.bob.say("check", {"step": "ask"})
    envelope = attack.bob.envelope()
    attack.alice.take(envelope)
    size = attack.alice.pair.own_size

    for _ in range(50):
        attack.alice.take(envelope)

    assert attack.alice.pair.own_size == size


def proposal_under(attack: Attacked, name: str) -> bytes:
    """An envelope that opens a new accord name, with one leaf nobody can use."""
    other = replace(
        attack.bob,
        own=Origin(from_party=BOB, accord_name=parse_accord_name(name), to_party=ALICE),
        leaves=[],
        theirs=[],
        accord=None,
    )
    other.head_signer = checkpoint_signer(other.services.keys.load(), other.own)
    other.say("check", {"step": "ask"})
    return attack.bob.envelope(other.run())
