"""The review: its figures at a cut, a new cut, and our word on the figures.

Source: docs/reference/api.md, "Operations"; docs/reference/figures.md.
"""

from http import HTTPStatus
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from servanda.core.identifiers import parse_accord_name, parse_digest, parse_instant, parse_party
from servanda.interfaces.api.door import JSON, declared, performed
from servanda.interfaces.api.forms import DigestText, Given, InstantText, Queued, Taken
from servanda.interfaces.api.once import OnceName, once, wish_of
from servanda.usecases.exchange.queue_statement import QueueResult
from servanda.usecases.review.compute_review import ReviewResult, compute_review, send_review
from servanda.usecases.review.make_cut import make_cut

router = Router(tags=["review"])
_LONGEST_NAME = 100


class Review(Given):
    """The figures at a cut, and what both sides signed of them."""

    cut: DigestText
    counterpart: str
    accord: str
    version: DigestText = Field(description="Of the accord, as it was in force for the cut.")
    figures_hash: DigestText
    since: InstantText
    until: InstantText
    state: str = Field(description="agreed, differs, one_sided or waiting.")
    signed: dict[str, DigestText | None] = Field(description="By party; null: not yet.")
    figures: list[dict[str, Any]] = Field(description="As in figures.json.")
    annex: list[Any] = Field(description="What lies in the cut and is not counted in full.")


class ReviewQuery(BaseModel):
    """Which review is meant; the newest one without anything."""

    cut: DigestText | None = None
    counterpart: str | None = Field(None, max_length=_LONGEST_NAME)
    accord: str | None = Field(None, max_length=_LONGEST_NAME)


class NewCut(Taken):
    """A cut to be made."""

    until: InstantText = Field(description="The end of what is reviewed: of a period.")
    counterpart: str | None = Field(None, max_length=_LONGEST_NAME)
    accord: str | None = Field(None, max_length=_LONGEST_NAME)


class NewSignature(Taken):
    """Figures to be signed: those at a cut, as this node computes them from the logs."""

    cut: DigestText
    counterpart: str | None = Field(None, max_length=_LONGEST_NAME)
    accord: str | None = Field(None, max_length=_LONGEST_NAME)


@router.get(
    "/review",
    **declared("show-review", Review, summary="Show the figures at a cut", asks=ReviewQuery),
)
def show_review(request: HttpRequest, asked: Query[ReviewQuery]) -> Review:
    """Return the review, from what is kept of reviews."""
    about = [] if asked.cut is None else [asked.cut]
    with performed(request, "show-review", about=about) as called:
        review = compute_review(
            cut=None if asked.cut is None else parse_digest(asked.cut),
            counterpart=None if asked.counterpart is None else parse_party(asked.counterpart),
            accord_name=None if asked.accord is None else parse_accord_name(asked.accord),
            is_quick=True,
            services=called.services,
        )
        return _given(review)


@router.post(
    "/review/cuts",
    **declared(
        "make-cut",
        Queued,
        summary="Fix what a review looks at",
        status=HTTPStatus.ACCEPTED,
        media=JSON,
    ),
)
def make_a_cut(request: HttpRequest, said: NewCut, name: OnceName) -> HttpResponse:
    """Queue a cut; it begins where the one before ended."""
    with performed(request, "make-cut") as called:
        wish = wish_of(request, name, called=called, body=request.body)
        return once(
            wish,
            lambda: _queued(
                make_cut(
                    until=parse_instant(said.until),
                    counterpart=None if said.counterpart is None else parse_party(said.counterpart),
                    accord_name=None if said.accord is None else parse_accord_name(said.accord),
                    services=called.services,
                )
            ),
            called=called,
        )


@router.post(
    "/review/signatures",
    **declared(
        "sign-review",
        Queued,
        summary="Say the hash of the figures to the counterpart",
        status=HTTPStatus.ACCEPTED,
        media=JSON,
    ),
)
def sign_review(request: HttpRequest, said: NewSignature, name: OnceName) -> HttpResponse:
    """Compute the figures from the logs and queue the statement that signs their hash."""
    with performed(request, "sign-review", about=[said.cut]) as called:
        wish = wish_of(request, name, called=called, body=request.body)
        return once(
            wish,
            lambda: _queued(
                send_review(
                    cut=parse_digest(said.cut),
                    counterpart=None if said.counterpart is None else parse_party(said.counterpart),
                    accord_name=None if said.accord is None else parse_accord_name(said.accord),
                    services=called.services,
                )
            ),
            called=called,
        )


def _queued(result: QueueResult) -> Queued:
    return Queued(ticket=result.ticket, state="held" if result.is_held else "queued")


def _given(review: ReviewResult) -> Review:
    document = orjson.loads(review.document)
    own = review.pair.own
    return Review(
        cut=review.cut,
        counterpart=own.to_party,
        accord=own.accord_name,
        version=review.accord,
        figures_hash=review.figures_hash,
        since=document["from"],
        until=document["until"],
        state=review.state,
        signed={own.from_party: review.ours, own.to_party: review.theirs},
        figures=document["figures"],
        annex=document["annex"],
    )
