"""What `servanda review` says of one figure, and of where two reviews differ."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from servanda.core.bundle.layout import FIGURES_PATH
from servanda.core.canonical import JsonObject
from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import format_instant
from servanda.core.review.comparison import Comparison, Difference, parse_figures
from servanda.core.review.listing import is_listing, parse_listing
from servanda.core.review.unreadable import UnreadableFiguresError
from servanda.documents.review.names import code_name, figure_title, shown_values, value_name
from servanda.interfaces.cli.bundle_file import open_bundle
from servanda.interfaces.cli.output import table
from servanda.interfaces.file_faults import unreadable
from servanda.interfaces.language import current_language, text
from servanda.interfaces.words import word
from servanda.usecases.review.explain_figure import ExplainedRow, StatementBehind

_MAX_BYTES = 2 * 1024 * 1024 * 1024  # figures of two million statements are far smaller
_ZIP = b"PK"


def read_figures(path: Path) -> JsonObject:
    """Return the figures in a `figures.json`, a listing or a bundle: a zip file, or its folder.

    Raises:
        InvalidInputError: There is no such file, or it holds no figures.
        UnreadableBundleError: The bundle is damaged.
    """
    try:
        if path.is_dir() or _begins_with(path, _ZIP):
            with open_bundle(path) as bundle:
                if FIGURES_PATH not in bundle.paths():
                    raise UnreadableFiguresError(f"expected {FIGURES_PATH} in {path}, found none")
                return parse_figures(bundle.read(FIGURES_PATH))
        if path.stat().st_size > _MAX_BYTES:
            raise UnreadableFiguresError(f"expected at most {_MAX_BYTES} bytes in {path}")
        data = path.read_bytes()
        return parse_listing(data) if is_listing(data) else parse_figures(data)
    except OSError as error:
        raise InvalidInputError(unreadable(path, error)) from error


def explained_members(name: str, rows: Sequence[ExplainedRow]) -> dict[str, object]:
    """Return for programs what stands behind the figure `name`."""
    return {
        "figure": name,
        "rows": [
            {
                "direction": each.row.cell.direction,
                "kind": each.row.cell.kind,
                "urgency": each.row.cell.urgency,
                "values": dict(each.row.values),
                "statements": [_statement_members(one) for one in each.statements],
            }
            for each in rows
        ],
    }


def explained_lines(name: str, rows: Sequence[ExplainedRow]) -> Iterator[str]:
    """Yield for people what stands behind the figure `name`, cell by cell."""
    language = current_language()
    yield f"{name} {figure_title(name, language=language)}"
    if not rows:
        yield text("Nothing in this review.")
    heading = (
        text("Party"),
        text("Log index"),
        text("Type"),
        text("Said (sender's clock)"),
        text("Received"),
        text("File numbers"),
        text("Leaf hash"),
    )
    for each in rows:
        cell = each.row.cell
        values = shown_values(name, each.row.values, language=language)
        yield ""
        yield " · ".join(
            (
                cell.direction,
                code_name(cell.kind, language=language),
                code_name(cell.urgency, language=language),
                ", ".join(f"{value} {shown}" for value, shown in values),
            )
        )
        if each.statements:
            yield from table(heading, (_statement_row(one) for one in each.statements))


def comparison_members(comparison: Comparison) -> dict[str, object]:
    """Return for programs where two reviews differ."""
    return {
        "equal": comparison.is_equal,
        "number": _difference_members(comparison.number),
        "statement": _difference_members(comparison.statement),
    }


def comparison_lines(comparison: Comparison) -> Iterator[str]:
    """Yield for people where two reviews differ."""
    if comparison.is_equal:
        yield text("The two reviews are equal.")
        return
    number, statement = comparison.number, comparison.statement
    if number is not None and not number.row:
        yield text(
            "The reviews are not of one cut: {part} is {first} in the first, {second} in "
            "the second."
        ).format(part=number.part, first=number.first, second=number.second)
    elif number is not None and number.value:
        yield text(
            "The first number that differs: {row}: {value}, {first} in the first, {second} in "
            "the second."
        ).format(
            row=_row_words(number),
            value=value_name(number.row[0], number.value, language=current_language()),
            first=_number_words(number.first),
            second=_number_words(number.second),
        )
    elif number is not None:
        pattern = (
            text("The first row that differs: {row} is only in the first.")
            if number.second is None
            else text("The first row that differs: {row} is only in the second.")
        )
        yield pattern.format(row=_row_words(number))
    if statement is not None and statement.leaf is None:
        yield text(
            "Other statements stand behind {row}; a listing of the other review would name them."
        ).format(row=_row_words(statement))
    elif statement is not None:
        pattern = (
            text("The first statement that differs: {leaf}, only in the first: {row}.")
            if statement.leaf_in == "first"
            else text("The first statement that differs: {leaf}, only in the second: {row}.")
        )
        yield pattern.format(leaf=statement.leaf, row=_row_words(statement))
    elif number is not None and number.row:
        yield text("The same statements stand behind all numbers; the times of some must differ.")


def _row_words(difference: Difference) -> str:
    if not difference.row:
        return text("not receipted at the cut")
    language = current_language()
    figure, direction, kind, urgency = difference.row
    return " · ".join(
        (
            f"{figure} {figure_title(figure, language=language)}",
            direction,
            code_name(kind, language=language),
            code_name(urgency, language=language),
        )
    )


def _number_words(value: object) -> str:
    if value is None:
        return text("not there")
    return code_name(str(value), language=current_language())


def _difference_members(difference: Difference | None) -> Mapping[str, object] | None:
    if difference is None:
        return None
    names = ("figure", "direction", "kind", "urgency")
    return {
        "part": difference.part,
        **dict(zip(names, difference.row, strict=False)),
        "value": difference.value or None,
        "first": difference.first,
        "second": difference.second,
        "leaf": difference.leaf,
        "leaf_in": difference.leaf_in,
    }


def _statement_members(statement: StatementBehind) -> Mapping[str, object]:
    return {
        "leaf": statement.leaf,
        "party": statement.party,
        "index": statement.index,
        "type": statement.type,
        "time": statement.said_at,
        "received_at": statement.received_at,
        "file_numbers": dict(statement.file_numbers),
    }


def _statement_row(statement: StatementBehind) -> tuple[str, ...]:
    received = statement.received_at
    return (
        statement.party,
        str(statement.index),
        word(statement.type),
        format_instant(statement.said_at),
        "" if received is None else format_instant(received),
        ", ".join(f"{party} {number}" for party, number in statement.file_numbers.items()),
        statement.leaf,
    )


def _begins_with(path: Path, beginning: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(beginning)) == beginning
