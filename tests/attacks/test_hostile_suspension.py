"""A counterpart that suspends in order to gain time, to silence, or to shut the record."""

from servanda.core.canonical import JsonObject
from servanda.core.identifiers import Digest, digest_from_hash, digest_of
from servanda.core.suspension.fold import Suspensions
from servanda.simulation.years.accord import year_terms
from servanda.usecases.casework.show_queue import show_queue
from servanda.usecases.conduct.read_contacts import read_contacts
from servanda.usecases.conduct.read_suspensions import opened_meanwhile, read_suspensions
from servanda.usecases.ports.records import VALID
from tests.attacks.stage import Attacked, attacked

SUSPENDED: JsonObject = {"step": "suspended", "scope": "accord", "ground": "breach"}


def tell(attack: Attacked, type_: str, facts: JsonObject, *, ref: Digest | None = None) -> Digest:
    """Let Bob see all that Alice said, and say this to her; return the leaf."""
    pair = attack.alice.pair
    attack.bob.theirs = list(attack.alice.store.leaf_hashes(pair.own, 0, pair.own_size))
    attack.bob.append(attack.bob.draft(type_, facts, ref=ref))
    attack.send()
    attack.wait(minutes=1)
    return digest_from_hash(attack.copied().leaf_hash)


def found(attack: Attacked) -> Suspensions:
    suspensions = read_suspensions(attack.alice.pair, services=attack.alice.services)
    assert suspensions is not None
    return suspensions


def channel_key() -> Digest:
    return digest_of(b"the key behind the channel")


def test_whoever_suspends_gains_no_time() -> None:
    attack = attacked(terms=year_terms())
    attack.asks()
    tell(attack, "receipt", {})
    before = [one.due_at for one in show_queue(services=attack.alice.services).deadlines]
    tell(attack, "suspension", SUSPENDED)

    assert before
    assert [one.due_at for one in show_queue(services=attack.alice.services).deadlines] == before


def test_a_suspension_shuts_no_record_cuts_and_disputes_go_out_all_the_same() -> None:
    attack = attacked(terms=year_terms())
    request = attack.asks()
    tell(attack, "suspension", SUSPENDED)
    dispute = attack.alice.say(
        "dispute", {"about": "statement", "step": "stated", "leaves": [request]}
    )

    assert dispute in {
        digest_from_hash(leaf.leaf_hash)
        for leaf in attack.alice.store.iterate_leaves(attack.alice.pair.own)
    }


def test_ours_is_not_resumed_by_them_and_a_suspension_of_nothing_is_no_valid_statement() -> None:
    attack = attacked(terms=year_terms())
    ours = attack.alice.say("suspension", SUSPENDED)
    resumed = tell(attack, "suspension", {"step": "resumed", "scope": "accord"}, ref=ours)
    assert found(attack).out_of_state == [resumed]
    assert [one.leaf for one in found(attack).of_accord] == [ours]

    unknown: JsonObject = {**SUSPENDED, "scope": "series", "series": "summits"}
    tell(attack, "suspension", unknown)
    assert attack.copied().verdict != VALID
    lost: JsonObject = {"step": "resumed", "scope": "accord"}
    tell(attack, "suspension", lost, ref=digest_of(b"a suspension that nobody made"))
    assert attack.copied().verdict != VALID


def test_suspending_again_and_again_is_one_suspension_and_a_list() -> None:
    attack = attacked(terms=year_terms())
    for _ in range(300):
        attack.bob.append(attack.bob.draft("suspension", SUSPENDED))
    attack.send()

    assert len(found(attack).of_accord) == 1
    assert len(found(attack).out_of_state) == 299


def test_a_suspended_channel_that_is_asked_all_the_same_is_kept_scored_and_flagged() -> None:
    attack = attacked(terms=year_terms())
    body: JsonObject = {"address": "duty@alice.example"}
    proposed: JsonObject = {
        "step": "proposed",
        "role": "duty",
        "carrier": "mail",
        "fingerprint": channel_key(),
        "tlp": "amber",
    }
    channel = attack.alice.say("contact", proposed, body=body)
    tell(attack, "contact", {"step": "accepted", "tlp": "amber"}, ref=channel)
    tell(attack, "check", {"step": "ask", "contact": channel})
    attack.alice.say(
        "suspension",
        {"step": "suspended", "scope": "channel", "channel": channel, "ground": "technical"},
    )
    attack.wait(minutes=5)
    tell(attack, "receipt", {})
    asked = tell(attack, "check", {"step": "ask", "contact": channel})

    services, pair = attack.alice.services, attack.alice.pair
    flagged = opened_meanwhile(pair, found(attack), services=services)
    assert [(one.leaf, one.by) for one in flagged] == [(asked, pair.counterpart)]
    contacts = read_contacts(pair, services=services)
    assert contacts is not None
    assert asked in contacts.checks  # nothing that arrives is lost
