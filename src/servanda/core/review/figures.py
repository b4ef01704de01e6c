"""Compute the review of a cut: the same bytes on both sides, and for whoever checks a bundle.

Equal bytes have equal hashes, and two equal hashes in the parties' `review` leaves are an agreed
review. Nothing enters but the leaves of the cut.

Source: docs/reference/figures.md; docs/spec/cut-and-order.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from servanda.core import canonical
from servanda.core.canonical import JsonValue
from servanda.core.casework.fold import fold_casework
from servanda.core.exchange.cut import CutContents
from servanda.core.exchange.order import settle
from servanda.core.identifiers import Digest, format_instant
from servanda.core.review.figure import FigureRow
from servanda.core.review.population import Population, build_population
from servanda.core.review.registry import FIGURES

FORMAT = "servanda-figures/1"

_REQUEST = "request"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexRow:
    """A statement that stands in no figure, for it is not receipted inside the cut.

    Attributes:
        leaf: The statement.
        time: The sender's claim, all there is to tell its age by.
    """

    leaf: Digest
    time: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """A review's figures.

    Attributes:
        accord: The version in force for the cut.
        cut: The cut's leaf hash.
        from_: Start of the period.
        until: End of the period; the moment of every verdict.
        rows: In the order of the reference.
        annex: By the order of the parties in the accord, then by place in the log.
    """

    accord: Digest
    cut: Digest
    from_: datetime
    until: datetime
    rows: Sequence[FigureRow]
    annex: Sequence[AnnexRow]


def compute_figures(contents: CutContents) -> Figures:
    """Return the figures of the cut."""
    population, annex = review_population(contents)
    rows = [row for figure in FIGURES.values() for row in figure.rows(population)]
    return Figures(
        accord=contents.accord_digest,
        cut=contents.cut_digest,
        from_=contents.from_,
        until=contents.until,
        rows=rows,
        annex=annex,
    )


def encode_figures(figures: Figures) -> bytes:
    """Return the bytes of `figures.json`, whose hash a `review` leaf signs."""
    return canonical.encode(
        {
            "accord": figures.accord,
            "annex": [
                {"leaf": row.leaf, "time": format_instant(row.time)} for row in figures.annex
            ],
            "cut": figures.cut,
            "figures": [_encode_row(row) for row in figures.rows],
            "from": format_instant(figures.from_),
            "until": format_instant(figures.until),
            "v": FORMAT,
        }
    )


def review_population(contents: CutContents) -> tuple[Population, Sequence[AnnexRow]]:
    """Return the items of a cut's figures, with the requests they are of, and its annex."""
    parties = contents.accord.parties
    settled = settle(contents)
    casework = fold_casework(settled.counted, terms=contents.accord.terms, parties=parties)
    counted_before: set[Digest] = set()
    refused_before: set[Digest] = set()
    if contents.previous is not None:
        before = settle(contents.previous)
        counted_before.update(each.statement.digest for each in before.counted)
        refused_before.update(each.digest for each in before.refused)
    population = build_population(
        casework,
        parties=parties,
        undeliverable=[
            each
            for each in settled.refused
            if each.header.type == _REQUEST and each.digest not in refused_before
        ],
        counted_before=counted_before,
        at=contents.until,
        previous_at=None if contents.previous is None else contents.previous.until,
    )
    return population, [AnnexRow(leaf=each.digest, time=each.header.time) for each in settled.annex]


def _encode_row(row: FigureRow) -> JsonValue:
    return {
        "direction": row.cell.direction,
        "figure": row.figure,
        "kind": row.cell.kind,
        "leaves": list(row.leaves),
        "urgency": row.cell.urgency,
        "values": dict(row.values),
    }
