"""Why leaves of a pair were rejected, as values that can be said in any language.

The store keeps the reason in English, for the record. Judging the logs again gives the fault
itself: the same code on the same bytes, so the same reason.

Source: docs/spec/exchange.md, "Judging a leaf".
"""

from collections.abc import Mapping

from servanda.core.exchange.leaf import RejectedLeaf
from servanda.core.faults import Fault
from servanda.core.identifiers import Digest, digest_from_hash
from servanda.usecases.exchange.runs import carried_leaves
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services, own_card, require_counterpart_card
from servanda.usecases.upkeep.replay import replay_logs

MAX_LEAVES = 20_000  # judged again while somebody waits: a second or two


def rejection_faults(pair: PairRecord, *, services: Services) -> Mapping[Digest, Fault]:
    """Return the fault of each rejected leaf of both logs of `pair`, by leaf hash.

    Returns:
        Nothing where the logs are too long to be judged again for a reader.
    """
    own = pair.own
    if pair.own_size + pair.copy_size > MAX_LEAVES:
        return {}
    logs = {
        origin: carried_leaves(services.store, origin, 0, services.store.log_size(origin))
        for origin in (own, own.reverse)
    }
    cards = {
        own.from_party: own_card(services),
        own.to_party: require_counterpart_card(services, own.to_party),
    }
    _, judged = replay_logs(logs, cards=cards)
    return {
        digest_from_hash(leaf.leaf_hash): leaf.fault
        for leaves in judged.values()
        for leaf in leaves
        if isinstance(leaf, RejectedLeaf) and leaf.fault is not None
    }
