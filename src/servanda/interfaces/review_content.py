"""What stands on the page of a review, gathered from the review and the store's facts."""

from servanda.core.disputes.fold import Dispute
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.exchange.order import settle
from servanda.core.identifiers import hash_from_digest
from servanda.core.review.listing import listing_of
from servanda.documents.review.content import DisputeLine, ReviewContent, StatementLine
from servanda.interfaces.clocks import answer_clocks, clock_words
from servanda.interfaces.words import word
from servanda.usecases.review.beside_figures import beside_figures
from servanda.usecases.review.compute_review import ReviewResult
from servanda.usecases.services import Services


def review_content(review: ReviewResult, *, services: Services, language: str) -> ReviewContent:
    """Return what the page of `review` shows.

    Args:
        review: As computed here and now.
        services: For the facts about each statement.
        language: One of those there are texts in.
    """
    contents = review.contents
    settled = settle(contents)
    clocks = answer_clocks(
        settled.counted,
        accords=contents.accords,
        parties=contents.accord.parties,
        at=contents.until,
    )
    own = review.pair.own

    def line(statement: VerifiedStatement) -> StatementLine:
        clock = clock_words(clocks.get(statement.digest), language=language)
        return _line(statement, clock=clock, services=services, language=language)

    counted = [line(one.statement) for one in settled.counted]
    beside = beside_figures(review, services=services)
    return ReviewContent(
        accord_name=contents.accord.name,
        mode=contents.accord.mode,
        parties=contents.accord.parties,
        figures=listing_of(review.figures),
        figures_digest=review.figures_hash,
        signed={own.from_party: review.ours, own.to_party: review.theirs},
        one_sided=review.state == "one_sided",
        statements=[*counted, *(line(one) for one in settled.annex)],
        disputes=[_dispute(one) for one in beside.disputes],
        suspended_days=beside.suspended_days,
    )


def _dispute(one: Dispute) -> DisputeLine:
    own = one.versions[one.by]
    return DisputeLine(
        leaf=one.leaf,
        by=one.by,
        contested=(*sorted(own.leaves), *sorted(own.figures)),
        is_answered=len(one.versions) > 1,
    )


def _line(
    statement: VerifiedStatement, *, clock: str, services: Services, language: str
) -> StatementLine:
    facts = services.store.facts(hash_from_digest(statement.digest))
    outcome = "" if facts is None else facts.outcome
    return StatementLine(
        party=statement.origin.from_party,
        index=statement.index,
        leaf=statement.digest,
        type=word(statement.header.type, language=language),
        said_at=statement.header.time,
        delivered_at=None if facts is None else facts.received_at,
        acknowledged_at=None if facts is None else facts.acknowledged_at,
        answered_at=None if facts is None else facts.answered_at,
        outcome=word(outcome, language=language) if outcome else None,
        clock=clock,
    )
