"""Copies, recycled paragraphs and shared quotations of made texts, and of the three articles."""

from datetime import date
from itertools import permutations

import pytest

from servanda.evidence.documents import Document
from servanda.evidence.intervals import Interval, one_day
from servanda.evidence.quotations.find import find_quotations
from servanda.evidence.quotations.quotation import Quotation
from servanda.evidence.reading.read import read_document
from servanda.evidence.reuse.find import find_reuse
from servanda.evidence.reuse.paragraphs import hashed, match_paragraphs
from servanda.evidence.reuse.quotation_matches import match_quotations
from servanda.evidence.reuse.reuse import Direction, Reuse, ReuseKind
from tests.evidence.making import MadeNames, document_of
from tests.evidence.shared import gold, seeds

ARRESTS = (
    "Reports also say that the police of Northmark quietly detained three suspects at the request "
    "of Southmere some days before the visit began."
)
GESTURE = (
    "Nobody knows whether they will be charged, or whether all of it was no more than a gesture "
    "that was meant to diffuse the anger in Southmere before the visit."
)
MENDED = GESTURE.replace("diffuse", "defuse")
OWN = (
    "The harbour of Port Ellery has been closed for a week, and nobody can tell the fishermen when "
    "the boats may go out again, since the dredger broke down in the first storm of autumn."
)
OTHER = (
    "A museum in Calder will show drawings of lighthouses from the last century; most of them have "
    "never left the attic of the family who collected them, and some will be sold afterwards."
)
QUOTED = (
    "\u201cThe pattern of the break-ins points to the taking of designs and price lists, rather "
    "than to the gathering of intelligence, which the accord leaves alone,\u201d {speaker} said."
)
MORE = "There was anger in the ministry, where officials tried to defuse it: {0}."


def edges(*documents: Document, published: dict[str, Interval] | None = None) -> tuple[Reuse, ...]:
    quoted: dict[str, tuple[Quotation, ...]] = {
        one.sha256: find_quotations(one, names=MadeNames()) for one in documents
    }
    texts = {one.sha256: one.text for one in documents}
    matches = match_quotations([one for each in quoted.values() for one in each], texts=texts)
    return find_reuse(documents, quotations=quoted, matches=matches, published=published or {})


def test_two_recycled_paragraphs_are_reuse_with_their_differences() -> None:
    one = document_of(OWN, ARRESTS, GESTURE)
    other = document_of(OTHER, ARRESTS, MENDED)

    (edge,) = edges(one, other)

    assert edge.kind is not ReuseKind.SHARED_QUOTATION
    assert len(edge.paragraphs) == 2
    by_text = {one.sha256: one, other.sha256: other}
    (words,) = {
        tuple(sorted((by_text[edge.a].text_of(d.a), by_text[edge.b].text_of(d.b))))
        for match in edge.paragraphs
        for d in match.differences
    }
    assert words == ("defuse", "diffuse")


def test_a_shared_quotation_is_no_copy_however_long() -> None:
    one = document_of(OWN, QUOTED.format(speaker="Lanternfish"))
    other = document_of(OTHER, QUOTED.format(speaker="Mira Kessel"))

    (edge,) = edges(one, other)

    assert edge.kind is ReuseKind.SHARED_QUOTATION
    assert edge.paragraphs == ()


def test_a_copy_is_found_with_one_letter_in_twelve_wrong() -> None:
    one = document_of(OWN, ARRESTS, GESTURE, OTHER)
    wrong = "".join(
        "x" if number % 12 == 5 and sign.isalpha() else sign for number, sign in enumerate(one.text)
    )

    (edge,) = edges(one, document_of(*wrong.split("\n")))

    assert edge.kind in {ReuseKind.COPY, ReuseKind.REUSE}


def test_unrelated_texts_share_nothing() -> None:
    assert edges(document_of(OWN), document_of(OTHER)) == ()


def test_the_order_of_documents_changes_nothing() -> None:
    documents = [
        document_of(OWN, ARRESTS, GESTURE),
        document_of(OTHER, ARRESTS, MENDED),
        document_of(OTHER, QUOTED.format(speaker="Lanternfish")),
    ]

    results = {edges(*order) for order in permutations(documents)}

    assert len(results) == 1


def test_who_was_published_later_took() -> None:
    one = document_of(OWN, ARRESTS, GESTURE)
    other = document_of(OTHER, ARRESTS, GESTURE)
    days = {one.sha256: one_day(date(2025, 11, 10)), other.sha256: one_day(date(2025, 10, 29))}

    (edge,) = edges(one, other, published=days)

    is_a = edge.a == one.sha256
    assert edge.direction is (Direction.A_FROM_B if is_a else Direction.B_FROM_A)


def test_who_has_the_misprint_mended_took() -> None:
    mended = document_of(OWN, ARRESTS, MENDED, MORE.format("that failed"))
    misprinted = document_of(OTHER, ARRESTS, GESTURE)

    (edge,) = edges(mended, misprinted)

    assert edge.direction is (Direction.A_FROM_B if edge.a == mended.sha256 else Direction.B_FROM_A)
    assert len(edge.reasons) == 2


def test_who_took_stays_open_where_nothing_tells() -> None:
    (edge,) = edges(document_of(OWN, ARRESTS, GESTURE), document_of(OTHER, ARRESTS, GESTURE))

    assert edge.direction is Direction.UNDECIDED


def test_a_paragraph_over_two_hundred_letters_is_compared_whole() -> None:
    # difflib's own rule of thumb takes frequent letters of longer strings for noise.
    long = (OWN + " " + ARRESTS).replace("harbour", "harbor")

    (match,) = match_paragraphs(hashed(document_of(OWN + " " + ARRESTS)), hashed(document_of(long)))

    assert match.ratio > 980


def test_thousands_of_equal_paragraphs_end() -> None:
    one = document_of(*[ARRESTS] * 30)

    assert len(match_paragraphs(hashed(one), hashed(document_of(*[ARRESTS] * 30, OWN)))) == 30


@pytest.mark.parametrize("pair", [("000", "002"), ("001", "002"), ("000", "001")])
def test_the_three_articles_share_what_was_found_by_hand(pair: tuple[str, str]) -> None:
    documents = [
        read_document(path.read_bytes(), name=path.name)
        for path in seeds()
        if path.name[:3] in pair
    ]
    wanted = [
        edge
        for edge in gold()["reuse"]["edges"]  # type: ignore[call-overload]  # an object of lists
        if {edge["a"], edge["b"]} == set(pair)
    ]

    found = edges(*documents)

    if not wanted:
        assert found == ()
        return
    (edge,) = found
    if wanted[0]["kind"] == "shared_quotation":
        assert edge.kind is ReuseKind.SHARED_QUOTATION
    else:
        assert edge.kind is ReuseKind.REUSE
        assert len(edge.paragraphs) == 6
        assert abs(edge.shared - wanted[0]["shared_5_word_shingles"]) <= 20
        assert abs(edge.containment - round(1_000 * wanted[0]["containment"])) <= 40


def test_quotations_of_the_three_articles_match_as_found_by_hand() -> None:
    documents = {
        path.name[:3]: read_document(path.read_bytes(), name=path.name) for path in seeds()[:3]
    }
    quotations = [
        one for each in documents.values() for one in find_quotations(each, names=MadeNames())
    ]
    by_id = {
        row["id"]: documents[str(row["doc"])].span(int(str(row["start"])), int(str(row["end"])))
        for row in gold()["quotations"]
    }

    found = match_quotations(quotations, texts={one.sha256: one.text for one in documents.values()})

    assert {frozenset((match.a, match.b)) for match in found} == {
        frozenset((by_id[row["a"]], by_id[row["b"]])) for row in gold()["quotation_matches"]
    }
