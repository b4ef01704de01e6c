"""Show which keys are in use: in our card, in each log, and which seeds are kept and why.

Changes nothing.

Source: docs/reference/cli.md, `servanda keys show`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from servanda.core.identifiers import Origin, PartyId
from servanda.core.keys.card import Card
from servanda.core.keys.expiry import has_expired, last_warning
from servanda.core.keys.rotation import Holding, missing_key_leaves
from servanda.usecases.keys.destroy_seeds import find_all_holdings
from servanda.usecases.keys.own_keys import keys_along, wanted_keys
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services, own_card, require_counterpart_card


@dataclass(frozen=True, slots=True, kw_only=True)
class LogKeysView:
    """The keys at the end of one log.

    Attributes:
        origin: The log, ours or a copy.
        serial: Of the sheet that holds there.
        kem: The live KEM keys, by name.
        expires: When its owner stops using them.
        changed_at: Index of the last `key` leaf; None: there is none.
        is_seen: Whether the other log has `seen` that leaf; True where there is none.
        lacks_newest: Whether it is ours, and new keys have still to be brought into it.
    """

    origin: Origin
    serial: int
    kem: tuple[str, ...]
    expires: datetime
    changed_at: int | None
    is_seen: bool
    lacks_newest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysView:
    """All that is to be seen of our keys.

    Attributes:
        party: Ours.
        serial: Of the newest sheet of our card.
        expires: When we stop using its keys.
        warning: The last warning that has begun, in days before the expiry; None: none has.
        has_expired: Whether nothing is signed any more.
        kem_name: The key that others are to seal to.
        seeds: Why the seed of each KEM key is kept, by name.
        logs: Ours and the copies.
        is_drafted: Whether a new sheet waits for the root's signature.
        card_only: Confirmed counterparts without a log of ours: they know us by our card alone.
    """

    party: PartyId
    serial: int
    expires: datetime
    warning: int | None
    has_expired: bool
    kem_name: str
    seeds: Mapping[str, Sequence[Holding]]
    logs: tuple[LogKeysView, ...]
    is_drafted: bool
    card_only: tuple[PartyId, ...]


def show_keys(*, services: Services) -> KeysView:
    """Return the keys as they stand."""
    wanted = wanted_keys(services)
    card = wanted.card
    now = services.clock.now()
    pairs = services.store.pairs()
    known_by_log = {pair.counterpart for pair in pairs if pair.own_size}
    return KeysView(
        party=card.party,
        serial=card.newest.serial,
        expires=card.newest.expires,
        warning=last_warning(card.newest.expires, now=now),
        has_expired=has_expired(card.newest.expires, now=now),
        kem_name=wanted.kem_name,
        seeds=find_all_holdings(services=services),
        logs=tuple(
            _log_view(pair, is_ours=is_ours, services=services)
            for pair in pairs
            for is_ours in (True, False)
        ),
        is_drafted=services.keys.load_next() is not None,
        card_only=tuple(
            record.party
            for record in services.store.counterparts()
            if record.confirmed_at is not None and record.party not in known_by_log
        ),
    )


def _log_view(pair: PairRecord, *, is_ours: bool, services: Services) -> LogKeysView:
    origin, card = _log_and_card(pair, is_ours=is_ours, services=services)
    keys = keys_along(services.store, origin, card=card)
    changed_at = keys.changed_at[-1] if keys.changed_at else None
    lacks = is_ours and bool(pair.own_size and missing_key_leaves(keys, wanted_keys(services)))
    # What we hold of theirs, our next leaf has seen.
    seen_size = pair.receipted if is_ours else pair.copy_size
    return LogKeysView(
        origin=origin,
        serial=keys.newest.serial,
        kem=tuple(sorted(keys.newest.kem)),
        expires=keys.newest.expires,
        changed_at=changed_at,
        is_seen=changed_at is None or seen_size > changed_at,
        lacks_newest=lacks,
    )


def _log_and_card(pair: PairRecord, *, is_ours: bool, services: Services) -> tuple[Origin, Card]:
    if is_ours:
        return pair.own, own_card(services)
    return pair.own.reverse, require_counterpart_card(services, pair.counterpart)
