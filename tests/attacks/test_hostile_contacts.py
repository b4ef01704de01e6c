"""A counterpart that plays with contacts: a proposal alone moves nobody to another address."""

from servanda.core.canonical import JsonObject
from servanda.core.contacts.contact import ContactState
from servanda.core.contacts.fold import Contacts
from servanda.core.identifiers import Digest, digest_from_hash
from servanda.simulation.years.accord import year_terms
from servanda.usecases.conduct.read_contacts import read_contacts
from servanda.usecases.ports.records import VALID
from tests.attacks.stage import Attacked, attacked
from tests.core.casework.counting import digest

PROPOSED: JsonObject = {
    "step": "proposed",
    "role": "duty",
    "carrier": "mail",
    "fingerprint": digest("their key"),
    "tlp": "amber",
}
BODY: JsonObject = {"address": "<script>alert(1)</script>"}
PERMANENT: JsonObject = {"step": "permanent", "mandate": True, "tlp": "amber"}
FLOOD = 400


def tell(
    attack: Attacked,
    type_name: str,
    facts: JsonObject,
    *,
    ref: Digest | None = None,
    body: JsonObject | None = None,
) -> Digest:
    """Let Bob see all that Alice said, and say this to her; return the leaf."""
    pair = attack.alice.pair
    attack.bob.theirs = list(attack.alice.store.leaf_hashes(pair.own, 0, pair.own_size))
    salted = None if body is None else attack.bob.salted(body)
    attack.bob.append(attack.bob.draft(type_name, facts, ref=ref, salted=salted), salted=salted)
    attack.send()
    attack.wait(minutes=1)
    return digest_from_hash(attack.copied().leaf_hash)


def found(attack: Attacked) -> Contacts:
    contacts = read_contacts(attack.alice.pair, services=attack.alice.services)
    assert contacts is not None
    return contacts


def test_a_proposal_and_its_authors_own_word_make_nothing_permanent() -> None:
    attack = attacked(terms=year_terms())
    old = tell(attack, "contact", PROPOSED, body=BODY)
    attack.alice.say("contact", {"step": "accepted", "tlp": "amber"}, ref=old)
    new = tell(attack, "contact", {**PROPOSED, "replaces": old}, body=BODY)
    tell(attack, "contact", {"step": "accepted", "tlp": "amber"}, ref=new)
    tell(attack, "contact", PERMANENT, ref=new)

    contacts = found(attack)
    assert contacts.by_leaf[new].state is ContactState.PROPOSED
    assert contacts.by_leaf[old].replaced_by is None
    assert len(contacts.out_of_state) == 2


def test_our_contact_is_neither_replaced_nor_moved_by_another_party() -> None:
    attack = attacked(terms=year_terms())
    ours = attack.alice.say("contact", {**PROPOSED, "fingerprint": digest("ours")}, body=BODY)
    replacing = tell(attack, "contact", {**PROPOSED, "replaces": ours}, body=BODY)
    retired = tell(attack, "contact", {"step": "retired", "tlp": "amber"}, ref=ours)

    contacts = found(attack)
    assert contacts.out_of_state == [replacing, retired]
    assert contacts.by_leaf[ours].state is ContactState.PROPOSED


def test_checks_of_its_own_contact_answered_by_itself_score_nothing() -> None:
    attack = attacked(terms=year_terms())
    leaf = tell(attack, "contact", PROPOSED, body=BODY)
    attack.alice.say("contact", {"step": "accepted", "tlp": "amber"}, ref=leaf)
    tell(attack, "check", {"step": "ask", "contact": leaf})

    contacts = found(attack)
    assert contacts.by_leaf[leaf].checks == []
    assert len(contacts.out_of_state) == 1


def test_an_address_in_the_clear_is_no_valid_statement_and_names_no_contact() -> None:
    attack = attacked(terms=year_terms())
    tell(attack, "contact", {**PROPOSED, "address": "desk@bob.example"}, body=BODY)

    assert attack.copied().verdict != VALID
    assert not found(attack).by_leaf


def test_a_flood_of_proposals_is_a_list_and_none_of_them_may_send() -> None:
    attack = attacked(terms=year_terms())
    tell(attack, "contact", PROPOSED, body=BODY)
    salted = attack.bob.salted(BODY)
    for _ in range(FLOOD):
        attack.bob.append(attack.bob.draft("contact", PROPOSED, salted=salted), salted=salted)
    attack.send()

    today = attack.alice.services.clock.now().date()
    contacts = found(attack)
    assert len(contacts.by_leaf) == FLOOD + 1
    assert not any(one.may_send(today) for one in contacts.by_leaf.values())
