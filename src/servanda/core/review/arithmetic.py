"""The arithmetic of the review: whole numbers only, so that both sides get the same bytes.

Source: docs/reference/figures.md, "Arithmetic".
"""

from collections.abc import Sequence
from typing import Literal, TypeAlias

NO_ITEMS: Literal["no_items"] = "no_items"
NOT_REACHED: Literal["not_reached"] = "not_reached"

FEW = 5  # fewer items than this are flagged where a figure is shown

_PER_MILLE = 1_000
_HUNDRED = 100

Number: TypeAlias = int | Literal["no_items", "not_reached"]


def rate(n: int, d: int) -> int | Literal["no_items"]:
    """Return `n` of `d` per mille, rounded down, so that 1000 means all; `no_items` of none."""
    return NO_ITEMS if d == 0 else _PER_MILLE * n // d


def percentile(values: Sequence[int | None], p: int) -> Number:
    """Return the percentile `p` by nearest rank, without interpolation; 50 is *the median*.

    Args:
        values: In any order; None for an item that is still open, so larger than any number.
        p: 1 to 100.

    Returns:
        The value, or `not_reached` if that item is open.
    """
    return percentiles(values, (p,))[0]


def percentiles(values: Sequence[int | None], ps: Sequence[int]) -> list[Number]:
    """Return each of the percentiles `ps`, as `percentile` does one."""
    if not values:
        return [NO_ITEMS for _ in ps]
    finite = sorted(value for value in values if value is not None)
    ranks = [max(1, (p * len(values) + 99) // _HUNDRED) for p in ps]
    return [finite[rank - 1] if rank <= len(finite) else NOT_REACHED for rank in ranks]


def largest(values: Sequence[int | None]) -> Number:
    """Return the largest finite value; `not_reached` if all are open, `no_items` of none."""
    if not values:
        return NO_ITEMS
    return max((value for value in values if value is not None), default=NOT_REACHED)


def is_met(n: int, d: int, *, percent: int) -> bool:
    """Return whether at least `percent` % of `d` are among the `n`."""
    return _HUNDRED * n >= percent * d


def is_few(n: int) -> bool:
    """Return whether `n` items are so few that a figure over them is flagged."""
    return n < FEW
