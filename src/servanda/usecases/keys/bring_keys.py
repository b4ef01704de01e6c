"""Bring the keys that are wanted into every log of ours that lacks them.

Done after a rotation, and at each start: what a crash cut short is ended so.

Source: docs/spec/keys.md, Rotation.
"""

from collections.abc import Collection

from servanda.core.identifiers import Origin
from servanda.core.keys.expiry import has_expired
from servanda.core.keys.rotation import missing_key_leaves
from servanda.usecases.exchange.sequence_statements import sequence_statements
from servanda.usecases.keys.destroy_seeds import destroy_seeds
from servanda.usecases.keys.learn_sheets import learn_all_sheets
from servanda.usecases.keys.own_keys import own_logs, wanted_keys
from servanda.usecases.services import Services


def lacking_logs(services: Services) -> tuple[Origin, ...]:
    """Return our logs that do not say yet which keys we use."""
    wanted = wanted_keys(services)
    return tuple(log.origin for log in own_logs(services) if missing_key_leaves(log.keys, wanted))


def bring_keys(*, without: Collection[Origin], services: Services) -> tuple[Origin, ...]:
    """Append the `key` leaves that are missing, and return the logs that got them.

    Seeds that nobody seals to any more are destroyed, and what counterparts said of their keys is
    noted. The caller holds the lease and has compared the logs with what was signed.

    Args:
        without: Logs of ours in which nothing may be signed; they get their leaves later.
        services: The node's ports.
    """
    learn_all_sheets(services=services)
    lacking = tuple(own for own in lacking_logs(services) if own not in without)
    # With expired keys the logs wait for the new sheet, which comes with all else.
    if has_expired(wanted_keys(services).card.newest.expires, now=services.clock.now()):
        lacking = ()
    if lacking:
        sequence_statements([], services=services, without=without, also=lacking)
    destroy_seeds(services=services)
    return lacking
