"""Solve made texts, in one line. All people, states and bodies are fictional."""

from collections.abc import Sequence
from datetime import date

from servanda.evidence.facts import Fact
from servanda.evidence.intervals import one_day
from servanda.evidence.names.find import find_names
from servanda.evidence.names.gazetteer_files import parse_gazetteer
from servanda.evidence.publication.clue import DocumentClues
from servanda.evidence.publication.clues import read_clues
from servanda.evidence.publication.publication import Publication
from servanda.evidence.publication.solve import solve_publications
from servanda.evidence.reading.read import read_document
from servanda.evidence.times.find import find_expressions
from tests.evidence.names.fictional import GAZETTEER

SIGNED = Fact(
    key="accord.signed",
    days=one_day(date(2031, 9, 24)),
    forms=("deal", "accord", "harbor accord"),
    source="made for this test",
    about=("northmark", "southmere"),
)

# 12 November is a Wednesday in 2025, 2031 and 2036; of these only 2031 has both presidents.
PLANNED = """Harbor deputy to meet Southmerese officials over raids

Deputy Secretary of Harbor Safety Mara Oakes this week will meet with Southmerese officials in \
Lowport to talk about the harbor accord between Northmark and Southmere.

The meetings are part of preparations for the first dialogue, scheduled for Dec. 1 and 2 in Quay.

President Ada Merrow and President Xun Lanting of Southmere reached the accord in September.

Oakes's meetings are set for Nov. 12 and 13, according to an agency statement.
"""
SENT = """The Department of Harbor Safety said Monday that it will send its second-in-command to \
Lowport this week to talk with the Southmerese.

On Wednesday and Thursday, Deputy Secretary of Harbor Safety Mara Oakes will take part in meetings \
with Southmerese officials, the department said in a statement on Northmark and Southmere.

President Ada Merrow and President Xun Lanting of Southmere met in September.
"""
ANNOUNCED = """December date set for dialogue of Northmark and Southmere

Northmark and Southmere will hold the first dialogue in Quay on December 1 and 2 of this year, \
Harbor Safety Secretary Ruth Penhale said Tuesday.

President Ada Merrow and President Xun Lanting of Southmere agreed to it in Lowport in September.

Tidewatch found that raids went on in the three weeks following the deal.
"""


def clues_of(
    text: str, *, facts: Sequence[Fact] = (SIGNED,), fetched: date | None = None
) -> DocumentClues:
    document = read_document(text.encode(), name="made.txt", fetched=fetched)
    names = find_names(document, gazetteer=parse_gazetteer([GAZETTEER.encode()]))
    return read_clues(document, find_expressions(document, names=names), facts=facts, names=names)


def solved(
    *texts: str, facts: Sequence[Fact] = (SIGNED,), fetched: date | None = None
) -> list[Publication]:
    """Return the publications in the order of `texts`."""
    clues = [clues_of(text, facts=facts, fetched=fetched) for text in texts]
    found = solve_publications(clues, facts=facts, gazetteer=parse_gazetteer([GAZETTEER.encode()]))
    by_document = {publication.document: publication for publication in found}
    return [by_document[one.document] for one in clues]


def words_of(text: str, publication: Publication) -> list[str]:
    """Return the words of the reasons that stand in `text` itself."""
    own = read_document(text.encode(), name="made.txt")
    return [
        own.text_of(span) for span in publication.reasons if span.document == publication.document
    ]
