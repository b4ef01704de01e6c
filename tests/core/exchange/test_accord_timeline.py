import pytest

from servanda.core.accords.accord import accord_id, encode_accord
from servanda.core.envelope.run import CarriedLeaf
from servanda.core.exchange.accord_timeline import MAX_PROPOSALS
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.identifiers import Digest, PartyId
from servanda.core.keys.card import Card, verify_card
from servanda.core.keys.private import PartySecrets, generate_secrets, root_signers, sheet_of
from servanda.core.keys.sheets import sign_sheet
from tests.core.exchange.world import (
    ACCORD,
    ACCORD_ID,
    ALICE,
    BOB,
    WITHDRAWAL_FACTS,
    Desk,
    agreed_desks,
    at,
    exchange,
    make_accord,
)
from tests.core.keys.cast import (
    EXPIRY,
    authority_of,
    card_of,
    fixed_randomness,
    root_of,
    signed_sheet,
)

AMENDED_BY_ALICE = make_accord(replaces=ACCORD_ID, tolerance_seconds=60)
AMENDED_BY_BOB = make_accord(replaces=ACCORD_ID, tolerance_seconds=30)


def id_of(accord: object) -> Digest:
    return accord_id(encode_accord(accord))  # type: ignore[arg-type]  # accords, all of them


def in_force(*desks: Desk) -> set[Digest | None]:
    return {
        None if desk.pair.newest_accord is None else desk.pair.newest_accord.digest
        for desk in desks
    }


def meet(alice: Desk, bob: Desk) -> None:
    """Hand both logs over whole."""
    exchange(alice, bob)
    exchange(bob, alice)


def test_a_version_is_in_force_only_for_leaves_with_the_acceptance_in_their_past() -> None:
    alice, bob = agreed_desks()

    def digest(desk: Desk, index: int, seen_size: int) -> Digest | None:
        version = desk.pair.accord_for(desk.party, index=index, seen_size=seen_size)
        return None if version is None else version.digest

    # The acceptance is B1.
    assert digest(bob, 1, 1) is None
    assert digest(bob, 2, 1) == ACCORD_ID
    assert digest(alice, 1, 1) is None
    assert digest(alice, 1, 2) == ACCORD_ID


def test_a_leaf_that_has_not_seen_the_amendment_names_the_version_before() -> None:
    alice, bob = agreed_desks()
    proposal = alice.propose(AMENDED_BY_ALICE, time=at("09:00:00"))
    exchange(alice, bob)
    bob.accept(proposal, time=at("09:10:00"))
    late = alice.say("check", {"step": "ask"}, time=at("09:10:01"))
    meet(alice, bob)
    after = alice.say("receipt", time=at("09:10:02"))

    assert late.header.accord == ACCORD_ID
    assert after.header.accord == id_of(AMENDED_BY_ALICE)
    assert exchange(alice, bob).__class__.__name__ == "Taken"
    assert bob.judged[ALICE] == alice.judged[ALICE]


def test_of_two_amendments_that_cross_neither_wins() -> None:
    alice, bob = agreed_desks()
    of_alice = alice.propose(AMENDED_BY_ALICE, time=at("09:00:00"))
    of_bob = bob.propose(AMENDED_BY_BOB, time=at("09:00:00"))
    meet(alice, bob)
    bob.accept(of_alice, time=at("09:10:00"))
    alice.accept(of_bob, time=at("09:10:00"))
    meet(alice, bob)

    assert in_force(alice, bob) == {ACCORD_ID}


def test_the_party_named_first_frees_itself_by_withdrawing_its_proposal() -> None:
    alice, bob = agreed_desks()
    of_alice = alice.propose(AMENDED_BY_ALICE, time=at("09:00:00"))
    of_bob = bob.propose(AMENDED_BY_BOB, time=at("09:00:00"))
    meet(alice, bob)
    alice.say("withdrawal", WITHDRAWAL_FACTS, time=at("09:20:00"), ref=of_alice.digest)
    alice.accept(of_bob, time=at("09:30:00"))
    meet(alice, bob)

    assert in_force(alice, bob) == {id_of(AMENDED_BY_BOB)}


def test_if_both_withdraw_and_accept_at_once_still_only_one_version_wins() -> None:
    alice, bob = agreed_desks()
    of_alice = alice.propose(AMENDED_BY_ALICE, time=at("09:00:00"))
    of_bob = bob.propose(AMENDED_BY_BOB, time=at("09:00:00"))
    meet(alice, bob)
    alice.say("withdrawal", WITHDRAWAL_FACTS, time=at("09:20:00"), ref=of_alice.digest)
    bob.say("withdrawal", WITHDRAWAL_FACTS, time=at("09:20:00"), ref=of_bob.digest)
    alice.accept(of_bob, time=at("09:30:00"))
    bob.accept(of_alice, time=at("09:30:00"))
    meet(alice, bob)

    assert in_force(alice, bob) == {id_of(AMENDED_BY_BOB)}


def test_a_proposal_withdrawn_in_the_past_of_its_acceptance_is_gone() -> None:
    alice, bob = agreed_desks()
    of_alice = alice.propose(AMENDED_BY_ALICE, time=at("09:00:00"))
    alice.say("withdrawal", WITHDRAWAL_FACTS, time=at("09:20:00"), ref=of_alice.digest)
    exchange(alice, bob)
    bob.accept(of_alice, time=at("09:30:00"))
    meet(alice, bob)

    assert in_force(alice, bob) == {ACCORD_ID}


def test_a_second_acceptance_on_the_same_base_has_no_effect() -> None:
    alice, bob = agreed_desks()
    first = alice.propose(AMENDED_BY_ALICE, time=at("09:00:00"))
    second = alice.propose(AMENDED_BY_BOB, time=at("09:00:01"))
    exchange(alice, bob)
    bob.accept(second, time=at("09:10:00"))
    bob.accept(first, time=at("09:10:01"))
    meet(alice, bob)

    assert in_force(alice, bob) == {id_of(AMENDED_BY_BOB)}


def test_nobody_accepts_its_own_proposal() -> None:
    alice, bob = agreed_desks()
    proposal = alice.propose(AMENDED_BY_ALICE, time=at("09:00:00"))
    alice.accept(proposal, time=at("09:00:01"))
    meet(alice, bob)

    assert in_force(alice, bob) == {ACCORD_ID}


def test_a_proposal_on_a_base_that_is_not_in_force_has_no_effect() -> None:
    alice, bob = agreed_desks()
    proposal = alice.propose(make_accord(replaces=id_of(AMENDED_BY_BOB)), time=at("09:00:00"))
    exchange(alice, bob)
    bob.accept(proposal, time=at("09:10:00"))
    meet(alice, bob)

    assert in_force(alice, bob) == {ACCORD_ID}


@pytest.mark.parametrize(
    "changes", [{"mode": "real"}, {"parties": (BOB, ALICE), "cards": ACCORD.cards[::-1]}]
)
def test_parties_their_order_and_mode_never_change_between_versions(
    changes: dict[str, object],
) -> None:
    alice, bob = agreed_desks()
    proposal = alice.propose(make_accord(replaces=ACCORD_ID, **changes), time=at("09:00:00"))
    exchange(alice, bob)
    bob.accept(proposal, time=at("09:10:00"))
    meet(alice, bob)

    assert in_force(alice, bob) == {ACCORD_ID}


def test_an_accord_of_another_name_never_comes_into_force_here() -> None:
    alice, bob = Desk(ALICE), Desk(BOB)
    proposal = alice.propose(make_accord(name="other"), time=at("08:00:00"))
    exchange(alice, bob)
    bob.accept(proposal, time=at("08:10:00"))
    meet(alice, bob)

    assert in_force(alice, bob) == {None}


def test_an_acceptance_that_names_another_version_than_the_proposal_has_no_effect() -> None:
    alice, bob = agreed_desks()
    proposal = alice.propose(AMENDED_BY_ALICE, time=at("09:00:00"))
    exchange(alice, bob)
    bob.pair.know_accord(encode_accord(AMENDED_BY_BOB))
    said = bob.say(
        "acceptance", time=at("09:10:00"), ref=proposal.digest, accord=id_of(AMENDED_BY_BOB)
    )

    assert isinstance(said, VerifiedStatement)
    assert in_force(bob) == {ACCORD_ID}


def test_a_flood_of_proposals_is_not_kept_and_the_first_can_still_be_accepted() -> None:
    alice, bob = agreed_desks()
    first = alice.propose(AMENDED_BY_ALICE, time=at("09:00:00"))
    later = [alice.propose(AMENDED_BY_BOB, time=at("09:00:00")) for _ in range(MAX_PROPOSALS)]
    exchange(alice, bob)

    bob.accept(later[-1], time=at("09:10:00"))
    assert in_force(bob) == {ACCORD_ID}
    bob.accept(first, time=at("09:10:00"))
    assert in_force(bob) == {id_of(AMENDED_BY_ALICE)}


def second_keys(desk: Desk) -> tuple[PartySecrets, Card]:
    """Return new keys for a desk's party, and its card with the sheet that brings them."""
    party = desk.party
    secrets = generate_secrets(
        fixed_randomness(f"second keys of {party}"), party=party, kem_name="kem-2026b"
    )
    sheet = sheet_of(
        secrets,
        root=root_of(party).public,
        serial=2,
        tls=authority_of(party),
        carriers={},
        expires=EXPIRY,
    )
    return secrets, verify_card(
        [signed_sheet(party), sign_sheet(sheet, root_signers(root_of(party)))]
    )


def rotate(desk: Desk, clock: str) -> Card:
    """Let a desk bring its second keys into force by a key leaf; return its new card."""
    secrets, card = second_keys(desk)
    header = desk.header("key", {"sheet": card.notes[-1].decode()}, time=at(clock))
    desk.secrets = secrets
    judged = desk.append(CarriedLeaf(note=desk.sign(header), salt=None, body=None))
    assert isinstance(judged, VerifiedStatement), judged
    return card


@pytest.mark.parametrize("retired", [ALICE, BOB])
def test_a_version_is_neither_proposed_nor_accepted_with_keys_that_it_says_are_replaced(
    retired: PartyId,
) -> None:
    # Whoever stole Alice's or Bob's first keys writes that log himself, without the second sheet.
    alice, bob = Desk(ALICE), Desk(BOB)
    newest = {desk.party: second_keys(desk)[1] for desk in (alice, bob)}
    cards = tuple(newest[party] if party == retired else card_of(party) for party in (ALICE, BOB))

    proposal = alice.propose(make_accord(cards=cards), time=at("08:00:00"))
    exchange(alice, bob)
    bob.accept(proposal, time=at("08:10:00"))
    meet(alice, bob)

    assert in_force(alice, bob) == {None}


def test_a_version_that_names_the_new_keys_is_agreed_once_key_leaves_brought_them() -> None:
    alice, bob = agreed_desks()
    of_alice = rotate(alice, "09:00:00")
    exchange(alice, bob)
    of_bob = rotate(bob, "09:00:01")
    exchange(bob, alice)
    amended = make_accord(replaces=ACCORD_ID, cards=(of_alice, of_bob))

    proposal = alice.propose(amended, time=at("09:10:00"))
    exchange(alice, bob)
    bob.accept(proposal, time=at("09:20:00"))
    meet(alice, bob)

    assert in_force(alice, bob) == {id_of(amended)}


def test_keys_newer_than_the_version_names_are_as_good() -> None:
    alice, bob = agreed_desks()
    rotate(alice, "09:00:00")
    proposal = alice.propose(AMENDED_BY_ALICE, time=at("09:10:00"))
    exchange(alice, bob)
    bob.accept(proposal, time=at("09:20:00"))
    meet(alice, bob)

    assert in_force(alice, bob) == {id_of(AMENDED_BY_ALICE)}
