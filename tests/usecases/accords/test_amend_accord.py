"""An accord is amended by either party, and only from the version in force."""

from dataclasses import replace

import pytest

from servanda.core.accords.accord import Accord, encode_accord, parse_accord
from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import AccordName, digest_of
from servanda.usecases.accords.accept_accord import accept_accord
from servanda.usecases.accords.amend_accord import amend_accord
from servanda.usecases.accords.propose_accord import propose_accord
from servanda.usecases.accords.show_accord import show_accord
from tests.usecases.nodes import ALICE, BOB, Cast, Node, agreed_cast, make_cast


def amended_by(node: Node) -> Accord:
    """The version in force, as `node` amends it: two more days to be late in."""
    draft = parse_accord(amend_accord(services=node.services).document)
    return replace(draft, terms=replace(draft.terms, grace_seconds=60))


def agree(cast: Cast, accord: Accord, *, by: Node, to: Node) -> None:
    propose_accord(document=encode_accord(accord), services=by.services)
    by.step()
    cast.settle()
    accept_accord(services=to.services)
    to.step()
    cast.settle()


@pytest.mark.parametrize("is_first", [True, False])
def test_either_party_can_draft_an_amendment_that_comes_into_force(is_first: bool) -> None:  # noqa: FBT001 - of a parametrized test
    cast = agreed_cast()
    by, to = (cast.alice, cast.bob) if is_first else (cast.bob, cast.alice)
    amended = amended_by(by)

    agree(cast, amended, by=by, to=to)

    for node in (cast.alice, cast.bob):
        shown = show_accord(services=node.services)
        assert shown.in_force == digest_of(encode_accord(amended))
        assert shown.accord is not None
        assert shown.accord.parties == (ALICE, BOB)
        assert shown.accord.terms.grace_seconds == 60


def test_a_second_amendment_replaces_the_first_one() -> None:
    cast = agreed_cast()
    agree(cast, amended_by(cast.bob), by=cast.bob, to=cast.alice)

    second = amended_by(cast.alice)
    agree(cast, replace(second, cut_wait_seconds=0), by=cast.alice, to=cast.bob)

    shown = show_accord(services=cast.bob.services)
    assert shown.accord is not None
    assert shown.accord.cut_wait_seconds == 0


def test_there_is_nothing_to_amend_before_a_version_is_in_force() -> None:
    with pytest.raises(InvalidInputError):
        amend_accord(services=make_cast().alice.services)


@pytest.mark.parametrize("node_name", ["alice", "bob"])
def test_what_never_changes_between_versions_is_not_proposed(node_name: str) -> None:
    cast = agreed_cast()
    node: Node = getattr(cast, node_name)
    amended = amended_by(node)

    turned = replace(
        amended,
        parties=(amended.parties[1], amended.parties[0]),
        cards=(amended.cards[1], amended.cards[0]),
    )

    with pytest.raises(InvalidInputError, match=r"parties: expected alice\.example, bob\.example"):
        propose_accord(document=encode_accord(turned), services=node.services)
    with pytest.raises(InvalidInputError, match="mode"):
        propose_accord(
            document=encode_accord(replace(amended, mode="real")), services=node.services
        )


def test_a_version_that_replaces_another_one_than_is_in_force_is_not_proposed() -> None:
    cast = agreed_cast()
    amended = amended_by(cast.bob)

    for replaced in (None, digest_of(b"another")):
        with pytest.raises(InvalidInputError, match="replaces: expected the version in force"):
            propose_accord(
                document=encode_accord(replace(amended, replaces=replaced)),
                services=cast.bob.services,
            )


def test_a_first_version_replaces_nothing() -> None:
    cast = agreed_cast()
    other = replace(amended_by(cast.alice), name=AccordName("other"))

    with pytest.raises(InvalidInputError, match="replaces: expected the version in force, none"):
        propose_accord(document=encode_accord(other), services=cast.alice.services)
