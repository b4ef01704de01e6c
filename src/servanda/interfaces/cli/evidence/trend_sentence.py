"""The one sentence of a trend: generated, never typed in, and never a cause.

Even where the numbers leave no doubt, the sentence says only that fewer or more were recorded:
what was recorded is not what happened, and what came after a day is not its effect.

Source: docs/spec/evidence/trend.md, "The sentence".
"""

from collections.abc import Sequence
from datetime import date

from servanda.evidence.trend.rates import PERMILLE, Ratio
from servanda.evidence.trend.recorded import Role
from servanda.evidence.trend.trend import Doubt, Series
from servanda.interfaces.language import text


def sentence(series: Sequence[Series], *, doubts: Sequence[Doubt], at: date) -> str:
    """Return the sentence in the language of this process."""
    subjects = [one for one in series if one.role is Role.SUBJECT]
    if Doubt.NO_DATA in doubts:
        return text("Nothing is recorded in this window, so nothing is concluded.")
    seen = _seen(subjects, at=at)
    size = _size(subjects)
    if not doubts:
        return text(
            "{seen}; {size}. That is no proof of a cause: it cannot be ascribed to the accord."
        ).format(seen=seen, size=size)
    reasons = text(", and ").join(map(_told, doubts))
    return text(
        "{seen}; {size}. Nothing is concluded, for {reasons}; and nothing here can be ascribed to "
        "the accord."
    ).format(seen=seen, size=size, reasons=reasons)


def _seen(subjects: Sequence[Series], *, at: date) -> str:
    fewer = sum(_is_fewer(one.ratio) for one in subjects)
    total = len(subjects)
    if fewer == total:
        pattern = text("Recorded incidents were fewer after {at} in all {total} lists")
    elif fewer == 0:
        pattern = text("Recorded incidents were not fewer after {at} in any of {total} lists")
    else:
        pattern = text("Recorded incidents were fewer after {at} in {fewer} of {total} lists")
    return pattern.format(at=at, total=total, fewer=fewer)


def _size(subjects: Sequence[Series]) -> str:
    """Say by which factor the ends of all intervals lie apart."""
    lows = [one.ratio.low for one in subjects]
    highs = [one.ratio.high for one in subjects]
    if 0 in lows or None in highs:
        return text("the size is uncertain without bound")
    factor = max(high for high in highs if high is not None) / min(lows)
    return text("the size is uncertain by a factor of about {factor}").format(
        factor=max(2, round(factor))
    )


def _is_fewer(ratio: Ratio) -> bool:
    return ratio.value is not None and ratio.value < PERMILLE


def _told(doubt: Doubt) -> str:
    match doubt:
        case Doubt.LOW_POWER:
            return text("a halving would often go unseen in so few")
        case Doubt.INTERVAL_HOLDS_ONE:
            return text("no change at all fits the numbers too")
        case Doubt.SOURCES_DISAGREE:
            return text("the lists disagree")
        case Doubt.FELL_BEFORE:
            return text("the numbers were falling before that day")
        case Doubt.NO_DATA:
            return text("nothing is recorded")
