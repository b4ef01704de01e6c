"""Who relays whom: the graph that is drawn and exported, and the rings in it.

Source: docs/spec/evidence/origins.md, "The graph".
"""

from collections.abc import Iterator, Mapping, Sequence

from servanda.evidence.corpus.corpus import Corpus
from servanda.evidence.origins.origin import RelayEdge
from servanda.evidence.origins.statements import Statement
from servanda.evidence.reuse.reuse import Direction, ReuseKind
from servanda.evidence.rules import how
from servanda.evidence.voices import UNNAMED

_VIA = how("relay.via", 1)
_SPEAKS = how("relay.speaks", 1)
_REUSE = how("relay.reuse", 1)


def relay_edges(
    statements: Sequence[Statement], origins: Mapping[str, tuple[str, ...]], corpus: Corpus
) -> tuple[RelayEdge, ...]:
    """Return the steps from each document to the first voices, sorted, each once."""
    edges = [edge for one in statements for edge in _of_statement(one, origins[one.key])]
    return tuple(
        sorted(
            {*edges, *_of_reuse(corpus)},
            key=lambda edge: (edge.source, edge.target, edge.span, edge.how),
        )
    )


def rings(edges: Sequence[RelayEdge]) -> tuple[tuple[str, ...], ...]:
    """Return the sets of nodes that relay each other in a circle, each sorted, in order.

    A set may hold several circles: that one of its nodes is the origin cannot be told from any.
    """
    following: dict[str, list[str]] = {}
    before: dict[str, list[str]] = {}
    for edge in edges:
        following.setdefault(edge.source, []).append(edge.target)
        before.setdefault(edge.target, []).append(edge.source)
    left = _finished(following)
    taken: set[str] = set()
    found: list[tuple[str, ...]] = []
    for node in reversed(left):
        ring = _reached(node, before, taken)
        taken |= ring
        if len(ring) > 1 or node in following.get(node, ()):
            found.append(tuple(sorted(ring)))
    return tuple(sorted(found))


def as_dot(edges: Sequence[RelayEdge], *, names: Mapping[str, str]) -> str:
    """Return the graph in the DOT language, the same for the same edges.

    Args:
        edges: In any order.
        names: What to write for a node; others stand under their own key.
    """
    pairs = sorted({(edge.source, edge.target) for edge in edges})
    nodes = sorted({node for pair in pairs for node in pair})
    lines = [f'  "{_escaped(node)}" [label="{_escaped(names.get(node, node))}"];' for node in nodes]
    lines += [f'  "{_escaped(one)}" -> "{_escaped(other)}";' for one, other in pairs]
    return "digraph origins {\n" + "\n".join(lines) + "\n}\n"


def _of_statement(statement: Statement, origins: Sequence[str]) -> Iterator[RelayEdge]:
    before = statement.span.document
    for link in statement.via:
        if link.span is None or link.name == before:
            continue  # the outlet itself: the document stands for it
        if link.name != UNNAMED and ":" in link.name:
            yield RelayEdge(source=before, target=link.name, span=link.span, how=_VIA)
            before = link.name
    for origin in origins:
        if origin != before:
            yield RelayEdge(source=before, target=origin, span=statement.span, how=_SPEAKS)


def _of_reuse(corpus: Corpus) -> Iterator[RelayEdge]:
    for edge in corpus.reuses:
        if edge.kind is ReuseKind.SHARED_QUOTATION or not edge.paragraphs:
            continue
        match edge.direction:
            case Direction.A_FROM_B:
                yield RelayEdge(source=edge.a, target=edge.b, span=edge.paragraphs[0].a, how=_REUSE)
            case Direction.B_FROM_A:
                yield RelayEdge(source=edge.b, target=edge.a, span=edge.paragraphs[0].b, how=_REUSE)
            case Direction.UNDECIDED:
                continue


def _finished(following: Mapping[str, list[str]]) -> list[str]:
    """Return all nodes in the order in which a walk is done with them."""
    done: list[str] = []
    seen: set[str] = set()
    for start in sorted(following):
        if start in seen:
            continue
        seen.add(start)
        walk = [(start, iter(sorted(following[start])))]
        while walk:
            node, rest = walk[-1]
            following_node = next((one for one in rest if one not in seen), None)
            if following_node is None:
                done.append(node)
                walk.pop()
            else:
                seen.add(following_node)
                walk.append((following_node, iter(sorted(following.get(following_node, ())))))
    return done


def _reached(start: str, before: Mapping[str, list[str]], taken: set[str]) -> set[str]:
    """Return what leads to `start` and is not taken, with itself; nothing if it is taken."""
    if start in taken:
        return set()
    found = {start}
    waiting = [start]
    while waiting:
        for node in before.get(waiting.pop(), ()):
            if node not in found and node not in taken:
                found.add(node)
                waiting.append(node)
    return found


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
