"""Destroy the seed of each KEM key that nobody can have reason to seal to any more.

That is the point of changing such keys: what was recorded on its way, by whoever, stays shut
even if this machine falls into other hands tomorrow.

Source: docs/spec/keys.md, Rotation.
"""

from collections.abc import Mapping, Sequence

from servanda.core.keys.private import without_kem_keys
from servanda.core.keys.rotation import Holding, find_holdings
from servanda.usecases.boundaries import SEEDS_DESTROYED
from servanda.usecases.keys.own_keys import own_logs, wanted_keys
from servanda.usecases.services import Services


def find_all_holdings(*, services: Services) -> Mapping[str, Sequence[Holding]]:
    """Return, for each KEM key whose seed is here, why it must be kept; nothing: it need not."""
    wanted = wanted_keys(services)
    logs = list(own_logs(services))
    return {
        name: find_holdings(name, wanted=wanted, logs=logs)
        for name in sorted(services.keys.load().kem)
    }


def destroy_seeds(*, services: Services) -> tuple[str, ...]:
    """Destroy every seed that need not be kept, and return the names of the keys.

    The caller holds the lease.
    """
    secrets = services.keys.load()
    if len(secrets.kem) == 1:
        return ()
    holdings = find_all_holdings(services=services)
    free = tuple(name for name, reasons in holdings.items() if not reasons)
    if free:
        services.keys.save(without_kem_keys(services.keys.load(), free))
        services.boundaries.reached(SEEDS_DESTROYED)
    return free
