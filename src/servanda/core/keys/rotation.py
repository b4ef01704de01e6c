"""What a party's own logs need when its keys change, and when an old seed may be destroyed.

A rotation is not a list of things to do, which a crash could cut short. It is a state that is
wanted, the same for all logs: the newest sheet of the card, and one KEM key. What a log still
lacks of it follows from the log. So whoever is about to write into a log asks here first, and
a node that died in the middle of a rotation ends it by going on.

Source: docs/spec/keys.md, Rotation; docs/decisions/0016-every-log-tells-its-own-keys.md.
"""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from servanda.core.canonical import JsonObject
from servanda.core.identifiers import Origin
from servanda.core.keys.card import Card
from servanda.core.keys.timeline import KeyTimeline

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedKeys:
    """What the end of every log of a party is to say.

    Attributes:
        card: The party's own card; its newest sheet is wanted.
        kem_name: Name of the one KEM key to be live.
        kem_public: That key.
    """

    card: Card
    kem_name: str
    kem_public: bytes


class Hold(Enum):
    """Why the seed of a KEM key must not be destroyed yet."""

    IN_USE = "in_use"  # the newest key: everybody is to seal to it
    IN_CARD = "in_card"  # whoever knows us by our card alone seals to it
    LIVE = "live"  # a log of ours has not retired it
    NOT_SEEN = "not_seen"  # the counterpart has not `seen` the leaf that retired it


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLog:
    """What has to be known of a log of ours to judge what its counterpart may still seal to.

    Attributes:
        origin: The log.
        keys: Along it.
        seen_size: How much of it a valid leaf of the other log has `seen`.
    """

    origin: Origin
    keys: KeyTimeline
    seen_size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One reason to keep a seed; `origin` is the log it lies in, None if it lies in none."""

    hold: Hold
    origin: Origin | None = None


def missing_key_leaves(keys: KeyTimeline, wanted: WantedKeys) -> tuple[JsonObject, ...]:
    """Return the facts of the `key` leaves that a log of ours lacks, in their order.

    Args:
        keys: Along the log, to its end.
        wanted: What the log is to say.

    Returns:
        At most two: the newest sheet, signed by its own sign key; then a change of KEM keys.
    """
    missing: list[JsonObject] = []
    live = keys.newest.kem
    sheet = wanted.card.newest
    if sheet.serial > keys.newest.serial:
        missing.append({"sheet": wanted.card.notes[-1].decode()})
        live = live if sheet.kem is None else sheet.kem
    change: dict[str, JsonObject | list[str]] = {}
    if wanted.kem_name not in live:
        change["add"] = {wanted.kem_name: b64encode(wanted.kem_public).decode()}
    retired = sorted(live.keys() - {wanted.kem_name})
    if retired:
        change["retire"] = retired
    if change:
        missing.append(change)
    return tuple(missing)


def find_holdings(
    kem_name: str, *, wanted: WantedKeys, logs: Iterable[OwnLog]
) -> Sequence[Holding]:
    """Return every reason to keep the seed of a KEM key; none: it may be destroyed.

    Args:
        kem_name: Of the key.
        wanted: What our logs are to say.
        logs: All logs of ours that have a leaf.
    """
    if kem_name == wanted.kem_name:
        return [Holding(hold=Hold.IN_USE)]
    holdings = [Holding(hold=Hold.IN_CARD)] if kem_name in wanted.card.kem else []
    for log in logs:
        if kem_name in log.keys.newest.kem:
            holdings.append(Holding(hold=Hold.LIVE, origin=log.origin))
            continue
        retired_at = log.keys.last_retired_at(kem_name)
        if retired_at is not None and log.seen_size <= retired_at:
            holdings.append(Holding(hold=Hold.NOT_SEEN, origin=log.origin))
    return holdings


def next_kem_name(names: Iterable[str], *, year: int) -> str:
    """Return a name for a new KEM key that sorts after all `names`.

    Whoever seals takes the last name, so a new key must have it even if our clock went back; and
    a name is never used twice, so that an old envelope is never taken for a new one.

    Args:
        names: Of every key that we ever had.
        year: By our clock; becomes the period where it is later than those before.
    """
    last = max(names, default="")
    fresh = f"kem-{year:04d}a"
    if fresh > last:
        return fresh
    if last[-1] in _LETTERS[:-1]:
        return last[:-1] + chr(ord(last[-1]) + 1)
    return last + "a"
