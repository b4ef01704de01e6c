"""Which words of texts tell of each commitment: a table beside the accord's template.

It binds nobody: it only says where to look. What a commitment demands stands in the accord.

Source: docs/spec/evidence/findings.md, "Commitments".
"""

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from typing import ClassVar

from servanda.core.errors import InvalidInputError
from servanda.evidence.findings.finding import Commitment

_MEMBERS = frozenset(("id", "acts", "least", "first_due_days"))
MAX_DUE_DAYS = 36_500


class InvalidCommitmentTableError(InvalidInputError):
    """A table of the words of commitments cannot be used; the message names the row."""

    code: ClassVar[str] = "invalid-commitment-table"


def parse_commitments(
    data: bytes, *, natures: Mapping[str, str], signed: date | None
) -> tuple[Commitment, ...]:
    """Return the commitments of an accord with the words of a table, in the accord's order.

    Args:
        data: The table, TOML; empty for an accord without one.
        natures: By id of a commitment of the accord: its nature, in order.
        signed: The day of the accord; None leaves due days open.

    Raises:
        InvalidCommitmentTableError: The table does not fit, or names no commitment of the accord.
    """
    try:
        table = tomllib.loads(data.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidCommitmentTableError(f"expected TOML in UTF-8: {error}") from error
    rows = table.get("commitment", [])
    if set(table) - {"commitment"} or not isinstance(rows, list):
        raise InvalidCommitmentTableError("expected rows [[commitment]] and nothing else")
    found = {one.id: one for one in (_commitment(row, natures, signed) for row in rows)}
    return tuple(
        found.get(name, Commitment(id=name, nature=nature, acts=()))
        for name, nature in natures.items()
    )


def _commitment(row: object, natures: Mapping[str, str], signed: date | None) -> Commitment:
    if not isinstance(row, dict) or not {"id", "acts"} <= set(row) <= _MEMBERS:
        raise InvalidCommitmentTableError(
            f"expected id, acts, least and first_due_days in {row!r:.80}"
        )
    name, acts, least = row["id"], row["acts"], row.get("least", 1)
    if name not in natures:
        raise InvalidCommitmentTableError(
            f"expected one of {', '.join(natures)}, found {name!r:.40}"
        )
    if not isinstance(acts, list) or not all(isinstance(act, str) and act for act in acts):
        raise InvalidCommitmentTableError(f"{name}.acts: expected texts, found {acts!r:.60}")
    if not isinstance(least, int) or not 1 <= least <= max(1, len(acts)):
        raise InvalidCommitmentTableError(
            f"{name}.least: expected 1 to {len(acts)}, found {least!r:.40}"
        )
    return Commitment(
        id=name,
        nature=natures[name],
        acts=tuple(act.casefold() for act in acts),
        least=least,
        due=_due(name, row.get("first_due_days"), signed),
    )


def _due(name: str, days: object, signed: date | None) -> date | None:
    if days is None:
        return None
    if not isinstance(days, int) or not 0 < days <= MAX_DUE_DAYS:
        raise InvalidCommitmentTableError(
            f"{name}.first_due_days: expected 1 to {MAX_DUE_DAYS}, found {days!r:.40}"
        )
    return None if signed is None else signed + timedelta(days=days)
