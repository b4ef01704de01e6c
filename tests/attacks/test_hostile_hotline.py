"""A counterpart that plays with the hotline and the ladder: without effect, listed, never lost."""

from servanda.core.canonical import JsonObject
from servanda.core.escalation.fold import Escalations
from servanda.core.escalation.hotline import Standing
from servanda.core.escalation.ladder import RungState
from servanda.core.identifiers import Digest, digest_from_hash, digest_of, format_instant
from servanda.simulation.years.accord import year_terms
from servanda.usecases.conduct.read_escalations import read_escalations
from servanda.usecases.ports.records import VALID
from tests.attacks.stage import Attacked, attacked

WORDS: JsonObject = {"text": "We insist."}
CALLED: JsonObject = {"caller": "B", "callee": "A", "text": "We spoke."}
FLOOD = 300


def raised(level: str = "L1", trigger: str = "overdue") -> JsonObject:
    return {"step": "raised", "level": level, "trigger": trigger, "tlp": "amber"}


def said(step: str) -> JsonObject:
    return {"step": step, "tlp": "amber"}


def made(attack: Attacked, basis: str = "urgent_case") -> JsonObject:
    called_at = format_instant(attack.bob.now)
    return {"step": "made", "basis": basis, "called_at": called_at, "tlp": "amber"}


def tell(
    attack: Attacked,
    type_: str,
    facts: JsonObject,
    *,
    ref: Digest | None = None,
    body: JsonObject | None = None,
) -> Digest:
    """Let Bob see all that Alice said, and say this to her; return the leaf."""
    pair = attack.alice.pair
    attack.bob.theirs = list(attack.alice.store.leaf_hashes(pair.own, 0, pair.own_size))
    salted = None if body is None else attack.bob.salted(body)
    attack.bob.append(attack.bob.draft(type_, facts, ref=ref, salted=salted), salted=salted)
    attack.send()
    attack.wait(minutes=1)
    return digest_from_hash(attack.copied().leaf_hash)


def asked() -> tuple[Attacked, Digest]:
    """A request of Alice's that Bob has receipted and nothing more."""
    attack = attacked(terms=year_terms())
    request = attack.asks()
    tell(attack, "receipt", {})
    return attack, request


def found(attack: Attacked) -> Escalations:
    escalations = read_escalations(attack.alice.pair, services=attack.alice.services)
    assert escalations is not None
    return escalations


def test_a_ladder_that_begins_above_the_first_level_or_leaves_one_out_is_without_effect() -> None:
    attack, request = asked()
    above = tell(attack, "escalation", raised("L4"), ref=request, body=WORDS)
    third = tell(attack, "escalation", raised("L3", "emergency"), ref=request, body=WORDS)
    first = tell(attack, "escalation", raised("L1"), ref=request, body=WORDS)
    attack.wait(days=30)
    left_out = tell(attack, "escalation", raised("L3"), ref=first, body=WORDS)

    escalations = found(attack)

    assert [rung.level for one in escalations.ladders for rung in one.rungs] == ["L1"]
    assert escalations.out_of_state == [above, third, left_out]


def test_an_escalation_about_what_is_not_here_or_another_pairs_is_no_valid_statement() -> None:
    attack, _ = asked()
    tell(attack, "escalation", raised(), ref=digest_of(b"a request to somebody else"), body=WORDS)

    assert attack.copied().verdict != VALID
    assert not found(attack).ladders


def test_whoever_raised_a_level_cannot_answer_it_nor_answer_twice_for_the_other() -> None:
    attack, request = asked()
    ours = attack.alice.say("escalation", raised(), body=WORDS, ref=request)
    tell(attack, "escalation", said("closed"), ref=ours)
    first = tell(attack, "escalation", said("acknowledged"), ref=ours)
    again = tell(attack, "escalation", said("acknowledged"), ref=ours)
    theirs = tell(attack, "escalation", raised("L1", "dispute"), ref=request, body=WORDS)
    own = tell(attack, "escalation", said("acknowledged"), ref=theirs)

    escalations = found(attack)
    rung = escalations.rung(ours)
    assert rung is not None
    assert (rung.state, rung.said) == (RungState.ACKNOWLEDGED, [first])
    assert escalations.out_of_state[1:] == [again, own]


def test_a_flood_of_escalations_is_one_ladder_and_a_list() -> None:
    attack, request = asked()
    for _ in range(FLOOD):
        salted = attack.bob.salted(WORDS)
        draft = attack.bob.draft("escalation", raised("L1", "dispute"), ref=request, salted=salted)
        attack.bob.append(draft, salted=salted)
    attack.send()

    escalations = found(attack)

    assert len(escalations.ladders) == 1
    assert len(escalations.out_of_state) == FLOOD - 1


def test_a_call_recorded_by_one_side_only_stays_its_word_and_cannot_confirm_itself() -> None:
    attack, _ = asked()
    call = tell(attack, "call", made(attack), body=CALLED)
    own = tell(attack, "call", said("confirmed"), ref=call)
    attack.wait(hours=73)

    escalations = found(attack)
    noted = escalations.calls[call]

    assert noted.confirmed is None
    assert noted.standing(at=attack.world.clock.now()) is Standing.ONE_SIDED
    assert escalations.out_of_state == [own]
    assert own in escalations.casework.out_of_state  # as the figures count it
