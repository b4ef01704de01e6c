"""What an event rests on and belongs to is shown by hash, with its grades, and never a name."""

import pytest

from servanda.core.canonical import JsonObject
from servanda.core.custody.person import Person
from servanda.core.identifiers import Digest, digest_of
from servanda.interfaces.language import LANGUAGES
from servanda.interfaces.person_words import PersonRow, person_row
from servanda.interfaces.web.pages.persons_page import read_persons_page
from servanda.usecases.conduct.read_persons import documents_of
from servanda.usecases.evidence.add_document import add_document
from tests.usecases.conduct.test_persons import ARRESTED, BODY, LISTED, NAME, found, say
from tests.usecases.nodes import REQUEST, REQUEST_BODY, Cast, Node, agreed_cast

REPORT = b"An unnamed source says that somebody was arrested."


def listed_and_reported() -> tuple[Cast, Digest, Digest]:
    """Return a cast, a request, and an entry of which an arrest is reported."""
    cast = agreed_cast()
    request = cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    cast.settle()
    leaf = say(cast, cast.alice, {**LISTED, "links": [request]}, body=BODY)
    reported: JsonObject = {
        **ARRESTED,
        "information_grade": "4",
        "origin": digest_of(REPORT),
        "links": [request],
    }
    say(cast, cast.alice, reported, ref=leaf)
    return cast, request, leaf


def person(node: Node, leaf: Digest) -> Person:
    return found(node).by_leaf[leaf]


def row(node: Node, leaf: Digest, language: str) -> PersonRow:
    one = person(node, leaf)
    kept = documents_of([one], services=node.services).keys()
    return person_row(one, 1, today=one.listed_at.date(), kept=kept, language=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_grades_document_and_links_stand_beside_the_event(language: str) -> None:
    cast, request, leaf = listed_and_reported()
    name = f"{NAME} arrested.txt"  # a name of a file may be a person's
    add_document(REPORT, name=name, fetched=None, services=cast.alice.services)

    ours, theirs = (row(node, leaf, language) for node in (cast.alice, cast.bob))
    for shown in (ours, theirs):
        (event,) = shown.events
        assert request[:19] in event
        assert digest_of(REPORT)[:19] in event
        assert "D" in event
        assert "4" in event
        assert request[:19] in " ".join(shown.links)
        assert NAME not in " ".join((event, *shown.links))
    assert ours.events != theirs.events  # one archive has the document, the other has not


def test_the_page_shows_them_without_a_name() -> None:
    cast, request, leaf = listed_and_reported()
    add_document(REPORT, name=NAME, fetched=None, services=cast.alice.services)

    (section,) = read_persons_page(cast.alice.services, language="en").sections
    (shown,) = section.rows
    assert "in our archive" in shown.events[0]
    assert request[:19] in shown.links[0]
    assert NAME not in repr(section)
    assert leaf == shown.leaf


def test_a_report_with_a_document_and_the_best_grades_is_no_confirmation() -> None:
    cast, _, leaf = listed_and_reported()
    best: JsonObject = {**ARRESTED, "source_grade": "A", "information_grade": "1"}
    say(cast, cast.alice, {**best, "origin": digest_of(REPORT)}, ref=leaf)

    assert not any(one.is_confirmed for one in person(cast.bob, leaf).events)
    said = " ".join(row(cast.bob, leaf, "en").events)
    assert "confirmed" not in said
