"""The final responses of a period: what the figures about the quality of answers are over.

A response counts in the period in which it was received, whenever its request was: so each is in
one review exactly, and what is answered late is not left out of how well it was answered.

Used by the figures Q2, Q3, Q4 and Q10.

Source: docs/reference/figures.md, "Responses of the period".
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from servanda.core.casework.case import FinalResponse
from servanda.core.casework.conditions import DUPLICATE
from servanda.core.identifiers import Digest
from servanda.core.review.arithmetic import rate
from servanda.core.review.population import Cell, Item, Population, measured_cells

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


def answered_cells(population: Population) -> Iterator[tuple[Cell, list[Answer]]]:
    """Yield the cells with the final responses received in the period."""

    def measure(item: Item) -> Answer | None:
        response = item.generation.response
        if response is None or not population.is_new(response.leaf):
            return None
        return Answer(item=item, response=response)

    return measured_cells(population, measure)


def leaf_in_base(answer: Answer) -> Sequence[Digest]:
    """Return the leaf of a response that the shares of outcomes are over."""
    return (answer.leaf,) if answer.is_in_base else ()


def outcome_share(
    measured: Sequence[Answer], *, counts: Callable[[str], bool]
) -> dict[str, int | str]:
    """Return the share of the base whose outcome `counts`; of reopened requests, beside it."""
    base = [answer for answer in measured if answer.is_in_base]
    d = Counter(answer.item.is_reopened for answer in base)
    n = Counter(answer.item.is_reopened for answer in base if counts(answer.response.outcome))
    values: dict[str, int | str] = {"d": d[False], "n": n[False], "rate": rate(n[False], d[False])}
    if d[True]:
        values |= {f"{REOPENED}d": d[True], f"{REOPENED}n": n[True]}
    return values
