from servanda.core import canonical
from servanda.core.canonical import JsonValue
from servanda.core.review.figures import (
    compute_figures,
    encode_computed_figures,
    encode_figures,
)
from tests.core.exchange.worked_example import play
from tests.core.exchange.world import (
    ALICE,
    REQUEST_BODY,
    REQUEST_FACTS,
    RESPONSE_BODY,
    RESPONSE_FACTS,
    agreed_desks,
    at,
    exchange,
)


def cut_facts(from_: str, until: str) -> dict[str, JsonValue]:
    return {"from": f"2026-11-22T{from_}Z", "until": f"2026-11-22T{until}Z"}


def test_both_sides_compute_the_same_bytes() -> None:
    example = play()

    ours = encode_figures(compute_figures(example.alice.contents()))
    theirs = encode_figures(compute_figures(example.bob.contents()))

    assert ours == theirs
    value = canonical.parse_object(ours)
    assert value["v"] == "servanda-figures/2"
    assert (value["from"], value["until"]) == ("2026-11-22T00:00:00Z", "2026-11-22T11:30:00Z")
    assert value["cut"] == example.a[5].digest


def test_figures_encoded_as_they_are_computed_are_the_same_bytes() -> None:
    contents = play().alice.contents()

    parts = list(encode_computed_figures(contents))

    assert b"".join(parts) == encode_figures(compute_figures(contents))
    assert len(parts) > len(compute_figures(contents).rows)


def test_the_withdrawal_that_came_first_counts_in_the_worked_example() -> None:
    figures = compute_figures(play().alice.contents())

    (outcomes,) = [
        row
        for row in figures.rows
        if row.figure == "Q1" and (row.cell.kind, row.cell.urgency) == ("all", "all")
    ]

    assert outcomes.values["withdrawn"] == 1
    assert outcomes.values["fulfilled_full"] == 0


def test_a_statement_without_receipt_stands_in_the_annex_with_the_senders_time() -> None:
    alice, bob = agreed_desks()
    asked = alice.say("request", REQUEST_FACTS, time=at("09:00:00"), body=REQUEST_BODY)
    exchange(alice, bob)
    bob.say("receipt", time=at("09:00:01"))
    answered = bob.say(
        "response", RESPONSE_FACTS, time=at("09:30:00"), ref=asked.digest, body=RESPONSE_BODY
    )
    bob.say("cut", cut_facts("00:00:00", "12:00:00"), time=at("12:00:00"))

    figures = compute_figures(bob.contents())

    assert [(row.leaf, row.time) for row in figures.annex] == [(answered.digest, at("09:30:00"))]
    (open_,) = [row for row in figures.rows if row.figure == "T8" and row.cell.urgency == "all"][:1]
    assert open_.values["open"] == 1


def test_a_request_refused_for_its_body_is_undeliverable_once() -> None:
    alice, bob = agreed_desks()
    asked = alice.say("request", REQUEST_FACTS, time=at("09:00:00"), body=REQUEST_BODY)
    exchange(alice, bob)
    bob.say("receipt", time=at("09:00:01"))
    bob.say("refusal", {"code": "body_mismatch"}, time=at("09:00:01"), ref=asked.digest)
    exchange(bob, alice)
    alice.say("receipt", time=at("09:00:02"))
    alice.say("cut", cut_facts("00:00:00", "12:00:00"), time=at("12:00:00"))
    first = compute_figures(alice.contents())
    exchange(alice, bob)
    alice.say("cut", cut_facts("12:00:00", "18:00:00"), time=at("18:00:00"))

    second = compute_figures(alice.contents())

    received = next(row for row in first.rows if row.figure == "T1")
    assert received.values == {"count": 0, "undeliverable": 1}
    assert second.rows == []


def test_a_request_is_received_in_one_period_only() -> None:
    alice, bob = agreed_desks()
    asked = alice.say("request", REQUEST_FACTS, time=at("09:00:00"), body=REQUEST_BODY)
    exchange(alice, bob)
    bob.say("receipt", time=at("12:00:01"))  # claimed before, received after the first period
    exchange(bob, alice)
    alice.say("cut", cut_facts("00:00:00", "12:00:00"), time=at("12:00:02"))
    first = compute_figures(alice.contents())
    alice.say("cut", cut_facts("12:00:00", "18:00:00"), time=at("18:00:00"))

    second = compute_figures(alice.contents())

    assert first.rows == []
    received = [row for row in second.rows if row.figure == "T1"]
    assert {row.leaves[0] for row in received} == {asked.digest}
    assert {row.cell.direction for row in received} == {ALICE}
