"""When a statement with attachments is delivered, and what the receipt of an attachment says.

Source: docs/spec/attachments.md, "Receipt".
"""

from collections.abc import Sequence
from datetime import datetime

from servanda.core.canonical import JsonObject
from servanda.core.identifiers import Digest


def delivered_at(
    *, covered_at: datetime | None, missing: int, listed_at: datetime | None
) -> datetime | None:
    """Return when a statement was received in full, or None while something is missing.

    Args:
        covered_at: Time of the first leaf that has `seen` the statement.
        missing: Attachments that no receipt lists.
        listed_at: The latest time of the receipts that list the others; None without any.
    """
    if covered_at is None or missing:
        return None
    return covered_at if listed_at is None else max(covered_at, listed_at)


def listing_facts(attachments: Sequence[Digest]) -> JsonObject:
    """Return the facts of the receipt that says that `attachments` have come whole."""
    return {"attachments": sorted(set(attachments))}
