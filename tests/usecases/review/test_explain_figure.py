"""The statements behind a number are named, with the file numbers that are held."""

import pytest

from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import Digest
from servanda.core.review.registry import FIGURES
from servanda.usecases.review.compute_review import ReviewResult, compute_review
from servanda.usecases.review.explain_figure import explain_figure
from tests.usecases.answered import answered_and_cut
from tests.usecases.nodes import ALICE, BOB, REQUEST_BODY, Cast


def reviewed() -> tuple[Cast, Digest, ReviewResult]:
    cast, request = answered_and_cut()
    return cast, request, compute_review(services=cast.alice.services)


def test_a_request_behind_a_number_is_shown_with_both_file_numbers() -> None:
    cast, request, review = reviewed()

    row = explain_figure("T4", review, store=cast.alice.services.store)[0]

    (statement,) = row.statements
    assert (statement.leaf, statement.party, statement.type) == (request, ALICE, "request")
    assert statement.file_numbers == {ALICE: REQUEST_BODY["file_number"], BOB: "B-7"}
    assert statement.received_at is not None


def test_a_response_is_shown_with_the_numbers_of_the_request_it_answers() -> None:
    cast, _, review = reviewed()

    row = explain_figure("Q2", review, store=cast.bob.services.store)[0]

    (statement,) = row.statements
    assert (statement.party, statement.type) == (BOB, "response")
    assert statement.file_numbers[BOB] == "B-7"


def test_every_leaf_of_every_figure_is_explained() -> None:
    cast, _, review = reviewed()

    explained = [
        (each.row, [one.leaf for one in each.statements])
        for name in FIGURES
        for each in explain_figure(name, review, store=cast.alice.services.store)
    ]

    assert explained == [(row, list(row.leaves)) for row in review.figures.rows]


def test_a_figure_that_does_not_exist_is_refused_and_those_that_do_are_named() -> None:
    cast, _, review = reviewed()

    with pytest.raises(InvalidInputError, match=r"T1, T2.*found 'T99'"):
        explain_figure("T99", review, store=cast.alice.services.store)
