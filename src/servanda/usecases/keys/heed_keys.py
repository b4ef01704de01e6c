"""After a step: learn what counterparts say of their keys, and what they have seen of ours.

A crash before it is made good at the next start (`bring_keys`).

Source: docs/spec/keys.md, Rotation.
"""

from collections.abc import Sequence

from servanda.core.exchange.leaf import VerifiedStatement
from servanda.usecases.exchange.pair_step import PairStep
from servanda.usecases.keys.destroy_seeds import destroy_seeds
from servanda.usecases.keys.learn_sheets import learn_sheet
from servanda.usecases.keys.own_keys import KEY
from servanda.usecases.services import Services


def heed_keys(steps: Sequence[PairStep], *, services: Services) -> None:
    """Take new sheets into the cards we hold; destroy seeds that are needed no more.

    Args:
        steps: What one step of the sequencer did, stored.
        services: The node's ports. The caller holds the lease.
    """
    for step in steps:
        for leaf, _ in step.copied:
            if not isinstance(leaf, VerifiedStatement) or leaf.header.type != KEY:
                continue
            if learn_sheet(step.pair.copy.from_party, leaf.header.facts, services=services):
                services.pairs.drop(step.pair.own)  # it knows an older card
    if any(_has_seen_new_keys(step) for step in steps):
        destroy_seeds(services=services)


def _has_seen_new_keys(step: PairStep) -> bool:
    """Return whether the counterpart has only now seen our last change of keys."""
    changed_at = step.pair.state.log(step.pair.own.from_party).keys.changed_at
    return bool(changed_at) and step.receipted_before <= changed_at[-1] < step.record.receipted
