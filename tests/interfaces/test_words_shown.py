"""Tables and lists show words where the record has codes, in the reader's language."""

from dataclasses import replace

import pytest

from servanda.core.accords.register import build_register
from servanda.core.accords.terms_form import encode_terms, parse_terms
from servanda.core.canonical import JsonObject
from servanda.core.identifiers import digest_of
from servanda.interfaces.cli.show import fact_lines
from servanda.interfaces.cli.simulate import outcome_lines
from servanda.interfaces.language import LANGUAGE_VARIABLE
from servanda.interfaces.register_words import register_lines
from servanda.simulation.accord import simulated_terms
from servanda.simulation.years.all_pairs import YearsOutcome
from servanda.simulation.years.outcome import PairOutcome
from servanda.usecases.accords.show_register import show_register
from tests.usecases.nodes import ALICE, BOB, agreed_cast


@pytest.fixture(autouse=True)
def _in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LANGUAGE_VARIABLE, "zh-Hans")


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("proposed by Servanda, editable [S]", "(由 Servanda 建议，可修改 [S])"),
        ("as our ministers agreed", "(as our ministers agreed)"),
    ],
)
def test_the_source_of_a_clock_is_translated_where_a_shipped_template_says_it(
    source: str, shown: str
) -> None:
    terms = parse_terms(simulated_terms())
    clocks = tuple(replace(rule, source=source) for rule in terms.clocks)
    cast = agreed_cast(terms=encode_terms(replace(terms, clocks=clocks)))

    lines = [*register_lines(show_register(services=cast.alice.services))]

    assert [line for line in lines if line.endswith(shown)]


def test_the_register_shows_the_words_of_a_text_that_drifted_in_another_language_alone() -> None:
    terms = parse_terms(simulated_terms())
    versions = [
        replace(terms, commitments=(replace(terms.commitments[0], text=text),))
        for text in (
            {"en": "Answer in time.", "zh-Hans": "及时答复。"},
            {"en": "Answer when you can.", "zh-Hans": "及时答复。"},
        )
    ]
    shown = show_register(services=agreed_cast().alice.services)
    drifted = replace(shown, register=build_register(versions))

    lines = [*register_lines(drifted)]

    at = lines.index("    - [en] Answer in time.")
    assert lines[at - 1].endswith("文字变更")
    assert lines[at + 1] == "    + [en] Answer when you can."
    assert lines.count("    + 及时答复。") == 1


def test_a_simulation_counts_its_statements_by_their_words() -> None:
    outcome = YearsOutcome(pairs=(PAIR,))

    lines = outcome_lines(outcome, as_json=False)

    assert [line.split() for line in lines if line.startswith("请求")] == [["请求", "3"]]
    assert not [line for line in lines if "request" in line]


def test_facts_are_shown_in_words_and_what_is_no_code_as_it_is() -> None:
    facts: JsonObject = {"kind": "preservation", "commitment": "C1.2", "items": 2}

    assert list(fact_lines(facts)) == ["  kind: 数据保全", "  commitment: C1.2", "  items: 2"]


PAIR = PairOutcome(
    parties=(ALICE, BOB),
    agreeing=True,
    figures=digest_of(b"figures"),
    types={"request": 3},
    envelopes=1,
    lost=0,
    doubled=0,
    out_of_state=0,
    unreceipted=0,
    held_back=0,
)
