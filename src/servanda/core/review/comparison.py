"""Find where two reviews differ: the first number, and the first statement behind it.

Two parties who compute unequal hashes over one cut need not read two long files: somewhere a
figure counts a statement on one side that it does not count on the other. Nothing here is
trusted; what a counterpart sent is read as it stands.

Source: docs/reference/figures.md, "Comparing two reviews".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal, TypeAlias

from servanda.core import canonical
from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.errors import CounterpartError
from servanda.core.identifiers import InvalidNameError, parse_digest
from servanda.core.review.figures import FORMAT, listing_digest
from servanda.core.review.unreadable import UnreadableFiguresError

Side: TypeAlias = Literal["first", "second"]

# What must be the same before figures can be compared at all, in this order.
_HEAD = ("v", "accord", "cut", "from", "until")
_CELL = ("figure", "direction", "kind", "urgency")

_ANNEX = "annex"
_FIGURES = "figures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One place where two reviews differ.

    Attributes:
        part: A member of `figures.json`: one of its head, `figures` or `annex`.
        row: Of a figure: its name, direction, kind and urgency; else empty.
        value: Which value differs; empty if the row is missing or only its statements differ.
        first: What the first review says there; None if nothing.
        second: What the second says.
        leaf: The statement that differs; None if none does here, or if one side says only the
            hash over its statements, which is another.
        leaf_in: Which of the two has the statement there.
    """

    part: str
    row: tuple[str, ...] = ()
    value: str = ""
    first: JsonValue = None
    second: JsonValue = None
    leaf: str | None = None
    leaf_in: Side | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Where two reviews differ first.

    Attributes:
        number: The first value, row or member of the head that differs; None if none does.
        statement: The first statement that one has behind a number, or in the annex, and the
            other has not; of a review without its listing only the row. None if there is none,
            or the heads differ already.
    """

    number: Difference | None
    statement: Difference | None

    @property
    def is_equal(self) -> bool:
        """Whether nothing differs."""
        return self.number is None and self.statement is None


def parse_figures(data: bytes) -> JsonObject:
    """Return the figures in `data`, the content of a `figures.json`.

    Raises:
        UnreadableFiguresError: It is not the canonical form of figures.
    """
    try:
        figures = canonical.parse_object(data)
    except CounterpartError as error:
        raise UnreadableFiguresError(f"expected the figures of a review: {error}") from error
    if figures.get("v") != FORMAT:
        raise UnreadableFiguresError(f"expected figures of {FORMAT}, found {figures.get('v')!r}")
    return figures


def compare_figures(first: JsonObject, second: JsonObject) -> Comparison:
    """Return where two reviews differ first, in the order of `figures.json`."""
    for member in _HEAD:
        ours, theirs = first.get(member), second.get(member)
        if ours != theirs:
            head = Difference(part=member, first=ours, second=theirs)
            return Comparison(number=head, statement=None)
    pairs = list(_paired(_rows(first, _FIGURES), _rows(second, _FIGURES)))
    return Comparison(
        number=next((each for pair in pairs for each in _numbers(*pair)), None),
        statement=next(_statements(pairs, first, second), None),
    )


def _paired(
    first: Sequence[JsonObject], second: Sequence[JsonObject]
) -> Iterator[tuple[JsonObject | None, JsonObject | None]]:
    """Yield the rows of the same figure and cell together, and what one alone has by itself."""
    others = {_key(row): row for row in second}
    own = {_key(row) for row in first}
    after: dict[tuple[str, ...] | None, list[JsonObject]] = {}
    last: tuple[str, ...] | None = None
    for row in second:
        if _key(row) in own:
            last = _key(row)
        else:
            after.setdefault(last, []).append(row)
    yield from ((None, row) for row in after.get(None, []))
    for row in first:
        yield row, others.get(_key(row))
        yield from ((None, lacking) for lacking in after.get(_key(row), []))


def _key(row: JsonObject) -> tuple[str, ...]:
    """Return what tells a row from every other; a service level by its own two numbers, too."""
    values = _values(row)
    level = (str(values.get("hours", "")), str(values.get("percent", "")))
    return (*(str(row.get(name)) for name in _CELL), *level)


def _numbers(ours: JsonObject | None, theirs: JsonObject | None) -> Iterator[Difference]:
    row = _row_of(ours, theirs)
    if ours is None or theirs is None:
        yield Difference(
            part=_FIGURES,
            row=row,
            first=None if ours is None else ours.get("values"),
            second=None if theirs is None else theirs.get("values"),
        )
        return
    first, second = _values(ours), _values(theirs)
    for name in sorted({*first, *second}):
        if first.get(name) != second.get(name):
            yield Difference(
                part=_FIGURES,
                row=row,
                value=name,
                first=first.get(name),
                second=second.get(name),
            )


def _statements(
    pairs: Sequence[tuple[JsonObject | None, JsonObject | None]],
    first: JsonObject,
    second: JsonObject,
) -> Iterator[Difference]:
    for ours, theirs in pairs:
        lists = [_leaves(row) for row in (ours, theirs)]
        if lists[0] is None or lists[1] is None:
            if _digest(ours) != _digest(theirs):
                yield Difference(part=_FIGURES, row=_row_of(ours, theirs))
            continue
        found = _first_leaf(lists[0], lists[1])
        if found is not None:
            leaf, side = found
            yield Difference(part=_FIGURES, row=_row_of(ours, theirs), leaf=leaf, leaf_in=side)
    annexes = [[str(row.get("leaf")) for row in _rows(each, _ANNEX)] for each in (first, second)]
    found = _first_leaf(*annexes)
    if found is not None:
        leaf, side = found
        yield Difference(part=_ANNEX, leaf=leaf, leaf_in=side)


def _first_leaf(first: Sequence[str], second: Sequence[str]) -> tuple[str, Side] | None:
    """Return the first statement that only one has; else the first in another place."""
    in_first, in_second = set(first), set(second)
    for ours, theirs in zip_longest(first, second):
        if ours is not None and ours not in in_second:
            return ours, "first"
        if theirs is not None and theirs not in in_first:
            return theirs, "second"
    moved = (ours for ours, theirs in zip_longest(first, second) if ours != theirs and ours)
    place = next(moved, None)
    return None if place is None else (place, "first")


def _row_of(ours: JsonObject | None, theirs: JsonObject | None) -> tuple[str, ...]:
    row = ours if ours is not None else theirs
    return () if row is None else tuple(str(row.get(name)) for name in _CELL)


def _rows(figures: JsonObject, part: str) -> list[JsonObject]:
    rows = figures.get(part)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _values(row: JsonObject) -> JsonObject:
    values = row.get("values")
    return values if isinstance(values, Mapping) else {}


def _leaves(row: JsonObject | None) -> list[str] | None:
    """Return the statements behind a row; None if only their hash is said."""
    leaves = [] if row is None else row.get("leaves")
    return [str(leaf) for leaf in leaves] if isinstance(leaves, list) else None


def _digest(row: JsonObject | None) -> JsonValue:
    """Return the hash over the statements behind a row, which of a listing has to be made."""
    leaves = _leaves(row)
    if leaves is None:
        return None if row is None else row.get("listing")
    try:
        return listing_digest(parse_digest(leaf) for leaf in leaves)
    except InvalidNameError:  # made up: equal to nothing that was computed
        return None
