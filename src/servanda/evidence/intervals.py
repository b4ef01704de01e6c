"""Days that are known as an interval, with either end open.

Source: docs/spec/evidence/README.md, "Days".
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from servanda.core.errors import InvalidInputError


class InvalidIntervalError(InvalidInputError):
    """An interval of days ends before it begins."""

    code: ClassVar[str] = "invalid-interval"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """From one day to another, both included.

    Attributes:
        earliest: The first day; None where nothing is known of it.
        latest: The last day; None where nothing is known of it.

    Raises:
        InvalidIntervalError: It ends before it begins.
    """

    earliest: date | None = None
    latest: date | None = None

    def __post_init__(self) -> None:
        """Refuse an interval that holds no day."""
        if self.earliest and self.latest and self.latest < self.earliest:
            raise InvalidIntervalError(
                f"expected the first day not after the last, found {self.earliest}, {self.latest}"
            )

    def meets(self, other: "Interval") -> bool:
        """Tell whether some day can lie in both."""
        return not (
            (self.latest and other.earliest and self.latest < other.earliest)
            or (other.latest and self.earliest and other.latest < self.earliest)
        )

    def as_json(self) -> dict[str, str | None]:
        """Return both ends as days YYYY-MM-DD."""
        return {
            "earliest": self.earliest.isoformat() if self.earliest else None,
            "latest": self.latest.isoformat() if self.latest else None,
        }


ANY_DAY = Interval()


def one_day(day: date) -> Interval:
    """Return the interval that is `day` alone."""
    return Interval(earliest=day, latest=day)
