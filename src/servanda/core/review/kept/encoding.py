"""The shares of a group as bytes to keep, and back.

Made by us and read by us alone. Most shares of most cases are alike but for the statements they
count: one more of these requests, answered in time. So what a share adds is a short text, its
*token*; a reader takes each token apart once and then only counts how often it comes.

Source: docs/decisions/0022-a-review-is-a-sum-of-shares.md.
"""

from collections.abc import Sequence
from typing import NamedTuple

import orjson

from servanda.core.exchange.outline import seconds_of
from servanda.core.identifiers import Digest
from servanda.core.review.figure import Level, Placed
from servanda.core.review.kept.shares import GroupShares
from servanda.core.review.marks import BESIDE_REQUESTS
from servanda.core.review.population import Cell
from servanda.core.review.registry import FIGURES

# What the number of a figure stands for.
NAMES = tuple(FIGURES)


class Token(NamedTuple):
    """What a share adds, but for times and the names of statements.

    Attributes:
        figure: Its place in `NAMES`.
        cell: The smallest it is in.
        leaves: Places of the statements it counts, in the list of the group.
        counts: As in `Share`.
        times: The names under which it has a time each.
        level: As in `Share`.
    """

    figure: int
    cell: Cell
    leaves: Sequence[int]
    counts: Sequence[tuple[str, int]]
    times: Sequence[str]
    level: Level


class KeptChunk(NamedTuple):
    """The shares of one thing: a request, a call, an information.

    Attributes:
        of: Its place among the statements of the group.
        is_beside: It is about no request, and counts after all others.
        tokens: Of its shares, in the order in which they count.
        times: Of all its shares, one after the other.
    """

    of: int
    is_beside: bool
    tokens: Sequence[str]
    times: Sequence[int | None]


class KeptShares(NamedTuple):
    """The shares of a group as they were kept.

    Attributes:
        asked: What was asked of the skew, in seconds from 1970 on, and answered.
        leaves: All that the shares count.
        chunks: The shares; what they are as in `KeptChunk`, as it lies in the bytes.
    """

    asked: Sequence[tuple[int, int | None]]
    leaves: Sequence[Digest]
    chunks: Sequence[Sequence[object]]


def encode_shares(shares: GroupShares, *, statements: Sequence[Digest]) -> bytes:
    """Return the bytes to keep.

    Args:
        shares: Of a group.
        statements: Of the group, in their order.
    """
    places = {leaf: at for at, leaf in enumerate(statements)}
    leaves: dict[Digest, int] = {}
    chunks: dict[tuple[int, bool], tuple[list[str], list[int | None]]] = {}
    for name, each in shares.placed:
        which = places[each.of], BESIDE_REQUESTS in each.share.counts
        tokens, times = chunks.setdefault(which, ([], []))
        tokens.append(_token(name, each, leaves))
        times.extend(time for _, time in each.share.times)
    asked = [(seconds_of(at), bound) for at, bound in shares.asked.items()]
    return orjson.dumps((asked, list(leaves), [(*which, *kept) for which, kept in chunks.items()]))


def decode_shares(data: bytes) -> KeptShares:
    """Return what was kept; only bytes of `encode_shares` are ever given."""
    return KeptShares(*orjson.loads(data))


def read_token(token: str) -> Token:
    """Return a token taken apart."""
    figure, cell, leaves, counts, times, level = orjson.loads(token)
    return Token(figure, Cell(*cell), leaves, counts, times, tuple(level))


def _token(name: str, placed: Placed, leaves: dict[Digest, int]) -> str:
    share = placed.share
    token = (
        NAMES.index(name),
        tuple(placed.cell),
        [leaves.setdefault(leaf, len(leaves)) for leaf in share.leaves],
        sorted(share.counts.items()),
        [name for name, _ in share.times],
        share.level,
    )
    return orjson.dumps(token).decode()
