"""Say which statements stand behind the numbers of one figure.

A number of the review is a count of statements; whoever doubts it looks them up here, with the
file numbers under which each desk keeps the request, where we hold the bodies that say them.

Source: docs/reference/figures.md; docs/reference/cli.md, "servanda review".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson

from servanda.core.errors import InvalidInputError
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.exchange.order import settle
from servanda.core.faults import Expected, Fault, expect
from servanda.core.identifiers import Digest, PartyId, hash_from_digest
from servanda.core.review.figure import FigureRow
from servanda.core.review.registry import FIGURES
from servanda.usecases.ports.store import LogReader
from servanda.usecases.review.compute_review import ReviewResult

_REQUEST = "request"
_ACKNOWLEDGEMENT = "acknowledgement"
_FILE_NUMBER = "file_number"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementBehind:
    """One statement behind a number.

    Attributes:
        leaf: Its leaf hash.
        party: Who said it.
        index: Its place in that party's log.
        type: Its type.
        said_at: The sender's clock: a claim.
        received_at: Time of receipt.
        file_numbers: By party, that of the request it is or is about, as far as held here.
    """

    leaf: Digest
    party: PartyId
    index: int
    type: str
    said_at: datetime
    received_at: datetime | None
    file_numbers: Mapping[PartyId, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedRow:
    """One row of a figure, and the statements behind it in the order in which they count."""

    row: FigureRow
    statements: Sequence[StatementBehind]


def explain_figure(name: str, review: ReviewResult, *, store: LogReader) -> list[ExplainedRow]:
    """Return the rows of a figure with the statements behind each.

    Args:
        name: Of the figure, such as `T4`.
        review: As computed here and now.
        store: For the bodies that are held.

    Raises:
        InvalidInputError: There is no such figure.
    """
    if name not in FIGURES:
        raise InvalidInputError(Fault("", expect(Expected.FIGURE, words=tuple(FIGURES)), name))
    rows = [row for row in review.figures.rows if row.figure == name]
    behind = _Behind(review, store)
    return [
        ExplainedRow(row=row, statements=[behind.statement(leaf) for leaf in row.leaves])
        for row in rows
    ]


class _Behind:
    """The statements of a review by their leaves; made for one explanation."""

    def __init__(self, review: ReviewResult, store: LogReader) -> None:
        self._store = store
        self._statements: dict[Digest, VerifiedStatement] = {}
        self._received: dict[Digest, datetime] = {}
        # The acknowledgements of each request: whoever registers it there says its number.
        self._acknowledgements: dict[Digest, list[VerifiedStatement]] = {}
        self._numbers: dict[Digest, str] = {}
        for counted in settle(review.contents).counted:
            statement = counted.statement
            self._statements[statement.digest] = statement
            self._received[statement.digest] = counted.received_at
            if statement.header.type == _ACKNOWLEDGEMENT and statement.header.ref is not None:
                self._acknowledgements.setdefault(statement.header.ref, []).append(statement)

    def statement(self, leaf: Digest) -> StatementBehind:
        """Return the statement `leaf`, which counts in the review."""
        statement = self._statements[leaf]
        header = statement.header
        return StatementBehind(
            leaf=leaf,
            party=header.from_party,
            index=statement.index,
            type=header.type,
            said_at=header.time,
            received_at=self._received[leaf],
            file_numbers=self._file_numbers(statement),
        )

    def _file_numbers(self, statement: VerifiedStatement) -> Mapping[PartyId, str]:
        request = statement
        if statement.header.type != _REQUEST and statement.header.ref is not None:
            request = self._statements.get(statement.header.ref, statement)
        found: dict[PartyId, str] = {}
        for each in (request, *self._acknowledgements.get(request.digest, ())):
            number = self._file_number(each.digest)
            if number:
                found.setdefault(each.header.from_party, number)
        return found

    def _file_number(self, leaf: Digest) -> str:
        if leaf not in self._numbers:
            leaf_hash = hash_from_digest(leaf)
            held = self._store.bodies([leaf_hash]).get(leaf_hash)
            body = {} if held is None else orjson.loads(held.body)
            self._numbers[leaf] = str(body.get(_FILE_NUMBER, ""))
        return self._numbers[leaf]
