"""One article, printed again and again with another word changed, is one article.

Source: docs/threat-model.md, "prints one text again and again".
"""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.core.canonical import encode
from servanda.evidence.corpus.corpus import quotation_key
from servanda.evidence.decisions.decision import Verb
from servanda.evidence.report.report import build_report
from servanda.evidence.reuse.printings import LOOKED_AT
from tests.attacks.planted import (
    article,
    corpus,
    evidence,
    statuses,
    support,
    with_one_word_changed,
)
from tests.evidence.corpus.test_build import decision
from tests.interfaces.cli.homes import Desk

ARTICLES = ("courier-deputy-travels", "ledger-date-set", "gazette-before-the-accord")


@pytest.mark.parametrize("name", ARTICLES)
@pytest.mark.parametrize("count", [2, 5, 40])
def test_support_and_findings_do_not_move(name: str, count: int) -> None:
    text = article(name)

    alone = evidence([text])
    flooded = evidence([text, *with_one_word_changed(text, count)])

    assert statuses(flooded) == statuses(alone)
    assert {(count, names) for _, count, names in support(flooded) if "?" not in names} == {
        (count, names) for _, count, names in support(alone) if "?" not in names
    }


def test_a_thousand_printings_cost_what_a_thousand_documents_cost_and_no_pairs_of_them() -> None:
    text = article("courier-deputy-travels")
    copies = with_one_word_changed(text, 1_000)

    some, all_of_them = evidence([text, *copies[:100]]), evidence([text, *copies])

    for found in (some, all_of_them):
        assert len(found.corpus.analyses) == LOOKED_AT
        assert len(found.corpus.reuses) <= LOOKED_AT * LOOKED_AT
        assert len(found.corpus.matches) <= 4 * LOOKED_AT * LOOKED_AT
    assert len(all_of_them.flags) <= 2 * len(some.flags) + 10
    assert len(all_of_them.corpus.counted) == len({text, *copies}) - LOOKED_AT
    # Ten times the printings, at most ten times the report.
    sizes = [len(encode(build_report(found))) for found in (some, all_of_them)]
    assert sizes[1] < 11 * sizes[0]
    assert max(len(one.documents) for one in all_of_them.origins.supports) == 1_001


def test_every_printing_is_in_the_report_with_what_it_changed() -> None:
    text = article("ledger-date-set")
    copies = with_one_word_changed(text, 20)

    report = build_report(evidence([text, *copies]))

    documents = report["documents"]
    assert isinstance(documents, list)
    assert len(documents) == 21
    shown = encode(report["reuse"]).decode()
    for number, copy in enumerate(copies):
        (one,) = corpus([copy]).analyses.values()
        paragraphs = "\n".join(map(one.document.text_of, one.document.paragraphs))
        assert (f"word{number}" in shown) == (f"word{number}" in paragraphs)


def test_a_changed_speaker_is_no_second_origin_and_raises_its_flag() -> None:
    text = article("courier-deputy-travels")
    changed = text.replace("Elin Strand", "Paul Redfern")
    assert changed != text

    found = evidence([text, changed])

    assert all(len(one.origins) == 1 for one in found.origins.supports)


def test_what_a_person_decided_of_one_printing_holds_however_many_follow() -> None:
    text = article("courier-deputy-travels")
    chosen = next(
        one
        for one in corpus([text]).quotations
        if "pattern of the break-ins" in corpus([text]).text_of(one.span)
    )
    decided = [decision(Verb.CORRECT, quotation_key(chosen), {"voice": "person:mira kessel"})]

    for copies in ([], with_one_word_changed(text, 1), with_one_word_changed(text, 30)):
        found = evidence([text, *copies], decided)
        of_it = found.origins.of_statement
        assert of_it[quotation_key(chosen)] == ("person:mira kessel",)
        assert all(
            "person:mira kessel" in one.origins
            for one in found.origins.supports
            if chosen.span in one.statements
        )


def test_a_flood_of_one_change_leaves_the_original_among_those_looked_at() -> None:
    text = article("ledger-date-set")
    changed = text.replace("Lanternfish", "Coldharbor")
    flood = [
        f"{changed}\n\nPrinted as number {'one ' * (number % 4)}{number}." for number in range(40)
    ]

    found = corpus([text, *flood])

    assert any("Lanternfish" in one.document.text for one in found.analyses.values())


@settings(max_examples=4, deadline=None)
@given(
    st.permutations(
        [
            article("courier-deputy-travels"),
            *with_one_word_changed(article("courier-deputy-travels"), 7),
        ]
    )
)
def test_the_order_of_printings_changes_no_byte(texts: list[str]) -> None:
    assert encode(build_report(evidence(texts))) == encode(build_report(evidence(sorted(texts))))


def test_a_reader_is_told_how_many_printings_there_are(tmp_path: Path) -> None:
    text = article("courier-deputy-travels")
    for number, copy in enumerate([text, *with_one_word_changed(text, 9)]):
        (tmp_path / f"{number}.txt").write_text(copy, encoding="utf-8")

    nobody = Desk(tmp_path / "none", "nobody.example")
    english = nobody.run("evidence", "report", *sorted(tmp_path.glob("*.txt"))).out.decode()
    chinese = nobody.run(
        "evidence", "report", *sorted(tmp_path.glob("*.txt")), "--lang", "zh-Hans"
    ).out.decode()

    assert "10 printings of one text" in english
    assert "10 个刊载本" in chinese
