"""Start-up: compare the store with all that was signed, and sign the head a crash left out.

Run before anything else is signed. What does not fit stops the node with the leaf's name; only
a person, with the counterpart's copy, sets it right.

Source: docs/spec/exchange.md, "Sending a statement", 4; docs/threat-model.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from servanda.core.errors import CounterpartError, MisconfiguredError
from servanda.core.exchange.heads import verify_head
from servanda.core.identifiers import Origin
from servanda.core.keys.timeline import KeyTimeline
from servanda.core.tlog.tree import Frontier
from servanda.usecases.heads import BehindHeadError
from servanda.usecases.integrity import check_log, require_extends_head
from servanda.usecases.leaf_records import verified_leaf
from servanda.usecases.sequence_statements import load
from servanda.usecases.services import Services, own_card, require_node
from servanda.usecases.sign_heads import GrownPair, sign_heads


class MissingLogError(MisconfiguredError):
    """The head file names a log that the store does not hold: store and head file differ."""

    code: ClassVar[str] = "missing-log"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoverResult:
    """What start-up found.

    Attributes:
        checked: The logs compared.
        signed: Our logs whose head was missing and is signed now.
    """

    checked: tuple[Origin, ...]
    signed: tuple[Origin, ...]


def recover_node(
    *, services: Services, ask: Callable[[Origin], bytes | None] | None = None
) -> RecoverResult:
    """Compare and complete; the caller holds the lease.

    Args:
        services: The node's ports.
        ask: Returns the newest head of our log that its counterpart shows, a note signed by
            us, or None if it shows none in time.

    Raises:
        LogDamagedError: A stored leaf differs; the message names it.
        BehindHeadError: The head file, or a head that the counterpart shows, is ahead.
        MissingLogError: A log is gone altogether.
    """
    require_node(services)
    services.pairs.drop_all()
    pairs = [pair.own for pair in services.store.pairs()]
    _require_all_logs(pairs, services=services)
    signed = []
    for own in pairs:
        if _recover_pair(own, services=services):
            signed.append(own)
        if ask is not None:
            shown = ask(own)
            if shown is not None:
                require_not_behind(own, shown, services=services)
    return RecoverResult(
        checked=tuple(log for own in pairs for log in (own, own.reverse)), signed=tuple(signed)
    )


def require_not_behind(own: Origin, shown: bytes, *, services: Services) -> None:
    """Require that our log extends a head of it that the counterpart shows.

    A note that we did not sign proves nothing and is passed over.

    Raises:
        BehindHeadError: We signed more, or something else, than the store holds.
    """
    try:
        head = verify_head(shown, origin=own, keys=_own_keys(own, services=services).newest)
    except CounterpartError:
        return
    pair = load(own, services=services, now=services.clock.now())
    roots = pair.state.log(own.from_party).roots
    if head.size > roots.size or roots.root_at(head.size) != head.root:
        raise BehindHeadError(
            f"{own}: the counterpart shows a head of {head.size} leaves that we signed, and the "
            f"store has {roots.size} or other leaves; it was restored from a backup or altered: "
            f"run `servanda refill`"
        )


def _recover_pair(own: Origin, *, services: Services) -> bool:
    heads = services.heads.read()
    now = services.clock.now()
    edges: dict[Origin, Frontier] = {
        own: check_log(services.store, own, heads=heads.logs),
        own.reverse: check_log(services.store, own.reverse, heads=heads.copies),
    }
    pair = load(own, services=services, now=now)
    services.pairs.keep(pair)
    for origin, known in ((own, heads.logs), (own.reverse, heads.copies)):
        require_extends_head(origin, pair=pair.state, head=known.get(str(origin)))
        roots = pair.state.log(origin.from_party).roots
        if roots.root_at(roots.size) != edges[origin].root():
            raise BehindHeadError(f"{origin}: the stored tree differs from the stored leaves")
    was_missing = pair.headed < edges[own].size
    sign_heads([GrownPair(pair=pair, old_size=pair.headed)], services=services, now=now)
    return was_missing


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


def _own_keys(own: Origin, *, services: Services) -> KeyTimeline:
    timeline = KeyTimeline.of_card(own_card(services))
    for record in services.store.landmarks(own):
        if record.type == "key":
            leaf = verified_leaf(own, record)
            timeline = timeline.with_key_leaf(leaf.index, leaf.header.facts)
    return timeline
