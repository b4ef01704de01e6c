"""T15: how long requests and final responses were on their way.

From the time that the sender claims to the time of receipt: a receipt that is held back shows
here. Requests are receipted by the responder, responses by the requester, so both stand apart.

Source: docs/reference/figures.md, "T15".
"""

from collections.abc import Iterator

from servanda.core.identifiers import Digest
from servanda.core.review.arithmetic import largest, percentiles
from servanda.core.review.figure import (
    Figure,
    Placed,
    Share,
    Tally,
    Values,
    item_shares,
    items_named,
)
from servanda.core.review.population import Item, Population

NAME = "T15"

_PERCENTS = (50, 90)
_REQUEST, _RESPONSE = "request", "response"


def carriage_shares(population: Population) -> Iterator[Placed]:
    """Yield the shares of T15: a request, and a final response of the period."""

    def measure(item: Item) -> Iterator[Share]:
        case, response = item.case, item.generation.response
        if item.is_received and not item.is_reopened and item.clocks is not None:
            yield _share(case.leaf, _REQUEST, seconds=case.carriage_seconds)
        if response is not None and population.is_new(response.leaf):
            yield _share(response.leaf, _RESPONSE, seconds=response.carriage_seconds)

    return item_shares(population, measure)


def _share(leaf: Digest, type_name: str, *, seconds: int) -> Share:
    """Return the share of one statement; its seconds are negative if it claims a later time."""
    if seconds < 0:
        return Share(leaves=(leaf,), counts={f"{type_name}_negative": 1})
    return Share(leaves=(leaf,), times=((type_name, seconds),))


def _values(tally: Tally) -> Values:
    values: dict[str, int | str] = {}
    for type_name in (_REQUEST, _RESPONSE):
        seconds = tally.times_of(type_name)
        p50, p90 = percentiles(seconds, _PERCENTS)
        values |= {
            f"{type_name}_count": len(seconds),
            f"{type_name}_p50": p50,
            f"{type_name}_p90": p90,
            f"{type_name}_largest": largest(seconds),
            f"{type_name}_negative": tally.counts[f"{type_name}_negative"],
        }
    return values


FIGURE = Figure(
    name=NAME,
    placed=carriage_shares,
    values=_values,
    items=items_named("request_count", "response_count"),
)
