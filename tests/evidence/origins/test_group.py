"""Origins are counted, not articles, however often something is printed."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.evidence.corpus.analysis import analyse_document
from servanda.evidence.origins.group import Origins
from servanda.evidence.origins.origin import RelayEdge, Support
from servanda.evidence.origins.propositions import (
    InvalidPropositionsError,
    parse_propositions,
)
from servanda.evidence.origins.relays import as_dot, rings
from servanda.evidence.reading.read import read_document
from servanda.evidence.rules import how
from servanda.evidence.spans import Span
from tests.evidence.corpora import corpus_of, demo_analyses, origins_of, seed_corpus, tables


def support(origins: Origins, proposition: str) -> Support:
    (found,) = (one for one in origins.supports if one.how == f"alike.{proposition}/1")
    return found


@pytest.mark.parametrize(
    ("proposition", "documents", "expected"),
    [
        ("theft_is_the_aim", 2, {"firm:coldharbor"}),
        ("intrusions_continue", 3, {"firm:coldharbor", "firm:lanternfish"}),
        ("too_early_to_tell", 2, {"firm:lanternfish"}),
        ("winding_down_takes_time", 2, {"firm:coldharbor"}),
        ("accord_has_not_failed", 2, {"firm:coldharbor"}),
    ],
)
def test_support_is_the_number_of_first_voices(
    proposition: str, documents: int, expected: set[str]
) -> None:
    found = support(origins_of(corpus_of(demo_analyses())), proposition)

    assert len(found.documents) == documents
    assert set(found.origins) == expected


def test_two_unnamed_reports_are_one_origin() -> None:
    origins = origins_of(corpus_of(demo_analyses()))

    found = support(origins, "arrests_at_request")

    assert len(found.documents) == 2
    assert len(found.origins) == 1
    assert not origins.is_named(found.origins[0])


@settings(max_examples=4)
@given(st.integers(1, 6))
def test_printing_it_once_more_moves_no_support(times: int) -> None:
    (again,) = (one for one in demo_analyses() if one.document.name.startswith("ledger-date"))
    more = [
        analyse_document(
            read_document(
                f"{again.document.text}\n\nPrinted for the {number}th time.".encode(),
                name=f"{number}.txt",
                outlets=tables().outlets,
            ),
            tables=tables(),
        )
        for number in range(times)
    ]

    before = origins_of(corpus_of(demo_analyses()))
    after = origins_of(corpus_of([*demo_analyses(), *more]))

    for one in before.supports:
        if one.how.startswith("alike.words"):
            continue
        (same,) = (other for other in after.supports if other.how == one.how)
        assert len(same.origins) == len(one.origins)
        assert len(same.documents) >= len(one.documents)


def test_the_six_supports_of_the_three_articles_are_those_counted_by_hand() -> None:
    origins = origins_of(seed_corpus(3))

    counted = {
        name: set(support(origins, name).origins)
        for name in (
            "theft_is_the_aim",
            "intrusions_continue",
            "too_early_to_tell",
            "winding_down_takes_time",
        )
    }

    assert counted == {
        "theft_is_the_aim": {"firm:crowdstrike"},
        "intrusions_continue": {"firm:crowdstrike", "firm:fireeye"},
        "too_early_to_tell": {"firm:fireeye"},
        "winding_down_takes_time": {"firm:crowdstrike"},
    }
    arrests = support(origins, "arrests_at_request")
    assert len(arrests.origins) == 1
    assert not origins.is_named(arrests.origins[0])


def edge(source: str, target: str) -> RelayEdge:
    return RelayEdge(
        source=source,
        target=target,
        span=Span(document="ab" * 32, start=0, end=1),
        how=how("relay.test", 1),
    )


def test_a_chain_that_returns_is_a_ring() -> None:
    edges = [edge("a", "b"), edge("b", "c"), edge("c", "a"), edge("c", "d"), edge("d", "e")]

    assert rings(edges) == (("a", "b", "c"),)
    assert rings(edges[3:]) == ()
    assert rings([edge("a", "a")]) == (("a",),)


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=60))
def test_rings_are_the_nodes_that_reach_themselves(pairs: list[tuple[int, int]]) -> None:
    edges = [edge(f"{one:02}", f"{other:02}") for one, other in pairs]
    reached = {(one, other) for one, other in pairs}
    for _ in range(13):
        reached |= {(a, d) for a, b in reached for c, d in pairs if b == c}

    found = {node for ring in rings(edges) for node in ring}

    assert found == {f"{node:02}" for node in range(13) if (node, node) in reached}


def test_a_drawn_graph_is_the_same_for_the_same_edges_and_safe_to_quote() -> None:
    edges = [edge('say "so"', "b"), edge("b", "c\n")]

    drawn = as_dot(edges, names={"b": "The \\ Body"})

    assert drawn == as_dot(list(reversed(edges)), names={"b": "The \\ Body"})
    assert '"say \\"so\\""' in drawn
    assert "\n" not in drawn.split("c ")[1].split(";")[0]


@pytest.mark.parametrize(
    "table",
    [
        b"[[concept]]\nname = 'A'\nwords = ['a']",
        b"[[concept]]\nname = 'a'\nwords = []",
        b"[[concept]]\nname = 'a'\nwords = ['Upper']",
        b"[[proposition]]\nname = 'p'\nall = ['unknown']",
        b"[[concept]]\nname = 'a'\nwords = ['a']\nextra = 1",
        b"[other]",
        b"\xff",
        b"concept = 3",
    ],
)
def test_a_table_that_does_not_fit_is_refused(table: bytes) -> None:
    with pytest.raises(InvalidPropositionsError):
        parse_propositions([table])


def test_words_count_at_their_beginning_only() -> None:
    table = parse_propositions(
        [b"[[concept]]\nname = 'a'\nwords = ['hack']\n[[proposition]]\nname = 'p'\nall = ['a']"]
    )

    assert table.made_by("Hackers came.") == ("p",)
    assert table.made_by("A whack.") == ()
    assert replace(table, needed={}).made_by("Hackers came.") == ()


@given(
    st.lists(st.text("ab .-é好", min_size=1, max_size=4), min_size=1, max_size=4),
    st.text("ab .-é好", max_size=20),
)
def test_a_concept_is_found_at_beginnings_of_words_whatever_its_letters(
    forms: list[str], text: str
) -> None:
    words = ", ".join(f"'{form}'" for form in forms)
    table = parse_propositions(
        [
            f"[[concept]]\nname = 'a'\nwords = [{words}]\n"
            "[[proposition]]\nname = 'p'\nall = ['a']".encode()
        ]
    )

    expected = any(
        text.startswith(form, at) and not (at and re.match(r"\w", text[at - 1]))
        for form in forms
        for at in range(len(text))
    )

    assert bool(table.made_by(text)) == expected


def test_an_outlet_that_passes_words_on_is_no_origin_beside_whose_words_they_are() -> None:
    texts = (
        "Harbour Lines\n\nThe Harbour Courier reported on Monday that Palisade Labs said the "
        "intruders had stolen the blueprints of a turbine in the spring.",
        "Harbour Lines again\n\nPalisade Labs said the intruders had stolen the blueprints of a "
        "turbine in the spring, the Baltic Wire reported on Monday.",
        "And once more\n\nPalisade Labs said the intruders had stolen the blueprints of a turbine "
        "in the spring.",
    )
    analyses = [
        analyse_document(
            read_document(text.encode(), name=f"{number}.txt", outlets=tables().outlets),
            tables=tables(),
        )
        for number, text in enumerate(texts)
    ]

    found = origins_of(corpus_of(analyses)).supports

    assert {origin for one in found for origin in one.origins} == {"firm:palisade labs"}
    assert max(len(one.documents) for one in found) == len(texts)
