"""A file of facts is read or refused with what is wrong; a fact counts where a text tells of it."""

from datetime import date
from pathlib import Path

import pytest

import servanda.data
from servanda.evidence.facts import InvalidFactError, parse_facts, relevant_facts
from servanda.evidence.intervals import one_day

SIGNED = b"""
[[fact]]
key = "accord.signed"
first = 2031-09-24
forms = ["Deal", "accord"]
about = ["northmark|northerners", "southmere"]
source = "made for this test"
"""


def test_a_fact_is_read_with_its_day_and_its_source() -> None:
    (fact,) = parse_facts([SIGNED])

    assert (fact.key, fact.days, fact.forms) == (
        "accord.signed",
        one_day(date(2031, 9, 24)),
        ("deal", "accord"),
    )


def test_a_later_file_replaces_a_key_of_an_earlier_one() -> None:
    (fact,) = parse_facts([SIGNED, SIGNED.replace(b"09-24", b"09-25")])

    assert fact.days == one_day(date(2031, 9, 25))


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ((b'key = "accord.signed"', b'key = "Signed"'), "dotted key"),
        ((b"source =", b"sauce ="), "source"),
        ((b"first = 2031-09-24", b'first = "soon"'), "first"),
        ((b"first = 2031-09-24", b"first = 2031-09-24\nlast = 2031-09-23"), "end on or after"),
        ((b'["Deal", "accord"]', b'"deal"'), "forms"),
        ((b"[[fact]]", b"[[fact"), "TOML"),
        ((b"[[fact]]", b"[fact]"), "rows"),
    ],
)
def test_a_file_out_of_form_is_refused_with_what_is_wrong(
    change: tuple[bytes, bytes], found: str
) -> None:
    with pytest.raises(InvalidFactError, match=found):
        parse_facts([SIGNED.replace(*change)])


def test_a_fact_counts_only_where_the_text_tells_of_its_affair() -> None:
    facts = parse_facts([SIGNED])

    assert relevant_facts("Northmark and Southmere made a deal.", facts) == facts
    assert relevant_facts("The deal of Northmark's largest bank.", facts) == ()


def test_a_word_within_another_is_not_that_word() -> None:
    assert relevant_facts("Upnorthmark and southmere.", parse_facts([SIGNED])) == ()


def test_the_facts_that_come_with_the_product_are_in_form() -> None:
    (folder,) = servanda.data.__path__
    facts = parse_facts([Path(folder, "evidence", "facts.toml").read_bytes()])

    assert {fact.key for fact in facts} >= {"accord.signed"}
    assert all(fact.source for fact in facts)
