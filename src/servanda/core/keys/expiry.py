"""How long a party may go on with its keys: three warnings, then no more signatures.

The expiry in a sheet binds its owner alone. To everybody else it is a hint, since a verdict
must never hang on somebody's clock.

Source: docs/spec/keys.md, Expiry.
"""

from datetime import datetime, timedelta

WARN_DAYS = (30, 14, 3)


def last_warning(expires: datetime, *, now: datetime) -> int | None:
    """Return the last warning that has begun, in days before the expiry; None before the first."""
    begun = [days for days in WARN_DAYS if expires - now <= timedelta(days=days)]
    return min(begun, default=None)


def has_expired(expires: datetime, *, now: datetime) -> bool:
    """Return whether the owner may sign no more."""
    return now >= expires
