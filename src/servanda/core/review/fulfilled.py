"""Q2: which share of the responses fulfilled the request in full; Q2p, at least in part.

Source: docs/reference/figures.md, "Q2" and "Q2p".
"""

from collections.abc import Iterator, Set

from servanda.core.review.figure import Figure, Placed, Share, Tally, Values, items_named
from servanda.core.review.population import Population
from servanda.core.review.responses import Answer, answer_shares, outcome_values, share_in_base

NAME = "Q2"
PART_NAME = "Q2p"

FULL = frozenset(("fulfilled_full",))
PART = FULL | {"fulfilled_part", "conditional"}

_NIL_RETURN = "nil_return"


def fulfilled_shares(population: Population) -> Iterator[Placed]:
    """Yield the shares of Q2."""
    return answer_shares(population, lambda answer: _share(answer, FULL))


def fulfilled_in_part_shares(population: Population) -> Iterator[Placed]:
    """Yield the shares of Q2p."""
    return answer_shares(population, lambda answer: _share(answer, PART))


def _share(answer: Answer, outcomes: Set[str]) -> Share:
    beside = (_NIL_RETURN,) if answer.response.outcome == _NIL_RETURN else ()
    return share_in_base(answer, counting=outcomes, beside=beside)


def _values(tally: Tally) -> Values:
    return {**outcome_values(tally), _NIL_RETURN: tally.counts[_NIL_RETURN]}


FIGURE = Figure(name=NAME, placed=fulfilled_shares, values=_values, items=items_named("d"))
PART_FIGURE = Figure(
    name=PART_NAME, placed=fulfilled_in_part_shares, values=_values, items=items_named("d")
)
