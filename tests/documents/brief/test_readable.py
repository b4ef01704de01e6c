"""A brief of a store of years stays one that a person reads, and says what it does not show."""

from dataclasses import replace

import pytest

from servanda.core.dialogue.agenda import AgendaItem, AgendaKind
from servanda.core.dialogue.record_form import parse_record
from servanda.documents.brief.content import Brief
from servanda.documents.brief.matters import BriefMatters
from servanda.documents.brief.readable import MOST_REFS, MOST_ROWS
from servanda.documents.brief.wording import WORDS
from tests.documents.brief.test_brief import EXAMPLE
from tests.documents.brief.test_matters import brief, matters


def with_open(count: int, language: str = "en") -> Brief:
    record = parse_record(EXAMPLE)
    items = [
        AgendaItem(kind=AgendaKind.REQUEST_OVERDUE, ref=f"sha256:{number:064x}")
        for number in range(count)
    ]
    told: BriefMatters = replace(matters(record), agenda=items)
    return brief(record, told, language=language)


@pytest.mark.parametrize("language", list(WORDS))
@pytest.mark.parametrize("count", [MOST_ROWS, MOST_ROWS + 1, 5_000])
def test_a_long_table_is_cut_and_its_caption_says_of_how_many(count: int, language: str) -> None:
    (annex,) = [one for one in with_open(count, language).annexes if one.key == "open"]
    (table,) = annex.tables

    assert len(table.rows) == min(count, MOST_ROWS)
    assert (str(count) in table.caption) is (count > MOST_ROWS)


def test_a_sentence_counts_all_that_it_rests_on_and_names_the_first() -> None:
    (said,) = [one for one in with_open(5_000).page if one.key == "open.request_overdue"]

    assert "5000" in said.text
    assert len(said.refs) == MOST_REFS + 1
    assert said.refs[-1] == f"+{5_000 - MOST_REFS}"
