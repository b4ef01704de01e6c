"""The figures of the review, in the order of the reference.

A new figure is one file and one line here; its worked example stands on the reference page.

Source: docs/reference/figures.md.
"""

from collections.abc import Mapping

from servanda.core.review import (
    acknowledged_in_time,
    answered_in_time,
    open_and_overdue,
    outcomes,
    received,
)
from servanda.core.review.figure import Figure

FIGURES: Mapping[str, Figure] = {
    "T1": received.FIGURE,
    "T2": acknowledged_in_time.FIGURE,
    "T4": answered_in_time.FIGURE,
    "T8": open_and_overdue.FIGURE,
    "Q1": outcomes.FIGURE,
}
