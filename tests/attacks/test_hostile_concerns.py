"""A counterpart that plays with concerns, disputes and rounds: listed, without effect, kept."""

from servanda.core.canonical import JsonObject
from servanda.core.concerns.concern import ConcernState
from servanda.core.concerns.fold import Concerns
from servanda.core.dialogue.fold import FoldedDialogue
from servanda.core.disputes.fold import MAX_STANDING, Disputes
from servanda.core.identifiers import Digest, digest_from_hash, digest_of
from servanda.simulation.years.accord import year_terms
from servanda.usecases.conduct.read_concerns import read_concerns, read_disputes
from servanda.usecases.dialogue.read_dialogue import read_dialogue
from servanda.usecases.ports.records import VALID
from tests.attacks.stage import Attacked, attacked

WORDS: JsonObject = {"text": "<script>alert(1)</script> We insist."}
ISSUED: JsonObject = {"step": "issued", "commitment": "C1.1", "tlp": "amber"}
DAY: JsonObject = {"day": "2026-02-01", "utc_offset_minutes": 0}
FLOOD = MAX_STANDING + 50


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


def concerns(attack: Attacked) -> Concerns:
    found = read_concerns(attack.alice.pair, services=attack.alice.services)
    assert found is not None
    return found


def disputes(attack: Attacked) -> Disputes:
    found = read_disputes(attack.alice.pair, services=attack.alice.services)
    assert found is not None
    return found


def dialogue(attack: Attacked) -> FoldedDialogue:
    found = read_dialogue(attack.alice.pair, services=attack.alice.services)
    assert found is not None
    return found.folded


def test_a_concern_about_a_commitment_that_is_not_in_force_is_kept_and_has_no_effect() -> None:
    attack = attacked(terms=year_terms())
    tell(attack, "concern", {**ISSUED, "commitment": "C9.9"}, body=WORDS)

    assert attack.copied().verdict != VALID
    assert not concerns(attack).by_leaf


def test_nobody_replies_to_their_own_concern_or_settles_the_other_sides() -> None:
    attack = attacked(terms=year_terms())
    theirs = tell(attack, "concern", ISSUED, body=WORDS)
    own = tell(attack, "reply", {"position": "explained", "tlp": "amber"}, ref=theirs, body=WORDS)
    ours = attack.alice.say("concern", ISSUED, body=WORDS)
    closed = tell(attack, "concern", {"step": "closed", "tlp": "amber"}, ref=ours)
    assented = tell(attack, "concern", {"step": "assented", "tlp": "amber"}, ref=ours)

    found = concerns(attack)
    assert found.by_leaf[ours].state is ConcernState.RECEIVED
    assert found.out_of_state == [own, closed, assented]


def test_a_second_reply_takes_nothing_of_the_first_back() -> None:
    attack = attacked(terms=year_terms())
    ours = attack.alice.say("concern", ISSUED, body=WORDS)
    tell(attack, "reply", {"position": "disputed", "tlp": "amber"}, ref=ours, body=WORDS)
    again = tell(attack, "reply", {"position": "remedied", "tlp": "amber"}, ref=ours, body=WORDS)

    found = concerns(attack)
    assert found.by_leaf[ours].position == "disputed"
    assert found.out_of_state == [again]


def test_evidence_that_nobody_holds_is_a_hash_and_nothing_more() -> None:
    attack = attacked(terms=year_terms())
    evidence = digest_of(b"nothing that anybody holds")
    leaf = tell(attack, "concern", {**ISSUED, "evidence": evidence}, body=WORDS)

    assert concerns(attack).by_leaf[leaf].evidence == evidence


def test_a_flood_of_disputes_is_a_bounded_list() -> None:
    attack = attacked(terms=year_terms())
    facts: JsonObject = {"about": "figure", "step": "stated", "leaves": [], "figures": ["T4"]}
    for _ in range(FLOOD):
        attack.bob.append(attack.bob.draft("dispute", facts))
    attack.send()

    found = disputes(attack)
    assert len(found.standing) == MAX_STANDING
    assert len(found.out_of_state) == FLOOD - MAX_STANDING


def test_a_narrowed_dispute_does_not_widen_and_nobody_withdraws_the_other_sides() -> None:
    attack = attacked(terms=year_terms())
    request = attack.asks()
    ours = attack.alice.say(
        "dispute", {"about": "statement", "step": "stated", "leaves": [request]}
    )
    withdrawn: JsonObject = {"about": "statement", "step": "withdrawn", "leaves": []}
    tell(attack, "dispute", withdrawn, ref=ours)
    theirs = tell(attack, "dispute", {"about": "statement", "step": "stated", "leaves": [request]})
    wider: JsonObject = {"about": "statement", "step": "narrowed", "leaves": [request, ours]}
    tell(attack, "dispute", wider, ref=theirs)

    found = disputes(attack)
    assert [one.leaf for one in found.standing] == [ours, theirs]
    assert len(found.out_of_state) == 2


def test_a_round_is_not_held_agreed_or_promised_by_one_side_for_the_other() -> None:
    attack = attacked(terms=year_terms())
    facts: JsonObject = {"step": "proposed", "series": "dialogue", "kind": "round", **DAY}
    proposed = tell(attack, "round", facts)
    agenda = tell(
        attack,
        "round",
        {"step": "agenda", "tlp": "green"},
        ref=proposed,
        body={"agenda": ["Their point"]},
    )
    tell(attack, "round", {"step": "agenda_agreed"}, ref=agenda)
    promise: JsonObject = {"step": "proposed", "owner": "other_party", "tlp": "green"}
    tell(attack, "deliverable", promise, ref=proposed, body={"text": {"en": "Pay."}})
    tell(attack, "round", {"step": "held", **DAY}, ref=proposed)
    bound = tell(attack, "deliverable", promise, ref=proposed, body={"text": {"en": "Pay."}})
    tell(attack, "deliverable", {"step": "confirmed"}, ref=bound)
    tell(
        attack,
        "deliverable",
        {"step": "dropped", "tlp": "green"},
        ref=bound,
        body={"text": {"en": "Done."}},
    )

    found = dialogue(attack)
    assert found.rounds.by_leaf[proposed].agenda == ()
    assert found.deliverables.agreed == {}
    assert len(found.out_of_state) == 4


def test_a_series_that_the_accord_does_not_have_opens_no_round() -> None:
    attack = attacked(terms=year_terms())
    facts: JsonObject = {"step": "proposed", "series": "summit", "kind": "round", **DAY}
    tell(attack, "round", facts)

    assert attack.copied().verdict != VALID
    assert not dialogue(attack).rounds.by_leaf
