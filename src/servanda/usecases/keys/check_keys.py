"""Look the keys over: how long they last, and whether somebody still uses destroyed ones.

Source: docs/spec/keys.md, Expiry.
"""

from collections.abc import Iterator
from datetime import datetime

from servanda.core.identifiers import format_instant
from servanda.core.keys.card import Card, parse_card
from servanda.core.keys.expiry import has_expired, last_warning
from servanda.usecases.exchange.receive_envelope import DestroyedKeyError
from servanda.usecases.services import Services, own_card
from servanda.usecases.upkeep.findings import Finding, Level

_CURE = "make a new key sheet with the root: `servanda keys rotate sheet`"
_THEIR_CURE = "ask it for a newer card"


def check_keys(*, services: Services) -> Iterator[Finding]:
    """Yield what is found about our keys, and about those of our counterparts."""
    now = services.clock.now()
    yield _expiry(own_card(services), now=now, is_ours=True)
    for record in services.store.counterparts():
        yield _expiry(parse_card(record.card), now=now, is_ours=False)
    dropped = services.store.drops().get(DestroyedKeyError.code, 0)
    if dropped:
        yield Finding(
            level="warning",
            code=DestroyedKeyError.code,
            subject="keys",
            message=f"{dropped} envelopes were sealed to a key of ours whose seed is destroyed; "
            f"somebody has an old card of ours, or was restored from a backup: give it the card "
            f"(`servanda card`), or an envelope (`servanda deliver --from-start --out`)",
        )


def _expiry(card: Card, *, now: datetime, is_ours: bool) -> Finding:
    expires = card.newest.expires
    begun = last_warning(expires, now=now)
    level: Level = "ok" if begun is None else "warning"
    message = f"in use until {format_instant(expires)}"
    cure = _CURE if is_ours else _THEIR_CURE
    if has_expired(expires, now=now):
        level = "fault" if is_ours else "warning"
        message = f"expired at {format_instant(expires)}; {cure}"
    elif begun is not None:
        message += f", within {begun} days; {cure}"
    return Finding(
        level=level, code="keys-expire", subject=f"keys of {card.party}", message=message
    )
