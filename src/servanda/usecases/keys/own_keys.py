"""The keys that our logs are to say we use, and whether they may still be used.

A new sheet comes into use in three writes that no transaction can join: the seeds beside the old
ones, the card in the store, the seeds in the place of the old ones. The card decides. So
whoever finds a card that names the seeds beside ends the work (`complete_rotation`).

Source: docs/spec/keys.md, Rotation and Expiry.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from servanda.core.errors import MisconfiguredError
from servanda.core.identifiers import Origin, format_instant
from servanda.core.keys.card import Card
from servanda.core.keys.expiry import has_expired
from servanda.core.keys.rotation import OwnLog, WantedKeys
from servanda.core.keys.timeline import KeyTimeline
from servanda.usecases.boundaries import KEYS_REPLACED
from servanda.usecases.exchange.leaf_records import verified_leaf
from servanda.usecases.ports.store import LogReader
from servanda.usecases.services import Services, own_card

KEY = "key"


class ForeignSignKeyError(MisconfiguredError):
    """The sign key in the home is not the one our card names."""

    code: ClassVar[str] = "foreign-sign-key"


class KeysExpiredError(MisconfiguredError):
    """The time that we set ourselves for our keys is over; nothing is signed with them."""

    code: ClassVar[str] = "keys-expired"


def wanted_keys(services: Services) -> WantedKeys:
    """Return the keys that every log of ours is to say.

    Raises:
        ForeignSignKeyError: Home and card belong to different days or parties.
    """
    card = own_card(services)
    working = services.working.of(services.keys)
    if working.sign_public != card.newest.sign:
        complete_rotation(services=services)
        working = services.working.of(services.keys)
    if working.sign_public != card.newest.sign:
        raise ForeignSignKeyError(
            "the sign key in the home is not the one in our card; restore the keys that belong "
            "to this store"
        )
    return WantedKeys(
        card=card, kem_name=working.secrets.newest_kem_name, kem_public=working.kem_public
    )


def complete_rotation(*, services: Services) -> bool:
    """Put the seeds of our card's newest sheet in use, if they still wait; return whether.

    Done again, or by two processes at once, it changes nothing more.
    """
    following = services.keys.load_next()
    if following is None or following.sign_public != own_card(services).newest.sign:
        return False
    present = services.keys.load()
    if present.sign != following.sign:
        # What others still seal to stays until `destroy_seeds` says otherwise.
        services.keys.save(replace(following, kem={**present.kem, **following.kem}))
    services.boundaries.reached(KEYS_REPLACED)
    services.keys.discard_next()
    services.pairs.drop_all()
    return True


def require_unexpired(card: Card, *, now: datetime) -> None:
    """Require that our keys may sign.

    Raises:
        KeysExpiredError: They may not; the message has the cure.
    """
    expires = card.newest.expires
    if has_expired(expires, now=now):
        raise KeysExpiredError(
            f"our keys were for use until {format_instant(expires)}, and it is "
            f"{format_instant(now)}: nothing is signed any more, receipts included; make a new "
            f"key sheet with the root: `servanda keys rotate sheet`"
        )


def own_logs(services: Services) -> Iterator[OwnLog]:
    """Yield every log of ours that has a leaf, with its keys and what was `seen` of it."""
    card = own_card(services)
    for pair in services.store.pairs():
        if pair.own_size:
            keys = keys_along(services.store, pair.own, card=card)
            yield OwnLog(origin=pair.own, keys=keys, seen_size=pair.receipted)


def keys_along(store: LogReader, log: Origin, *, card: Card) -> KeyTimeline:
    """Return the keys along a stored log, ours or a copy.

    Args:
        store: Holds the log.
        log: Which.
        card: Of its owner.
    """
    timeline = KeyTimeline.of_card(card)
    for record in store.landmarks(log):
        if record.type == KEY:
            leaf = verified_leaf(log, record)
            timeline = timeline.with_key_leaf(leaf.index, leaf.header.facts)
    return timeline


def newest_kem_of(card: Card, timelines: Iterable[KeyTimeline]) -> tuple[str, bytes]:
    """Return the last of all KEM keys that a party says it uses, with its name.

    A party has one set of seeds for all its logs, so what it says in one holds for all: a new
    accord, or an old card, must not make us seal to a key that it has destroyed.
    """
    said = [tuple(card.kem.items())]
    said += [tuple(timeline.newest.kem.items()) for timeline in timelines]
    return max(pair for pairs in said for pair in pairs)


def kem_names_ever(services: Services) -> frozenset[str]:
    """Return the name of every KEM key that we ever had, as far as anybody can know it."""
    card = own_card(services)
    following = services.keys.load_next()
    names = {name for sheet in card.sheets for name in sheet.kem or ()}
    names.update(services.keys.load().kem, () if following is None else following.kem)
    for pair in services.store.pairs():
        for keys in keys_along(services.store, pair.own, card=card).steps:
            names.update(keys.kem)
    return frozenset(names)
