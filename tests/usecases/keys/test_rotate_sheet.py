"""A new key sheet: drafted here, signed by the root wherever it lies, put in use here."""

import pytest

from servanda.core.errors import InvalidInputError
from servanda.core.keys.private import generate_root
from servanda.core.keys.rotation import Hold
from servanda.simulation.memory_node import SeededRandomness
from servanda.simulation.two_nodes import TwoNodes, make_agreed_nodes
from servanda.usecases.keys.rotate_keys import adopt_sheet, draft_sheet, sign_draft
from servanda.usecases.keys.show_keys import show_keys
from servanda.usecases.services import known_card, own_card, require_counterpart
from tests.usecases.rotations import can_open, holds, kem, serials, sheet


def test_the_root_need_not_lie_on_the_node() -> None:
    world = make_agreed_nodes()
    services = world.alice.services
    root = services.keys.load_root()
    services.keys.save_root(generate_root(SeededRandomness("nobody").token, party=root.party))

    draft = draft_sheet(services=services)
    carried = sign_draft(draft, root=root)
    result = adopt_sheet(carried, services=services)

    assert result.serial == 2
    assert services.keys.load_next() is None


def test_nothing_is_in_use_before_the_signed_sheet_comes_back() -> None:
    world = make_agreed_nodes()
    before = world.alice.services.keys.load()

    draft_sheet(services=world.alice.services)
    world.request(0, ticket="meanwhile")
    world.settle()

    assert world.alice.services.keys.load() == before
    assert show_keys(services=world.alice.services).is_drafted
    assert serials(world.alice) == [1]


def test_a_sheet_that_was_not_drafted_here_last_is_refused() -> None:
    world = make_agreed_nodes()
    services, root = world.alice.services, world.alice.services.keys.load_root()
    stale = sign_draft(draft_sheet(services=services), root=root)
    draft_sheet(services=services)

    with pytest.raises(InvalidInputError, match="drafted last"):
        adopt_sheet(stale, services=services)
    assert serials(world.alice) == [1]


def test_a_sheet_by_another_root_is_refused_before_anything_changes() -> None:
    world = make_agreed_nodes()
    services = world.alice.services
    draft = draft_sheet(services=services)
    other = generate_root(SeededRandomness("mallory").token, party=world.alice.party)

    with pytest.raises(InvalidInputError, match="names this root"):
        sign_draft(draft, root=other)
    with pytest.raises(InvalidInputError, match="cannot be used"):
        adopt_sheet(draft, services=services)
    with pytest.raises(InvalidInputError, match="drafted key sheet"):
        sign_draft(b"a letter\n", root=other)
    assert own_card(services).newest.serial == 1


def test_a_kem_key_made_between_draft_and_signature_stays_the_one_in_use() -> None:
    world = make_agreed_nodes()
    services = world.alice.services
    draft = draft_sheet(services=services)

    between = kem(world.alice)
    world.settle()
    note = sign_draft(draft, root=services.keys.load_root())
    result = adopt_sheet(note, services=services)
    world.settle()

    assert result.kem_name == between.kem_name == "kem-2026c"
    assert holds(world.alice) == {"kem-2026b": {Hold.IN_CARD}, "kem-2026c": {Hold.IN_USE}}
    assert can_open(world.alice, world.bob)


def test_the_same_signed_sheet_again_changes_nothing_more() -> None:
    world = make_agreed_nodes()
    sheet(world.alice)
    world.settle()
    note = own_card(world.alice.services).notes[-1]

    again = adopt_sheet(note, services=world.alice.services)

    assert again.appended == ()
    assert [leaf.type for leaf in world.alice.own_leaves].count("key") == 1


@pytest.mark.parametrize(
    ("mail", "named"), [("new@alice.example", "new@alice.example"), ("", None)]
)
def test_a_new_sheet_names_another_mail_address_and_the_log_brings_it_to_the_counterpart(
    mail: str, named: str | None
) -> None:
    world = make_agreed_nodes()
    sheet(world.alice, mail="old@alice.example")
    world.settle()
    assert _mail_at_bob(world) == "old@alice.example"
    sheet(world.alice)
    world.settle()
    assert _mail_at_bob(world) == "old@alice.example"  # unless another is named, it stays

    sheet(world.alice, mail=mail)
    world.settle()

    assert _mail_at_bob(world) == named
    assert known_card(require_counterpart(world.bob.services, world.alice.party).card).newest == (
        own_card(world.alice.services).newest
    )


def _mail_at_bob(world: TwoNodes) -> str | None:
    record = require_counterpart(world.bob.services, world.alice.party)
    return known_card(record.card).newest.carriers.get("mail")
