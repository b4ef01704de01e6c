"""Q4: what became of the single items that were asked for.

Source: docs/reference/figures.md, "Q4".
"""

from collections.abc import Iterator

from servanda.core.casework.conditions import DUPLICATE
from servanda.core.review.arithmetic import rate
from servanda.core.review.figure import Figure, Placed, Share, Tally, Values, items_named
from servanda.core.review.population import Population
from servanda.core.review.responses import REOPENED, Answer, answer_shares

NAME = "Q4"

_BESIDE = ("nil", "refused", "missing")


def items_met_shares(population: Population) -> Iterator[Placed]:
    """Yield the shares of Q4."""
    return answer_shares(population, _share)


def _share(answer: Answer) -> Share:
    if answer.response.outcome == DUPLICATE:
        return Share()
    results = answer.response.items
    # An item that the response does not mention is missing all the same.
    missing = results.missing + max(0, answer.item.case.items - sum(results))
    d = results.supplied + results.nil + results.refused + missing
    if answer.item.is_reopened:
        counts = {f"{REOPENED}d": d, f"{REOPENED}n": results.supplied}
    else:
        kinds = zip(_BESIDE, (results.nil, results.refused, missing), strict=True)
        counts = {"d": d, "n": results.supplied, **dict(kinds)}
    return Share(leaves=(answer.leaf,), counts=counts)


def _values(tally: Tally) -> Values:
    counts = tally.counts
    n, d = counts["n"], counts["d"]
    values: dict[str, int | str] = {"d": d, "n": n, "rate": rate(n, d)}
    values |= {name: counts[name] for name in _BESIDE}
    # Those with no item at all are shown, too: their d is 0.
    if f"{REOPENED}d" in counts:
        values |= {name: counts[name] for name in (f"{REOPENED}d", f"{REOPENED}n")}
    return values


FIGURE = Figure(name=NAME, placed=items_met_shares, values=_values, items=items_named("d"))
