"""Compute the review of a cut: the same bytes on both sides, and for whoever checks a bundle.

Equal bytes have equal hashes, and two equal hashes in the parties' `review` leaves are an agreed
review. Nothing enters but the leaves of the cut.

Source: docs/reference/figures.md; docs/spec/cut-and-order.md.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from servanda.core import canonical
from servanda.core.canonical import JsonValue
from servanda.core.casework.casework import Casework, empty_casework
from servanda.core.casework.fold import CASEWORK_TYPES, apply_counted, terms_of
from servanda.core.exchange.cut import CutContents
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.exchange.order import Place, Places, counted_at, settle_places, statements_at
from servanda.core.exchange.outline import LogOutline, outline_of
from servanda.core.identifiers import DIGEST_PREFIX, Digest, PartyId, digest_of, format_instant
from servanda.core.review.figure import FigureRow, Placed
from servanda.core.review.population import Key, Population, build_population
from servanda.core.review.registry import FIGURES

FORMAT = "servanda-figures/2"

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


def compute_figures(
    contents: CutContents, *, outlines: Mapping[PartyId, LogOutline] | None = None
) -> Figures:
    """Return the figures of the cut.

    Args:
        contents: The cut; of its leaves only those that casework knows are read.
        outlines: Of both logs, if they were made on the way; they may reach beyond the cut.
    """
    population, annex = review_population(contents, outlines=outlines)
    return _figures(contents, annex, rows=list(_rows(population)))


def encode_figures(figures: Figures) -> bytes:
    """Return the bytes of `figures.json`, whose hash a `review` leaf signs."""
    return b"".join(_in_parts(figures, figures.rows))


def listing_digest(leaves: Iterable[Digest]) -> Digest:
    """Return what stands for the statements behind a row: the hash of their leaf hashes, joined."""
    # All at once: a review has millions of these names, and each by itself takes as long as ten.
    return digest_of(bytes.fromhex("".join(leaves).replace(DIGEST_PREFIX, "")))


def encode_computed_figures(
    contents: CutContents, *, outlines: Mapping[PartyId, LogOutline] | None = None
) -> Iterator[bytes]:
    """Yield what `encode_figures` gives of `compute_figures`, each row as it is computed.

    For whoever needs only the hash: while it is computed a row holds the leaves that it is over,
    so all rows of a long log together are many times what they are computed from.

    Args:
        contents: As for `compute_figures`.
        outlines: As for `compute_figures`.
    """
    population, annex = review_population(contents, outlines=outlines)
    yield from _in_parts(_figures(contents, annex, rows=()), _rows(population))


def _rows(population: Population) -> Iterator[FigureRow]:
    return (row for figure in FIGURES.values() for row in figure.rows(population))


def _figures(
    contents: CutContents, annex: Sequence[AnnexRow], *, rows: Sequence[FigureRow]
) -> Figures:
    return Figures(
        accord=contents.accord_digest,
        cut=contents.cut_digest,
        from_=contents.from_,
        until=contents.until,
        rows=rows,
        annex=annex,
    )


def _in_parts(figures: Figures, rows: Iterable[FigureRow]) -> Iterator[bytes]:
    """Yield the bytes of `figures.json` row by row; `rows` stand for those in `figures`."""
    whole = canonical.encode(
        {
            "accord": figures.accord,
            "annex": [
                {"leaf": row.leaf, "time": format_instant(row.time)} for row in figures.annex
            ],
            "cut": figures.cut,
            "figures": [],
            "from": format_instant(figures.from_),
            "until": format_instant(figures.until),
            "v": FORMAT,
        }
    )
    # Nothing before the list of rows can hold this: what stands there are digests and instants.
    before, opening, after = whole.partition(b'"figures":[')
    yield before + opening
    for number, row in enumerate(rows):
        yield (b"," if number else b"") + canonical.encode(_encode_row(row))
    yield after


def review_population(
    contents: CutContents, *, outlines: Mapping[PartyId, LogOutline] | None = None
) -> tuple[Population, Sequence[AnnexRow]]:
    """Return the items of a cut's figures, with the requests they are of, and its annex.

    Args:
        contents: The cut.
        outlines: As for `compute_figures`.
    """
    parties = contents.accord.parties
    if outlines is None:
        outlines = {party: outline_of(leaves) for party, leaves in contents.logs.items()}
    before = _Before(contents.previous, outlines)
    counted_before: set[Digest] = set()
    casework = empty_casework(terms=terms_of(contents.accords), parties=parties)
    places = settle_places(contents, outlines)
    for place in places.counted:
        if outlines[place.party].type_at(place.leaf_index) in CASEWORK_TYPES:
            counted = counted_at(place, contents)
            apply_counted(casework, counted)
            if before.has_counted(place):
                counted_before.add(counted.statement.digest)
    population = build_population(
        casework,
        parties=parties,
        undeliverable=_undeliverable(places, before, contents, outlines),
        counted_before=counted_before,
        at=contents.until,
        matured_before=before.matured,
    )
    return population, annex_rows(statements_at(places.annex, contents))


class _Before:
    """What the cut before counted and what was refused at it, by places: a byte a leaf.

    Attributes:
        matured: By figure, the leaves of the items that it judged then.
    """

    def __init__(
        self, previous: CutContents | None, outlines: Mapping[PartyId, LogOutline]
    ) -> None:
        self._counted = {party: bytearray(outline.size) for party, outline in outlines.items()}
        self._refused: set[tuple[PartyId, int]] = set()
        self.matured: Mapping[str, Set[Key]] = {}
        if previous is None:
            return
        places = settle_places(previous, outlines)
        # Folded anew, and let go at once: what came later may have moved what was due then.
        casework = empty_casework(terms=terms_of(previous.accords), parties=previous.accord.parties)
        for place in places.counted:
            self._counted[place.party][place.leaf_index] = 1
            if outlines[place.party].type_at(place.leaf_index) in CASEWORK_TYPES:
                apply_counted(casework, counted_at(place, previous))
        for party, indexes in places.refused.items():
            self._refused.update((party, index) for index in indexes)
        self.matured = matured_by_figure(
            casework, parties=previous.accord.parties, at=previous.until
        )

    def has_counted(self, place: Place) -> bool:
        return self._counted[place.party][place.leaf_index] == 1

    def has_refused(self, party: PartyId, index: int) -> bool:
        return (party, index) in self._refused


def matured_by_figure(
    casework: Casework, *, parties: Sequence[PartyId], at: datetime
) -> Mapping[str, Set[Key]]:
    """Return by figure what a review until `at` judges, so that no later one judges it again.

    Args:
        casework: As the counted statements of its cut leave it.
        parties: In the order of the accord.
        at: The `until` of the cut.
    """
    population = build_population(
        casework, parties=parties, undeliverable=(), counted_before=(), at=at, matured_before={}
    )
    return matured_of(population)


def matured_of(population: Population) -> Mapping[str, Set[Key]]:
    """Return by figure what a review judges at its moment, before this one or in it."""
    return {
        figure.name: figure.matured(population)
        for figure in FIGURES.values()
        if figure.matured is not None
    }


def undeliverable_shares(
    statements: Iterable[VerifiedStatement], contents: CutContents
) -> Iterator[tuple[str, Placed]]:
    """Yield by figure what requests add that were refused for their body since the cut before."""
    parties = contents.accord.parties
    population = build_population(
        empty_casework(terms=terms_of(contents.accords), parties=parties),
        parties=parties,
        undeliverable=statements,
        counted_before=(),
        at=contents.until,
        matured_before={},
    )
    for name, figure in FIGURES.items():
        for placed in figure.placed(population):
            yield name, placed


def annex_rows(statements: Iterable[VerifiedStatement]) -> list[AnnexRow]:
    """Return the annex."""
    return [AnnexRow(leaf=each.digest, time=each.header.time) for each in statements]


def _undeliverable(
    places: Places,
    before: _Before,
    contents: CutContents,
    outlines: Mapping[PartyId, LogOutline],
) -> list[VerifiedStatement]:
    """Return the requests that were refused for their body since the cut before."""
    new = {
        party: [
            index
            for index in indexes
            if outlines[party].type_at(index) == _REQUEST and not before.has_refused(party, index)
        ]
        for party, indexes in places.refused.items()
    }
    return statements_at(new, contents)


def _encode_row(row: FigureRow) -> JsonValue:
    return {
        "direction": row.cell.direction,
        "figure": row.figure,
        "kind": row.cell.kind,
        "leaves": len(row.leaves),
        "listing": listing_digest(row.leaves),
        "urgency": row.cell.urgency,
        "values": dict(row.values),
    }
