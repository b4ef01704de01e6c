"""What stands beside the figures of a review and moves none: disputes, and days of suspension.

Both parties come to the same, from what was received before the end of the period.

Source: docs/spec/concerns.md, "Disputes"; docs/spec/suspension.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from servanda.core.disputes.fold import Dispute
from servanda.core.suspension.fold import Suspensions
from servanda.usecases.conduct.read_concerns import read_disputes
from servanda.usecases.conduct.read_suspensions import read_suspensions
from servanda.usecases.review.compute_review import ReviewResult
from servanda.usecases.services import Services

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideFigures:
    """What stands beside the figures.

    Attributes:
        disputes: Those not withdrawn, in their order.
        suspended: For how long of the period the accord was suspended, by one side or both.
    """

    disputes: Sequence[Dispute]
    suspended: timedelta

    @property
    def suspended_days(self) -> int:
        """Whole days of 24 hours."""
        return self.suspended // _DAY


def beside_figures(review: ReviewResult, *, services: Services) -> BesideFigures:
    """Return what stands beside the figures of `review`."""
    figures = review.figures
    until = figures.until
    disputes = read_disputes(review.pair, services=services, until=until)
    suspensions = read_suspensions(review.pair, services=services, until=until) or Suspensions()
    return BesideFigures(
        disputes=() if disputes is None else disputes.standing,
        suspended=suspensions.duration(since=figures.from_, until=until),
    )
