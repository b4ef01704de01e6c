"""Two counts over two spans of time: their ratio with exact interval, and how likely it is seen.

Given the total, the count after the day is binomial; so the interval of the ratio follows from
that of a proportion (Clopper and Pearson 1934; Przyborowski and Wilenski 1940). It holds at any
size: with three incidents it is wide, as it should be.

Source: docs/spec/evidence/trend.md, "The ratio".
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv, gammaln

PERMILLE = 1_000
_TAIL = 0.025  # of a 95 % interval, on each side
_NEGLIGIBLE = 1e-9  # probability of a count that is left out of a sum
_PRIOR = 0.5  # Jeffreys' prior of a Poisson rate is Gamma(1/2, 0)
_HALF = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Incidents before and after a day, and how long was looked at on each side.

    Attributes:
        before: Number before; not negative.
        after: Number on the day and after; not negative.
        days_before: More than 0.
        days_after: More than 0.
    """

    before: int
    after: int
    days_before: int
    days_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """A rate ratio, after to before, in permille; None stands for no bound at all."""

    value: int | None
    low: int
    high: int | None


def exact_ratio(counts: Counts, *, tail: float = _TAIL) -> Ratio:
    """Return the ratio of the two rates with its exact interval.

    Args:
        counts: What was counted.
        tail: Probability outside, on each side.
    """
    scale = counts.days_before / counts.days_after
    low = betaincinv(counts.after, counts.before + 1, tail) if counts.after else 0.0
    high = betaincinv(counts.after + 1, counts.before, 1 - tail) if counts.before else 1.0
    value = counts.after / counts.before * scale if counts.before else None
    return Ratio(
        value=_permille(value),
        low=_permille(float(low / (1 - low) * scale)) or 0,
        high=None if high == 1.0 else _permille(float(high / (1 - high) * scale)),
    )


def posterior_ratio(counts: Counts) -> Ratio:
    """Return median and 95 % interval of the ratio under Jeffreys' priors of both rates.

    The share of one of two gamma variables in their sum is beta, so no sampling is needed.
    """
    scale = counts.days_before / counts.days_after
    after, before = counts.after + _PRIOR, counts.before + _PRIOR
    low, middle, high = (
        float(betaincinv(after, before, share)) for share in (_TAIL, _HALF, 1 - _TAIL)
    )
    return Ratio(
        value=_permille(middle / (1 - middle) * scale),
        low=_permille(low / (1 - low) * scale) or 0,
        high=_permille(high / (1 - high) * scale),
    )


def power(counts: Counts, *, ratio: int) -> int:
    """Return how likely the interval excludes 1 if the true ratio is `ratio`, both in permille.

    The rate before is taken as it was counted; everything else follows from it.
    """
    mean_before = float(counts.before)
    mean_after = mean_before * counts.days_after / counts.days_before * ratio / PERMILLE
    before, before_shares = _poisson(mean_before)
    after, after_shares = _poisson(mean_after)
    scale = counts.days_before / counts.days_after
    total = 0.0
    for count, share in zip(before, before_shares, strict=True):
        if ratio < PERMILLE:
            bound = np.ones(len(after)) if count == 0 else betaincinv(after + 1, count, 1 - _TAIL)
            seen = bound / np.maximum(1 - bound, _NEGLIGIBLE) * scale < 1
        else:
            positive = np.maximum(after, 1)
            bound = np.where(after == 0, 0.0, betaincinv(positive, count + 1, _TAIL))
            seen = bound / (1 - bound) * scale > 1
        total += float(share * after_shares[seen].sum())
    return round(total * PERMILLE)


def _poisson(mean: float) -> "tuple[np.ndarray[tuple[int], np.dtype[np.float64]], ...]":
    """Return the counts that are not negligible under a Poisson mean, and their probabilities."""
    widest = int(mean + 12 * mean**_HALF + 30)
    counts = np.arange(widest + 1, dtype=np.float64)
    if mean == 0:
        shares = (counts == 0).astype(np.float64)
    else:
        shares = np.exp(counts * np.log(mean) - mean - gammaln(counts + 1))
    kept = shares > _NEGLIGIBLE
    return counts[kept], shares[kept]


def _permille(value: float | None) -> int | None:
    return None if value is None else round(value * PERMILLE)
