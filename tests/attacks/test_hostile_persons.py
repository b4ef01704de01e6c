"""A counterpart that plays with the register: listed, without effect, and no name in the clear."""

from servanda.core.canonical import JsonObject
from servanda.core.custody.fold import Persons
from servanda.core.identifiers import Digest, digest_from_hash
from servanda.simulation.years.accord import year_terms
from servanda.usecases.conduct.read_persons import read_persons
from servanda.usecases.ports.records import VALID
from tests.attacks.stage import Attacked, attacked

LISTED: JsonObject = {"step": "listed", "tlp": "red"}
BODY: JsonObject = {"names": ["<script>alert(1)</script>"]}
EVENT: JsonObject = {
    "step": "event",
    "event": "arrested_reported",
    "day": "2026-01-20",
    "tlp": "red",
}
FLOOD = 400


def tell(
    attack: Attacked,
    facts: JsonObject,
    *,
    ref: Digest | None = None,
    body: JsonObject | None = None,
) -> Digest:
    """Let Bob see all that Alice said, and say this to her; return the leaf."""
    pair = attack.alice.pair
    attack.bob.theirs = list(attack.alice.store.leaf_hashes(pair.own, 0, pair.own_size))
    salted = None if body is None else attack.bob.salted(body)
    attack.bob.append(attack.bob.draft("custody", facts, ref=ref, salted=salted), salted=salted)
    attack.send()
    attack.wait(minutes=1)
    return digest_from_hash(attack.copied().leaf_hash)


def found(attack: Attacked) -> Persons:
    persons = read_persons(attack.alice.pair, services=attack.alice.services)
    assert persons is not None
    return persons


def test_who_handed_the_list_over_confirms_nothing_of_the_other_sides_acts() -> None:
    attack = attacked(terms=year_terms())
    leaf = tell(attack, LISTED, body=BODY)
    confirmed = tell(attack, {**EVENT, "event": "arrested_confirmed"}, ref=leaf)

    assert found(attack).out_of_state == [confirmed]
    assert found(attack).by_leaf[leaf].events == []


def test_a_name_in_the_clear_is_no_valid_statement_and_makes_no_entry() -> None:
    attack = attacked(terms=year_terms())
    tell(attack, {**LISTED, "names": ["A. Person"]}, body=BODY)

    assert attack.copied().verdict != VALID
    assert not found(attack).by_leaf


def test_a_later_event_takes_none_before_it_back() -> None:
    attack = attacked(terms=year_terms())
    leaf = tell(attack, LISTED, body=BODY)
    tell(attack, {**EVENT, "event": "acquitted"}, ref=leaf)
    tell(attack, {**EVENT, "event": "charged", "day": "2025-01-20"}, ref=leaf)

    entry = found(attack).by_leaf[leaf]
    assert [one.event for one in entry.events] == ["acquitted", "charged"]
    assert entry.erasure_due() is not None
    assert not entry.is_convicted


def test_nobody_erases_or_reviews_what_the_other_side_listed() -> None:
    attack = attacked(terms=year_terms())
    ours = attack.alice.say("custody", LISTED, body=BODY)
    tell(attack, {"step": "reviewed", "tlp": "red"}, ref=ours)
    tell(attack, {"step": "erasure_decided", "decision": "erased", "tlp": "red"}, ref=ours)

    assert found(attack).by_leaf[ours].erasure == ""
    assert len(found(attack).out_of_state) == 2


def test_a_flood_of_events_is_a_list_and_every_one_is_its_signed_word() -> None:
    attack = attacked(terms=year_terms())
    leaf = tell(attack, LISTED, body=BODY)
    for _ in range(FLOOD):
        attack.bob.append(attack.bob.draft("custody", EVENT, ref=leaf))
    attack.send()

    assert len(found(attack).by_leaf[leaf].events) == FLOOD
