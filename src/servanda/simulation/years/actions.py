"""What a node does in a simulated year by use cases of their own: the accord, keys, the review."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from servanda.core.accords.accord import encode_accord
from servanda.core.accords.terms_form import encode_terms
from servanda.core.identifiers import PartyId, digest_of
from servanda.simulation.simulated_node import SimulatedNode
from servanda.simulation.years.accord import (
    NAME,
    TEMPLATE,
    TOLERANCE_SECONDS,
    amended_terms,
    periods,
    year_terms,
)
from servanda.usecases.accords.accept_accord import accept_accord
from servanda.usecases.accords.amend_accord import amend_accord
from servanda.usecases.accords.draft_accord import draft_accord, read_own_accord
from servanda.usecases.accords.propose_accord import propose_accord
from servanda.usecases.keys.rotate_keys import rotate_kem
from servanda.usecases.review.compute_review import send_review
from servanda.usecases.review.make_cut import make_cut


def propose_first(node: SimulatedNode, counterpart: PartyId, *, days: int) -> None:
    """Propose the first version of the accord."""
    drafted = draft_accord(
        name=NAME,
        counterpart=counterpart,
        terms=encode_terms(year_terms()),
        template_name=TEMPLATE,
        template_digest=digest_of(TEMPLATE.encode()),
        periods=periods(days),
        cut_wait_seconds=0,
        tolerance_seconds=TOLERANCE_SECONDS,
        services=node.services,
    )
    propose_accord(document=drafted.document, services=node.services)
    node.step()


def actions_of(node: SimulatedNode) -> Mapping[str, Callable[[], None]]:
    """Return what `node` can do beside saying something, by the name of the move."""
    return {
        "accept_accord": lambda: _accept(node),
        "amend": lambda: _amend(node),
        "rotate_key": lambda: _rotate_key(node),
        "cut": lambda: _cut(node),
        "sign_review": lambda: _sign_review(node),
    }


def _accept(node: SimulatedNode) -> None:
    accept_accord(services=node.services)


def _amend(node: SimulatedNode) -> None:
    drafted = read_own_accord(amend_accord(services=node.services).document)
    document = encode_accord(replace(drafted, terms=amended_terms()))
    propose_accord(document=document, services=node.services)


def _rotate_key(node: SimulatedNode) -> None:
    rotate_kem(services=node.services)


def _cut(node: SimulatedNode) -> None:
    make_cut(until=node.services.clock.now(), services=node.services)


def _sign_review(node: SimulatedNode) -> None:
    send_review(services=node.services)
