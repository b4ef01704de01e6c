"""The final responses of a period: what the figures about the quality of answers are over.

A response counts in the period in which it was received, whenever its request was: so each is in
one review exactly, and what is answered late is not left out of how well it was answered.

Used by the figures Q2, Q3, Q4 and Q10.

Source: docs/reference/figures.md, "Responses of the period".
"""

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass

from servanda.core.casework.case import FinalResponse
from servanda.core.casework.conditions import DUPLICATE
from servanda.core.identifiers import Digest
from servanda.core.review.arithmetic import rate
from servanda.core.review.figure import Placed, Share, Tally, item_shares
from servanda.core.review.population import Item, Population

REOPENED = "reopened_"

# Final responses that say whether the party can do it at all, not how well it did.
_NO_ANSWER = frozenset((DUPLICATE, "transferred", "not_competent"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One final response of the period.

    Attributes:
        item: The generation of the request that it answers.
        response: What it says.
    """

    item: Item
    response: FinalResponse

    @property
    def leaf(self) -> Digest:
        """The statement."""
        return self.response.leaf

    @property
    def is_in_base(self) -> bool:
        """Whether it is an answer in substance: no duplicate, transferred or not competent."""
        return self.response.outcome not in _NO_ANSWER


def answer_shares(population: Population, share_of: Callable[[Answer], Share]) -> Iterator[Placed]:
    """Yield what `share_of` says of each final response received in the period."""

    def measure(item: Item) -> Iterator[Share]:
        response = item.generation.response
        if response is not None and population.is_new(response.leaf):
            yield share_of(Answer(item=item, response=response))

    return item_shares(population, measure)


def share_in_base(
    answer: Answer, *, counting: Container[str], beside: tuple[str, ...] = ()
) -> Share:
    """Return the share of a response in a figure over the share of some outcomes.

    Args:
        answer: The response.
        counting: The outcomes that the figure is about.
        beside: Under which names else it is counted once.
    """
    counts = dict.fromkeys(beside, 1)
    if not answer.is_in_base:
        return Share(counts=counts)
    group = REOPENED if answer.item.is_reopened else ""
    is_counted = answer.response.outcome in counting
    return Share(
        leaves=(answer.leaf,), counts={f"{group}d": 1, f"{group}n": int(is_counted), **counts}
    )


def outcome_values(tally: Tally) -> dict[str, int | str]:
    """Return the share of the base whose outcome counts; of reopened requests, beside it."""
    counts = tally.counts
    n, d = counts["n"], counts["d"]
    values: dict[str, int | str] = {"d": d, "n": n, "rate": rate(n, d)}
    if counts[f"{REOPENED}d"]:
        values |= {name: counts[name] for name in (f"{REOPENED}d", f"{REOPENED}n")}
    return values
