"""Whose turn it is among the carriers towards one counterpart.

The preferred carrier is used until it failed too often in a row. Then it rests, longer after each
further failure, and the next one is used; when its rest is over it is tried again, and the first
success ends all that. Nothing here is ever a reason to send nothing: where all rest, the one whose
rest ends first is used.

Source: docs/decisions/0040-carriers-rest-and-return.md.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from servanda.core.errors import InvalidInputError
from servanda.core.exchange.sending import resend_after

MAX_FAILURES = 100
SILENCE = timedelta(minutes=1)  # a carrier that took something is given this time for the receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierPolicy:
    """What our operator said about the carriers towards one counterpart.

    Attributes:
        order: Kinds, the preferred one first; what is not named is not used. Empty: all that lead
            there, in the usual order.
        failures: With so many failures in a row a carrier begins to rest.
    """

    order: tuple[str, ...] = ()
    failures: int = 1

    def __post_init__(self) -> None:
        """Refuse what cannot be meant.

        Raises:
            InvalidInputError: A kind stands twice or is empty, or the number is out of range.
        """
        if len(set(self.order)) < len(self.order) or "" in self.order:
            raise InvalidInputError("expected each carrier once")
        if not 1 <= self.failures <= MAX_FAILURES:
            raise InvalidInputError(f"expected 1 to {MAX_FAILURES} failures, found {self.failures}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one carrier did of late.

    Attributes:
        failures: In a row.
        rests_until: When it is tried again; None: it does not rest.
    """

    failures: int = 0
    rests_until: datetime | None = None


FRESH = Standing()


def is_resting(standing: Standing, *, now: datetime) -> bool:
    """Return whether others are to be used first."""
    return standing.rests_until is not None and now < standing.rests_until


def after_failure(standing: Standing, *, now: datetime, policy: CarrierPolicy) -> Standing:
    """Return the standing after one more failure."""
    failures = standing.failures + 1
    if failures < policy.failures:
        return Standing(failures=failures)
    return Standing(failures=failures, rests_until=now + resend_after(failures - policy.failures))


def choose_carrier(
    kinds: Sequence[str],
    standings: Mapping[str, Standing],
    *,
    now: datetime,
    tried: Collection[str] = (),
) -> str | None:
    """Return the kind of carrier to use.

    Args:
        kinds: That lead to the counterpart, the preferred one first.
        standings: How they did of late; what is not there is fresh.
        now: By our clock.
        tried: That failed within this very round.

    Returns:
        None where there is none, or where some were tried and all others rest: then wait.
    """
    left = [kind for kind in kinds if kind not in tried]
    awake = [kind for kind in left if not is_resting(standings.get(kind, FRESH), now=now)]
    if awake:
        return awake[0]
    if tried or not left:
        return None
    return min(left, key=lambda kind: standings[kind].rests_until or now)
