"""T11: how often a due date was moved by an extension, and how often one was without effect.

Source: docs/reference/figures.md, "T11".
"""

from collections.abc import Iterator

from servanda.core.review.arithmetic import rate
from servanda.core.review.figure import (
    Figure,
    Placed,
    Share,
    Tally,
    Values,
    item_shares,
    items_named,
)
from servanda.core.review.population import Item, Key, Population
from servanda.core.review.timeliness import BESIDE

NAME = "T11"

_WITHOUT_EFFECT = "without_effect"


def extension_shares(population: Population) -> Iterator[Placed]:
    """Yield the shares of T11: the extensions that no review before has counted."""
    judged = population.judged_before(NAME)

    def measure(item: Item) -> Iterator[Share]:
        clocks = item.clocks
        if clocks is None:
            return
        is_extended_before = not item.is_received and item.generation.leaf in judged
        extensions = () if is_extended_before else clocks.extensions
        without_effect = [each for each in clocks.without_effect if each not in judged]
        if item.is_received or extensions or without_effect:
            counts = {_WITHOUT_EFFECT: len(without_effect)}
            if item.group == "":
                counts |= {"d": 1, "n": int(bool(extensions))}
            elif extensions:
                counts[f"{item.group}n"] = 1
            yield Share(leaves=(*extensions, *without_effect), counts=counts)

    return item_shares(population, measure)


def judged_extensions(population: Population) -> set[Key]:
    """Return what is extended at the moment of `population`, and what did not extend anything.

    While a clock stands still nothing is known of an extension said meanwhile.
    """
    judged: set[Key] = set()
    for item in population.items:
        if item.clocks is not None:
            judged.update(item.clocks.without_effect)
            if item.clocks.extensions:
                judged.add(item.generation.leaf)
    return judged


def _values(tally: Tally) -> Values:
    counts = tally.counts
    values: dict[str, int | str] = {
        "d": counts["d"],
        "n": counts["n"],
        "rate": rate(counts["n"], counts["d"]),
        _WITHOUT_EFFECT: counts[_WITHOUT_EFFECT],
    }
    for group in BESIDE:
        if counts[f"{group}n"]:
            values[f"{group}n"] = counts[f"{group}n"]
    return values


FIGURE = Figure(
    name=NAME,
    placed=extension_shares,
    values=_values,
    items=items_named("d"),
    matured=judged_extensions,
)
