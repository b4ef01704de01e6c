"""`servanda review`: the figures at a cut."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from servanda.core.identifiers import parse_party
from servanda.core.review.registry import has_few_items
from servanda.documents.review.names import code_name, shown_values
from servanda.documents.review.render import render_review
from servanda.interfaces.cli.options import AccordName, AsJson, NoWait, To
from servanda.interfaces.cli.output import show, table
from servanda.interfaces.cli.session import is_serving, opened
from servanda.interfaces.language import current_language, text
from servanda.interfaces.review_content import review_content
from servanda.usecases.compute_review import ReviewResult, compute_review, send_review
from servanda.usecases.show_statement import leaf_named
from servanda.wiring import Node

WAIT_SECONDS = 10.0
_LOOK_SECONDS = 0.03


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_review)


def _review(
    cut: Annotated[str | None, typer.Option(help=text("The cut, if not the last."))] = None,
    sign: Annotated[
        bool, typer.Option("--sign", help=text("Say the hash of the figures to the counterpart."))
    ] = False,
    figures: Annotated[
        Path | None, typer.Option(help=text("Write figures.json to this file."))
    ] = None,
    html: Annotated[
        Path | None, typer.Option(help=text("Write the review as one page to this file."))
    ] = None,
    to: To = None,
    accord_name: AccordName = None,
    no_wait: NoWait = False,
    as_json: AsJson = False,
) -> None:
    node = opened()
    counterpart = None if to is None else parse_party(to)
    chosen = None if cut is None else leaf_named(cut, services=node.services)
    if sign:
        queued = send_review(
            cut=chosen, counterpart=counterpart, accord_name=accord_name, services=node.services
        )
        if is_serving(node.home) and not no_wait:
            _await_leaf(node, queued.ticket)
    review = compute_review(
        cut=chosen, counterpart=counterpart, accord_name=accord_name, services=node.services
    )
    if figures is not None:
        figures.write_bytes(review.document)
    if html is not None:
        content = review_content(review, services=node.services, language=current_language())
        html.write_text(render_review(content, language=current_language()), encoding="utf-8")
    result = _members(review)
    show(result, as_json=as_json, lines=_lines(result))


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
    return ", ".join([*shown, text("few")] if row["few"] else shown)


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
    )
    yield text("few: over fewer than five requests")
    yield text("Hash of the figures: {figures}").format(**result)
    for party, signed in result["signed"].items():
        yield f"{party}: {signed or text('not signed yet')}"
    yield text("Agreed.") if result["agreed"] else text("Not agreed.")
