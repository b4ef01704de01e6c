"""Start-up: compare the store with all that was signed, and do what a crash left out.

That is a head to be signed, or new keys to be brought into a log.

Run before anything else is signed. What does not fit stops its pair of logs with the leaf's
name; only a person, with the counterpart's copy, sets it right. The other pairs go on.

Source: docs/spec/own-safety.md, "At start"; docs/spec/exchange.md, "Sending a statement", 4.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from servanda.core.errors import MisconfiguredError
from servanda.core.identifiers import Origin
from servanda.core.tlog.tree import Frontier
from servanda.usecases.exchange.ask_heads import Ask, HeldHead
from servanda.usecases.exchange.heads import BehindHeadError
from servanda.usecases.exchange.heed_head import heed_head
from servanda.usecases.exchange.loaded_pairs import LoadedPair
from servanda.usecases.exchange.sequence_statements import load
from servanda.usecases.exchange.sign_heads import GrownPair, sign_heads
from servanda.usecases.keys.bring_keys import bring_keys
from servanda.usecases.keys.own_keys import complete_rotation
from servanda.usecases.services import Services, require_node
from servanda.usecases.upkeep.integrity import LogDamagedError, check_log, require_extends_head


class MissingLogError(MisconfiguredError):
    """The head file names a log that the store does not hold: store and head file differ."""

    code: ClassVar[str] = "missing-log"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoverResult:
    """What start-up found.

    Attributes:
        checked: The logs compared.
        signed: Our logs whose head was missing and is signed now.
        stopped: Our logs in which nothing may be signed, and why.
        brought: Our logs that lacked our newest keys and have them now.
    """

    checked: tuple[Origin, ...]
    signed: tuple[Origin, ...]
    stopped: Mapping[Origin, BehindHeadError | LogDamagedError]
    brought: tuple[Origin, ...] = ()


def recover_node(*, services: Services, ask: Ask | None = None) -> RecoverResult:
    """Compare and complete as `recover_pairs` does, and raise what stops the first pair.

    Raises:
        LogDamagedError: A stored leaf differs; the message names it.
        BehindHeadError: The head file, or a head that the counterpart shows, is ahead.
        MissingLogError: A log is gone altogether.
    """
    result = recover_pairs(services=services, ask=ask)
    for error in result.stopped.values():
        raise error
    return result


def recover_pairs(*, services: Services, ask: Ask | None = None) -> RecoverResult:
    """Compare and complete every pair by itself; the caller holds the lease.

    Args:
        services: The node's ports.
        ask: Returns what the counterparts hold of our logs, those that answer in time.

    Raises:
        MissingLogError: A log is gone altogether.
    """
    require_node(services)
    services.pairs.drop_all()
    complete_rotation(services=services)
    pairs = [pair.own for pair in services.store.pairs()]
    _require_all_logs(pairs, services=services)
    held = {} if ask is None or not pairs else ask(pairs)
    signed: list[Origin] = []
    stopped: dict[Origin, BehindHeadError | LogDamagedError] = {}
    for own in pairs:
        try:
            if _recover_pair(own, held=held.get(own), services=services):
                signed.append(own)
        except (BehindHeadError, LogDamagedError) as error:
            services.pairs.drop(own)
            stopped[own] = error
    return RecoverResult(
        checked=tuple(log for own in pairs for log in (own, own.reverse)),
        signed=tuple(signed),
        stopped=stopped,
        brought=bring_keys(without=stopped, services=services),
    )


def _recover_pair(own: Origin, *, held: HeldHead | None, services: Services) -> bool:
    """Sign the head that a crash left out, if all fits; return whether there was one."""
    pair, size = _compare_pair(own, services=services)
    if held is not None:
        heed_head(held, services=services)
    was_missing = pair.headed < size
    now = services.clock.now()
    sign_heads([GrownPair(pair=pair, old_size=pair.headed)], services=services, now=now)
    return was_missing


def _compare_pair(own: Origin, *, services: Services) -> tuple[LoadedPair, int]:
    """Compare all leaves of both logs with their tiles, tree and heads; return the size of ours."""
    heads = services.heads.read()
    edges: dict[Origin, Frontier] = {
        own: check_log(services.store, own, heads=heads.logs),
        own.reverse: check_log(services.store, own.reverse, heads=heads.copies),
    }
    pair = load(own, services=services, now=services.clock.now())
    services.pairs.keep(pair)
    for origin, known in ((own, heads.logs), (own.reverse, heads.copies)):
        require_extends_head(origin, pair=pair.state, head=known.get(str(origin)))
        roots = pair.state.log(origin.from_party).roots
        if roots.root_at(roots.size) != edges[origin].root():
            raise BehindHeadError(f"{origin}: the stored tree differs from the stored leaves")
    return pair, edges[own].size


def _require_all_logs(pairs: list[Origin], *, services: Services) -> None:
    known = {str(log) for own in pairs for log in (own, own.reverse)}
    heads = services.heads.read()
    for name in (*heads.logs, *heads.copies):
        if name not in known:
            raise MissingLogError(
                f"the head file names the log {name}, which is not in this store; store and head "
                f"file belong to different days or homes: restore the store, or run "
                f"`servanda refill`"
            )
