"""Put the rows of a review together from the shares of its groups, in their order.

Source: docs/decisions/0022-a-review-is-a-sum-of-shares.md.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from servanda.core.identifiers import Digest, PartyId
from servanda.core.review.figure import FigureRow, Placed, Tallies, Tally
from servanda.core.review.kept.encoding import NAMES, KeptChunk, KeptShares, Token, read_token
from servanda.core.review.kept.groups import Group
from servanda.core.review.registry import FIGURES

_MAX_SHAPES = 4_096  # held at a time; where no two things are alike, they are of no use


def merged_rows(
    groups: Iterable[tuple[Group, KeptShares]],
    *,
    undeliverable: Iterable[tuple[str, Placed]],
    parties: Sequence[PartyId],
) -> Iterator[FigureRow]:
    """Yield the rows of a review.

    Args:
        groups: In the order in which their first statements count; those that add something.
        undeliverable: The shares of what was refused for its body; they count after the others.
        parties: In the order of the accord.
    """
    merging = _Merging(parties)
    for group, kept in groups:
        merging.add_group(group, kept)
    merging.flush()
    for name, placed in undeliverable:
        merging.tallies[NAMES.index(name)].add(placed.cell, placed.share)
    merging.add_beside()
    merging.add_counts()
    for name, tallies in zip(NAMES, merging.tallies, strict=True):
        yield from tallies.rows(FIGURES[name], parties=parties)


@dataclass(slots=True)
class _Met:
    """A token that was met.

    Attributes:
        token: What it adds.
        tallies: Those of all cells that it counts in.
        number: How often it came.
    """

    token: Token
    tallies: Sequence[Tally]
    number: int = 0


class _Shape:
    """The tokens of one thing, taken apart: most things of a kind have the same.

    Attributes:
        met: Its tokens.
        appends: By place of a leaf, all lists that the leaf is appended to.
        times: For each time the lists that it is appended to.
        number: How often it came, but for what is in `met` already.
    """

    __slots__ = ("appends", "met", "number", "times")

    def __init__(self, met: Sequence[_Met]) -> None:
        self.met, self.number = met, 0
        appends: dict[int, list[Callable[[Digest], None]]] = {}
        self.times: list[list[Callable[[int | None], None]]] = []
        for one in met:
            for place in one.token.leaves:
                into = appends.setdefault(place, [])
                into.extend(tally.leaves.append for tally in one.tallies)
            for name in one.token.times:
                lists = [tally.times.setdefault(name, []) for tally in one.tallies]
                self.times.append([each.append for each in lists])
        self.appends = list(appends.items())


class _Merging:
    """The tallies of all figures, while the groups are gone through.

    A case counts where its own statement does. Groups come by their first statements, and what
    is of a later one waits until all before it are added.
    """

    def __init__(self, parties: Sequence[PartyId]) -> None:
        self.tallies = [Tallies() for _ in NAMES]
        self._parties = parties
        self._met: dict[str, _Met] = {}
        self._shapes: dict[str, _Shape] = {}
        self._waiting: list[tuple[int, int, KeptChunk, Sequence[Digest]]] = []
        self._beside: list[tuple[int, int, KeptChunk, Sequence[Digest]]] = []
        self._chunks = 0

    def add_group(self, group: Group, kept: KeptShares) -> None:
        """Add a group whose first statement counts after those of all groups added before."""
        self.flush(until=group.now[0])
        for chunk in map(KeptChunk._make, kept.chunks):
            self._chunks += 1  # no two are equal, so nothing behind it is ever compared
            if chunk.is_beside:
                direction = self._shape(chunk.tokens).met[0].token.cell.direction
                place = self._parties.index(direction), group.now[chunk.of]
                self._beside.append((*place, chunk, kept.leaves))
            else:
                heappush(self._waiting, (group.now[chunk.of], self._chunks, chunk, kept.leaves))

    def flush(self, until: int | None = None) -> None:
        """Add what waits of statements before the number `until`; None: all."""
        while self._waiting and (until is None or self._waiting[0][0] < until):
            _, _, chunk, leaves = heappop(self._waiting)
            self._add(chunk, leaves)

    def add_beside(self) -> None:
        """Add what is about no request: by who said it, then in its order."""
        for _, _, chunk, leaves in sorted(self._beside, key=lambda each: each[:2]):
            self._add(chunk, leaves)

    def add_counts(self) -> None:
        """Add to the tallies what every token met counts, as often as it came."""
        self._count_shapes()
        for met in self._met.values():
            for tally in met.tallies:
                for name, count in met.token.counts:
                    tally.counts[name] += met.number * count

    def _add(self, chunk: KeptChunk, leaves: Sequence[Digest]) -> None:
        shape = self._shapes.get(chunk.tokens) or self._shape(chunk.tokens)
        shape.number += 1
        for place, appends in shape.appends:
            leaf = leaves[place]
            for append in appends:
                append(leaf)
        if shape.times:
            for time, lists in zip(chunk.times, shape.times, strict=True):
                for add in lists:
                    add(time)

    def _shape(self, tokens: str) -> _Shape:
        if len(self._shapes) >= _MAX_SHAPES:
            self._count_shapes()
        shape = self._shapes[tokens] = _Shape([self._meet(text) for text in tokens.split("\n")])
        return shape

    def _count_shapes(self) -> None:
        for shape in self._shapes.values():
            for met in shape.met:
                met.number += shape.number
        self._shapes.clear()

    def _meet(self, text: str) -> _Met:
        met = self._met.get(text)
        if met is None:
            token = read_token(text)
            tallies = self.tallies[token.figure].containing(token.cell, token.level)
            met = self._met[text] = _Met(token, tallies)
        return met
