"""The page of the review: the figures of the newest cut, and what stands behind each.

Computed from what is kept of reviews, so that the page costs little; what we sign is computed
from the logs. Figures are agreed or not by their hash alone, and disputes stand beside them.

Source: docs/spec/desk.md, "Review"; docs/reference/figures.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from servanda.core.identifiers import Digest, PartyId
from servanda.core.review.figure import FigureRow
from servanda.core.review.figures import AnnexRow
from servanda.core.review.population import ALL
from servanda.core.review.registry import FIGURES, has_few_items
from servanda.documents.review.names import code_name, figure_title, shown_values
from servanda.interfaces.web.pages.door import page
from servanda.interfaces.web.pages.pair_choice import PairLink, choose_pair, pair_query
from servanda.interfaces.web.pages.visit import Visit
from servanda.interfaces.words import word
from servanda.usecases.accords.accord_state import read_pair_state
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.review.beside_figures import BesideFigures, beside_figures
from servanda.usecases.review.compute_review import ReviewResult, compute_review
from servanda.usecases.review.explain_figure import StatementBehind, explain_figure
from servanda.usecases.services import Services, require_node

PAGE_STATEMENTS = 200  # behind one row; `servanda review --listing` has all


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """One row of a figure, in words.

    Attributes:
        figure: Its name, such as T4.
        title: What it is called; empty where the row before has said it.
        direction: Who asked, called or gave.
        kind: Of the requests.
        urgency: Of the requests.
        values: Name and value of each.
        is_few: Whether it is over fewer than five items.
        query: Leads to the statements behind the figure.
    """

    figure: str
    title: str
    direction: str
    kind: str
    urgency: str
    values: Sequence[tuple[str, str]]
    is_few: bool
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BehindLine:
    """One statement behind a number.

    Attributes:
        statement: It.
        type: Its type, in words.
        file_numbers: Party and file number of the request; empty for who may not read bodies.
    """

    statement: StatementBehind
    type: str
    file_numbers: Sequence[tuple[PartyId, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedLine:
    """One row of the figure that is explained.

    Attributes:
        line: The row.
        behind: The statements behind it, at most `PAGE_STATEMENTS`.
        left_out: How many more there are.
    """

    line: FigureLine
    behind: Sequence[BehindLine]
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSection:
    """The review of one pair.

    Attributes:
        review: Period, hashes and state.
        since: Begin of the period.
        until: Its end.
        signed: By party, the hash it signed, or None.
        is_agreed: Whether both signed the hash of these very figures.
        overall: The rows over all requests of a direction.
        single: The rows by kind and urgency.
        unreceipted: What was not receipted at the cut.
        beside: Disputes and days of suspension.
        explained: The rows of the figure that the address names.
        explained_name: The figure that the address names; empty without one.
    """

    review: ReviewResult
    since: datetime
    until: datetime
    signed: Sequence[tuple[PartyId, Digest | None]]
    is_agreed: bool
    overall: Sequence[FigureLine]
    single: Sequence[FigureLine]
    unreceipted: Sequence[AnnexRow]
    beside: BesideFigures
    explained: Sequence[ExplainedLine]
    explained_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """The whole page.

    Attributes:
        party: Ours.
        mode: Of the home.
        links: Every pair that it can be about.
        section: Of the chosen pair; None before its first cut.
    """

    party: PartyId
    mode: str
    links: Sequence[PairLink]
    section: ReviewSection | None


@page("review")
def review_page(visit: Visit) -> object:
    """Read the page; nothing is said by it, and only what is kept of reviews is brought on."""
    return read_review_page(
        visit.services,
        query=visit.query,
        language=visit.language,
        reads_bodies=visit.reads_bodies,
    )


def read_review_page(
    services: Services, *, query: Mapping[str, str], language: str, reads_bodies: bool
) -> ReviewPage:
    """Return what the page shows now, in `language`, with or without file numbers."""
    node = require_node(services)
    choice = choose_pair(services.store.pairs(), query, language=language)
    section = None
    if choice.chosen is not None and read_pair_state(choice.chosen, services=services).cuts:
        figure = query.get("figure", "")
        section = _section(
            choice.chosen,
            figure=figure if figure in FIGURES else "",
            language=language,
            reads_bodies=reads_bodies,
            services=services,
        )
    return ReviewPage(party=node.party, mode=node.mode, links=choice.links, section=section)


def _section(
    pair: PairRecord, *, figure: str, language: str, reads_bodies: bool, services: Services
) -> ReviewSection:
    own = pair.own
    review = compute_review(
        counterpart=own.to_party, accord_name=own.accord_name, is_quick=True, services=services
    )
    lines = [(row, _line(row, review, language=language)) for row in review.figures.rows]
    signed = ((own.from_party, review.ours), (own.to_party, review.theirs))
    return ReviewSection(
        review=review,
        since=review.figures.from_,
        until=review.figures.until,
        signed=signed,
        is_agreed=all(hash_ == review.figures_hash for _, hash_ in signed),
        overall=_named_once([line for row, line in lines if _is_overall(row)]),
        single=_named_once([line for row, line in lines if not _is_overall(row)]),
        unreceipted=review.figures.annex,
        beside=beside_figures(review, services=services),
        explained=_explained(
            figure, review, language=language, reads_bodies=reads_bodies, services=services
        ),
        explained_name=figure,
    )


def _is_overall(row: FigureRow) -> bool:
    return row.cell.kind == row.cell.urgency == ALL


def _line(row: FigureRow, review: ReviewResult, *, language: str) -> FigureLine:
    return FigureLine(
        figure=row.figure,
        title=figure_title(row.figure, language=language),
        direction=row.cell.direction,
        kind=code_name(row.cell.kind, language=language),
        urgency=code_name(row.cell.urgency, language=language),
        values=list(shown_values(row.figure, row.values, language=language)),
        is_few=has_few_items(row.figure, row.values),
        query=pair_query(review.pair.own, language=language, figure=row.figure),
    )


def _named_once(lines: Sequence[FigureLine]) -> list[FigureLine]:
    """Name a figure at the first of its rows alone."""
    before = ["", *(line.figure for line in lines)]
    return [
        replace(line, title="") if line.figure == last else line
        for line, last in zip(lines, before, strict=False)
    ]


def _explained(
    figure: str, review: ReviewResult, *, language: str, reads_bodies: bool, services: Services
) -> list[ExplainedLine]:
    if not figure:
        return []
    return [
        ExplainedLine(
            line=_line(one.row, review, language=language),
            behind=[
                BehindLine(
                    statement=each,
                    type=word(each.type, language=language),
                    file_numbers=sorted(each.file_numbers.items()) if reads_bodies else (),
                )
                for each in one.statements[:PAGE_STATEMENTS]
            ],
            left_out=max(0, len(one.statements) - PAGE_STATEMENTS),
        )
        for one in explain_figure(figure, review, store=services.store)
    ]
