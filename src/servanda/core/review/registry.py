"""The figures of the review, in the order of the reference.

A new figure is one file and one line here; its worked example stands on the reference page.

Source: docs/reference/figures.md.
"""

from collections.abc import Mapping

from servanda.core.canonical import JsonValue
from servanda.core.review import (
    acknowledged_in_time,
    answered_in_time,
    carriage,
    clarification_rounds,
    decided_in_time,
    defects,
    effects,
    escalation,
    extensions,
    fulfilled,
    gross_time,
    information_given,
    items_met,
    lateness,
    marks,
    net_time,
    open_and_overdue,
    outcomes,
    pauses,
    received,
    refused,
    reopened,
    requester_duties,
    resubmission,
    right_first_time,
    service_levels,
    update_duty,
    usefulness,
)
from servanda.core.review.arithmetic import is_few
from servanda.core.review.figure import Figure

FIGURES: Mapping[str, Figure] = {
    "T1": received.FIGURE,
    "T2": acknowledged_in_time.FIGURE,
    "T3": decided_in_time.FIGURE,
    "T4": answered_in_time.FIGURE,
    "T4x": answered_in_time.EXTENDED_FIGURE,
    "T5": gross_time.FIGURE,
    "T6": net_time.FIGURE,
    "T7": lateness.FIGURE,
    "T8": open_and_overdue.FIGURE,
    "T9": service_levels.FIGURE,
    "T10": update_duty.FIGURE,
    "T11": extensions.FIGURE,
    "T12": pauses.FIGURE,
    "T13": requester_duties.FIGURE,
    "T14": escalation.FIGURE,
    "T15": carriage.FIGURE,
    "T16": marks.FIGURE,
    "Q1": outcomes.FIGURE,
    "Q2": fulfilled.FIGURE,
    "Q2p": fulfilled.PART_FIGURE,
    "Q3": refused.FIGURE,
    "Q4": items_met.FIGURE,
    "Q5": right_first_time.FIGURE,
    "Q6": clarification_rounds.FIGURE,
    "Q7": usefulness.FIGURE,
    "Q8": defects.FIGURE,
    "Q9": effects.FIGURE,
    "Q10": reopened.FIGURE,
    "Q11": resubmission.FIGURE,
    "Q12": information_given.FIGURE,
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
