"""The shares of a group as bytes to keep, and back.

Made by us and read by us alone. Most shares of most cases are alike but for the statements they
count: one more of these requests, answered in time. So what a share adds is a short text, its
*token*; a reader takes each token apart once and then only counts how often it comes.

Source: docs/decisions/0022-a-review-is-a-sum-of-shares.md.
"""

from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

import orjson

from servanda.core.casework.skew import SkewBound
from servanda.core.exchange.outline import instant_of, seconds_of
from servanda.core.identifiers import Digest
from servanda.core.review.figure import Level, Placed
from servanda.core.review.kept.shares import GroupShares
from servanda.core.review.marks import BESIDE_REQUESTS
from servanda.core.review.population import Cell, Key
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
        tokens: Of its shares, in the order in which they count, one a line.
        times: Of all its shares, one after the other.
    """

    of: int
    is_beside: bool
    tokens: str
    times: Sequence[int | None]


class KeptShares(NamedTuple):
    """The shares of a group as they were kept.

    Attributes:
        asked: What was asked of the skew, in seconds from 1970 on, and answered.
        leaves: All that the shares count.
        chunks: The shares; what they are as in `KeptChunk`, as it lies in the bytes.
        matured: By figure the keys of what the review judged: the place of a leaf, and a number
            where the key has one.
    """

    asked: Sequence[tuple[int, int | None]]
    leaves: Sequence[Digest]
    chunks: Sequence[Sequence[object]]
    matured: Mapping[str, Sequence[Sequence[int]]]

    def matured_keys(self) -> Mapping[str, Set[Key]]:
        """Return by figure what the review judged."""
        return {
            figure: {
                self.leaves[key[0]] if len(key) == 1 else (self.leaves[key[0]], key[1])
                for key in keys
            }
            for figure, keys in self.matured.items()
        }


class KeptChecks(NamedTuple):
    """What follows from all communication checks of a cut.

    Attributes:
        bounds: Of the skew, by when they were measured.
        shares: What those add that answer nothing, as bytes.
    """

    bounds: Sequence[SkewBound]
    shares: bytes


def encode_checks(checks: KeptChecks) -> bytes:
    """Return the bytes to keep."""
    bounds = [(seconds_of(one.measured_at), one.seconds) for one in checks.bounds]
    return orjson.dumps((bounds, orjson.Fragment(checks.shares)))


def decode_checks(data: bytes) -> KeptChecks:
    """Return what was kept; only bytes of `encode_checks` are ever given."""
    bounds, shares = orjson.loads(data)
    measured = [SkewBound(measured_at=instant_of(at), seconds=seconds) for at, seconds in bounds]
    return KeptChecks(bounds=measured, shares=orjson.dumps(shares))


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
    rows = [(*which, "\n".join(tokens), times) for which, (tokens, times) in chunks.items()]
    matured = {
        figure: sorted(_key(key, leaves) for key in sorted(keys, key=str))
        for figure, keys in shares.matured.items()
        if keys
    }
    return orjson.dumps((asked, list(leaves), rows, matured))


def _key(key: Key, leaves: dict[Digest, int]) -> tuple[int, ...]:
    leaf, *number = (key,) if isinstance(key, str) else key
    return (leaves.setdefault(Digest(str(leaf)), len(leaves)), *map(int, number))


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
