"""Reckoning in months of the calendar, where a later month may be shorter.

Source: docs/spec/deadlines.md.
"""

from calendar import monthrange
from datetime import date

_MONTHS_OF_A_YEAR = 12


def months_later(day: date, amount: int) -> date:
    """Return the same day number `amount` months later, or that month's last day."""
    months = day.year * _MONTHS_OF_A_YEAR + day.month - 1 + amount
    year, month = divmod(months, _MONTHS_OF_A_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
