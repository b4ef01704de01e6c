"""`servanda review`: the figures at a cut."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, TypeAlias, TypedDict

import orjson
import typer

from servanda.core.canonical import JsonObject
from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import Digest, PartyId, parse_party
from servanda.core.review.comparison import compare_figures
from servanda.core.review.listing import encode_listing, listing_of
from servanda.core.review.public_edition import encode_public_edition
from servanda.core.review.registry import has_few_items
from servanda.documents.evidence.summary import EvidenceSummary
from servanda.documents.review.names import code_name, shown_values
from servanda.interfaces.cli.dispute import dispute_members
from servanda.interfaces.cli.options import AccordName, AsJson, NoWait, To
from servanda.interfaces.cli.output import Refused, show, table
from servanda.interfaces.cli.review_details import (
    comparison_lines,
    comparison_members,
    explained_lines,
    explained_members,
    read_figures,
)
from servanda.interfaces.cli.session import is_serving, opened
from servanda.interfaces.collector import no_collecting
from servanda.interfaces.language import current_language, text
from servanda.interfaces.promises import promise_text
from servanda.interfaces.review_content import review_content
from servanda.usecases.reading.show_statement import leaf_named
from servanda.usecases.review.beside_figures import BesideFigures, beside_figures
from servanda.usecases.review.compute_review import ReviewResult, compute_review, send_review
from servanda.usecases.review.explain_figure import explain_figure
from servanda.wiring import Node

WAIT_SECONDS = 10.0
_LOOK_SECONDS = 0.03


CutNamed: TypeAlias = Annotated[
    str | None, typer.Option("--cut", help=text("The cut, if not the last."))
]
Sign: TypeAlias = Annotated[
    bool, typer.Option("--sign", help=text("Say the hash of the figures to the counterpart."))
]
FiguresFile: TypeAlias = Annotated[
    Path | None, typer.Option("--figures", help=text("Write figures.json to this file."))
]
ListingFile: TypeAlias = Annotated[
    Path | None,
    typer.Option("--listing", help=text("Write every statement behind every number to this file.")),
]
HtmlFile: TypeAlias = Annotated[
    Path | None, typer.Option("--html", help=text("Write the review as one page to this file."))
]
Quick: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--quick",
        help=text("From what is kept of reviews, without comparing the logs with what was signed."),
    ),
]
EvidenceFile: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--evidence",
        metavar="REPORT",
        help=text("Show this report of our own reading on the page, beside the figures."),
    ),
]
PublicFile: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--public", help=text("Write the figures, small cells blank, for everybody to this file.")
    ),
]
Explain: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--explain",
        metavar="FIGURE",
        help=text("Show the statements behind one figure, such as T4."),
    ),
]
Compare: TypeAlias = Annotated[
    list[Path] | None,
    typer.Option(
        "--compare",
        metavar="FILE",
        help=text("Say where this review and another differ first; twice: two others."),
    ),
]


class _Which(TypedDict):
    """Which review is meant."""

    cut: Digest | None
    counterpart: PartyId | None
    accord_name: str | None


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_review)


def _review(  # noqa: PLR0913, PLR0917 - one parameter for each option
    cut: CutNamed = None,
    sign: Sign = False,
    figures: FiguresFile = None,
    listing: ListingFile = None,
    html: HtmlFile = None,
    evidence: EvidenceFile = None,
    public: PublicFile = None,
    explain: Explain = None,
    compare: Compare = None,
    quick: Quick = False,
    to: To = None,
    accord_name: AccordName = None,
    no_wait: NoWait = False,
    as_json: AsJson = False,
) -> None:
    if compare and len(compare) > 1:
        _show_comparison(*_two_figures(compare), as_json=as_json)
        return
    page = _page(html, evidence=evidence)
    node = opened()
    other = read_figures(compare[0]) if compare else None
    if cut is None and other is not None:
        cut = str(other.get("cut"))  # of all our reviews, the one that can be compared
    which = _Which(
        cut=None if cut is None else leaf_named(cut, services=node.services),
        counterpart=None if to is None else parse_party(to),
        accord_name=accord_name,
    )
    if sign:
        _sign(which, node=node, is_awaited=not no_wait)
    review = _compute(which, is_quick=quick, node=node)
    _write(review, figures=figures, listing=listing, public=public)
    _write_page(review, page, evidence=evidence, node=node)
    if explain is not None:
        _show_explained(explain, review, node=node, as_json=as_json)
    elif other is not None:
        _show_comparison(listing_of(review.figures), other, as_json=as_json)
    else:
        _show_review(review, node=node, as_json=as_json)


def _page(html: Path | None, *, evidence: Path | None) -> Path | None:
    if evidence is not None and html is None:
        raise InvalidInputError("expected --html FILE, the page that --evidence is shown on")
    return html


def _show_review(review: ReviewResult, *, node: Node, as_json: bool) -> None:
    beside = beside_figures(review, services=node.services)
    result = {
        **_members(review),
        "disputes": [dispute_members(one) for one in beside.disputes],
        "suspended_days": beside.suspended_days,
    }
    show(result, as_json=as_json, lines=(*_lines(result), *_beside_lines(beside)))


def _beside_lines(beside: BesideFigures) -> Iterator[str]:
    if beside.suspended:
        days = text("Suspended for {days} days of the period; clocks ran on.")
        yield days.format(days=beside.suspended_days)
    if beside.disputes:
        count = text("Disputes that stand beside the figures: {count} (`servanda dispute list`)")
        yield count.format(count=len(beside.disputes))


def _compute(which: _Which, *, is_quick: bool, node: Node) -> ReviewResult:
    with no_collecting():
        return compute_review(**which, is_quick=is_quick, services=node.services)


def _sign(which: _Which, *, node: Node, is_awaited: bool) -> None:
    ticket = send_review(**which, services=node.services).ticket
    if is_serving(node.home) and is_awaited:
        _await_leaf(node, ticket)


def _write(
    review: ReviewResult, *, figures: Path | None, listing: Path | None, public: Path | None
) -> None:
    if figures is not None:
        figures.write_bytes(review.document)
    if listing is not None:
        with listing.open("wb") as file:
            file.writelines(encode_listing(review.figures, figures_digest=review.figures_hash))
    if public is not None:
        public.write_bytes(
            encode_public_edition(review.figures, figures_digest=review.figures_hash)
        )


def _write_page(
    review: ReviewResult, html: Path | None, *, evidence: Path | None, node: Node
) -> None:
    if html is None:
        return
    language = current_language()
    content = review_content(review, services=node.services, language=language)
    if evidence is not None:
        content = replace(content, evidence=_summary(review, evidence, language=language))
    # Loaded here: its templates bring Django with them, which a guest has no other use for.
    render = import_module("servanda.documents.review.render").render_review
    html.write_text(render(content, language=language), encoding="utf-8")


def _summary(review: ReviewResult, report: Path, *, language: str) -> EvidenceSummary:
    # Few reviews have evidence beside them, and its readers take time to load.
    from servanda.interfaces.evidence.report_file import read_summary  # noqa: PLC0415 - above

    promises = {
        one.id: promise_text(one.text, language=language)
        for one in review.contents.accord.terms.commitments
    }
    return read_summary(report, by=review.pair.own.from_party, promises=promises)


def _show_explained(name: str, review: ReviewResult, *, node: Node, as_json: bool) -> None:
    rows = explain_figure(name, review, store=node.services.store)
    show(explained_members(name, rows), as_json=as_json, lines=explained_lines(name, rows))


def _two_figures(paths: Sequence[Path]) -> tuple[JsonObject, JsonObject]:
    try:
        first, second = paths
    except ValueError as error:
        raise InvalidInputError(f"expected --compare once or twice, found {len(paths)}") from error
    return read_figures(first), read_figures(second)


def _show_comparison(first: JsonObject, second: JsonObject, *, as_json: bool) -> None:
    """Show where two reviews differ; that they do is a refusal."""
    comparison = compare_figures(first, second)
    lines = comparison_lines(comparison)
    show(comparison_members(comparison), as_json=as_json, lines=lines)
    if not comparison.is_equal:
        raise Refused


def _await_leaf(node: Node, ticket: str) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        statement = node.services.store.ticket(ticket)
        if statement is None or statement.leaf_hash is not None or statement.trouble:
            return
        time.sleep(_LOOK_SECONDS)


def _members(review: ReviewResult) -> dict[str, Any]:
    own = review.pair.own
    document: dict[str, Any] = orjson.loads(review.document)
    signed = {own.from_party: review.ours, own.to_party: review.theirs}
    return {
        "cut": review.cut,
        "accord": review.accord,
        "figures": review.figures_hash,
        "from": document["from"],
        "until": document["until"],
        "state": review.state,
        "agreed": all(hash_ == review.figures_hash for hash_ in signed.values()),
        "one_sided": review.state == "one_sided",
        "signed": signed,
        "rows": [
            {**row, "few": has_few_items(row["figure"], row["values"])}
            for row in document["figures"]
        ],
        "annex": document["annex"],
    }


def _values(row: dict[str, Any], *, language: str) -> str:
    """Return a row's values by their names; its few items are said, counts of 0 are not."""
    values = shown_values(row["figure"], row["values"], language=language)
    shown = [f"{name} {value}" for name, value in values]
    comma = text(", ", language=language)
    few = text("few", language=language)
    return comma.join([*shown, few] if row["few"] else shown)


def _lines(result: dict[str, Any]) -> Iterator[str]:
    yield text("Review of {from} to {until}, cut {cut}").format(**result)
    heading = (
        text("Figure"),
        text("Asked by"),
        text("Kind"),
        text("Urgency"),
        text("Values"),
    )
    yield from table(
        heading,
        (
            (
                row["figure"],
                row["direction"],
                code_name(row["kind"], language=current_language()),
                code_name(row["urgency"], language=current_language()),
                _values(row, language=current_language()),
            )
            for row in result["rows"]
        ),
        nothing=text("Nothing in this review."),
    )
    yield text("few: over fewer than five items")
    yield text("Hash of the figures: {figures}").format(**result)
    for party, signed in result["signed"].items():
        yield f"{party}: {signed or text('not signed yet')}"
    yield text("Agreed.") if result["agreed"] else text("Not agreed.")
