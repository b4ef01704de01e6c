"""Two parties meet: keys, cards, twelve words, proposal and acceptance, all by files."""

import pytest

from servanda.core.errors import CounterpartError, InvalidInputError, MisconfiguredError
from servanda.core.identifiers import PartyId, digest_of
from servanda.simulation.accord import START, simulated_terms
from servanda.simulation.clock import VirtualClock
from servanda.simulation.memory_node import memory_services
from servanda.usecases.accords.accept_accord import accept_accord
from servanda.usecases.accords.draft_accord import draft_accord
from servanda.usecases.accords.propose_accord import propose_accord
from servanda.usecases.accords.show_accord import show_accord
from servanda.usecases.exchange.envelope_for import envelope_for
from servanda.usecases.keys.add_counterpart import add_counterpart
from servanda.usecases.keys.confirm_counterpart import confirm_counterpart
from servanda.usecases.keys.init_node import init_node
from servanda.usecases.keys.show_card import show_card
from servanda.usecases.services import require_node
from tests.usecases.nodes import (
    ACCORD,
    ALICE,
    BOB,
    PERIOD_END,
    PERIOD_START,
    Cast,
    Node,
    make_cast,
)


def test_setting_up_twice_changes_nothing() -> None:
    services = memory_services(clock=VirtualClock(START), seed="a")
    first = init_node(party=ALICE, mode="real", carriers={}, services=services)
    again = init_node(party=ALICE, mode="real", carriers={}, services=services)

    assert first.created
    assert not again.created
    assert again.card == first.card
    assert again.words == first.words


@pytest.mark.parametrize(("party", "mode"), [(BOB, "real"), (ALICE, "exercise")])
def test_a_home_stays_that_of_its_party_and_mode(party: str, mode: str) -> None:
    services = memory_services(clock=VirtualClock(START), seed="a")
    init_node(party=ALICE, mode="real", carriers={}, services=services)

    with pytest.raises(InvalidInputError, match="another SERVANDA_HOME"):
        init_node(party=BOB if party == BOB else ALICE, mode=mode, carriers={}, services=services)


def test_an_unknown_mode_is_refused() -> None:
    services = memory_services(clock=VirtualClock(START), seed="a")

    with pytest.raises(InvalidInputError, match="demonstration, exercise, real"):
        init_node(party=ALICE, mode="test", carriers={}, services=services)
    with pytest.raises(MisconfiguredError, match="servanda init"):
        require_node(services)


def test_a_demonstration_takes_no_second_counterpart() -> None:
    services = memory_services(clock=VirtualClock(START), seed="a")
    init_node(party=ALICE, mode="demonstration", carriers={}, services=services)
    bob, stranger = (
        init_node(
            party=PartyId(name),
            mode="demonstration",
            carriers={},
            services=memory_services(clock=VirtualClock(START), seed=name),
        ).card
        for name in ("bob.example", "stranger.example")
    )
    add_counterpart(card=bob, services=services)
    add_counterpart(card=bob, services=services)

    with pytest.raises(InvalidInputError, match="no other counterpart than bob"):
        add_counterpart(card=stranger, services=services)

    assert [one.party for one in services.store.counterparts()] == ["bob.example"]


def test_other_words_than_those_of_the_card_confirm_nothing() -> None:
    alice, bob = strangers()
    card = show_card(services=bob.services)
    add_counterpart(card=card.card, services=alice.services)

    with pytest.raises(InvalidInputError, match="do not go on"):
        confirm_counterpart(party=BOB, words=card.words[::-1], services=alice.services)

    record = alice.services.store.counterpart(BOB)
    assert record is not None
    assert record.confirmed_at is None
    assert confirm_counterpart(
        party=BOB, words=[word.upper() for word in card.words], services=alice.services
    ).confirmed


def test_a_card_of_somebody_else_under_a_confirmed_name_is_refused() -> None:
    cast = make_cast()
    impostor = memory_services(clock=cast.clock, seed="mallory")
    card = init_node(party=BOB, mode="exercise", carriers={}, services=impostor).card

    with pytest.raises(InvalidInputError, match="other words"):
        add_counterpart(card=card, services=cast.alice.services)


def test_our_own_card_is_not_a_counterparts_and_bytes_are_no_card() -> None:
    alice, _ = strangers()

    with pytest.raises(InvalidInputError, match="our own"):
        add_counterpart(card=show_card(services=alice.services).card, services=alice.services)
    with pytest.raises(CounterpartError):
        add_counterpart(card=b"[]", services=alice.services)


def test_nothing_is_drafted_with_a_counterpart_that_is_not_confirmed() -> None:
    alice, bob = strangers()
    add_counterpart(card=show_card(services=bob.services).card, services=alice.services)

    with pytest.raises(InvalidInputError, match="compare the twelve words"):
        document_of(alice)


def test_an_accord_is_agreed_by_envelopes_alone_without_any_line() -> None:
    cast = make_cast()
    cast.cut_lines()
    propose_accord(document=document_of(cast.alice), services=cast.alice.services)
    cast.alice.step()
    cast.bob.take(envelope_for(services=cast.alice.services).content)
    assert show_accord(services=cast.bob.services).state == "proposed_by_them"
    assert show_accord(services=cast.alice.services).state == "proposed_by_us"

    accept_accord(services=cast.bob.services)
    cast.bob.step()
    cast.alice.take(envelope_for(services=cast.bob.services).content)

    for node in (cast.alice, cast.bob):
        shown = show_accord(services=node.services)
        assert shown.state == "in_force"
        assert shown.document == document_of(cast.alice)


def test_accepting_something_else_than_was_read_is_refused() -> None:
    cast = proposed_cast()

    with pytest.raises(InvalidInputError, match="open proposal"):
        accept_accord(accord=digest_of(b"another"), services=cast.bob.services)
    with pytest.raises(InvalidInputError, match="found none"):
        accept_accord(services=cast.alice.services)


def test_an_accord_of_another_mode_is_neither_proposed_nor_accepted() -> None:
    cast = make_cast()
    document = document_of(cast.alice).replace(b'"mode":"exercise"', b'"mode":"real"')

    with pytest.raises(InvalidInputError, match="mode"):
        propose_accord(document=document, services=cast.alice.services)


def strangers() -> tuple[Node, Node]:
    clock = VirtualClock(START)
    nodes = []
    for party in (ALICE, BOB):
        services = memory_services(clock=clock, seed=party)
        init_node(party=party, mode="exercise", carriers={}, services=services)
        nodes.append(Node(party=party, services=services))
    return nodes[0], nodes[1]


def document_of(node: Node) -> bytes:
    return draft_accord(
        name=ACCORD,
        counterpart=BOB,
        terms=simulated_terms(),
        template_name="test",
        template_digest=digest_of(b"template"),
        periods=[PERIOD_START, PERIOD_END],
        services=node.services,
    ).document


def proposed_cast() -> Cast:
    cast = make_cast()
    propose_accord(document=document_of(cast.alice), services=cast.alice.services)
    cast.alice.step()
    cast.settle()
    return cast
