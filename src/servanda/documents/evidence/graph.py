"""Draw who relays whom: layers from the documents to the first voices, the same for the same edges.

Longest path from the left gives the layer; edges of a circle that lead back are drawn and do not
count. Within a layer nodes stand near those they are joined to, by a few sweeps with whole
numbers, so that every machine draws the same.

Source: Sugiyama, Tagawa and Toda, "Methods for Visual Understanding of Hierarchical System
Structures", 1981, in its simplest form.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

MAX_NODES = 60  # more cannot be read; the report has them all
SWEEPS = 4
NODE_WIDTH, NODE_HEIGHT = 216, 26  # pixels at full size, as all below
COLUMN, ROW, MARGIN = 300, 36, 8
MAX_UNITS = 29  # of a label, a wide letter counting two
_FINE = 1_000  # parts of a place, for means in whole numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One box: where it is, what it says, and where it leads."""

    x: str
    y: str
    text_x: str
    text_y: str
    label: str
    title: str
    href: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One curve from a box to another."""

    path: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """The graph as shapes; numbers are written, for a page prints texts alone."""

    width: str
    height: str
    node_width: str
    node_height: str
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeText:
    """What a node says: its name, the anchor it leads to, and its class."""

    name: str
    href: str
    kind: str


def draw(edges: Iterable[tuple[str, str, str]], *, texts: Mapping[str, NodeText]) -> Drawing:
    """Return the drawing of a graph.

    Args:
        edges: Source, target and class of each, in any order.
        texts: What each node says.
    """
    joined = {(one, other): kind for one, other, kind in sorted(edges, reverse=True)}
    following: dict[str, list[str]] = {}
    for one, other in sorted(joined):
        following.setdefault(one, []).append(other)
    nodes = sorted({node for edge in joined for node in edge})
    columns = _ordered(_layers(nodes, following), joined)
    place = {
        node: (number, row)
        for number, column in enumerate(columns)
        for row, node in enumerate(column)
    }
    tallest = max((len(column) for column in columns), default=0)
    offset = [(tallest - len(column)) * ROW // 2 for column in columns]
    corner = {
        node: (MARGIN + column * COLUMN, MARGIN + offset[column] + row * ROW)
        for node, (column, row) in place.items()
    }
    return Drawing(
        width=str(2 * MARGIN + max(0, len(columns) - 1) * COLUMN + NODE_WIDTH),
        height=str(2 * MARGIN + max(0, tallest - 1) * ROW + NODE_HEIGHT),
        node_width=str(NODE_WIDTH),
        node_height=str(NODE_HEIGHT),
        nodes=tuple(_node(corner[node], texts[node]) for node in nodes),
        lines=tuple(
            Line(path=_path(corner[one], corner[other]), kind=kind)
            for (one, other), kind in sorted(joined.items())
        ),
    )


def _layers(nodes: Sequence[str], following: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Return the nodes by the longest path that leads to them, back edges left out."""
    done: list[str] = []
    state: dict[str, bool] = {}  # False while a walk is below it
    forward: dict[str, list[str]] = {}
    for start in nodes:
        walk = [start] if start not in state else []
        while walk:
            node = walk[-1]
            if node not in state:
                state[node] = False
                targets = following.get(node, ())
                forward[node] = [one for one in targets if state.get(one) is not False]
                walk += [one for one in reversed(forward[node]) if one not in state]
                continue
            walk.pop()
            if not state[node]:
                state[node] = True
                done.append(node)
    depth = dict.fromkeys(nodes, 0)
    for node in reversed(done):
        for other in forward[node]:
            depth[other] = max(depth[other], depth[node] + 1)
    last = max(depth.values(), default=-1)
    layers: list[list[str]] = [[] for _ in range(last + 1)]
    for node in nodes:
        # Whoever relays nobody is a first voice, and stands with the others on the right.
        layers[depth[node] if forward[node] else last].append(node)
    return layers


def _ordered(layers: list[list[str]], edges: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Return each layer ordered by the mean place of its neighbours, swept to and fro."""
    neighbours: dict[str, list[str]] = {}
    for one, other in edges:
        neighbours.setdefault(one, []).append(other)
        neighbours.setdefault(other, []).append(one)
    columns = [list(layer) for layer in layers]
    for sweep in range(SWEEPS):
        place = {
            node: row * _FINE // max(1, len(column))
            for column in columns
            for row, node in enumerate(column)
        }
        for column in columns[:: 1 if sweep % 2 == 0 else -1]:
            mean = {
                node: sum(place[one] for one in neighbours[node]) * _FINE // len(neighbours[node])
                for node in column
            }
            column.sort(key=lambda node: (mean[node], place[node]))
            for row, node in enumerate(column):
                place[node] = row * _FINE // len(column)
    return columns


def _node(corner: tuple[int, int], text: NodeText) -> Node:
    x, y = corner
    return Node(
        x=str(x),
        y=str(y),
        text_x=str(x + 8),
        text_y=str(y + 17),
        label=_fitted(text.name),
        title=text.name,
        href=text.href,
        kind=text.kind,
    )


def _path(source: tuple[int, int], target: tuple[int, int]) -> str:
    """Return a curve from the right side of one box to the left side of another."""
    middle = NODE_HEIGHT // 2
    x, y = source[0] + NODE_WIDTH, source[1] + middle
    end_x, end_y = target[0], target[1] + middle
    bend = max(40, (end_x - x) // 2)
    return f"M{x} {y}C{x + bend} {y} {end_x - bend} {end_y} {end_x} {end_y}"


def _fitted(name: str) -> str:
    """Return a name cut to what fits into a box."""
    left, fitting = MAX_UNITS, ""
    for letter in name:
        left -= 2 if east_asian_width(letter) in {"W", "F"} else 1
        if left < 1:
            return fitting + "…"
        fitting += letter
    return fitting
