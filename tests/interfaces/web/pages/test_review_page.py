"""The page of the review: figures, what stands behind them, and whether both sides signed them."""

from collections.abc import Mapping

import pytest

from servanda.core.identifiers import Digest
from servanda.interfaces.web.pages.review_page import ReviewPage, read_review_page
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.review.compute_review import compute_review, send_review
from tests.interfaces.web.pages.rendering import rendered
from tests.usecases.answered import answered_and_cut
from tests.usecases.nodes import BOB, Cast, agreed_cast

OTHER = "sha256:" + "0" * 64


def read(cast: Cast, *, reads_bodies: bool = True, **query: str) -> ReviewPage:
    return read_review_page(
        cast.alice.services, query=query, language="en", reads_bodies=reads_bodies
    )


def html(cast: Cast, *, language: str = "en", query: Mapping[str, str] | None = None) -> str:
    page = read_review_page(
        cast.alice.services, query=query or {}, language=language, reads_bodies=True
    )
    return rendered("review", page, language=language)


def sign(cast: Cast) -> None:
    for node in (cast.alice, cast.bob):
        send_review(services=node.services)
        node.step()
    cast.settle()


def test_the_page_shows_the_same_hash_as_the_review_from_the_logs() -> None:
    cast, _ = answered_and_cut()

    section = read(cast).section

    assert section is not None
    assert section.review.figures_hash == compute_review(services=cast.alice.services).figures_hash
    assert not section.is_agreed
    assert "Not agreed" in html(cast)


def test_the_review_is_agreed_when_both_signed_the_very_hash() -> None:
    cast, _ = answered_and_cut()
    sign(cast)

    page = html(cast)

    assert "Agreed: both parties signed" in page
    section = read(cast).section
    assert section is not None
    assert page.count(section.review.figures_hash) == 1 + 2  # the figures', and both signatures


def test_other_figures_of_the_counterpart_are_an_alarm_that_names_the_way_on() -> None:
    cast, _ = answered_and_cut()
    section = read(cast).section
    assert section is not None
    queue_statement(
        type="review",
        facts={"figures": OTHER},
        ref=section.review.cut,
        services=cast.bob.services,
    )
    cast.bob.step()
    cast.settle()

    page = html(cast)

    assert 'role="status" class="alarm"' in page
    assert OTHER in page
    assert "servanda review --compare FILE" in page


def explained(cast: Cast, request: Digest, *, reads_bodies: bool) -> Mapping[str, str]:
    section = read(cast, reads_bodies=reads_bodies, figure="T4").section
    assert section is not None
    (behind,) = section.explained[0].behind
    assert behind.statement.leaf == request
    return dict(behind.file_numbers)


def test_a_figure_leads_to_the_statements_behind_it() -> None:
    cast, request = answered_and_cut()

    assert explained(cast, request, reads_bodies=True)[BOB] == "B-7"
    page = html(cast, query={"figure": "T4"})
    assert 'id="explained"' in page
    assert request[7:19] in page


def test_who_may_not_read_bodies_finds_no_file_number() -> None:
    cast, request = answered_and_cut()

    assert explained(cast, request, reads_bodies=False) == {}


@pytest.mark.parametrize("figure", ["T99", "<script>", "", "t4"])
def test_a_figure_that_does_not_exist_is_not_explained(figure: str) -> None:
    cast, _ = answered_and_cut()

    section = read(cast, figure=figure).section

    assert section is not None
    assert (section.explained_name, section.explained) == ("", [])
    assert "<script" not in html(cast, query={"figure": figure})


def test_before_the_first_cut_the_page_says_how_to_make_one() -> None:
    assert "servanda cut" in html(agreed_cast())


@pytest.mark.parametrize(("language", "heading"), [("en", "Figures"), ("zh-Hans", "指标一览")])
def test_the_page_speaks_the_readers_language(language: str, heading: str) -> None:
    cast, _ = answered_and_cut()
    page = html(cast, language=language)

    assert heading in page
    assert f'<html lang="{language}">' in page
    assert "style=" not in page
