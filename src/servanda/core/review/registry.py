"""The figures of the review, in the order of the reference.

A new figure is one file and one line here; its worked example stands on the reference page.

Source: docs/reference/figures.md.
"""

from collections.abc import Mapping

from servanda.core.canonical import JsonValue
from servanda.core.review import (
    acknowledged_in_time,
    answered_in_time,
    open_and_overdue,
    outcomes,
    received,
)
from servanda.core.review.arithmetic import is_few
from servanda.core.review.figure import Figure

FIGURES: Mapping[str, Figure] = {
    "T1": received.FIGURE,
    "T2": acknowledged_in_time.FIGURE,
    "T4": answered_in_time.FIGURE,
    "T8": open_and_overdue.FIGURE,
    "Q1": outcomes.FIGURE,
}


def has_few_items(figure: str, values: Mapping[str, JsonValue]) -> bool:
    """Return whether a row is over so few items that it is flagged *few* wherever it is shown.

    The flag stands in no `figures.json`: it follows from the values, and a reader's threshold
    must not change what the parties sign.

    Args:
        figure: The figure's name; an unknown one is flagged, for nobody knows what it counts.
        values: Of the row, perhaps from a file.
    """
    known = FIGURES.get(figure)
    return known is None or is_few(known.items(values))
