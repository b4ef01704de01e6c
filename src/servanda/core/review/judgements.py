"""The feedback of a period: what the figures about the use of answers are over.

Feedback counts in the period in which it was received, whenever the response was.

Used by the figures Q7, Q8 and Q9.

Source: docs/reference/figures.md, "Feedback of the period".
"""

from servanda.core.casework.feedback import Feedback
from servanda.core.review.population import Item, Population


def new_feedback(item: Item, population: Population) -> Feedback | None:
    """Return the feedback on an item's response, if it was received in the period."""
    feedback = item.generation.feedback
    return feedback if feedback is not None and population.is_new(feedback.leaf) else None
