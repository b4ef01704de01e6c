"""The drawing of who relays whom: every edge, from left to right, the same for the same edges."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from servanda.documents.evidence.graph import (
    MARGIN,
    NODE_HEIGHT,
    NODE_WIDTH,
    Drawing,
    NodeText,
    draw,
)

nodes = st.sampled_from("abcdefgh")
edges_between = st.lists(st.tuples(nodes, nodes, st.sampled_from(("via", "reuse"))), max_size=24)


def drawn(edges: list[tuple[str, str, str]]) -> Drawing:
    names = {node for edge in edges for node in edge[:2]}
    texts = {name: NodeText(name=name, href="", kind="document") for name in names}
    return draw(edges, texts=texts)


@given(edges_between, st.data())
def test_the_order_of_edges_changes_nothing_and_none_is_lost(
    edges: list[tuple[str, str, str]], data: st.DataObject
) -> None:
    drawing = drawn(edges)

    assert drawing == drawn(data.draw(st.permutations(edges)))
    assert len(drawing.lines) == len({edge[:2] for edge in edges})


@given(edges_between)
def test_no_two_boxes_cover_each_other_and_all_lie_on_the_sheet(
    edges: list[tuple[str, str, str]],
) -> None:
    drawing = drawn(edges)

    corners = sorted((int(node.x), int(node.y)) for node in drawing.nodes)
    for (x, y), (other_x, other_y) in pairwise(corners):
        assert other_x >= x + NODE_WIDTH or other_y >= y + NODE_HEIGHT
    for x, y in corners:
        assert MARGIN <= x <= int(drawing.width) - NODE_WIDTH
        assert MARGIN <= y <= int(drawing.height) - NODE_HEIGHT


def test_whoever_relays_stands_left_of_whom_it_relays() -> None:
    drawing = drawn([("a", "b", "via"), ("b", "c", "via"), ("a", "c", "via"), ("d", "e", "via")])

    x = {node.title: int(node.x) for node in drawing.nodes}
    assert x["a"] < x["b"] < x["c"]
    assert x["d"] < x["e"] == x["c"]


def test_a_circle_is_drawn_and_ends() -> None:
    drawing = drawn([("a", "b", "via"), ("b", "a", "via"), ("b", "b", "via")])

    assert len(drawing.lines) == 3
    assert all(
        re.fullmatch(r"M\d+ \d+C-?\d+ \d+ -?\d+ \d+ \d+ \d+", one.path) for one in drawing.lines
    )


def test_a_long_name_is_cut_to_its_box_and_said_whole_in_the_title() -> None:
    name = "诺" * 40
    drawing = draw(
        [("a", "b", "via")],
        texts={
            "a": NodeText(name=name, href="", kind="document"),
            "b": NodeText(name="B", href="", kind="origin"),
        },
    )

    assert {node.title for node in drawing.nodes} == {name, "B"}
    assert all(len(node.label) <= 15 for node in drawing.nodes)
